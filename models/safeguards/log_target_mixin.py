# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models


class LogTargetMixin(models.AbstractModel):
    """Says to which case a record belongs, for the entries of the access log."""

    _name = "self_reliance.log.target.mixin"
    _description = "Belongs to a Case"

    # The link to the record whose case, client and office an entry names; False where
    # there is none. Every model says it, or says itself what entries name.
    _log_parent = None

    def _get_log_target(self):
        """``(case, client, office)`` that an entry about this record names."""
        self.ensure_one()
        parent = self._log_parent and self[self._log_parent]
        if parent:
            return parent._get_log_target()
        env = self.env
        return (
            env["self_reliance.case"],
            env["self_reliance.client"],
            env["self_reliance.office"],
        )

    @api.model
    def _is_of_cases(self):
        """Whether records of this model belong to a case or a client."""
        if self._name in ("self_reliance.case", "self_reliance.client"):
            return True
        if {"case_id", "client_id"} & self._fields.keys():
            return True
        parent = (
            self._log_parent and self.pool[self._fields[self._log_parent].comodel_name]
        )
        return bool(parent) and parent._is_of_cases(parent)

    def _get_neutral_name(self):
        """What others may see of the record: which case it is of, and nobody's name.

        For titles in calendars, subjects of mails, notices on a screen: whoever may
        know more follows the link.
        """
        self.ensure_one()
        # The number of a case tells of nobody.
        record = self.sudo()
        if not record._is_of_cases():
            return record.display_name
        case, _client, _office = record._get_log_target()
        number = (self._name != "self_reliance.client" and case.name) or self.id
        return f"{self.env['ir.model']._get(self._name).name} {number}"
