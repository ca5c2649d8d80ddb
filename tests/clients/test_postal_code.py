# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import Form, tagged

from ...tools.postal_code import find_place
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

    def test_typed_address_stays(self):
        form = Form(self.env["self_reliance.client"].with_user(self.counsellor))
        form.street = "千代田1-1 コーポ5"
        form.zip = "100-0001"
        self.assertEqual(form.street, "千代田1-1 コーポ5")
        form.zip = "999-9999"
        self.assertEqual((form.zip, form.city), ("999-9999", "東京都千代田区"))
