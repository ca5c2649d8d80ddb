# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import io
import re
from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfReader
from odoo.tools.safe_eval import safe_eval

from ...tools.japan_days import japan_today
from ..common import MODULE
from .common import NetworkCase


@tagged("post_install", "-at_install")
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

    def test_everybody_reads_and_only_the_office_reads_its_remarks(self):
        names = ["name", "agency_services", "agency_last_contact", "agency_area_ids"]
        for user in (self.clerk, self.officer, self.sister, self.other_officer):
            self.assertTrue(self.agency.with_user(user).read(names))
        remark = self.agency.agency_remark_ids
        self.assertEqual(remark.office_id, self.office)
        self.assertEqual(
            self.agency.with_user(self.counsellor).agency_remark_ids, remark
        )
        for user in (self.sister, self.stranger):
            self.agency.invalidate_recordset()
            self.assertFalse(self.agency.with_user(user).agency_remark_ids)
            self.assertFalse(self.agency.with_user(user).agency_remark_count)
            with self.assertRaises(AccessError):
                remark.with_user(user).read(["text"])
        for user in (self.clerk, self.officer, self.admin):
            with self.assertRaises(AccessError):
                self.agency.with_user(user).read(["agency_remark_ids"])
            with self.assertRaises(AccessError):
                remark.with_user(user).read(["text"])
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

    def test_agencies_are_no_way_into_other_contacts(self):
        agency = self.agency.with_user(self.manager)
        # Commands on contacts are carried out as the user whose request it is.
        self.patch(self.env.transaction, "default_env", agency.env)
        agency.write({"child_ids": [Command.create({"name": "新しい担当"})]})
        for vals in (
            {"child_ids": [Command.link(self.contact.id)]},
            {"child_ids": [Command.update(self.contact.id, {"name": "別"})]},
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                agency.write(vals)
        self.assertFalse(self.contact.parent_id)
        for partner in (self.admin.partner_id, self.env.company.partner_id):
            with self.assertRaises(UserError):
                partner.with_user(self.manager).action_list_as_agency()
        with self.assertRaises(AccessError):
            agency.unlink()

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
                    "agency_remark_ids" in arch,
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


@tagged("post_install", "-at_install")
class TestReferral(NetworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._new_case()
        cls.case.client_id.write(
            {
                "birthdate": "1975-04-01",
                "city": "みなと野市",
                "street": "海岸一丁目2番3号",
                "phone": "0000-00-0001",
                "household_ids": [Command.create({"name": "髙𠮷 一郎"})],
            }
        )

    SECRETS = (
        "髙𠮷",
        "たかよし",
        "昭和50年",
        "海岸一丁目",
        "0000-00-0001",
        "家賃の滞納",
        "通帳の写し",
    )

    def _new_consent(self, **vals):
        return self.env["self_reliance.consent"].create(
            {
                "case_id": self.case.id,
                "scope": "sharing",
                "date": "2026-05-01",
                **vals,
            }
        )

    def _new_referral(self, **vals):
        return (
            self.env["self_reliance.referral"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": self.case.id,
                    "partner_id": self.agency.id,
                    "reason": "家賃の滞納",
                    "handed_over": "通帳の写し",
                    **vals,
                }
            )
        )

    def _letter(self, referral):
        report = self.env["ir.actions.report"].with_user(self.counsellor)
        html = report._render_qweb_html(
            f"{MODULE}.action_report_referral", referral.ids
        )[0].decode()
        return re.sub(r"<style>.*?</style>", "", html, flags=re.S)

    def assertTells(self, referral, *told):
        html = self._letter(referral)
        found = {secret for secret in self.SECRETS if secret in html}
        self.assertEqual(found, set(told))
        self.assertEqual(self.case.name in html, "髙𠮷" in told)
        self.assertIn("ハローワークみなと野", html)
        return html

    @freeze_time("2026-06-01")
    def test_expected_date_by_agency_or_office(self):
        self.assertEqual(self._new_referral().expected_date, date(2026, 6, 15))
        self.office.referral_answer_days = 7
        self.assertEqual(self._new_referral().expected_date, date(2026, 6, 8))
        self.agency.agency_answer_days = 30
        self.assertEqual(self._new_referral().expected_date, date(2026, 7, 1))
        self.assertFalse(self._new_referral(direction="in").expected_date)
        own = self._new_referral(expected_date="2026-06-03")
        self.assertEqual(own.expected_date, date(2026, 6, 3))
        self.agency.agency_answer_days = 60
        self.assertEqual(own.expected_date, date(2026, 6, 3))
        with freeze_time("2026-06-04"):
            own.invalidate_recordset()
            self.assertTrue(own.is_overdue)
            waiting = [("attention", "in", ["referral"]), ("id", "=", self.case.id)]
            self.assertTrue(self.case.search(waiting))

    def test_letter_tells_what_the_consent_covers(self):
        everything = self.SECRETS
        consent = self._new_consent()
        referral = self._new_referral(consent_id=consent.id)
        self.assertTells(referral, *everything)
        consent.shares_contact = False
        told = set(everything) - {"海岸一丁目", "0000-00-0001"}
        self.assertTells(referral, *told)
        consent.shares_situation = False
        told -= {"家賃の滞納", "通帳の写し"}
        self.assertTells(referral, *told)
        referral.share_household = True
        self.assertIn("一郎", self._letter(referral))
        consent.shares_household = False
        self.assertNotIn("一郎", self._letter(referral))
        consent.shares_situation = True
        referral.share_identity = False
        html = self.assertTells(referral, "家賃の滞納", "通帳の写し")
        self.assertIn("本人の同意を得て", html)

    def test_letter_without_cover_tells_nothing(self):
        self.assertTells(self._new_referral())
        today = japan_today()
        consent = self._new_consent(withdrawn_date=today)
        self.assertTells(self._new_referral(consent_id=consent.id))
        lapsed = self._new_consent(date_end=today - timedelta(1))
        self.assertTells(self._new_referral(consent_id=lapsed.id))
        other = self._new_consent(partner_ids=[Command.set(self.contact.ids)])
        self.assertTells(self._new_referral(consent_id=other.id))
        self._new_consent(scope="plan")
        self.assertTells(self._new_referral())
        foreign = self._new_consent(case_id=self._new_case().id)
        html = self.assertTells(self._new_referral(consent_id=foreign.id))
        self.assertIn("記載していません", html)

    def test_legal_ground_tells_only_what_was_confirmed(self):
        referral = self._new_referral(
            legal_ground="法第9条第4項",
            share_contact=False,
            share_situation=False,
        )
        self.assertTells(referral)
        referral.action_confirm_ground()
        self.assertEqual(referral.ground_confirmed_by_id, self.counsellor)
        html = self.assertTells(referral, "髙𠮷", "たかよし", "昭和50年")
        self.assertIn("法第9条第4項", html)
        for vals in (
            {"share_situation": True},
            {"legal_ground": "別の条文"},
            {"partner_id": self.contact.id},
        ):
            referral.action_confirm_ground()
            referral.write(vals)
            self.assertFalse(referral.is_ground_confirmed, vals)
        self.assertFalse(referral._get_letter_items())
        for vals in ({"is_ground_confirmed": True},):
            with self.assertRaises(AccessError):
                referral.write(vals)
            with self.assertRaises(AccessError):
                self._new_referral(**vals)
        referral.legal_ground = False
        with self.assertRaises(UserError):
            referral.action_confirm_ground()

    def test_confidential_address_is_masked(self):
        self._new_consent()
        referral = self._new_referral()
        told = set(self.SECRETS) - {"海岸一丁目", "0000-00-0001"}
        self.case.client_id.is_address_confidential = True
        self.assertIn("（非公開）", self.assertTells(referral, *told))
        self.case.client_id.with_user(self.chief).write(
            {"is_address_confidential": False, "address_wish": "open"}
        )
        self.case.with_user(self.chief).is_restricted = True
        self.assertTells(referral, *told)

    def test_letter_is_a_pdf_and_logged(self):
        self._new_consent()
        referral = self._new_referral(
            contact_id=self.agency.child_ids[0].id, is_accompanied=True
        )
        html = self._letter(referral)
        self.assertIn("加藤 信一", html)
        self.assertIn("同行します", html)
        log = self.env["self_reliance.access.log"]
        domain = [("case_id", "=", self.case.id), ("operation", "=", "print")]
        before = log.search_count(domain)
        referral.read(["reason"])
        self.assertEqual(log.search_count(domain), before)
        self._end_request()
        report = self.env["ir.actions.report"].with_user(self.counsellor)
        pdf = report.with_context(force_report_rendering=True)._render_qweb_pdf(
            f"{MODULE}.action_report_referral", referral.ids
        )[0]
        self.assertEqual(len(PdfReader(io.BytesIO(pdf)).pages), 1)
        self.assertEqual(log.search_count(domain), before + 1)
        with self.assertRaises(AccessError):
            report.with_user(self.stranger)._render_qweb_pdf(
                f"{MODULE}.action_report_referral", referral.ids
            )


@tagged("post_install", "-at_install")
class TestResources(NetworkCase):
    def _mentions(self, case):
        return self.env["self_reliance.resource.mention"].search(
            [("case_id", "=", case.id)]
        )

    def test_meeting_gathers_what_was_missing(self):
        plan = self._new_plan()
        plan.action_agree()
        meeting = self._new_meeting()
        item = self._submit(plan, meeting)
        item.with_user(self.chief).write(
            {"outcome": "endorsed", "missing_resources": "短期の宿"}
        )
        self.assertFalse(self._mentions(plan.case_id))
        meeting.action_hold()
        mention = self._mentions(plan.case_id)
        self.assertEqual((mention.name, mention.item_id), ("短期の宿", item))
        self.assertEqual(mention.date, meeting.date)
        need = (
            self.env["self_reliance.resource.need"]
            .with_user(self.manager)
            .create({"name": "数日泊まれる所", "user_id": self.colleague.id})
        )
        mention.with_user(self.counsellor).need_id = need
        for user in (self.clerk, self.officer, self.stranger):
            self.assertEqual(need.with_user(user).mention_count, 1)
        meeting.action_reopen("記録の誤り")
        item.with_user(self.chief).missing_resources = "短期の宿と保証人"
        meeting.action_hold()
        self.assertEqual(self._mentions(plan.case_id), mention)
        self.assertEqual(mention.name, "短期の宿と保証人")
        self.assertEqual(mention.need_id, need)
        with self.assertRaises(AccessError):
            mention.with_user(self.stranger).read(["name"])
        need.with_user(self.colleague).write({"outcome": "寺の協力を得た"})
        with self.assertRaises(AccessError):
            need.with_user(self.counsellor).outcome = "別の人"

    def test_mention_of_a_support_meeting_is_for_its_members(self):
        case = self._new_case()
        member = Command.create({"partner_id": self.chief.partner_id.id})
        meeting = self._new_meeting(kind="support", attendee_ids=[member])
        self.env["self_reliance.meeting.item"].with_user(self.chief).create(
            {
                "meeting_id": meeting.id,
                "case_id": case.id,
                "purpose": "other",
                "missing_resources": "訪問できる医師",
            }
        )
        meeting.action_hold()
        mention = self._mentions(case)
        self.assertTrue(mention.with_user(self.chief).has_access("read"))
        self.assertFalse(mention.with_user(self.manager).has_access("read"))
        self.assertFalse(mention.with_user(self.counsellor).has_access("read"))

    def test_closing_gathers_what_was_missing(self):
        case = self._new_case()
        wizard = (
            self.env["self_reliance.case.closure"]
            .with_user(self.chief)
            .create(
                {
                    "case_id": case.id,
                    "client_wish": "自分でやってみる",
                    "missing_resources": "夜間の居場所",
                }
            )
        )
        wizard.action_confirm()
        self.assertEqual(self._mentions(case).name, "夜間の居場所")
        self.assertEqual(case.closing_missing_resources, "夜間の居場所")
        with self.assertRaises(AccessError):
            case.with_user(self.counsellor).closing_missing_resources = "書換え"
        case.with_user(self.chief).action_reopen()
        self.assertFalse(case.closing_missing_resources)

    def test_resource_is_found_and_its_use_counted(self):
        resource = (
            self.env["self_reliance.resource"]
            .with_user(self.manager)
            .create(
                {
                    "name": "みんなの縁側",
                    "kana": "ミンナノエンガワ",
                    "area_ids": [Command.link(self.area.id)],
                    "partner_id": self.contact.id,
                    "capacity": 10,
                    "free_places": 3,
                    "known_by_ids": [Command.link(self.counsellor.id)],
                }
            )
        )
        plan = self._new_plan()
        plan.line_ids[0].partner_id = self.contact
        seen = resource.with_user(self.officer)
        for text in ("えんがわ", "ｴﾝｶﾞﾜ 東部", "縁側"):
            self.assertEqual(seen.search([("lookup", "ilike", text)]), seen, text)
        self.assertEqual(seen.plan_count, 1)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            resource.free_places = 11
            resource.flush_recordset()
        with self.assertRaises(AccessError):
            resource.with_user(self.chief).name = "別"


@tagged("post_install", "-at_install")
class TestNetworkAtAGlance(NetworkCase):
    def _new_referral(self, case, **vals):
        return (
            self.env["self_reliance.referral"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": case.id,
                    "partner_id": self.agency.id,
                    "date": "2026-06-01",
                    **vals,
                }
            )
        )

    def test_figures_leave_out_what_has_no_answer(self):
        case = self._new_case()
        self._new_referral(case, state="accepted", responded_date="2026-06-03")
        self._new_referral(case, state="declined", responded_date="2026-06-09")
        self._new_referral(case, state="sent")
        self._new_referral(case, state="withdrawn")
        self._new_referral(case, direction="in", state="accepted")
        report = self.env["self_reliance.referral.report"]
        domain = [("case_id", "=", case.id)]
        groups = report.with_user(self.counsellor)._read_group(
            domain,
            ["agency_kind_id"],
            ["__count", "response_days:avg", "acceptance:avg", "unanswered:sum"],
        )
        kind = self.agency.agency_kind_id
        self.assertEqual(groups, [(kind, 5, 5.0, 50.0, 1)])
        self.assertFalse(report.with_user(self.stranger).search(domain))
        case.with_user(self.chief).is_restricted = True
        self.assertFalse(report.with_user(self.colleague).search(domain))

    def test_themes_without_an_agency(self):
        coverage = self.env["self_reliance.theme.coverage"].with_user(self.officer)
        housing = coverage.browse(self.env.ref(f"{MODULE}.code_topic_housing").id)
        debt = coverage.browse(self.env.ref(f"{MODULE}.code_topic_debt").id)
        before = (housing.agency_count, housing.taking_count, debt.need_count)
        self.assertTrue(housing.agency_count)
        self.agency.agency_capacity = "open"
        self.env["self_reliance.resource.need"].create(
            {"name": "無料の法律相談", "theme_id": debt.code_id.id}
        )
        coverage.invalidate_model()
        self.assertEqual(
            (housing.agency_count, housing.taking_count, debt.need_count),
            (before[0], before[1] + 1, before[2] + 1),
        )
        domain = housing.action_open_agencies()["domain"]
        self.assertIn(self.agency.id, self.env["res.partner"].search(domain).ids)
        self.agency.active = False
        coverage.invalidate_model()
        self.assertEqual(housing.agency_count, before[0] - 1)

    def test_unanswered_referrals_are_listed(self):
        waiting = self._new_referral(self._new_case())
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"{MODULE}.referral_action_waiting"
        )
        domain = safe_eval(action["domain"])
        found = self.env["self_reliance.referral"].with_user(self.counsellor)
        self.assertIn(waiting, found.search(domain))
        waiting.action_accepted()
        self.assertNotIn(waiting, found.search(domain))
