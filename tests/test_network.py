# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import MODULE, SelfRelianceCase


@tagged("post_install", "-at_install")
class NetworkCase(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.area = cls.env["self_reliance.area"].create({"name": "東部地区"})
        cls.agency = (
            cls.env["res.partner"]
            .with_user(cls.manager)
            .create(
                {
                    "name": "ハローワークみなと野",
                    "is_company": True,
                    "is_agency": True,
                    "agency_kana": "ﾊﾛｰﾜｰｸﾐﾅﾄﾉ",
                    "agency_kind_id": cls.env.ref(f"{MODULE}.code_agency_hellowork").id,
                    "agency_theme_ids": [
                        Command.link(cls.env.ref(f"{MODULE}.code_topic_housing").id)
                    ],
                    "agency_area_ids": [Command.link(cls.area.id)],
                    "agency_services": "職業相談、職業紹介",
                    "agency_private_note": "担当者は午後が話しやすい",
                    "child_ids": [Command.create({"name": "加藤 信一"})],
                }
            )
        ).sudo(False)
        cls.contact = cls.env["res.partner"].create({"name": "みなと野商店"})


class TestDirectory(NetworkCase):
    def _find(self, text, user=None):
        return (
            self.env["res.partner"]
            .with_user(user or self.clerk)
            .search([("is_agency", "=", True), ("agency_lookup", "ilike", text)])
        )

    def test_found_by_kana_of_any_width_and_by_words(self):
        for text in (
            "はろーわーく",
            "ハローワーク",
            "ﾊﾛｰﾜｰｸ",
            "職業紹介",
            "東部",
            "加藤信一",
            "ﾐﾅﾄﾉ 職業相談",
        ):
            self.assertEqual(self._find(text).id, self.agency.id, text)
        self.assertFalse(self._find("ハローワーク 西部"))
        self.assertFalse(self._find("午後が話しやすい"), "private")
        self.assertFalse(self._find("みなと野商店"), "an ordinary contact")

    def test_everybody_reads_and_only_offices_read_private_remarks(self):
        names = ["name", "agency_services", "agency_last_contact", "agency_area_ids"]
        for user in (self.clerk, self.officer, self.sister, self.other_officer):
            self.assertTrue(self.agency.with_user(user).read(names))
        for user in (self.counsellor, self.stranger):
            self.assertTrue(self.agency.with_user(user).agency_private_note)
        for user in (self.clerk, self.officer, self.admin):
            with self.assertRaises(AccessError):
                self.agency.with_user(user).read(["agency_private_note"])
        plain = new_test_user(self.env, "srs_plain", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.agency.with_user(plain).read(["agency_services"])
        self.assertNotIn("agency_services", self.agency.with_user(plain).fields_get())

    def test_managers_maintain_agencies_and_no_other_contact(self):
        agency = self.agency.with_user(self.manager)
        agency.agency_hours = "平日 8:30～17:15"
        agency.child_ids = [Command.create({"name": "係長"})]
        agency.child_ids[0].function = "係長"
        contact = self.contact.with_user(self.manager)
        with self.assertRaises(AccessError):
            contact.name = "別の名"
        with self.assertRaises(AccessError):
            contact.is_agency = True
        with self.assertRaises(AccessError):
            contact.create({"name": "ただの連絡先"})
        before = self.contact.read()[0]
        contact.action_list_as_agency()
        self.assertTrue(self.contact.is_agency)
        changed = {
            name
            for name, value in self.contact.read()[0].items()
            if value != before[name]
        }
        own = {"is_agency", "agency_search", "write_date", "write_uid"}
        self.assertFalse(
            {name for name in changed if not name.startswith("agency_")} - own
        )
        for user in (self.chief, self.officer, self.admin):
            with self.assertRaises(AccessError):
                self.agency.with_user(user).agency_hours = "終日"
            with self.assertRaises(AccessError):
                self.agency.with_user(user).action_list_as_agency()

    def test_who_maintains_contacts_does_not_touch_the_directory(self):
        clerk = new_test_user(
            self.env,
            "srs_contacts",
            groups=f"base.group_partner_manager,{MODULE}.group_clerk",
        )
        contact = self.contact.with_user(clerk)
        contact.name = "新しい名"
        with self.assertRaises(AccessError):
            contact.is_agency = True
        with self.assertRaises(AccessError):
            contact.with_context(default_is_agency=True).create({"name": "抜け道"})
        self.manager.group_ids = [
            Command.link(self.env.ref("base.group_partner_manager").id)
        ]
        self.contact.with_user(self.manager).name = "両方の権限"

    def test_my_number_is_refused(self):
        with self.assertRaises(ValidationError):
            self.agency.with_user(self.manager).agency_services = "123456789018"

    @freeze_time("2026-06-10 03:00:00")
    def test_last_contact_and_silence(self):
        silent = [
            "|",
            ("agency_last_contact", "=", False),
            ("agency_last_contact", "<", "2025-12-09"),
        ]
        mine = [("id", "=", self.agency.id)]
        partner = self.env["res.partner"].with_user(self.officer)
        agency = self.agency.with_user(self.officer)
        self.assertFalse(agency.agency_last_contact)
        self.assertTrue(partner.search(mine + silent))
        self.agency.with_user(self.manager).agency_contact_date = "2025-12-01"
        self.assertTrue(partner.search(mine + silent))
        self.env["self_reliance.referral"].with_user(self.counsellor).create(
            {
                "case_id": self._new_case().id,
                "partner_id": self.agency.id,
                "date": "2026-01-05",
            }
        )
        agency.invalidate_recordset()
        self.assertEqual(agency.agency_last_contact, date(2026, 1, 5))
        self.assertFalse(partner.search(mine + silent))
        meeting = self._new_meeting(
            date_start="2026-05-19 15:30:00",
            attendee_ids=[Command.create({"partner_id": self.agency.child_ids[0].id})],
        )
        agency.invalidate_recordset()
        self.assertEqual(agency.agency_last_contact, date(2026, 1, 5), "not held yet")
        meeting.action_hold()
        agency.invalidate_recordset()
        self.assertEqual(agency.agency_last_contact, date(2026, 5, 20), "day in Japan")
        self.assertTrue(
            partner.search(mine + [("agency_last_contact", "=", "2026-05-20")])
        )

    def test_views_open_for_every_reader(self):
        for user in (self.clerk, self.manager, self.officer):
            partner = self.env["res.partner"].with_user(user)
            for kind in ("kanban", "list", "form", "search"):
                view = self.env.ref(f"{MODULE}.agency_view_{kind}")
                arch = partner.get_view(view.id, kind)["arch"]
                self.assertEqual(
                    "agency_private_note" in arch,
                    kind == "form" and user == self.manager,
                )
        plain = new_test_user(self.env, "srs_plain", groups="base.group_user")
        arch = (
            self.env["res.partner"]
            .with_user(plain)
            .get_view(self.env.ref("base.view_partner_form").id, "form")["arch"]
        )
        self.assertNotIn("agency_", arch)

    def test_agreement_runs_within_its_term(self):
        agreement = (
            self.env["self_reliance.agreement"]
            .with_user(self.manager)
            .create(
                {
                    "partner_id": self.agency.id,
                    "name": "見守り",
                    "date_from": "2026-04-01",
                }
            )
        )
        with freeze_time("2026-03-31"):
            agreement.invalidate_recordset()
            self.assertFalse(agreement.is_running)
        with freeze_time("2026-04-01"):
            agreement.date_to = "2026-04-01"
            self.assertTrue(agreement.is_running)
        with freeze_time("2026-04-02"):
            agreement.invalidate_recordset()
            self.assertFalse(agreement.is_running)
