# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from ...tools.groups import MANAGER

NOTES = "self_reliance_rights"
# Longer texts are not kept: the rule itself stands in the database.
LONGEST = 500


class RightsWatchMixin(models.AbstractModel):
    """What decides who may do what: its changes are logged and told to the managers.

    Whoever may change the rules of the database can give himself a way in. Nothing can
    prevent that, but the offices learn of it at once and in the digest of the month. An
    installation or update of modules is not meant.
    """

    _name = "self_reliance.rights.watch.mixin"
    _description = "Watched Rules of Access"

    def _filter_casework(self):
        """Those among the records that decide on casework."""
        return self

    def _get_rights_text(self):
        self.ensure_one()
        return f"{self._description}: {self.display_name or self.id}"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._note_rights("+", {name for vals in vals_list for name in vals})
        return records

    def write(self, vals):
        before = self._find_watched()
        result = super().write(vals)
        (before | self._find_watched())._note_rights("≠", set(vals))
        return result

    def unlink(self):
        self._note_rights("－", set())
        return super().unlink()

    def _find_watched(self):
        # Only what the rules are about is looked at.
        return self.sudo()._filter_casework() if self.env.registry.ready else self

    def _note_rights(self, sign, names):
        if not self.env.registry.ready:
            return
        precommit = self.env.cr.precommit
        for record in self._find_watched():
            if NOTES not in precommit.data:
                precommit.data[NOTES] = {}
                precommit.add(
                    self.env["self_reliance.rights.watch.mixin"]._flush_rights
                )
            notes = precommit.data[NOTES]
            key = (self.env.uid, self._name, record.id)
            text = record._get_rights_text()
            # What is made is often written several times before it is kept.
            former, _text, kept = notes.get(key, ("", "", set()))
            shown = former if former == "+" and sign == "≠" else sign
            notes[key] = (shown, text, kept | names)

    @api.model
    def _flush_rights(self):
        notes = self.env.cr.precommit.data.pop(NOTES, {})
        texts = {
            key: f"{sign} {text} ({', '.join(sorted(names))})"[:LONGEST]
            for key, (sign, text, names) in notes.items()
        }
        # Every office is concerned; its manager reads the entry.
        offices = self.env["self_reliance.office"].sudo()
        offices = offices.search([("active", "=", True)]).ids or [None]
        self.env["self_reliance.access.log"]._insert_rows(
            (uid, model, number, "rights", None, None, office, text, None)
            for (uid, model, number), text in texts.items()
            for office in offices
        )
        self._tell_of_rights(list(texts.values()))

    @api.model
    def _tell_of_rights(self, texts):
        """A notice to all managers, at once."""
        managers = self.env.ref(MANAGER, raise_if_not_found=False)
        if not managers or not texts:
            return
        # The managers are told whoever made the change; no casework is named.
        users = managers.sudo().all_user_ids.filtered("active") - self.env.user
        if users:
            # As above.
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=users.partner_id.ids,
                subject=self.env._("Rules of access were changed"),
                body="\n".join(texts[:20]),
            )
