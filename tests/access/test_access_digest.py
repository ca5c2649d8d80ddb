# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.access.access_digest import month_bounds
from ..common import SelfRelianceCase

MAY = date(2026, 5, 1)
# A Wednesday noon in Japan.
NOON = datetime(2026, 5, 13, 3, 0)


@tagged("post_install", "-at_install", "security")
class TestAccessDigest(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = [cls._new_case() for _number in range(12)]
        with cls.env["self_reliance.access.log"]._opened_for_retention():
            cls.env.cr.execute("DELETE FROM self_reliance_access_log")

    def _read(self, user, cases, when=NOON, operation="open", times=1, office=None):
        """Entries as they would have been written then."""
        log = self.env["self_reliance.access.log"]
        with patch("odoo.fields.Datetime.now", lambda: when):
            log._insert_rows(
                (
                    user.id,
                    case._name,
                    case.id,
                    operation,
                    case.id,
                    case.client_id.id,
                    (office or case.office_id).id,
                    None,
                    None,
                )
                for case in cases
                for _time in range(times)
            )

    def _findings(self, rule, office=None, month=MAY):
        findings = self.env["self_reliance.access.digest"]._get_findings(
            office or self.office, month
        )
        return {
            vals["user_id"]: vals["number"] for vals in findings if vals["rule"] == rule
        }

    def test_month_is_japans(self):
        self.assertEqual(
            month_bounds(MAY), (datetime(2026, 4, 30, 15), datetime(2026, 5, 31, 15))
        )

    def test_many_clients_in_a_day(self):
        self.municipality.watch_clients_per_day = 10
        self._read(self.colleague, self.cases[:9])
        self._read(self.colleague, self.cases[9:], when=NOON + timedelta(days=1))
        self.assertFalse(self._findings("clients_per_day"))
        self._read(self.colleague, self.cases[8:10])
        self.assertEqual(self._findings("clients_per_day"), {self.colleague.id: 10})
        self.municipality.watch_clients_per_day = 0
        self.assertFalse(self._findings("clients_per_day"))

    def test_reader_whose_account_was_deleted(self):
        user = self._new_user("counsellor", self.office, login="left")
        self.municipality.watch_clients_per_day = 10
        self._read(user, self.cases[:10])
        user.unlink()
        self.assertEqual(self._findings("clients_per_day"), {None: 10})
        digest = self.env["self_reliance.access.digest"]
        digest._make(MAY)
        lines = digest.search([("office_id", "=", self.office.id)]).line_ids
        self.assertIn("clients_per_day", lines.mapped("rule"))
        self.assertFalse(lines.user_id)

    def test_cases_of_others_against_the_own_usual(self):
        self._read(self.counsellor, self.cases)  # their own
        self._read(self.colleague, self.cases[:9])
        self.assertFalse(self._findings("outside_cases"))
        self._read(self.colleague, self.cases)
        self.assertEqual(self._findings("outside_cases"), {self.colleague.id: 12})
        # Whoever opens as many every month is as usual.
        for month in (2, 3, 4):
            self._read(self.colleague, self.cases[:8], datetime(2026, month, 11, 3))
        self.assertFalse(self._findings("outside_cases"))
        for case in self.cases[:3]:
            case.team_ids = [Command.link(self.chief.id)]
        self._read(self.chief, self.cases)
        self.assertFalse(self._findings("outside_cases"), "three are the chief's own")

    def test_opened_again_and_again_without_work(self):
        first, second = self.cases[:2]
        for day in range(3):
            self._read(self.colleague, first | second, NOON + timedelta(days=day))
            self._read(self.officer, first, NOON + timedelta(days=day))
            self._read(self.counsellor, first, NOON + timedelta(days=day))
        self._read(self.colleague, second, operation="change")
        self.assertEqual(self._findings("repeated"), {self.colleague.id: 1})

    def test_restricted_cases(self):
        case = self._new_case(is_restricted=True)
        case.team_ids = [Command.link(self.clerk.id)]
        for user in (self.chief, self.clerk, self.counsellor):
            self._read(user, case)
        self.assertEqual(self._findings("restricted"), {self.chief.id: 1})

    def test_same_family_name(self):
        digest = self.env["self_reliance.access.digest"]
        for client, reader, same in (
            ("高橋 花子", "髙橋　一郎（相談支援員）", True),
            ("髙橋花子", "高橋 一郎", True),
            ("高橋 花子", "高 一郎", False),
            ("林田 花子", "林 一郎", False),
            ("林田花子", "林 一郎", False),
            ("高橋 花子", "高橋", False),
            (False, "高橋 一郎", False),
        ):
            self.assertEqual(digest._is_same_family(client, reader), same, client)
        self.colleague.name = "高𠮷 次郎"
        self.counsellor.name = "高𠮷 三郎"
        self._read(self.colleague, self.cases[:2])
        self._read(self.counsellor, self.cases[:2])
        self.assertEqual(self._findings("same_name"), {self.colleague.id: 2})

    def test_office_hours(self):
        self.municipality.watch_off_hours = 1
        at_ease = (
            datetime(2026, 5, 13, 12, 59),  # 21:59 in Japan
            datetime(2026, 5, 12, 20, 0),  # 5:00
            datetime(2026, 5, 14, 15, 0) - timedelta(hours=9),  # Thursday, 15:00
        )
        for when in at_ease:
            self._read(self.colleague, self.cases[0], when)
        self.assertFalse(self._findings("off_hours"))
        odd = (
            datetime(2026, 5, 13, 13, 0),  # 22:00
            datetime(2026, 5, 12, 19, 59),  # 4:59
            datetime(2026, 5, 15, 15, 0),  # Saturday, midnight
            datetime(2026, 5, 17, 3, 0),  # Sunday noon
        )
        for number, when in enumerate(odd, 1):
            self._read(self.colleague, self.cases[0], when)
            self.assertEqual(
                self._findings("off_hours"), {self.colleague.id: number}, when
            )
        # Going through its pages is no other opening; a later look is, and so is
        # another case.
        night = datetime(2026, 5, 13, 13, 0)
        for when, case, number in (
            (night + timedelta(minutes=59), self.cases[0], 4),
            (night + timedelta(minutes=60), self.cases[0], 5),
            (night, self.cases[1], 6),
        ):
            self._read(self.colleague, case, when)
            self.assertEqual(self._findings("off_hours"), {self.colleague.id: number})

    def test_turn_of_the_year(self):
        """Public offices are closed from 29 December to 3 January."""
        self.municipality.watch_off_hours = 1
        for day, is_odd in (
            (datetime(2028, 12, 28, 3), False),  # Thursday
            (datetime(2028, 12, 29, 3), True),
            (datetime(2029, 1, 3, 3), True),  # Wednesday
            (datetime(2029, 1, 4, 3), False),
        ):
            with self.env["self_reliance.access.log"]._opened_for_retention():
                self.env.cr.execute("DELETE FROM self_reliance_access_log")
            self._read(self.colleague, self.cases[0], day)
            found = self._findings("off_hours", month=day.date().replace(day=1))
            self.assertEqual(found, {self.colleague.id: 1} if is_odd else {}, day)

    def test_exports_emergencies_and_log_ins(self):
        self._read(self.colleague, self.cases[:5], operation="export")
        self._read(
            self.colleague,
            self.cases[:5],
            when=NOON + timedelta(hours=1),
            operation="export",
        )
        self.assertEqual(self._findings("export"), {self.colleague.id: 2})
        self._read(self.sister, self.cases[0], operation="emergency")
        self.assertEqual(self._findings("emergency"), {self.sister.id: 1})
        self._read(self.clerk, self.cases[0], operation="login_failed", times=4)
        self.assertFalse(self._findings("login_failed"))
        self._read(self.clerk, self.cases[0], operation="login_failed")
        self.assertEqual(self._findings("login_failed"), {self.clerk.id: 5})
        # Another month, another office.
        self.assertFalse(self._findings("export", self.sister_office))
        self._read(
            self.chief,
            self.cases[0],
            when=datetime(2026, 5, 31, 15),
            operation="export",
        )
        self.assertNotIn(self.chief.id, self._findings("export"))

    def test_made_once_a_month_and_told_to_the_manager(self):
        # The offices are there since before the month, whenever the test runs.
        self.env.cr.execute(
            "UPDATE self_reliance_office SET create_date = '2026-01-01'"
        )
        digests = self.env["self_reliance.access.digest"]
        self._read(self.colleague, self.cases[:7], operation="export")
        self._read(self.chief, self.cases[:7], operation="emergency")
        with patch("odoo.fields.Datetime.now", lambda: datetime(2026, 5, 31, 15, 1)):
            digests._cron_make()
            digests._cron_make()
        made = digests.search([("month", "=", MAY)])
        self.assertEqual(
            len(made), self.env["self_reliance.office"].search_count([]), "each once"
        )
        digest = made.filtered(lambda digest: digest.office_id == self.office)
        self.assertEqual(digest.finding_count, 2)
        # Names in their own order: this is no ranking.
        names = digest.line_ids.user_id.mapped("name")
        self.assertEqual(names, sorted(names))
        self.assertLessEqual(len(digest.line_ids.case_ids), 5)
        activities = self.env["mail.activity"].search(
            [("res_model", "=", digest._name), ("res_id", "in", made.ids)]
        )
        self.assertEqual(activities.user_id, self.manager)
        self.assertEqual(activities.res_id, digest.id)
        theirs = digest.with_user(self.manager)
        theirs.remark = "本人に確認した"
        theirs.action_mark_looked()
        self.assertEqual(theirs.looked_by_id, self.manager)
        self.assertFalse(activities.exists())
        action = theirs.line_ids.filtered(
            lambda line: line.rule == "export"
        ).action_open_entries()
        entries = self.env[action["res_model"]].with_user(self.manager)
        self.assertEqual(len(entries.search(action["domain"])), 7)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_prettifies_a_digest(self):
        self._read(self.colleague, self.cases[:2], operation="export")
        self.env["self_reliance.access.digest"]._make(MAY)
        digest = self.env["self_reliance.access.digest"].search(
            [("office_id", "=", self.office.id)]
        )
        line = digest.line_ids
        theirs = digest.with_user(self.manager)
        for call in (
            lambda: theirs.unlink(),
            lambda: theirs.create({"office_id": self.office.id, "month": "2026-06-01"}),
            lambda: theirs.write({"looked_date": NOON}),
            lambda: theirs.write({"looked_by_id": self.chief.id}),
            lambda: theirs.write({"month": "2026-07-01"}),
            lambda: theirs.write({"line_ids": [Command.delete(line.id)]}),
            lambda: theirs.write(
                {"line_ids": [Command.update(line.id, {"number": 0})]}
            ),
            lambda: line.with_user(self.manager).write({"number": 0}),
            lambda: line.with_user(self.manager).unlink(),
            lambda: digest.with_user(self.chief).read(["remark"]),
            lambda: digest.with_user(self.chief).action_mark_looked(),
            lambda: line.with_user(self.chief).action_open_entries(),
            lambda: digest.with_user(self.admin).read(["remark"]),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                call()
        self.assertEqual((line.number, len(digest)), (1, 1))
