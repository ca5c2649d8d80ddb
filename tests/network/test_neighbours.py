# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import NetworkCase

MERGE = "base.partner.merge.automatic.wizard"


@tagged("post_install", "-at_install", "security")
class TestContactsOfOthers(NetworkCase):
    """Who works with contacts outside casework keeps what Odoo gives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env, "srs_seller", groups="base.group_user,base.group_partner_manager"
        )

    def test_everybody_duplicates_contacts(self):
        contact = self.contact.with_user(self.seller)
        self.assertIn(contact.name, contact.copy().name)
        # A copy of an agency is a contact like any other; the directory is not theirs.
        copied = self.agency.with_user(self.seller).copy()
        self.assertFalse(copied.sudo().is_agency)
        self.assertFalse(copied.sudo().agency_services)
        administrator = new_test_user(
            self.env, "srs_system", groups="base.group_system"
        )
        self.assertTrue(self.contact.with_user(administrator).copy())

    def test_managers_duplicate_agencies(self):
        copied = self.agency.with_user(self.manager).copy()
        self.assertTrue(copied.is_agency)
        for name in ("agency_services", "agency_kind_id", "agency_area_ids"):
            self.assertEqual(copied[name], self.agency[name], name)
        self.assertFalse(copied.agency_remark_ids)

    def test_contacts_are_written_archived_and_deleted(self):
        contact = self.env["res.partner"].with_user(self.seller).create({"name": "A"})
        contact.write({"name": "B", "child_ids": [Command.create({"name": "C"})]})
        contact.action_archive()
        contact.action_unarchive()
        contact.child_ids.unlink()
        contact.unlink()
        self.assertFalse(contact.exists())
        # Agencies are their contacts too; only the directory's entry is not.
        agency = self.agency.with_user(self.seller)
        agency.write({"phone": "03-0000-0000", "city": "みなと野"})
        with self.assertRaises(AccessError):
            agency.write({"is_agency": False})

    def test_forms_hold_nothing_of_the_directory(self):
        partners = self.env["res.partner"].with_user(self.seller)
        for name in partners.fields_get():
            self.assertFalse(name.startswith("agency_") or name == "is_agency", name)
        views = partners.get_views(
            [(False, "form"), (False, "list"), (False, "search")]
        )
        for view in views["views"].values():
            self.assertNotIn("agency", view["arch"].replace("agency_name", ""))
        with self.assertRaises(AccessError):
            partners.search([("is_agency", "=", True)])

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_manager_with_another_right_writes_all_contacts(self):
        """A right from any other group counts, whichever app it comes from."""
        contact = self.contact.with_user(self.manager)
        for operation in ("write", "create"):
            self.assertFalse(contact.has_access(operation))
        group = self.env["res.groups"].create(
            {
                "name": "Sales",
                "model_access": [
                    Command.create(
                        {
                            "name": "sales",
                            "model_id": self.env["ir.model"]._get_id("res.partner"),
                            "perm_write": True,
                            "perm_create": True,
                            "perm_read": True,
                        }
                    )
                ],
            }
        )
        self.manager.group_ids += group
        contact.name = "売上先"
        self.assertTrue(contact.create({"name": "新しい取引先"}))

    def test_search_text_follows_what_it_holds(self):
        partners = self.env["res.partner"].with_user(self.clerk)

        def found(text):
            return self.agency in partners.search([("agency_lookup", "ilike", text)])

        agency = self.agency.sudo()
        agency.write({"name": "改名公社", "city": "北町"})
        self.assertTrue(found("改名公社 北町"))
        person = agency.child_ids
        person.name = "佐々木 薫"
        self.assertTrue(found("佐々木薫"))
        self.assertFalse(found("加藤"))
        person.parent_id = self.contact
        self.assertFalse(found("佐々木薫"))
        person.parent_id = self.agency
        self.assertTrue(found("佐々木薫"))
        person.unlink()
        self.assertFalse(found("佐々木薫"))
        self.assertFalse(self.contact.agency_search)
        self.contact.name = "別の商店"
        self.assertFalse(self.contact.agency_search)


@tagged("post_install", "-at_install", "security")
class TestMergedContacts(NetworkCase):
    """Merging contacts keeps the directory's entry, and what cases say of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env, "srs_seller", groups="base.group_user,base.group_partner_manager"
        )
        cls.case = cls._new_case()

    def _merge(self, partners, kept, user=None):
        user = user or self.seller
        self.env[MERGE].with_user(user)._merge(partners.ids, kept.with_user(user))
        self.env.invalidate_all()

    def _entry(self, partner, **vals):
        return self.env["self_reliance.case.agency"].create(
            {"case_id": self.case.id, "partner_id": partner.id, **vals}
        )

    def test_agency_into_contact(self):
        referral = (
            self.env["self_reliance.referral"]
            .with_user(self.counsellor)
            .create({"case_id": self.case.id, "partner_id": self.agency.id})
        )
        agreement = self.env["self_reliance.agreement"].create(
            {
                "name": "連携",
                "partner_id": self.agency.id,
                "date_from": "2026-04-01",
            }
        )
        remark = self.agency.agency_remark_ids
        entry = self._entry(self.agency)
        self._merge(self.agency | self.contact, self.contact)
        self.assertFalse(self.agency.exists())
        for record in (referral, agreement, remark, entry):
            self.assertEqual(record.partner_id, self.contact, record._name)
        self.assertTrue(self.contact.is_agency)
        self.assertEqual(self.contact.agency_services, "職業相談、職業紹介")
        self.assertEqual(self.contact.agency_area_ids, self.area)
        self.assertIn(
            self.contact,
            self.env["res.partner"].search([("agency_lookup", "ilike", "加藤")]),
        )

    def test_contact_into_agency(self):
        self._merge(self.agency | self.contact, self.agency)
        self.assertTrue(self.agency.is_agency)
        self.assertEqual(self.agency.agency_services, "職業相談、職業紹介")

    def test_two_agencies_of_one_case(self):
        other = self.agency.sudo().copy(
            {"agency_services": False, "agency_fax": "03-1"}
        )
        entries = self._entry(self.agency, role="主担当", date_from="2026-04-01")
        entries |= self._entry(other, task="同行", date_from="2026-03-01")
        third = self.env["self_reliance.case.agency"].create(
            {"case_id": self._new_case().id, "partner_id": other.id}
        )
        self._merge(self.agency | other, self.agency)
        self.assertEqual(third.partner_id, self.agency, "the rows of other cases stay")
        [entry] = entries.exists()
        self.assertEqual(
            (entry.role, entry.task, str(entry.date_from)),
            ("主担当", "同行", "2026-03-01"),
        )
        self.assertEqual(self.agency.agency_fax, "03-1")

    def test_who_would_lose_something_asks_the_manager(self):
        other = self.agency.sudo().copy({"agency_services": "就労体験"})
        with self.assertRaisesRegex(AccessError, "Services Given"):
            self._merge(self.agency | other, self.agency)
        self.manager.group_ids += self.env.ref("base.group_partner_manager")
        self._merge(self.agency | other, self.agency, self.manager)
        self.assertEqual(self.agency.agency_services, "職業相談、職業紹介")
        self.assertFalse(other.exists())

    def test_no_account_comes_into_the_directory(self):
        """Managers write agencies: who becomes one may not be a user."""
        portal = new_test_user(self.env, "srs_portal", groups="base.group_portal")
        with self.assertRaises(UserError):
            self._merge(self.agency | portal.partner_id, portal.partner_id)

    def test_other_contacts_merge_as_ever(self):
        other = self.contact.copy({"phone": "03-1"})
        self._merge(self.contact | other, self.contact)
        self.assertEqual(self.contact.phone, "03-1")
        self.assertFalse(self.contact.is_agency)
