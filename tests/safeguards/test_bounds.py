# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import SelfRelianceCase

MEGABYTE = 1024 * 1024


@tagged("post_install", "-at_install", "security")
class TestBounds(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._new_case()
        cls.client = cls.case.client_id

    def test_texts(self):
        record = {"case_id": self.case.id, "date_start": "2026-05-01 01:00:00"}
        for call, label in (
            (lambda: self.client.write({"phone": "0" * MEGABYTE}), "Home Phone"),
            (lambda: self.case.write({"request": "x" * MEGABYTE}), ""),
            (
                lambda: (
                    self.env["self_reliance.record"]
                    .with_user(self.counsellor)
                    .create({**record, "content": "あ" * (2 * MEGABYTE)})
                ),
                "",
            ),
            (
                lambda: (
                    self.env["self_reliance.intake"]
                    .with_user(self.clerk)
                    .create({"name": "x" * MEGABYTE})
                ),
                "",
            ),
            (
                lambda: (
                    self.env["self_reliance.client"]
                    .with_user(self.clerk)
                    .onchange({"name": "x" * MEGABYTE}, ["name"], {"name": {}})
                ),
                "",
            ),
        ):
            with self.assertRaises(UserError) as caught:
                call()
            self.assertIn("characters", str(caught.exception))
            self.assertIn(label, str(caught.exception))
        self.case.request = "x" * 2000

    def test_searching_for_a_megabyte(self):
        clients = self.env["self_reliance.client"].with_user(self.counsellor)
        begin = time.monotonic()
        self.assertFalse(clients.search([("lookup", "ilike", "ｱ" * MEGABYTE)]))
        self.assertLess(time.monotonic() - begin, 1)

    def test_days(self):
        for record, name in (
            (self.client, "birthdate"),
            (self.case, "reception_date"),
        ):
            for day in ("1867-12-31", "9999-01-01"):
                with self.subTest(name=name, day=day):
                    with self.assertRaisesRegex(UserError, day):
                        record[name] = day
        with self.assertRaisesRegex(UserError, "9999"):
            self.env["self_reliance.meeting.series"].with_user(self.chief).create(
                {
                    "name": "x",
                    "date_start": "9999-12-01 01:00:00",
                    "date_end": "9999-12-31",
                    "office_id": self.office.id,
                }
            )

    def test_periods(self):
        reports = self.env["self_reliance.monthly.report"].with_user(self.chief)
        with self.assertRaisesRegex(UserError, "ten years"):
            reports.create(
                {
                    "office_id": self.office.id,
                    "date_from": "1900-04-01",
                    "date_to": "2099-03-31",
                }
            )
        overview = self.env["self_reliance.overview"].with_user(self.chief)
        with self.assertRaisesRegex(UserError, "ten years"):
            overview.get_overview(
                period="range", date_from="0001-01-01", date_to="9999-12-31"
            )
        benefit = self.env["self_reliance.benefit"].with_user(self.counsellor)
        for months in (37, 2_000_000_000):
            with self.assertRaisesRegex(UserError, str(months)):
                benefit.create(
                    {
                        "case_id": self.case.id,
                        "service_id": self._service("housing_benefit").id,
                        "wanted_months": months,
                    }
                )

    def test_confidentiality_is_lifted_by_the_chief(self):
        self.client.is_address_confidential = True
        for user in (self.clerk, self.counsellor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.client.with_user(user).write(
                    {"is_address_confidential": False, "address_wish": "open"}
                )
        client = self.client.with_user(self.chief)
        with self.assertRaisesRegex(UserError, "Wish"):
            client.is_address_confidential = False
        client.write({"is_address_confidential": False, "address_wish": "open"})
        self.assertFalse(self.client.is_address_confidential)

    def test_a_clerk_opens_no_case_to_officers(self):
        case = self.case.with_user(self.clerk)
        for call in (
            lambda: case.write({"reported_date": "2026-05-01"}),
            case.action_report_to_municipality,
            lambda: self._new_case(self.clerk, reported_date="2026-05-01"),
        ):
            with self.assertRaises(AccessError):
                call()
        self.case.action_report_to_municipality()
        for day in ("2026-05-01", False):
            with self.assertRaises(AccessError):
                self.case.with_user(self.counsellor).reported_date = day
        self.case.with_user(self.chief).reported_date = "2026-05-01"
