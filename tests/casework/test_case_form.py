# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re

from lxml import etree

from odoo.tests import tagged

from ..common import MODULE, SelfRelianceCase

CONDITIONS = ("invisible", "readonly", "required", "column_invisible", "domain")


@tagged("post_install", "-at_install")
class TestCaseForm(SelfRelianceCase):
    """What ``static/src/casework/case_form.js`` takes for granted of the form."""

    def _get_form(self, user):
        view = self.env.ref(f"{MODULE}.case_view_form")
        arch = (
            self.env["self_reliance.case"].with_user(user).get_view(view.id, "form")
        )["arch"]
        return etree.fromstring(arch)

    def _get_tables(self, page):
        return {
            node.get("name")
            for node in page.xpath(".//field[not(ancestor::field)]")
            if not node.get("widget")
            and self.env["self_reliance.case"]._fields[node.get("name")].type
            in ("one2many", "many2many")
        }

    def test_tables_stand_on_later_pages(self):
        form = self._get_form(self.counsellor)
        self.assertEqual(form.get("js_class"), "self_reliance_case_form")
        front, *others = form.xpath("//page")
        self.assertEqual(front.get("name"), "overview")
        self.assertFalse(self._get_tables(front))
        tables = set().union(*map(self._get_tables, others))
        self.assertLessEqual({"topic_ids", "record_ids", "plan_ids"}, tables)
        self.assertFalse(self._get_tables(form) - tables)

    def test_case_has_at_most_seven_pages_for_everybody(self):
        for user in (self.counsellor, self.chief, self.manager, self.officer):
            pages = self._get_form(user).xpath("//notebook/page")
            self.assertLessEqual(len(pages), 7)
            # None is there for nothing.
            for page in pages:
                self.assertTrue(page.xpath(".//field"), page.get("name"))

    def test_no_condition_names_a_table_that_is_not_read_yet(self):
        for user in (self.counsellor, self.chief, self.clerk, self.officer):
            form = self._get_form(user)
            pages = form.xpath("//page")[1:]
            tables = set().union(*map(self._get_tables, pages))
            for node in form.iter(etree.Element):
                if node.xpath("ancestor::field"):
                    continue
                for attribute, value in node.attrib.items():
                    if attribute in CONDITIONS or attribute.startswith("decoration-"):
                        self.assertFalse(tables & set(re.findall(r"\w+", value)), value)

    def test_front_page_shows_what_the_case_has_come_to(self):
        plan = self._new_plan(services=["household_finance"])
        case = plan.case_id
        assessment = self.env["self_reliance.assessment"].with_user(self.counsellor)
        first = assessment.create({"case_id": case.id, "summary": "家計が苦しい"})
        self.assertEqual(case.assessment_summary, "家計が苦しい")
        newer = assessment.browse(first.action_new_version()["res_id"])
        newer.summary = "家計を見直す"
        self.assertEqual(case.assessment_summary, "家計を見直す")
        self.assertEqual(case.plan_goal, plan.goal)
        self.assertEqual(case.plan_date_end, plan.date_end)
        # The outline is the office's: others have neither the page nor the fields.
        for user in (self.clerk, self.officer):
            self.assertFalse(self._get_form(user).xpath("//page[@name='overview']"))
            self.assertNotIn(
                "assessment_summary",
                case.with_user(user).fields_get(),
            )
