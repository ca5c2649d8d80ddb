# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re

from odoo.tests import Form, tagged

from ...tools.postal_code import find_place, find_places
from ..common import SelfRelianceCase


@tagged("post_install", "-at_install")
class TestPostalCode(SelfRelianceCase):
    def test_codes_as_people_type_them(self):
        for text in ("1000001", "100-0001", "〒１００－０００１", " 100 0001 "):
            self.assertEqual(
                find_place(text), ("100-0001", "東京都千代田区", "千代田"), text
            )
        # A digit too many or too few is no code, whatever its other digits stand for.
        for text in ("", False, "100", "100000", "10000010", "0000000", "12345678"):
            self.assertIsNone(find_place(text), text)

    def test_address_is_filled_in(self):
        form = Form(self.env["self_reliance.client"].with_user(self.counsellor))
        form.zip = "１０００００１"
        self.assertEqual(
            (form.zip, form.city, form.street), ("100-0001", "東京都千代田区", "千代田")
        )

    def test_towns_that_share_a_code_are_offered(self):
        self.assertEqual(
            [place.neighborhood for place in find_places("068-0546")],
            ["南部青葉町", "南部菊水町"],
        )
        # Of two wards, or two cities.
        self.assertEqual(len({place.city for place in find_places("0040000")}), 2)
        for model in ("self_reliance.client", "self_reliance.intake"):
            form = Form(self.env[model].with_user(self.counsellor))
            form.zip = "0680546"
            self.assertEqual((form.city, form.street), ("北海道夕張市", False))
            self.assertEqual(len(form.zip_places), 2)
            form = Form(self.env[model].with_user(self.counsellor))
            form.zip = "0040000"
            self.assertEqual((form.zip, form.city), ("004-0000", False))
            form.zip = "1000001"
            self.assertFalse(form.zip_places)

    def test_no_range_and_nothing_doubled_lands_in_the_address(self):
        for code, towns in (
            ("0287914", ["種市"]),
            ("0295501", ["左草", "下左草"]),
            ("0450203", [""]),
            ("3940091", [""]),
            ("1076001", ["赤坂"]),
            ("4090142", [""]),
            # Their names.
            ("0610611", ["浦臼第１"]),
            ("0985805", ["幸町"]),
        ):
            with self.subTest(code):
                found = [place.neighborhood for place in find_places(code)]
                for town in towns:
                    self.assertIn(town, found)
                self.assertFalse(
                    [each for each in found if re.search("地割|[、〜]|場合", each)]
                )

    def test_typed_address_stays(self):
        form = Form(self.env["self_reliance.client"].with_user(self.counsellor))
        form.street = "千代田1-1 コーポ5"
        form.zip = "100-0001"
        self.assertEqual(form.street, "千代田1-1 コーポ5")
        form.zip = "999-9999"
        self.assertEqual((form.zip, form.city), ("999-9999", "東京都千代田区"))
