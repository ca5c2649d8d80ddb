# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.groups import CLERK, COUNSELLOR
from ...tools.japan_days import japan_today

COLUMNS = (
    "case_id",
    "partner_id",
    "entry_id",
    "has_plan",
    "has_submitted_plan",
    "has_referral",
)


class CaseTeam(models.Model):
    """Which agencies are in a case (支援チーム), with whom, since when, doing what.

    A view: an agency is in when it was told so, when a line or a service of a plan
    names it, or when the case was referred to it or came from it. Only that much is
    in the view; what is shown of plans and referrals is read with the rights of
    whoever looks.
    """

    _name = "self_reliance.case.team"
    _description = "Team of a Case"
    _inherit = ["self_reliance.read.log.mixin"]
    _log_parent = "case_id"
    _auto = False
    _order = "id"
    _rec_name = "partner_id"
    _depends = {
        "self_reliance.case.agency": ["case_id", "partner_id"],
        "self_reliance.plan": ["case_id", "state"],
        "self_reliance.plan.line": ["plan_id", "partner_id"],
        "self_reliance.service.use": ["plan_id", "partner_id", "is_used"],
        "self_reliance.referral": ["case_id", "partner_id", "state"],
        "res.partner": ["parent_id", "is_agency"],
    }

    case_id = fields.Many2one("self_reliance.case", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Agency", readonly=True)
    entry_id = fields.Many2one("self_reliance.case.agency", readonly=True)
    has_plan = fields.Boolean(string="In a Plan", readonly=True)
    has_submitted_plan = fields.Boolean(string="In a Submitted Plan", readonly=True)
    has_referral = fields.Boolean(string="By Referral", readonly=True)

    agency_kind_id = fields.Many2one(related="partner_id.agency_kind_id")
    phone = fields.Char(related="partner_id.phone")
    contact_id = fields.Many2one(
        "res.partner", string="Person There", compute="_compute_part"
    )
    date_from = fields.Date(string="Since", compute="_compute_part")
    date_to = fields.Date(string="Until", compute="_compute_part")
    role = fields.Char(string="Role in the Team", compute="_compute_part")
    tasks = fields.Text(string="Does in the Plan", compute="_compute_part")
    other_task = fields.Text(
        string="Does Besides the Plan",
        compute="_compute_part",
        groups=CLERK,
    )
    is_current = fields.Boolean(string="In the Team Now", compute="_compute_part")
    referral_state = fields.Selection(
        [
            ("sent", "Sent"),
            ("accepted", "Accepted"),
            ("done", "Done"),
        ],
        string="Last Referral",
        compute="_compute_referral_state",
        groups=COUNSELLOR,
    )
    consent_cover = fields.Selection(
        [
            ("consent", "Consent covers it"),
            ("ground", "Legal ground, confirmed"),
            ("none", "No consent for this agency"),
        ],
        compute="_compute_consent_cover",
        groups=COUNSELLOR,
    )

    @property
    def _table_query(self):
        # Each source row is in one group: the smallest of their numbers is an id.
        return SQL(
            """
            SELECT MIN(source.id) AS id,
                   source.case_id,
                   CASE WHEN partner.is_agency OR partner.parent_id IS NULL
                        THEN partner.id ELSE partner.parent_id
                   END AS partner_id,
                   MAX(source.entry_id) AS entry_id,
                   BOOL_OR(source.state IS NOT NULL) AS has_plan,
                   COALESCE(BOOL_OR(source.state NOT IN ('draft', 'agreed')), FALSE)
                        AS has_submitted_plan,
                   BOOL_OR(source.is_referral) AS has_referral
              FROM (
                    SELECT id * 4 AS id, case_id, partner_id, id AS entry_id,
                           NULL AS state, FALSE AS is_referral
                      FROM self_reliance_case_agency
                 UNION ALL
                    SELECT line.id * 4 + 1, plan.case_id, line.partner_id, NULL,
                           plan.state, FALSE
                      FROM self_reliance_plan_line line
                      JOIN self_reliance_plan plan ON plan.id = line.plan_id
                     WHERE line.partner_id IS NOT NULL
                 UNION ALL
                    SELECT use.id * 4 + 2, plan.case_id, use.partner_id, NULL,
                           plan.state, FALSE
                      FROM self_reliance_service_use use
                      JOIN self_reliance_plan plan ON plan.id = use.plan_id
                     WHERE use.partner_id IS NOT NULL AND use.is_used
                 UNION ALL
                    SELECT id * 4 + 3, case_id, partner_id, NULL, NULL, TRUE
                      FROM self_reliance_referral
                     WHERE state NOT IN ('declined', 'withdrawn')
                   ) source
              JOIN res_partner partner ON partner.id = source.partner_id
             GROUP BY source.case_id,
                   CASE WHEN partner.is_agency OR partner.parent_id IS NULL
                        THEN partner.id ELSE partner.parent_id
                   END
            """
        )

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """The view is quick by case, slow by id: its columns are taken at once."""
        if field_names is not None:
            field_names = {*field_names, *COLUMNS}
        return super().search_fetch(domain, field_names, offset, limit, order)

    @staticmethod
    def _get_agency(partner):
        return (
            partner if partner.is_agency or not partner.parent_id else partner.parent_id
        )

    def _get_referrals(self):
        """Referrals that count, the newest first, as far as the user may see them.

        :return: ``{(case, agency): self_reliance.referral}``
        """
        referral = self.env["self_reliance.referral"]
        if not referral.has_access("read"):
            return {}
        found = referral.search(
            [
                ("case_id", "in", self.case_id.ids),
                ("state", "not in", ("declined", "withdrawn")),
            ]
        )
        return found.grouped(
            lambda row: (row.case_id, self._get_agency(row.partner_id))
        )

    def _get_plan_parts(self):
        """What agencies do by the plans that the user may see.

        :return: ``{(case, agency): [first day, is in the newest plan, [texts]]}``
        """
        plans = self.env["self_reliance.plan"].search(
            [("case_id", "in", self.case_id.ids)], order="round"
        )
        newest = {plan.case_id: plan for plan in plans}
        parts = {}
        for record in (*plans.line_ids, *plans.service_use_ids.filtered("is_used")):
            if not record.partner_id:
                continue
            plan = record.plan_id
            key = (plan.case_id, self._get_agency(record.partner_id))
            part = parts.setdefault(key, [plan.date, False, []])
            part[0] = min(part[0], plan.date)
            if plan == newest[plan.case_id]:
                part[1] = plan.state != "evaluated"
                part[2].append(record.display_name)
        return parts

    @api.depends_context("uid")
    @api.depends("case_id", "partner_id", "entry_id")
    def _compute_part(self):
        today = japan_today()
        parts, referrals = self._get_plan_parts(), self._get_referrals()
        no_referral = self.env["self_reliance.referral"]
        may_read_task = self.env.user.has_group(CLERK)
        for row in self:
            key, entry = (row.case_id, row.partner_id), row.entry_id
            plan_date, in_plan, tasks = parts.get(key, (False, False, []))
            referral = referrals.get(key, no_referral)
            days = [day for day in (plan_date, *referral.mapped("date")) if day]
            row.contact_id = entry.contact_id or referral.contact_id[:1]
            row.date_from = entry.date_from or min(days, default=False)
            row.date_to = entry.date_to
            row.role = entry.role
            row.tasks = "\n".join(dict.fromkeys(tasks))
            row.other_task = may_read_task and entry.task
            # A date that was told goes before what follows from the rest.
            row.is_current = (
                entry.date_to >= today
                if entry.date_to
                else bool(entry) or in_plan or any(not r.outcome for r in referral)
            )

    @api.depends_context("uid")
    @api.depends("case_id", "partner_id")
    def _compute_referral_state(self):
        referrals = self._get_referrals()
        for row in self:
            found = referrals.get((row.case_id, row.partner_id))
            row.referral_state = found and found[0].state

    @api.depends_context("uid")
    @api.depends("case_id.consent_ids.state", "case_id.consent_ids.partner_ids")
    def _compute_consent_cover(self):
        referrals = self._get_referrals()
        for row in self:
            found = referrals.get((row.case_id, row.partner_id), ())
            if any(
                consent._covers(row.partner_id) for consent in row.case_id.consent_ids
            ):
                row.consent_cover = "consent"
            elif any(r.legal_ground and r.is_ground_confirmed for r in found):
                row.consent_cover = "ground"
            else:
                row.consent_cover = "none"

    def action_tell(self):
        """Open what was told of the agency's part, or a new entry for it."""
        self.ensure_one()
        return self.case_id._action_open_agency(
            self.entry_id,
            default_partner_id=self.partner_id.id,
            default_contact_id=self.contact_id.id,
            default_date_from=self.date_from,
        )

    def action_refer(self):
        """Open a new referral of the case to the agency."""
        self.ensure_one()
        return self.env["self_reliance.referral"]._get_records_action(
            name=self.env._("Referral"),
            context={
                "default_case_id": self.case_id.id,
                "default_partner_id": self.partner_id.id,
                "default_contact_id": self.contact_id.id,
            },
        )
