# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..common import MODULE
from .common import MAY, FiguresCase


@tagged("post_install", "-at_install")
class TestTrends(FiguresCase):
    def setUp(self):
        super().setUp()
        self._new_case()
        self.report = self._new_report()
        self.whole = self._new_report(
            self.officer, office_id=False, municipality_id=self.municipality.id
        )

    def _get_filter(self, view, name):
        """The domain of a filter of a search view."""
        (node,) = etree.fromstring(view["arch"]).xpath(f"//filter[@name='{name}']")
        context = {"context_today": fields.Date.today}
        return safe_eval(node.get("domain"), context)

    def _sum(self, domain=(), groups=(), user=None):
        lines = self.env["self_reliance.monthly.report.line"]
        return lines.with_user(user or self.officer)._read_group(
            [("column", "=", "new"), *domain], list(groups), ["value:sum"]
        )

    def test_offices_are_not_added_to_their_municipality(self):
        self.assertEqual(self._sum(), [(False,)])
        self.assertEqual(self._sum([("office_id", "=", False)]), [(1,)])
        self.assertEqual(
            self._sum(groups=["office_id"]), [(self.office, 1), (self.office[:0], 1)]
        )

    def test_months_of_a_year_are_added_and_not_to_their_year(self):
        self._new_report(**MAY)
        office = [("office_id", "=", self.office.id)]
        self.assertEqual(self._sum(office), [(1,)])
        self._new_report(date_from="2026-04-01", date_to="2027-03-31")
        self.assertEqual(self._sum(office), [(False,)])
        self.assertEqual(self._sum([*office, ("period", "=", "month")]), [(1,)])

    def test_no_sum_of_rates_versions_or_different_figures(self):
        lines = self.env["self_reliance.monthly.report.line"]
        self._new_report(**MAY)
        office = [("office_id", "=", self.office.id)]
        for domain in (
            [*office, ("column", "=", "new_per_100k")],
            [*office, ("column", "in", ("new", "plan"))],
        ):
            self.assertEqual(lines._read_group(domain, [], ["value:sum"]), [(False,)])
        self.report.action_close_final()
        self.report.action_new_version()
        april = [*office, ("date_from", "=", "2026-04-01")]
        self.assertEqual(self._sum(april), [(False,)])
        self.assertEqual(self._sum([*april, ("is_current", "=", True)]), [(1,)])

    @freeze_time("2026-05-10 03:00:00")
    def test_boards_begin_with_what_does_not_overlap(self):
        self.whole.action_take_year()
        self.whole.action_add_months()
        lines = self.env["self_reliance.monthly.report.line"].with_user(self.officer)
        for name, number in (("", 1), ("_whole", 1)):
            action = self.env.ref(f"{MODULE}.monthly_report_line_action{name}")
            view = lines.get_view(action.search_view_id.id, "search")
            domain = []
            for key in safe_eval(action.context):
                domain += self._get_filter(view, key.removeprefix("search_default_"))
            rows = lines._read_group(
                [*domain, ("column", "=", "new")], ["date_from:month"], ["value:sum"]
            )
            self.assertEqual(rows[0][1], number)
            self.assertLessEqual(len(rows), 2, "no coming months")
