# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import Command
from odoo.tests.common import TransactionCase

from ..report.forms.ir_actions_report import printing_as_system

MODULE = "self_reliance_support"


class SelfRelianceCase(TransactionCase):
    """Two municipalities with an office each, and one user per role.

    ``office`` has a user of every group; ``other_office`` belongs to another
    municipality, ``sister_office`` to the same one.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Tests print what the superuser made; who may print is for its own tests.
        cls.enterClassContext(printing_as_system())
        cls.env = cls.env(context=dict(cls.env.context, no_reset_password=True))
        municipalities = cls.env["self_reliance.municipality"].create(
            [
                {"name": "みなと野市", "code": "131016", "addressee": "みなと野市長"},
                {"name": "やまと川市", "code": "011002", "addressee": "やまと川市長"},
            ]
        )
        cls.municipality, cls.other_municipality = municipalities
        cls.office, cls.sister_office, cls.other_office = cls.env[
            "self_reliance.office"
        ].create(
            [
                {"name": "本所", "municipality_id": cls.municipality.id},
                {"name": "支所", "municipality_id": cls.municipality.id},
                {"name": "他市", "municipality_id": cls.other_municipality.id},
            ]
        )
        # At once: every class begins with them.
        users = cls._new_users(
            clerk="clerk",
            counsellor="counsellor",
            colleague="counsellor",
            chief="chief",
            manager="manager",
            sister="counsellor",
            stranger="chief",
            municipality="municipality",
            other_officer="municipality",
            admin="admin",
        )
        (
            cls.clerk,
            cls.counsellor,
            cls.colleague,
            cls.chief,
            cls.manager,
            cls.sister,
            cls.stranger,
            cls.officer,
            cls.other_officer,
            cls.admin,
        ) = users
        cls.office.user_ids = [Command.link(user.id) for user in users[:5]]
        cls.sister_office.user_ids = [Command.link(cls.sister.id)]
        cls.other_office.user_ids = [Command.link(cls.stranger.id)]
        cls.municipality.user_ids = [Command.link(cls.officer.id)]
        cls.other_municipality.user_ids = [Command.link(cls.other_officer.id)]

    @classmethod
    def _new_users(cls, **groups):
        """As Odoo's ``new_test_user``, which makes one.

        :param groups: ``login=group``, both without their prefix
        """
        return cls.env["res.users"].create(
            [
                {
                    "name": f"srs_{login} (base.group_user,{MODULE}.group_{group})",
                    "login": f"srs_{login}",
                    "password": f"srs_{login}",
                    "email": "s.s@example.com",
                    "group_ids": [
                        Command.set(
                            [
                                cls.env.ref("base.group_user").id,
                                cls.env.ref(f"{MODULE}.group_{group}").id,
                            ]
                        )
                    ],
                }
                for login, group in groups.items()
            ]
        )

    @classmethod
    def _new_user(cls, group, office=None, municipality=None, login=None):
        user = cls._new_users(**{login or group: group})
        if office:
            office.user_ids = [Command.link(user.id)]
        if municipality:
            municipality.user_ids = [Command.link(user.id)]
        return user

    def _end_request(self):
        """What is read afterwards is read by a request of its own."""
        self.env.cr.precommit.run()

    @classmethod
    def _service(cls, code):
        return cls.env.ref(f"{MODULE}.service_{code}")

    @classmethod
    def _new_case(cls, user=None, **vals):
        user = user or cls.counsellor
        client = (
            cls.env["self_reliance.client"]
            .with_user(user)
            .create(
                {
                    "name": "髙𠮷 花子",
                    "name_kana": "タカヨシ ハナコ",
                    "gender": "female",
                }
            )
        )
        return (
            cls.env["self_reliance.case"]
            .with_user(user)
            .create(
                {
                    "client_id": client.id,
                    "reception_date": date(2026, 4, 10),
                    "screening_outcome": "continuing",
                    **vals,
                }
            )
        )

    @classmethod
    def _new_plan(cls, case=None, user=None, services=(), lines=None, **vals):
        """A complete draft, so that it only has to be agreed.

        :param services: codes of the services used
        :param lines: pairs (actor, is_statutory); one line by the person if empty
        """
        user = user or cls.counsellor
        case = case or cls._new_case(user)
        return (
            cls.env["self_reliance.plan"]
            .with_user(user)
            .create(
                {
                    "case_id": case.id,
                    "date": date(2026, 5, 1),
                    "problem": "家賃の滞納",
                    "long_term_goal": "自分の収入で暮らす",
                    "goal": "家計を整える",
                    "date_end": date(2026, 10, 31),
                    "monitoring_month": date(2026, 7, 15),
                    "is_consented": True,
                    "is_applied": True,
                    "consent_date": date(2026, 5, 1),
                    "line_ids": [
                        Command.create(
                            {
                                "actor": actor,
                                "name": "すること",
                                "is_statutory": statutory,
                            }
                        )
                        for actor, statutory in lines or [("client", False)]
                    ],
                    "service_use_ids": [
                        Command.create(
                            {"service_id": cls._service(code).id, "is_used": True}
                        )
                        for code in services
                    ],
                    **vals,
                }
            )
        )

    @classmethod
    def _new_meeting(cls, user=None, **vals):
        return (
            cls.env["self_reliance.meeting"]
            .with_user(user or cls.chief)
            .create(
                {
                    "name": "5月の支援調整会議",
                    "date_start": "2026-05-20 01:00:00",
                    **vals,
                }
            )
        )

    @classmethod
    def _submit(cls, plans, meeting, user=None):
        user = user or cls.counsellor
        wizard = (
            cls.env["self_reliance.plan.submit"]
            .with_user(user)
            .create({"plan_ids": plans.ids, "meeting_id": meeting.id})
        )
        wizard.action_confirm()
        return plans.item_ids.filtered(lambda item: item.meeting_id == meeting)

    @classmethod
    def _endorse(cls, plans, meeting=None):
        """Take drafts through consent, submission and the meeting."""
        meeting = meeting or cls._new_meeting()
        plans.action_agree()
        items = cls._submit(plans, meeting)
        items.with_user(cls.chief).write({"outcome": "endorsed"})
        meeting.with_user(cls.chief).action_hold()
        return plans

    @classmethod
    def _decide(cls, plans, user=None, **vals):
        wizard = (
            cls.env["self_reliance.plan.approval"]
            .with_user(user or cls.officer)
            .create({"plan_ids": plans.ids, **vals})
        )
        wizard.action_confirm()
        return plans.decision_ids
