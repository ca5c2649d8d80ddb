# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from ..common import SelfRelianceCase

REASON = "本人が今夜こちらの窓口に来ており、避難先を探すため"


class EmergencyCase(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sister_chief = cls._new_user(
            "chief", cls.sister_office, login="sister_chief"
        )
        cls.sister_manager = cls._new_user(
            "manager", cls.sister_office, login="sister_manager"
        )

    def _ask(self, case, user=None, **vals):
        wizard = (
            self.env["self_reliance.emergency.request"]
            .with_user(user or self.sister_chief)
            .create(
                {
                    "office_id": case.office_id.id,
                    "case_name": case.name,
                    "reason": REASON,
                    **vals,
                }
            )
        )
        wizard.action_confirm()
        return wizard, self.env["self_reliance.emergency.access"].search(
            [("case_id", "=", case.id)], limit=1
        )

    def _pass(self, access, hours=0):
        """Let the time of an access pass, as the clock would."""
        self.env.cr.execute(
            "UPDATE self_reliance_emergency_access SET"
            " date_start = date_start - %s::interval,"
            " date_end = date_end - %s::interval WHERE id = %s",
            [f"{hours} hours", f"{hours} hours", access.id],
        )
        access.invalidate_recordset()


class LogCase(SelfRelianceCase):
    def _entries(self, record=None, **vals):
        """Entries of a record, oldest first; what waits to be written is written."""
        self.env.cr.flush()
        domain = [(name, "=", value) for name, value in vals.items()]
        if record:
            domain += [("model", "=", record._name), ("res_id", "=", record.id)]
        return self.env["self_reliance.access.log"].search(domain, order="id")

    def _changes(self, record, operation="change"):
        """Changes of a record in one dict, from the last entry."""
        entries = self._entries(record, operation=operation)
        return entries[-1:].sudo().changes
