# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.groups import CHIEF, COUNSELLOR
from ...tools.japan_days import japan_today, japanese_day
from ..casework.case_timeline import Source

# Whoever changes these changes who sees the case.
SHARING = {"shared_office_ids", "shared_date_end"}


class Case(models.Model):
    """What was told before anybody met the person; who is to be looked at today.

    A second office may work on a case: its counsellors read it and write records. The
    case stays with its office, which counts it, until the day that was agreed.
    """

    _inherit = "self_reliance.case"

    concern_ids = fields.One2many(
        "self_reliance.concern",
        "case_id",
        string="Known Of Before",
        groups=COUNSELLOR,
    )

    visit_ids = fields.One2many(
        "self_reliance.visit",
        "case_id",
        string="Outreach Visits",
        groups=COUNSELLOR,
    )
    is_from_elsewhere = fields.Boolean(
        string="Lives in Another Municipality",
        tracking=True,
        help="Led on to the office there, which counts the person. The municipality's"
        " rules of counting say whether this contact is a new consultation here.",
    )
    first_met_date = fields.Date(
        string="First Met or Spoken With",
        compute="_compute_first_met",
        groups=COUNSELLOR,
        help="The day of the first record with the person.",
    )
    is_family_only = fields.Boolean(
        string="Family Only So Far",
        compute="_compute_first_met",
        search="_search_is_family_only",
        groups=COUNSELLOR,
        help="There were contacts with the family, and none with the person.",
    )
    shared_office_ids = fields.Many2many(
        "self_reliance.office",
        "self_reliance_case_shared_office_rel",
        "case_id",
        "office_id",
        string="Second Office",
        domain="[('municipality_id', '=', municipality_id), ('id', '!=', office_id)]",
        copy=False,
        tracking=True,
        groups=COUNSELLOR,
        help="Its counsellors read the case and write records. The case is counted by"
        " its own office only.",
    )
    shared_consent_date = fields.Date(
        string="Consent to Sharing",
        copy=False,
        latest=0,
        tracking=True,
        groups=COUNSELLOR,
        help="The day on which the person agreed that both offices know.",
    )
    shared_date_end = fields.Date(
        string="Shared Until",
        copy=False,
        tracking=True,
        groups=COUNSELLOR,
        help="The last day; empty: until the sharing is taken back.",
    )

    @api.depends(
        "record_ids.counterpart_kind", "record_ids.date_start", "record_ids.is_draft"
    )
    def _compute_first_met(self):
        first = {
            (case, kind): start
            for case, kind, start in self.env["self_reliance.record"]._read_group(
                [
                    ("case_id", "in", self.ids),
                    ("is_draft", "=", False),
                    ("counterpart_kind", "in", ("person", "family")),
                ],
                ["case_id", "counterpart_kind"],
                ["date_start:min"],
            )
        }
        for case in self:
            met = first.get((case._origin, "person"))
            case.first_met_date = met and japanese_day(met)
            case.is_family_only = not met and (case._origin, "family") in first

    @api.model
    def _search_is_family_only(self, operator, value):
        if operator != "in":
            return NotImplemented

        def spoken_with(kind):
            finished = [("is_draft", "=", False), ("counterpart_kind", "=", kind)]
            return Domain("record_ids", "any", finished)

        wanted = set(value)
        if wanted >= {True, False}:
            return Domain.TRUE
        found = spoken_with("family") & ~spoken_with("person")
        return found if True in wanted else ~found

    @api.constrains("shared_office_ids")
    def _check_shared_offices(self):
        # Whoever wrote it may read it; the rest is the case's own.
        for case in self.sudo():
            if case.shared_office_ids.municipality_id - case.municipality_id:
                raise ValidationError(
                    self.env._(
                        "A case is shared with an office of the same municipality."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        if any(SHARING & vals.keys() for vals in vals_list):
            self._clear_sharing()
        return cases

    def write(self, vals):
        result = super().write(vals)
        if SHARING & vals.keys():
            self._clear_sharing()
        return result

    @api.model
    def _clear_sharing(self):
        """Record rules name the shared cases and are cached: they are read anew.

        At the commit once more: until then others still see, and cache, what was.
        """
        registry = self.env.registry
        self.env.flush_all()
        registry.clear_cache()
        self.env.cr.postcommit.add(registry.clear_cache)

    @api.model
    def _get_timeline_sources(self):
        return super()._get_timeline_sources() + [
            Source(
                "contact",
                "self_reliance.concern",
                "case_id",
                "date",
                (),
                ("told",),
            ),
            Source(
                "event",
                "self_reliance.visit",
                "case_id",
                "date_start",
                ("user_id", "second_user_id", "state"),
                domain=Domain("state", "!=", "cancelled"),
            ),
        ]

    @api.model
    def _get_today_activities(self):
        return (
            super()._get_today_activities()
            + self._get_today_concerns()
            + self.env["self_reliance.visit"]._get_today_rows()
        )

    def _pass_on(self, user):
        """Visits that are planned go to whoever does the rest, too."""
        result = super()._pass_on(user)
        successor = self._get_successor(user)
        planned = self.visit_ids.filtered(lambda visit: visit.state == "planned")
        for name in ("second_user_id", "watcher_id"):
            planned.filtered(lambda visit, name=name: visit[name] == user)[name] = False
        mine = planned.filtered(lambda visit: visit.user_id == user)
        if successor and mine:
            # One person goes or waits, not both.
            for name in ("second_user_id", "watcher_id"):
                mine.filtered(lambda visit, name=name: visit[name] == successor)[
                    name
                ] = False
            mine.user_id = successor
        return result

    @api.model
    def _get_today_concerns(self):
        """Concerns whose next look is due, of whoever is in charge.

        The chief's too where that is nobody who still works there.
        """
        today = japan_today()
        concerns = self.env["self_reliance.concern"]
        if not concerns.has_access("read"):
            return []
        return [
            {
                "model": concern._name,
                "id": concern.id,
                "name": concern.display_name,
                "start": False,
                "is_overdue": concern.next_date < today,
            }
            for concern in concerns.search(
                self._get_concerned_domain()
                & Domain("state", "=", "open")
                & Domain("next_date", "<=", today),
                order="next_date, id",
            )
        ]

    @api.model
    def _get_concerned_domain(self):
        mine = Domain("user_id", "=", self.env.uid)
        if not self.env.user.has_group(CHIEF):
            return mine
        # Who works where is no secret among colleagues.
        offices = self.env.user.self_reliance_office_ids.sudo()
        return Domain.OR(
            [
                mine,
                *(
                    Domain("office_id", "=", office.id)
                    & Domain(
                        "user_id", "not in", office.user_ids.filtered("active").ids
                    )
                    for office in offices
                ),
            ]
        )
