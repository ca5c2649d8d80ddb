# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from ..common import SelfRelianceCase

# In every text of everything that hangs on the case, and in files.
MARKER = "消去対象ｘＱｚ目印"
LATE = "2032-04-01"


class RetentionCase(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_officer = cls._new_user(
            "municipality", municipality=cls.municipality, login="second_officer"
        )

    @classmethod
    def _close(cls, case, day, stage="closed"):
        """Close a case on a day; Odoo's own methods take today."""
        case.sudo()._set_stage(stage)
        case.sudo().close_date = day
        return case

    def _propose(self, user=None, office=None):
        disposal = (
            self.env["self_reliance.disposal"]
            .with_user(user or self.manager)
            .create(
                {"office_id": (office or self.office).id} if office != "all" else {}
            )
        )
        disposal.action_collect()
        return disposal

    def _dispose(self, office=None):
        disposal = self._propose(self.officer if office == "all" else None, office)
        disposal.action_propose()
        disposal.with_user(self.second_officer).action_approve()
        disposal.action_execute()
        return disposal
