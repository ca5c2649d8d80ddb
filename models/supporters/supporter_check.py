# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections import Counter

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.groups import CHIEF
from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import fiscal_year_bounds
from .supervision import NoValuesLogged

# Ours, not of the guide: of fewer people nothing is shown.
LEAST_PEOPLE = 5
SIDES = {"supporter": "user_id", "manager": "manager_id"}


class SupporterCheck(NoValuesLogged, models.Model):
    """The 支援者サポートチェックリスト: filled in apart, compared in a talk.

    Source: 支援者サポートガイド p. 3 (three steps) and p. 18. What each of the two has
    ticked stands in a sealed model; the other one reads it when both are done, and
    from then on neither is changed. Nobody but the two sees the list.
    """

    _name = "self_reliance.supporter.check"
    _description = "Supporters' Checklist"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "date desc, id desc"
    _log_parent = "office_id"

    user_id = fields.Many2one(
        "res.users",
        string="Supporter",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        fixed=True,
    )
    manager_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        fixed=True,
        domain="[('id', '!=', user_id), ('share', '=', False)]",
    )
    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_office_id",
        store=True,
        precompute=True,
    )
    date = fields.Date(required=True, default=japan_today, latest=0, fixed=True)
    supporter_box_ids = fields.Many2many(
        "self_reliance.supporter.check.box",
        string="Ticked by the Supporter",
        compute="_compute_boxes",
        inverse="_inverse_supporter_box_ids",
        copy=False,
    )
    manager_box_ids = fields.Many2many(
        "self_reliance.supporter.check.box",
        string="Ticked by the Manager",
        compute="_compute_boxes",
        inverse="_inverse_manager_box_ids",
        copy=False,
    )
    supporter_done = fields.Boolean(string="Supporter Is Done", copy=False)
    manager_done = fields.Boolean(string="Manager Is Done", copy=False)
    done_date = fields.Date(
        string="Both Done On", readonly=True, copy=False, guarded=True
    )
    is_supporter = fields.Boolean(compute="_compute_boxes")
    is_manager = fields.Boolean(compute="_compute_boxes")
    comparison = fields.Text(compute="_compute_comparison")
    suggestion = fields.Text(string="Suggested", compute="_compute_comparison")
    since_last = fields.Text(
        string="Since the Last Inspection", compute="_compute_comparison"
    )
    measure_ids = fields.One2many(
        "self_reliance.supporter.measure", "check_id", string="Measures"
    )
    next_date = fields.Date(string="Next Inspection")
    previous_id = fields.Many2one(
        "self_reliance.supporter.check",
        string="Last Inspection",
        compute="_compute_previous_id",
    )

    _two_people = models.Constraint(
        "CHECK(user_id <> manager_id)", "Two people fill in the list."
    )

    @api.depends("user_id", "manager_id")
    def _compute_office_id(self):
        for check in self:
            # Where somebody works is no secret.
            offices = check.user_id.sudo()._get_current_offices()
            manager = check.manager_id.sudo()._get_current_offices()
            check.office_id = (offices & manager)[:1] or offices[:1]

    @api.depends("user_id", "date")
    def _compute_display_name(self):
        for check in self:
            check.display_name = f"{check.user_id.name or ''} {check.date or ''}"

    # what each of the two sees

    @api.depends("user_id", "manager_id", "supporter_done", "manager_done")
    @api.depends_context("uid")
    def _compute_boxes(self):
        # Sealed: read here only, and handed to whom it is for.
        sheets = (
            self.env["self_reliance.supporter.check.sheet"]
            .sudo()
            .search([("check_id", "in", self._origin.ids)])
        )
        ticked = {
            (sheet.check_id.id, sheet.side): sheet.box_ids.ids for sheet in sheets
        }
        for check in self:
            check.is_supporter = check.user_id._origin == self.env.user
            check.is_manager = check.manager_id._origin == self.env.user
            for side in SIDES:
                seen = check._is_shown(side)
                ids = ticked.get((check._origin.id, side), []) if seen else []
                check[f"{side}_box_ids"] = [Command.set(ids)]

    def _is_shown(self, side):
        """Whether the user sees what a side has ticked; superuser mode adds nothing."""
        # As saved: what is typed into a form opens nothing.
        saved = self._origin
        people = saved.user_id | saved.manager_id
        if self.env.user not in people:
            return False
        return saved[SIDES[side]] == self.env.user or (
            saved.supporter_done and saved.manager_done
        )

    def _inverse_supporter_box_ids(self):
        self._keep_boxes("supporter")

    def _inverse_manager_box_ids(self):
        self._keep_boxes("manager")

    def _keep_boxes(self, side):
        # Sealed; who fills in which side is checked in create and write.
        sheets = self.env["self_reliance.supporter.check.sheet"].sudo()
        for check in self:
            boxes = [Command.set(check[f"{side}_box_ids"].ids)]
            sheet = sheets.search([("check_id", "=", check.id), ("side", "=", side)])
            if sheet:
                sheet.box_ids = boxes
            elif check[f"{side}_box_ids"]:
                sheets.create({"check_id": check.id, "side": side, "box_ids": boxes})

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = self._with_given_defaults(vals_list)
        checks = super().create(vals_list)
        if not self.env.su:
            for check, vals in zip(checks, vals_list, strict=True):
                check._check_sides({name for name in vals if vals[name]})
        checks._note_done()
        return checks

    def write(self, vals):
        if not self.env.su:
            self._check_sides(vals)
            self._check_open(vals)
        self._lock()
        result = super().write(vals)
        if {"supporter_done", "manager_done"} & vals.keys():
            self._note_done()
        return result

    def action_done(self):
        """What the user has ticked is complete."""
        self._set_done(True)

    def action_go_on(self):
        """Tick on, as long as the other one is not done either."""
        self._set_done(False)

    def _set_done(self, done):
        self.check_access("write")
        for check in self:
            for side, person in SIDES.items():
                if check[person] == self.env.user:
                    check[f"{side}_done"] = done

    def _check_sides(self, names):
        """:raises AccessError: somebody fills in what is the other one's"""
        for side, person in SIDES.items():
            if not {f"{side}_box_ids", f"{side}_done"} & set(names):
                continue
            if any(check[person] != self.env.user for check in self):
                raise AccessError(
                    self.env._("Each of the two fills in the own side only.")
                )

    def _check_open(self, vals):
        """:raises UserError: what is finished is ticked anew"""
        for side in SIDES:
            boxes, done = f"{side}_box_ids", f"{side}_done"
            for check in self:
                if (check.done_date and {boxes, done} & vals.keys()) or (
                    check[done] and boxes in vals and vals.get(done, True)
                ):
                    raise UserError(
                        self.env._("What is finished is compared, and stays as it is.")
                    )

    def _note_done(self):
        # Guarded; each side was set by its own person.
        for check in self.sudo():
            if check.supporter_done and check.manager_done and not check.done_date:
                check.done_date = japan_today()

    @api.constrains("user_id", "manager_id")
    def _check_office(self):
        for check in self:
            if not check.office_id:
                raise ValidationError(
                    self.env._("The supporter works in no office at present.")
                )

    @api.model
    def _get_boxes(self):
        """:return: the boxes of the sheet, in its order"""
        return self.env["self_reliance.supporter.check.box"].search(
            [("active", "=", True)]
        )

    @api.depends("supporter_done", "manager_done")
    @api.depends_context("uid", "lang")
    def _compute_comparison(self):
        """Who ticked what, side by side, what the guide suggests next, and what has
        changed since the last inspection."""
        boxes = self._get_boxes()
        for check in self:
            check.comparison = check.suggestion = check.since_last = False
            if not check._is_compared():
                continue
            mine, theirs = check.supporter_box_ids, check.manager_box_ids
            both = mine | theirs
            suggested = both.suggested_ids - both
            check.comparison = self._list_boxes(
                boxes,
                {
                    self.env._("Both"): mine & theirs,
                    self.env._("Supporter only"): mine - theirs,
                    self.env._("Manager only"): theirs - mine,
                },
            )
            check.suggestion = "\n".join(box.name for box in boxes if box in suggested)
            previous = check.previous_id
            if previous and previous._is_compared():
                before = previous.supporter_box_ids | previous.manager_box_ids
                check.since_last = self._list_boxes(
                    boxes,
                    {
                        self.env._("No longer"): before - both,
                        self.env._("New"): both - before,
                    },
                )

    @api.model
    def _list_boxes(self, boxes, found):
        return "\n".join(
            f"{label}: {box.name}"
            for label, some in found.items()
            for box in boxes
            if box in some
        )

    def _is_compared(self):
        return self._is_shown("supporter") and self._is_shown("manager")

    @api.depends("user_id", "date")
    def _compute_previous_id(self):
        for check in self:
            check.previous_id = self.search(
                [
                    ("user_id", "=", check.user_id.id),
                    ("id", "!=", check._origin.id),
                    ("date", "<", check.date),
                    ("done_date", "!=", False),
                ],
                limit=1,
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if any(check.done_date for check in self):
            raise UserError(self.env._("A checklist that both have filled in is kept."))

    # the office as a whole

    @api.model
    @api.readonly
    def get_office_trend(self, fiscal_year):
        """What weighs on the offices of a chief, without a person.

        Only of fiscal years that are over and of lists that both finished within
        them, so that the answer never changes: no two looks differ by one person. An
        office of fewer than five people is not shown and is not in the whole; so
        neither is the difference between the two. Shares are given in quarters, not
        as numbers.

        :param fiscal_year: the year in which it begins, as in 2026 for 令和8年度
        :return: list of dicts ``office`` (name; the last is the whole of those shown,
            where there are several), ``shares`` (``{code of a box: 0 to 4}``, quarters
            rounded up)
        :raises AccessError: not a chief
        """
        if not self.env.user.has_group(CHIEF):
            raise AccessError(self.env._("The trend of an office is for its chief."))
        first, last = fiscal_year_bounds(fiscal_year)
        if last >= japan_today():
            return []
        rows = []
        everybody, number = Counter(), 0
        for office in self.env.user._get_current_offices().sorted("name"):
            # Counted only; the lists themselves stay with the two.
            checks = self.sudo().search(
                [
                    ("office_id", "=", office.id),
                    ("date", ">=", first),
                    ("done_date", ">=", first),
                    ("done_date", "<=", last),
                ]
            )
            newest = {}
            for check in checks:
                newest.setdefault(check.user_id.id, check.id)
            if len(newest) < LEAST_PEOPLE:
                continue
            counts = self._count_boxes(list(newest.values()))
            everybody += counts
            number += len(newest)
            rows.append(self._share(office.name, counts, len(newest)))
        if len(rows) > 1:
            rows.append(self._share(self.env._("All offices"), everybody, number))
        return rows

    @api.model
    def _count_boxes(self, ids):
        # As above.
        sheets = (
            self.env["self_reliance.supporter.check.sheet"]
            .sudo()
            .search([("check_id", "in", ids), ("side", "=", "supporter")])
        )
        return Counter(box.code for sheet in sheets for box in sheet.box_ids)

    @api.model
    def _share(self, name, counts, number):
        return {
            "office": name,
            "shares": {
                code: -(-4 * count // number) for code, count in sorted(counts.items())
            },
        }
