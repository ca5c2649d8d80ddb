# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models


class AttachedMixin(models.AbstractModel):
    _inherit = "self_reliance.attached.mixin"

    def _pass_on_lost(self, leaving=False):
        """Give what nobody can do to who does it now.

        :param leaving: all of it, not only what its user may not read any more
        """
        # Whose right has ended is asked as that user; the text is shown to nobody.
        for attached in self.sudo():
            document = self.env[attached.res_model].sudo().browse(attached.res_id)
            user = attached.user_id
            if not document.exists() or (
                user.active
                and not leaving
                and document.with_user(user).sudo(False).has_access("read")
            ):
                continue
            case = self._get_case(document)
            successor = case._get_successor(user) if case else user._get_chief()
            if successor and not (
                document.with_user(successor).sudo(False).has_access("read")
            ):
                successor = successor.browse()
            if successor != user:
                attached._give_to(successor)

    @api.model
    def _get_case(self, document):
        if document._name == "self_reliance.case":
            return document
        if document._name == "self_reliance.client":
            return document.case_ids.sorted("id")[-1:]
        if "case_id" in document._fields:
            return document.case_id
        return self.env["self_reliance.case"]
