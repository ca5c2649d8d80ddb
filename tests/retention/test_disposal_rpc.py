# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MODULE
from ..safeguards.common import LOGS, RpcCase
from .common import LATE, RetentionCase


@freeze_time(LATE)
@tagged("post_install", "-at_install", "security")
class TestDisposalOverRpc(RetentionCase, RpcCase):
    def test_every_role(self):
        """What each side may do, tried as a program would."""
        case = self._close(self._new_case(), "2026-06-30")
        disposal = self._propose()
        model, refused = "self_reliance.disposal", "odoo.exceptions.AccessError"
        strangers = (
            *(self.clerk, self.counsellor, self.chief, self.admin),
            *(self.stranger, self.other_officer),
        )
        methods = (
            *("action_collect", "action_propose", "action_approve"),
            *("action_execute", "action_return", "action_remove_files"),
        )
        with mute_logger(*LOGS):
            for user in strangers:
                self.authenticate(user.login, user.login)
                for method in (*methods, "read"):
                    with self.subTest(user=user.login, method=method):
                        self.assertEqual(
                            self._call(model, method, disposal.ids), refused
                        )
                self.assertEqual(
                    self._call("self_reliance.case", "action_release_hold", case.ids),
                    refused,
                )
            self.authenticate(self.manager.login, self.manager.login)
            self.assertIsNone(self._call(model, "action_propose", disposal.ids))
            self.assertEqual(self._call(model, "action_approve", disposal.ids), refused)
            self.assertEqual(
                self._call(
                    model,
                    "action_approve",
                    disposal.ids,
                    context={"uid": self.officer.id, "su": True},
                ),
                refused,
            )
            self.assertEqual(
                self._call(model, "write", disposal.ids, {"state": "approved"}), refused
            )
            self.assertEqual(
                self._call(model, "action_execute", disposal.ids),
                "odoo.exceptions.UserError",
            )
            # What erases is no method of the outside.
            answer = self._call("self_reliance.erasure", "_erase", case.ids)
            self.assertEqual(answer, refused)
        self.assertFalse(case.disposed_date)
        self.authenticate(self.officer.login, self.officer.login)
        self.assertIsNone(self._call(model, "action_approve", disposal.ids))
        self.assertIsNone(self._call(model, "action_execute", disposal.ids))
        case.invalidate_recordset()
        self.assertEqual(str(case.disposed_date), LATE)
        url = f"/report/pdf/{MODULE}.report_disposal/{disposal.id}"
        # In tests Odoo answers with the page that it would print.
        self.assertIn("廃棄証明書", self.url_open(url).text)
