# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re

from lxml import etree

from odoo.tests import tagged

from ..common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class TestCasePages(SelfRelianceCase):
    def test_no_condition_asks_for_a_table_that_is_read_later(self):
        """The form reads the tables of its later pages when a page is opened: until
        then a condition that names one ends the whole form."""
        view = self.env.ref(f"{MODULE}.case_view_form")
        for user in (self.counsellor, self.chief, self.manager, self.officer):
            cases = self.env["self_reliance.case"].with_user(user)
            arch = etree.fromstring(cases.get_view(view.id, "form")["arch"])
            _first, *later = arch.iterfind(".//page")
            tables = {
                field.get("name")
                for page in later
                for field in page.xpath(".//field[not(ancestor::field)]")
                if cases._fields[field.get("name")].type in ("one2many", "many2many")
                and not field.get("widget")
            }
            self.assertGreater(len(tables), 3)
            for node in arch.xpath("//*[not(ancestor::field)]"):
                for key in ("invisible", "readonly", "required"):
                    named = set(re.findall(r"\w+", node.get(key, "")))
                    self.assertFalse(named & tables, (user.login, node.attrib))
