# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...report.exchange.retyping_sheet import RetypingSheet, check_may_retype
from ...tools.groups import CLERK
from ...tools.japan_days import japan_today
from ...tools.name_folding import fold_number
from ..clients.client import like_operator


class CaseRetyping(models.Model):
    """Whether the case has been typed into the national system."""

    _inherit = "self_reliance.case"

    retyped_date = fields.Date(
        string="Typed In On", latest=0, copy=False, index="btree_not_null"
    )
    retyped_by_id = fields.Many2one("res.users", string="Typed In By", copy=False)
    # Fingerprints of what was typed in: they tell what is other since, and no value.
    retyped_marks = fields.Json(copy=False, groups=fields.NO_ACCESS)
    official_number = fields.Char(
        string="Number in the National System",
        copy=False,
        help="Once the case has been typed in there.",
    )
    is_retyping_outdated = fields.Boolean(
        string="Changed Since It Was Typed In",
        compute="_compute_is_retyping_outdated",
        search="_search_is_retyping_outdated",
        groups=CLERK,
    )
    retyping_changes = fields.Text(
        string="What Changed Since",
        compute="_compute_is_retyping_outdated",
        groups=CLERK,
    )

    @api.depends("retyped_date", "retyped_marks")
    def _compute_is_retyping_outdated(self):
        for case in self:
            case.retyping_changes = case.is_retyping_outdated = False
            # Fingerprints only are looked for before anything is read.
            if case.retyped_date and case.sudo().retyped_marks is not None:
                sheet = RetypingSheet(case)
                case.is_retyping_outdated = sheet.is_outdated
                case.retyping_changes = sheet.changes_text

    @api.model
    def _search_is_retyping_outdated(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Which cases the log says were changed since; the sheets tell exactly, and
        # only of cases that the user may read.
        ids = [
            row[0]
            for row in self.env.execute_query(
                SQL(
                    """
                    SELECT c.id FROM self_reliance_case c
                     WHERE c.retyped_date IS NOT NULL AND c.retyped_marks IS NOT NULL
                       AND EXISTS (
                           SELECT FROM self_reliance_access_log l
                            WHERE (l.case_id = c.id OR l.client_id = c.client_id)
                              AND l.operation IN %s
                              AND l.date >= c.retyped_date - interval '9 hours'
                       )
                    """,
                    ("create", "change", "delete", "decide"),
                )
            )
        ]
        outdated = self.search([("id", "in", ids)]).filtered(
            lambda case: RetypingSheet(case).is_outdated
        )
        domain = Domain("id", "in", outdated.ids)
        return domain if True in value else ~domain

    def _get_retyping_shown(self):
        """What the sheets of the cases say, to be compared."""
        return [
            [case.id, [row.mark for row in RetypingSheet(case).all_rows]]
            for case in self
        ]

    def action_retyped(self):
        """Mark the cases as typed into the national system, today."""
        for case in self:
            check_may_retype(case)
            case._lock()
            # Of the whole sheet, whoever typed which part. Guarded by the group of
            # the field; the right was checked above.
            marks = [row.mark for row in RetypingSheet(case.sudo()).all_rows]
            case.sudo().retyped_marks = marks
        self.write(
            {
                "retyped_date": japan_today(),
                "retyped_by_id": self.env.uid,
            }
        )

    def action_retyping_csv(self):
        """Download the retyping sheet as CSV."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/self_reliance_support/retyping/{self.id}.csv",
            "target": "download",
        }

    def action_preview(self):
        """Show all sheets of the case in a tab of its own."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/report/html/self_reliance_support.report_case_packet/{self.id}",
            "target": "new",
        }


class CaseTakenOver(models.Model):
    """Whether the case came of a list in which the office kept its cases before."""

    _inherit = "self_reliance.case"

    old_number = fields.Char(
        readonly=True,
        copy=False,
        index="trigram",
        guarded=True,
        help="The number in the list that the case was taken over from.",
    )
    # Tells that a row of a list is here already, whatever else was changed since.
    migration_key = fields.Char(
        string="Row of the Old List",
        readonly=True,
        copy=False,
        index="btree_not_null",
        guarded=True,
    )
    migration_id = fields.Many2one(
        "self_reliance.migration",
        string="Taken Over By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        guarded=True,
    )

    @api.model
    def _search_lookup(self, operator, value):
        found = super()._search_lookup(operator, value)
        if found is NotImplemented:
            return found
        # As another system wrote it, or as numbers are typed.
        ways = {value, fold_number(value)}
        return found | Domain.OR(
            Domain("old_number", like_operator(way), way) for way in sorted(ways)
        )
