# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, fields, models
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common import MODULE, SelfRelianceCase

# Fields on Odoo's own models that are copied along, and why.
COPIED = {}
# Fields on Odoo's own models that everybody may read, and why.
FOR_ALL = {}


@tagged("post_install", "-at_install", "security")
class TestNeighbours(SelfRelianceCase):
    """An employee of another department has the Odoo that there was without us."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = new_test_user(
            cls.env,
            "srs_employee",
            groups="base.group_user,base.group_partner_manager",
        )
        cls.case = cls._new_case()
        cls.agency = cls.env["res.partner"].create(
            {"name": "家計の窓口", "is_agency": True, "agency_services": "家計相談"}
        )

    def _added_fields(self):
        """Fields of this addon on models of Odoo."""
        for name in self.env.registry:
            if name.startswith("self_reliance.") or self.env[name]._abstract:
                continue
            for field in self.env[name]._fields.values():
                if MODULE in field._modules and (
                    field._modules == (MODULE,)
                    or field.name.startswith(("self_reliance", "agency_"))
                ):
                    yield field

    def test_added_fields_are_for_those_whom_they_concern(self):
        found = 0
        employees = self.env.user.with_user(self.employee).env
        for field in self._added_fields():
            found += 1
            with self.subTest(field=str(field)):
                self.assertTrue(
                    not field.copy or str(field) in COPIED,
                    "copied along by people who may not read it",
                )
                if str(field) in FOR_ALL:
                    continue
                self.assertTrue(field.groups, "no groups")
                self.assertNotIn(
                    field.name, employees[field.model_name].fields_get([field.name])
                )
        self.assertGreater(found, 25)

    def test_no_field_hides_a_method_of_the_orm(self):
        """A field of the name of a method makes every caller of that method fail."""
        odoos = {"id", "display_name", *models.MAGIC_COLUMNS}
        hidden = {
            f"{name}.{field}"
            for name in self.env.registry
            if name.startswith("self_reliance.")
            for field in self.env[name]._fields
            if field not in odoos and hasattr(models.BaseModel, field)
        }
        self.assertFalse(hidden)

    def test_nothing_of_ours_is_seen(self):
        env = self.env.user.with_user(self.employee).env
        menus = env["ir.ui.menu"].load_menus(False)
        ours = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.ui.menu")]
        )
        self.assertTrue(ours)
        self.assertFalse(set(ours.mapped("res_id")) & set(menus))
        with mute_logger("odoo.addons.base.models.ir_model"):
            for name in self.env.registry:
                if name.startswith("self_reliance.") and not self.env[name]._abstract:
                    with self.subTest(model=name):
                        self.assertFalse(env[name].has_access("read"))
                        for call in (
                            env[name].search,
                            env[name].search_count,
                            env[name].name_search,
                        ):
                            with self.assertRaises(AccessError):
                                call([])

    def test_activities_and_messages_of_cases_are_not_seen(self):
        activity = self.case.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.counsellor.id, summary="電話"
        )
        message = self.case.message_post(body="折り返す")
        env = self.env.user.with_user(self.employee).env
        self.assertFalse(
            env["mail.activity"].search([("id", "=", activity.id)]), "activity"
        )
        self.assertFalse(
            env["mail.message"].search([("id", "=", message.id)]), "message"
        )
        self.assertFalse(
            [
                group
                for group in self.employee.with_user(
                    self.employee
                )._get_activity_groups()
                if group.get("model", "").startswith("self_reliance.")
            ]
        )

    def test_own_calendar_and_activities(self):
        env = self.env.user.with_user(self.employee).env
        event = env["calendar.event"].create(
            {
                "name": "会議",
                "start": "2026-05-01 01:00:00",
                "stop": "2026-05-01 02:00:00",
                "partner_ids": [Command.set(self.agency.ids)],
            }
        )
        event.write({"name": "打合せ"})
        event.copy().unlink()
        event.action_archive()
        event.unlink()
        contact = env["res.partner"].create({"name": "取引先"})
        activity = contact.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.employee.id
        )
        activity.write({"summary": "確認"})
        activity.action_feedback("済")
        contact.message_post(body="納品")

    def test_own_settings(self):
        user = self.employee.with_user(self.employee)
        names = list(user.SELF_READABLE_FIELDS)
        self.assertFalse([name for name in names if name.startswith("self_reliance")])
        user.write({"signature": "<p>営業</p>", "tz": "Asia/Tokyo"})
        user.read(names)
        views = user.get_views(
            [(self.env.ref("base.view_users_form_simple_modif").id, "form")]
        )
        self.assertNotIn("self_reliance", views["views"]["form"]["arch"])
        user.onchange({}, [], {"name": {}, "email": {}})

    def test_administrators_duplicate_users(self):
        system = new_test_user(
            self.env, "srs_system", groups="base.group_system,base.group_erp_manager"
        )
        self.assertFalse(system.has_group(f"{MODULE}.group_admin"))
        copied = self.counsellor.with_user(system).copy({"login": "srs_copy"})
        self.assertTrue(copied.exists())
        # Whose cases somebody sees is said for everybody anew.
        self.assertFalse(copied.sudo().self_reliance_office_ids)
        copied.with_user(system).write({"name": "複写", "active": False})
        copied.with_user(system).unlink()
        plain = new_test_user(self.env, "srs_plain", groups="base.group_user")
        self.assertTrue(plain.with_user(system).copy({"login": "srs_plain2"}))

    def test_two_companies(self):
        """Offices of two companies share the directory, and neither sees the other's
        contacts where Odoo keeps them apart.
        """
        other = self.env["res.company"].create({"name": "第二法人"})
        self.assertTrue(other)
        self.other_office.company_id = other
        self.stranger.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        private = self.env["res.partner"].create(
            {
                "name": "第二の窓口",
                "is_agency": True,
                "company_id": other.id,
            }
        )
        for user, partner, expected in (
            (self.stranger, private, True),
            (self.manager, private, False),
            (self.stranger, self.agency, True),
            (self.manager, self.agency, True),
        ):
            theirs = partner.with_user(user).with_company(user.company_id)
            found = theirs.with_context(
                allowed_company_ids=user.company_ids.ids
            ).search([("id", "=", partner.id)])
            self.assertEqual(bool(found), expected, (user.login, partner.name))
        self.assertFalse(
            private.with_user(self.manager)
            .with_context(allowed_company_ids=self.manager.company_ids.ids)
            .has_access("write")
        )
        case = self._new_case(user=self.stranger, office_id=self.other_office.id)
        self.assertTrue(case.name)
        self.assertEqual(case.office_id.company_id, other)
        self.assertFalse(
            self.env["self_reliance.case"]
            .with_user(self.counsellor)
            .search([("id", "=", case.id)])
        )
        self.assertEqual(fields.Date.to_string(case.reception_date), "2026-04-10")
