# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import importlib.util
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

from odoo import Command, fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import MODULE, SelfRelianceCase

REPO = Path(__file__).resolve().parents[2]
# Fields by which a case is shown or hidden.
DECIDING = {"is_restricted", "emergency_access_ids", "reported_date", "team_ids"}
# Whole domains that may stand in several rules: a link and the user's own ids.
SHORT = 60


def read_rules():
    """``{id: text of the domain}`` of every rule in security/."""
    rules = {}
    for path in sorted((REPO / "security").glob("*.xml")):
        for record in ElementTree.parse(path).iter("record"):
            if record.get("model") == "ir.rule":
                text = record.findtext("field[@name='domain_force']") or ""
                rules[record.get("id")] = " ".join(text.split())
    return rules


def load_migration():
    path = REPO / "migrations" / "19.0.1.2.0" / "post-rules.py"
    spec = importlib.util.spec_from_file_location("post_rules", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@tagged("post_install", "-at_install")
class TestRules(SelfRelianceCase):
    """Each right is said in one place, and rules name it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.both = cls._new_user(
            "municipality", cls.office, cls.municipality, login="officer_of_office"
        )
        # Main counsellor of a restricted case is whoever received it.
        cls.open_case = cls._new_case()
        cls.restricted = cls._new_case(is_restricted=True)

    def _sees(self, user, records):
        return records.with_user(user).has_access("read")

    # said once

    def test_rules_name_the_shared_domains(self):
        rules = read_rules()
        self.assertGreater(len(rules), 150)
        for xml_id, text in rules.items():
            for name in DECIDING:
                self.assertNotIn(f"'{name}'", text, xml_id)

    def test_no_long_domain_stands_twice(self):
        places = defaultdict(list)
        for xml_id, text in read_rules().items():
            if "(" in text and "[(" in text and len(text) > SHORT:
                places[text].append(xml_id)
        twice = {text: ids for text, ids in places.items() if len(ids) > 1}
        # An office of the same municipality; there is no shorter way to say it.
        twice.pop("[('municipality_id.office_ids.user_ids', 'in', [user.id])]", None)
        self.assertEqual(twice, {})

    # what the names say

    def test_restricted_case_in_the_office(self):
        case = self.restricted
        self.assertTrue(self._sees(self.counsellor, case))
        self.assertFalse(self._sees(self.colleague, case))
        self.assertTrue(self._sees(self.colleague, self.open_case))
        self.assertFalse(self._sees(self.clerk, case))
        self.assertTrue(self._sees(self.chief, case))
        self.assertFalse(self._sees(self.sister, case))
        self.assertFalse(self._sees(self.stranger, case))
        case.with_user(self.chief).team_ids = [Command.link(self.colleague.id)]
        self.assertTrue(self._sees(self.colleague, case))
        case.with_user(self.chief).user_id = self.chief
        self.assertFalse(self._sees(self.counsellor, case))

    def test_what_hangs_on_a_restricted_case(self):
        topic = self.env["self_reliance.case.topic"].create(
            {
                "case_id": self.restricted.id,
                "code_id": self.env.ref(f"{MODULE}.code_topic_housing").id,
            }
        )
        plan = self._new_plan(self.restricted, services=["household_finance"])
        for records in (
            self.restricted.client_id,
            topic,
            plan,
            plan.line_ids,
            plan.service_use_ids,
        ):
            with self.subTest(model=records._name):
                self.assertTrue(self._sees(self.counsellor, records))
                self.assertFalse(self._sees(self.colleague, records))
                self.assertTrue(self._sees(self.chief, records))
                self.assertFalse(self._sees(self.stranger, records))

    def test_officer_sees_reported_cases_and_submitted_plans(self):
        case, plan = self.open_case, self._new_plan(self.open_case)
        self.assertFalse(self._sees(self.officer, case))
        case.action_report_to_municipality()
        self.assertTrue(self._sees(self.officer, case))
        self.assertFalse(self._sees(self.other_officer, case))
        plan.action_agree()
        self.assertFalse(self._sees(self.officer, plan))
        self.assertFalse(self._sees(self.officer, plan.line_ids))
        self._submit(plan, self._new_meeting())
        self.assertTrue(self._sees(self.officer, plan))
        self.assertTrue(self._sees(self.officer, plan.line_ids))

    def test_officer_sees_a_restricted_case_only_if_named(self):
        case = self.restricted
        case.action_report_to_municipality()
        self.assertFalse(self._sees(self.officer, case))
        self.assertFalse(self._sees(self.officer, case.client_id))
        case.with_user(self.chief).team_ids = [Command.link(self.officer.id)]
        self.assertTrue(self._sees(self.officer, case))
        self.assertTrue(self._sees(self.officer, case.client_id))

    def test_emergency_access_ends(self):
        sister_chief, other_chief = (
            self._new_user("chief", self.sister_office, login=login)
            for login in ("sister_chief", "other_chief")
        )
        access = self.env["self_reliance.emergency.access"].create(
            {
                "user_id": sister_chief.id,
                "case_id": self.restricted.id,
                "case_name": self.restricted.name,
                "office_id": self.office.id,
                "date_start": fields.Datetime.now() - timedelta(hours=1),
                "date_end": fields.Datetime.now() + timedelta(hours=1),
                "reason": "当直のため内容を確認する必要がある",
            }
        )
        self.assertTrue(self._sees(sister_chief, self.restricted))
        self.assertTrue(self._sees(sister_chief, self.restricted.client_id))
        self.assertFalse(self.restricted.with_user(sister_chief).has_access("write"))
        self.assertFalse(self._sees(sister_chief, self.open_case))
        self.assertFalse(self._sees(other_chief, self.restricted))
        access.date_end = fields.Datetime.now() - timedelta(seconds=1)
        self.assertFalse(self._sees(sister_chief, self.restricted))

    def test_support_meeting_is_for_whoever_takes_part(self):
        meeting = self._new_meeting(kind="support")
        self.assertFalse(self._sees(self.counsellor, meeting))
        meeting.attendee_ids = [
            Command.create({"partner_id": self.counsellor.partner_id.id})
        ]
        self.assertTrue(self._sees(self.counsellor, meeting))
        self.assertFalse(self._sees(self.officer, meeting))
        self.assertTrue(self._sees(self.officer, self._new_meeting()))

    # administrators

    def test_administrator_edits_a_rule_by_the_names(self):
        rule = self.env.ref(f"{MODULE}.plan_rule_office")
        plan = self._new_plan(self.open_case)
        self.assertTrue(self._sees(self.colleague, plan))
        rule.domain_force = "office_cases('case_id') + [('user_id', '=', user.id)]"
        self.assertFalse(self._sees(self.colleague, plan))
        rule.domain_force = 'office_cases("case_id")'
        self.assertTrue(self._sees(self.colleague, plan))
        for wrong in ("all_cases('case_id')", "office_cases('no_such_field')"):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                rule.domain_force = wrong

    # update from the former version

    def test_former_rules_take_the_names(self):
        migration = load_migration()
        shipped = read_rules()
        former = {
            "plan_line_rule_office": (
                "[('plan_id', 'any',\n [('case_id', 'any', [('office_id', 'in',"
                " office_ids), '|', ('is_restricted', '=', False), '|', ('user_id',"
                " '=', user.id), ('team_ids', 'in', [user.id])])])]"
            ),
            "case_rule_chief": "[('office_id', 'in', office_ids)]",
            "case_rule_emergency": (
                "[('emergency_access_ids', 'any', [('user_id', '=', user.id),"
                " ('date_end', '>', 'now')])]"
            ),
            "service_report_rule_officer": (
                "[('use_id', 'any', [('plan_id.state', 'in', ('submitted', 'endorsed',"
                " 'decided', 'evaluated')), ('case_id', 'any', [('municipality_id',"
                " 'in', municipality_ids), ('reported_date', '!=', False), '|',"
                " ('is_restricted', '=', False), ('team_ids', 'in', [user.id])])])]"
            ),
            "assessment_answer_rule_chief": (
                "['|', ('question_id.is_sensitive', '=', False), (1 if user.has_group("
                "'self_reliance_support.group_sensitive') else 0, '=', 1),"
                " ('assessment_id', 'any', [('case_id', 'any', [('office_id', 'in',"
                " office_ids)])])]"
            ),
        }
        own = "[('case_id.office_id', 'in', office_ids), ('round', '=', 0)]"
        changed = self.env.ref(f"{MODULE}.plan_rule_chief")
        changed.domain_force = own
        # The office's disposals are no cases, however alike the domain is.
        alike = self.env.ref(f"{MODULE}.disposal_rule_office")
        for xml_id, text in former.items():
            self.env.ref(f"{MODULE}.{xml_id}").domain_force = text
        for _time in range(2):
            migration.migrate(self.env.cr, "19.0.1.1.0")
            for xml_id in former:
                with self.subTest(rule=xml_id):
                    self.assertEqual(
                        self.env.ref(f"{MODULE}.{xml_id}").domain_force,
                        shipped[xml_id],
                    )
            self.assertEqual(changed.domain_force, own)
            self.assertEqual(alike.domain_force, shipped["disposal_rule_office"])
