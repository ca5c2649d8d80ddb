# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import CHIEF
from ..safeguards.confirm_mixin import as_shown

# What the kept client takes from the other one where it has nothing itself.
FILLED_FIELDS = (
    "name",
    "name_kana",
    "former_names",
    "gender",
    "gender_note",
    "birthdate",
    "zip",
    "city",
    "street",
    "phone",
    "mobile",
    "email",
    "is_assisted",
    "welfare_office_id",
    "assisted_from",
    "assisted_to",
)


MEMBER_FIELDS = ("name_kana", "relation", "gender", "birthdate", "occupation", "note")


class ClientMerge(models.Model):
    """Two clients turned out to be one person. Kept, so that it can be undone.

    Cases and household go to the kept client; the other one is archived with what
    it says. Both stay as records: nothing is lost when it was a mistake.
    """

    _name = "self_reliance.client.merge"
    _description = "Merged Clients"
    _inherit = ["self_reliance.guard.mixin", "self_reliance.shown.mixin"]
    _order = "date desc, id desc"
    _log_parent = "kept_id"

    kept_id = fields.Many2one(
        "self_reliance.client",
        string="Client to Keep",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    merged_id = fields.Many2one(
        "self_reliance.client",
        string="The Same Person",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('id', '!=', kept_id)]",
        fixed=True,
    )
    reason = fields.Char(help="How it is known that both are one person.")
    state = fields.Selection(
        [("draft", "To be merged"), ("merged", "Merged"), ("undone", "Undone")],
        default="draft",
        required=True,
        readonly=True,
        guarded=True,
    )
    date = fields.Datetime(string="Merged On", readonly=True, guarded=True)
    user_id = fields.Many2one(
        "res.users", string="Merged By", readonly=True, guarded=True
    )
    moved = fields.Json(
        readonly=True,
        help="What went from one to the other, and former values.",
        guarded=True,
    )
    undone_date = fields.Datetime(string="Undone On", readonly=True, guarded=True)
    undone_by_id = fields.Many2one("res.users", readonly=True, guarded=True)

    _different = models.Constraint(
        "CHECK(kept_id != merged_id)", "Please choose two different clients."
    )

    @api.depends("kept_id.name", "merged_id.name")
    def _compute_display_name(self):
        for merge in self:
            pair = (merge.kept_id.display_name, merge.merged_id.display_name)
            merge.display_name = " ← ".join(name for name in pair if name)

    def _check_may_merge(self):
        self.check_access("write")
        if not self.env.user.has_group(CHIEF):
            raise AccessError(self.env._("The chief counsellor merges clients."))

    def _check_all_cases_visible(self):
        """Cases of an office that the user is not of are not carried about."""
        for client in (self.kept_id, self.merged_id):
            client.check_access("write")
            cases = self.env["self_reliance.case"]
            domain = [("client_id", "=", client.id)]
            # Only the number is learned of what the user may not see.
            if cases.sudo().search_count(domain) != cases.search_count(domain):
                raise UserError(
                    self.env._(
                        "Another office has a case of “%s”. Agree with it which client"
                        " is kept, and ask somebody who works for both.",
                        client.display_name,
                    )
                )

    def _get_shown(self):
        return [
            self.state,
            [
                [client.id, client.display_name, client.active, client.case_ids.ids]
                for client in (self.kept_id, self.merged_id)
            ],
        ]

    @as_shown
    def action_merge(self):
        """Make one client of two.

        :raises AccessError: not the chief, or a client that he may not change
        :raises UserError: another office has a case of one of them
        """
        self.ensure_one()
        self._check_may_merge()
        self._lock()
        (self.kept_id | self.merged_id)._lock()
        self._check_all_cases_visible()
        if (
            self.state != "draft"
            or not self.merged_id.active
            or not self.kept_id.active
        ):
            raise UserError(self.env._("These two have been merged already."))
        # Parents are fixed for users; the chief's right was checked above.
        kept, merged = self.kept_id.sudo(), self.merged_id.sudo()
        filled = [name for name in FILLED_FIELDS if merged[name] and not kept[name]]
        is_more_secret = (
            merged.is_address_confidential and not kept.is_address_confidential
        )
        moved = {
            "case_ids": merged.case_ids.ids,
            **self._join_households(kept, merged),
            "filled": filled,
            "confidential": is_more_secret,
        }
        merged.case_ids.client_id = kept
        kept.write(
            {
                name: kept._fields[name].convert_to_write(merged[name], merged)
                for name in filled
            }
            # A secret address stays secret, whichever of the two held the secret.
            | ({"is_address_confidential": True} if is_more_secret else {})
        )
        merged.active = False
        self.sudo().write(
            {
                "state": "merged",
                "date": fields.Datetime.now(),
                "user_id": self.env.uid,
                "moved": moved,
            }
        )

    @api.model
    def _join_households(self, kept, merged):
        """Move the household; who is in it on both sides is one person afterwards.

        :return: dict of what moved, and which members were filled in with what
        """
        moved, joined = [], []
        for member in merged.household_ids:
            twin = kept.household_ids.filtered(member._is_same_person)[:1]
            if not twin or any(twin.id == each for each, _names in joined):
                moved.append(member.id)
                continue
            filled = [name for name in MEMBER_FIELDS if member[name] and not twin[name]]
            twin.write({name: member[name] for name in filled})
            joined.append([twin.id, filled])
        members = merged.household_ids.browse(moved)
        members.client_id = kept
        return {"household_ids": moved, "joined": joined}

    @api.model
    def _part_households(self, kept, merged, joined):
        """Take from the members of one side what the other had said of them."""
        for number, names in joined:
            twin = kept.household_ids.filtered(lambda member, n=number: member.id == n)
            other = merged.household_ids.filtered(
                lambda member, twin=twin: twin and member._is_same_person(twin)
            )[:1]
            # Corrected since: the correction stays.
            twin.write({name: False for name in names if twin[name] == other[name]})

    @as_shown
    def action_undo(self):
        """Make two clients of one again.

        What came to the kept client since the merging stays with it. An address that
        one of the two kept confidential, before or since, stays confidential for both:
        the chief lifts it when the person wishes so.
        """
        self.ensure_one()
        self._check_may_merge()
        if self.state != "merged":
            raise UserError(self.env._("Only a merging that was done can be undone."))
        # As for the merging.
        kept, merged = self.kept_id.sudo(), self.merged_id.sudo()
        (kept | merged)._lock()
        if self.sudo().search_count(
            [("merged_id", "=", kept.id), ("state", "=", "merged")], limit=1
        ):
            raise UserError(
                self.env._(
                    "“%s” was merged into another client since. Undo that first.",
                    kept.display_name,
                )
            )
        moved = self.moved
        for name in ("case_ids", "household_ids"):
            records = kept[name].filtered(lambda r, ids=moved[name]: r.id in ids)
            records.client_id = merged
        kept.write(
            {
                name: False
                for name in moved["filled"]
                # Corrected since: the correction stays.
                if kept[name] == merged[name]
            }
        )
        self._part_households(kept, merged, moved.get("joined", ()))
        if kept.is_address_confidential or merged.is_address_confidential:
            (kept | merged).is_address_confidential = True
        merged.active = True
        self.sudo().write(
            {
                "state": "undone",
                "undone_date": fields.Datetime.now(),
                "undone_by_id": self.env.uid,
            }
        )
