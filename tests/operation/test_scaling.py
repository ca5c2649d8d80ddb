# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import SelfRelianceCase


@tagged("post_install", "-at_install", "security")
class TestStaff(SelfRelianceCase):
    """The record rules are cached: a change of the staff must reach them at once."""

    def assertSees(self, user, record, expected=True):
        record = record.with_user(user)
        self.env.invalidate_all()
        found = record.search([("id", "=", record.id)])
        self.assertEqual(bool(found), expected)
        if expected:
            record.check_access("read")
            return
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            record.check_access("read")

    def test_staff_of_an_office(self):
        case = self._new_case()
        sister = self.sister
        self.assertSees(sister, case, False)
        self.office.user_ids = [Command.link(sister.id)]
        self.assertSees(sister, case)
        self.assertSees(sister, case.client_id)
        self.office.user_ids = [Command.unlink(sister.id)]
        self.assertSees(sister, case, False)
        self.assertSees(sister, case.client_id, False)
        sister.self_reliance_office_ids = [Command.link(self.office.id)]
        self.assertSees(sister, case)
        sister.write({"self_reliance_office_ids": [Command.clear()]})
        self.assertSees(sister, case, False)

    def test_officers_of_a_municipality(self):
        case = self._new_case()
        case.action_report_to_municipality()
        self.assertSees(self.officer, case)
        self.assertSees(self.other_officer, case, False)
        self.municipality.user_ids = [Command.link(self.other_officer.id)]
        self.assertSees(self.other_officer, case)
        self.municipality.user_ids = [Command.set(self.officer.ids)]
        self.assertSees(self.other_officer, case, False)

    def test_new_office_with_staff(self):
        self.assertSees(self.sister, self._new_case(), False)
        office = self.env["self_reliance.office"].create(
            {
                "name": "新しい窓口",
                "municipality_id": self.municipality.id,
                "user_ids": [Command.link(self.sister.id)],
            }
        )
        case = self._new_case(self.sister, office_id=office.id)
        self.assertSees(self.sister, case)

    def test_archived_office_keeps_its_staff(self):
        case = self._new_case()
        self.office.active = False
        self.assertSees(self.counsellor, case)

    def test_search_of_cases_stays_within_the_rules(self):
        client = self.env["self_reliance.client"].with_user(self.counsellor)
        client = client.create({"name": "髙橋 一郎", "name_kana": "たかはし いちろう"})
        case = self._new_case(client_id=client.id)
        hidden = self._new_case(client_id=client.id, is_restricted=True)
        cases = self.env["self_reliance.case"]
        for text in ("たかはし", "タカハシ", "高橋", case.name):
            with self.subTest(text=text):
                domain = [("lookup", "ilike", text)]
                found = cases.with_user(self.colleague).search(domain)
                self.assertEqual(found, case.with_user(self.colleague))
                self.assertFalse(cases.with_user(self.stranger).search(domain))
        found = cases.with_user(self.counsellor).search([("lookup", "ilike", "高橋")])
        self.assertEqual(found, (case | hidden).with_user(self.counsellor))
        self.assertEqual(
            cases.with_user(self.counsellor).search(
                [("lookup", "ilike", "smith"), ("id", "=", case.id)]
            ),
            cases,
        )
        client.name = "Smith"
        self.assertIn(case, cases.search([("lookup", "ilike", "sMITH")]))


@tagged("post_install", "-at_install")
class TestReplica(SelfRelianceCase, HttpCase):
    """Calls that write to the access log never begin on a read-only cursor.

    In tests Odoo opens one as if there were a replica, and warns when a call has to
    be made again.
    """

    def _call(self, model, method, *args, **kwargs):
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(
                {
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": kwargs,
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        self.assertNotIn("error", answer)
        return answer["result"]

    def test_contents_are_read_from_the_database_itself(self):
        case = self._new_case()
        code = self.env["self_reliance.code"].search(
            [("category", "=", "topic")], limit=1
        )
        case.topic_ids = [Command.create({"code_id": code.id})]
        name = {"name": {}}
        topics = [("case_id", "=", case.id)]
        log = self.env["self_reliance.access.log"]
        self.authenticate("srs_counsellor", "srs_counsellor")
        for model, method, args, kwargs in (
            (case._name, "web_search_read", ([("id", "=", case.id)], name), {}),
            (case._name, "web_read", (case.ids, name), {}),
            (
                case._name,
                "web_read_group",
                ([("id", "=", case.id)], ["stage"]),
                {"auto_unfold": True, "unfold_read_specification": name},
            ),
            (case._name, "web_name_search", (case.name, name), {}),
            (
                "self_reliance.case.topic",
                "web_search_read",
                (topics, {"case_id": {"fields": name}}),
                {},
            ),
            (
                "self_reliance.case.topic",
                "web_read_group",
                (topics, ["code_id"]),
                {
                    "auto_unfold": True,
                    "unfold_read_specification": {"case_id": {"fields": name}},
                },
            ),
        ):
            with self.subTest(model=model, method=method):
                self._end_request()
                before = log.search_count([("case_id", "=", case.id)])
                with self.assertNoLogs("odoo.http", "WARNING"):
                    self._call(model, method, *args, **kwargs)
                after = log.search_count([("case_id", "=", case.id)])
                # A page of groups tells that it was opened, and what was listed in it.
                self.assertIn(after - before, (1, 2))

    def test_what_is_not_logged_may_come_from_the_replica(self):
        case = self._new_case()
        log = self.env["self_reliance.access.log"]
        self.authenticate("srs_counsellor", "srs_counsellor")
        before = log.search_count([])
        names = {"display_name": {}}
        with self.assertNoLogs("odoo.http", "WARNING"):
            self._call(case._name, "get_today")
            self._call(case._name, "web_read_group", [], ["stage"])
            self._call(case._name, "web_name_search", "", names)
        self.assertEqual(log.search_count([]), before)
