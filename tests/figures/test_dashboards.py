# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..common import MODULE
from .common import FiguresCase

# Board: may a clerk open it?
BOARDS = {
    "consultations": True,
    "plans": True,
    "waiting": True,
    "caseload": True,
    "monitoring": True,
    "services": True,
    "outcomes": False,
    "endings": True,
}


@tagged("post_install", "-at_install")
class TestDashboards(FiguresCase):
    def _filters(self, view):
        """``{name: domain}`` of the filters of a board's search view."""
        context = {
            "context_today": fields.Date.today,
            "relativedelta": relativedelta,
        }
        return {
            node.get("name"): safe_eval(node.get("domain"), context)
            for node in etree.fromstring(view["arch"]).iter("filter")
            if node.get("domain")
        }

    def _open(self, board, user):
        action = self.env.ref(f"{MODULE}.dashboard_{board}_action")
        model = self.env[action.res_model].with_user(user)
        modes = ["graph", "pivot", "list"]
        by_mode = {view.view_mode: view.view_id.id for view in action.view_ids}
        views = model.get_views(
            [(by_mode[mode], mode) for mode in modes]
            + [(action.search_view_id.id, "search")]
        )["views"]
        domain = safe_eval(action.domain)
        filters = self._filters(views["search"])
        for restriction in [[], *filters.values()]:
            for mode in ("graph", "pivot"):
                groups = [
                    node.get("name")
                    + (f":{node.get('interval')}" if node.get("interval") else "")
                    for node in etree.fromstring(views[mode]["arch"]).iter("field")
                ]
                model.formatted_read_group(domain + restriction, groups, ["__count"])
        return model.search(domain), filters

    def test_every_board_opens_for_its_roles(self):
        for board, for_clerk in BOARDS.items():
            for user in (self.counsellor, self.chief, self.manager, self.officer):
                with self.subTest(board=board, user=user.login):
                    self._open(board, user)
            with self.subTest(board=board, user="clerk"):
                if for_clerk:
                    self._open(board, self.clerk)
                else:
                    with self.assertRaises(AccessError):
                        self._open(board, self.clerk)
            menu = self.env.ref(f"{MODULE}.menu_dashboard_{board}")
            groups = menu.group_ids.mapped("full_name")
            self.assertEqual(any("Clerk" in name for name in groups), for_clerk)

    def test_boards_show_what_they_say(self):
        plan = self._decided_plan(services=["household_finance"])
        plan.service_use_ids.sudo().date_to = "2120-03-31"
        plan.sudo().monitoring_month = "2026-06-01"
        waiting = self._endorse(self._new_plan())
        self.assertEqual(self._open("waiting", self.chief)[0], waiting)
        self.assertEqual(self._open("monitoring", self.chief)[0], plan)
        self.assertEqual(len(self._open("services", self.chief)[0]), 1)
        self.assertFalse(self._open("waiting", self.other_officer)[0])
        self.assertFalse(self._open("caseload", self.stranger)[0])

    def test_fiscal_years_begin_in_april(self):
        search = self.env.ref(f"{MODULE}.dashboard_plans_view_search")
        for today, this, last in (
            ("2026-03-31", ("2025-04-01", "2026-04-01"), ("2024-04-01", "2025-04-01")),
            ("2026-04-01", ("2026-04-01", "2027-04-01"), ("2025-04-01", "2026-04-01")),
            ("2026-12-31", ("2026-04-01", "2027-04-01"), ("2025-04-01", "2026-04-01")),
        ):
            with self.subTest(today=today), freeze_time(today):
                filters = self._filters({"arch": search.arch})
                for name, expected in (("year", this), ("last_year", last)):
                    bounds = tuple(leaf[2] for leaf in filters[name])
                    self.assertEqual(bounds, expected)
