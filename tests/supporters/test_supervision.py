# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MODULE, SelfRelianceCase
from ..safeguards.common import RpcCase

SECRET = "誰にも言えない悩み"
QUIET = ("odoo.http", "odoo.models", "odoo.addons.base.models.ir_rule")


class SessionCase(SelfRelianceCase):
    @classmethod
    def _new_session(cls, user=None, **vals):
        user = user or cls.chief
        return (
            cls.env["self_reliance.supervision"]
            .with_user(user)
            .create(
                {
                    "kind": "one_on_one",
                    "office_id": cls.office.id,
                    "date_start": fields.Datetime.now(),
                    "leader_id": cls.chief.id,
                    "user_ids": [Command.set([cls.counsellor.id])],
                    **vals,
                }
            )
        )


@tagged("post_install", "-at_install", "security")
class TestPrivatePart(SessionCase):
    """The private part is tried as every other role, by every way of reading."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session = cls._new_session(
            agreement="ふたりで訪問する", private_note=SECRET
        )
        cls.note = cls.env["self_reliance.supervision.note"].search(
            [("supervision_id", "=", cls.session.id)]
        )
        cls.two = cls.chief | cls.counsellor
        group = cls.env.ref(f"{MODULE}.group_export")
        cls.others = (
            cls.clerk
            | cls.colleague
            | cls.manager
            | cls.sister
            | cls.stranger
            | cls.officer
            | cls.admin
            | cls.env.ref("base.user_admin")
        )
        (cls.two | cls.others).group_ids = [Command.link(group.id)]
        cls.other_chief = cls._new_user("chief", cls.office, login="other_chief")
        cls.others |= cls.other_chief

    def _ways(self, session, note):
        """Ways to read, as functions that give what is found as text."""
        name = "private_note"
        spec = {name: {}, "display_name": {}, "agreement": {}}
        return {
            "read": lambda: session.read([name, "agreement"]),
            "web_read": lambda: session.web_read(spec),
            "search_read": lambda: session.search_read(
                [("id", "=", session.id)], [name, "agreement"]
            ),
            "web_search_read": lambda: session.web_search_read(
                [("id", "=", session.id)], spec
            ),
            "export": lambda: session.export_data([name, "agreement"]),
            "copy": lambda: session.copy_data(),
            "onchange": lambda: session.onchange({}, [], spec),
            "note": lambda: note.read(["text"]),
            "note found": lambda: note.search_read([], ["text"]),
            "note web": lambda: note.web_search_read([], {"text": {}}),
            "note grouped": lambda: note.formatted_read_group(
                [], ["text"], ["__count"]
            ),
            "note counted": lambda: str(note.search_count([]) or ""),
            "note exported": lambda: note.export_data(["text"]),
            "note named": lambda: note.name_search(SECRET),
            "note copied": lambda: note.copy_data(),
        }

    @mute_logger(*QUIET)
    def test_no_other_role_reads_it(self):
        for user in self.others:
            session, note = (
                records.with_user(user) for records in (self.session, self.note)
            )
            for way, read in self._ways(session, note).items():
                with self.subTest(user=user.login, way=way):
                    self.env.invalidate_all()
                    try:
                        found = read()
                    except (AccessError, UserError, ValueError):
                        continue
                    self.assertNotIn(SECRET, str(found))
                    self.assertNotIn("ふたりで訪問する", str(found))

    def test_the_two_read_it(self):
        for user in self.two:
            self.env.invalidate_all()
            session = self.session.with_user(user)
            self.assertEqual(session.private_note, SECRET)
            self.assertEqual(session.agreement, "ふたりで訪問する")
            self.assertTrue(session.can_note)
            self.assertFalse(self.note.with_user(user).has_access("read"))

    def test_superuser_mode_adds_nothing(self):
        for user in self.others:
            self.env.invalidate_all()
            self.assertFalse(self.session.with_user(user).sudo().private_note)
        self.assertFalse(
            self.env["self_reliance.supervision"].search([]).filtered("private_note")
        )

    @mute_logger(*QUIET)
    def test_no_search_and_no_group_finds_it(self):
        for user in self.two | self.others:
            sessions = self.env["self_reliance.supervision"].with_user(user)
            for domain in (
                [("private_note", "ilike", "悩み")],
                [("private_note", "!=", False)],
            ):
                with self.subTest(user=user.login, domain=domain):
                    try:
                        found = sessions.search(domain)
                    except (AccessError, UserError, ValueError, NotImplementedError):
                        continue
                    self.assertFalse(found - sessions.search([]))
                    self.assertFalse(user in self.others and found & self.session)
            try:
                groups = sessions.formatted_read_group(
                    [], ["private_note"], ["__count"]
                )
            except (AccessError, UserError, ValueError):
                continue
            self.assertNotIn(SECRET, str(groups))

    def test_it_is_in_no_log_message_or_attachment(self):
        self.session.with_user(self.counsellor).private_note = f"{SECRET}2"
        self.session.with_user(self.chief).unlink()
        self.env.cr.precommit.run()
        self.env.flush_all()
        # Every text that the database holds, but for the sealed model.
        self.env.cr.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type IN"
            " ('text', 'character varying', 'jsonb', 'json')"
            " AND table_name ~ '^(self_reliance|mail|ir_|calendar|bus)'"
        )
        for table, column in self.env.cr.fetchall():
            self.env.cr.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}"::text LIKE %s',
                [f"%{SECRET}%"],
            )
            self.assertEqual(self.env.cr.fetchone()[0], 0, f"{table}.{column}")

    def test_a_third_who_joins_reads_nothing(self):
        with self.assertRaises(ValidationError):
            self.session.with_user(self.chief).user_ids = [
                Command.link(self.colleague.id)
            ]

    def test_a_third_who_replaces_one_reads_nothing(self):
        with self.assertRaises(ValidationError):
            self.session.with_user(self.chief).user_ids = [
                Command.set([self.colleague.id])
            ]

    @mute_logger(*QUIET)
    def test_others_write_and_delete_nothing(self):
        for user in self.others:
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.session.with_user(user).private_note = "別の文"
                with self.assertRaises(AccessError):
                    self.session.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    self.note.with_user(user).unlink()

    def test_either_of_the_two_empties_it(self):
        self.session.with_user(self.counsellor).private_note = False
        self.assertFalse(self.note.exists())
        self.env.invalidate_all()
        self.assertFalse(self.session.with_user(self.chief).private_note)

    def test_only_sessions_of_two_have_one(self):
        with self.assertRaises(UserError):
            self._new_session(kind="staff", private_note=SECRET)
        with self.assertRaises(UserError):
            self._new_session(
                kind="supervision",
                private_note=SECRET,
                user_ids=[Command.set([self.counsellor.id, self.colleague.id])],
            )

    def test_calendar_says_nothing(self):
        event = self.session.sudo().event_id
        self.assertEqual(event.partner_ids, self.two.partner_id)
        self.assertNotIn("1on1", event.name)
        self.assertNotIn("1on1", str(event.description))

    def test_hand_over_leaves_it_out(self):
        rows = self.env["self_reliance.access.log"].search(
            [("model", "=", "self_reliance.supervision")]
        )
        self.assertNotIn(SECRET, json.dumps(rows.read(["detail"]), default=str))


@tagged("post_install", "-at_install", "security")
class TestPrivatePartByRpc(SessionCase, RpcCase):
    def test_by_rpc(self):
        session = self._new_session(private_note=SECRET)
        name = "self_reliance.supervision"
        self.authenticate(self.counsellor.login, self.counsellor.login)
        answer = self._call(name, "web_read", [session.id], {"private_note": {}})
        self.assertEqual(answer[0]["private_note"], SECRET)
        self.authenticate(self.manager.login, self.manager.login)
        with mute_logger(*QUIET):
            answers = [
                self._call(name, "web_read", [session.id], {"private_note": {}}),
                self._call(name, "read", [session.id], ["private_note"]),
                self._call(name, "export_data", [session.id], ["private_note"]),
                self._call(
                    f"{name}.note", "search_read", [], ["text"], order="id desc"
                ),
                self._call(
                    "self_reliance.case",
                    "web_search_read",
                    [],
                    {"display_name": {}},
                ),
                self._call(
                    f"{name}.goal",
                    "web_search_read",
                    [],
                    {"supervision_id": {"fields": {"private_note": {}}}},
                ),
            ]
        self.assertNotIn(SECRET, str(answers))


@tagged("post_install", "-at_install")
class TestSessions(SessionCase):
    def test_time_to_let_off_keeps_no_content(self):
        session = self._new_session(kind="release")
        for vals in (
            {"agreement": "泣いた"},
            {"board": "泣いた"},
            {"location": "泣いた"},
            {"private_note": "泣いた"},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                session.write(vals)
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self._new_session(kind="release", **vals)
        self.assertFalse(session.with_user(self.manager).has_access("read"))

    def test_shared_ones_are_for_the_office(self):
        session = self._new_session(kind="morning", agreement="雪の日は電話で")
        self.assertEqual(session.with_user(self.colleague).agreement, "雪の日は電話で")
        for user in (self.sister, self.stranger, self.officer, self.admin, self.clerk):
            self.assertFalse(session.with_user(user).has_access("read"), user.login)

    def test_one_on_one_is_of_two(self):
        with self.assertRaises(ValidationError):
            self._new_session(
                user_ids=[Command.set([self.counsellor.id, self.colleague.id])]
            )

    @mute_logger(*QUIET)
    def test_nobody_arranges_the_talk_of_two_others(self):
        with self.assertRaises(AccessError):
            self._new_session(self.manager)

    def test_report_lists_all_new_cases(self):
        before = fields.Date.today() - timedelta(days=30)
        old = self._new_case(reception_date=before)
        new = self._new_case(reception_date=fields.Date.today())
        first = self._new_session(kind="new_cases")
        self.assertIn(new, first.case_ids)
        self.assertNotIn(old, first.case_ids)

    def test_review_lists_what_is_marked(self):
        before = fields.Date.today() - timedelta(days=30)
        old = self._new_case(reception_date=before)
        old.sudo().screening_date = before
        self.assertNotIn(old, self._new_session(kind="case_review").case_ids)
        old.action_want_discussion()
        review = self._new_session(kind="case_review")
        self.assertIn(old, review.case_ids)
        review.action_hold()
        self.assertFalse(old.discussion_date)
        self.assertEqual(review.present_ids, self.chief | self.counsellor)

    def test_next_time(self):
        session = self._new_session(repeat="weekly", private_note=SECRET)
        action = session.action_next_time()
        following = session.browse(action["res_id"])
        self.assertEqual(following.date_start - session.date_start, timedelta(days=7))
        self.assertEqual(following.user_ids, self.counsellor)
        self.assertFalse(following.private_note)
        self.assertEqual(session.action_next_time()["res_id"], following.id)

    def test_what_has_no_end_takes_an_hour(self):
        session = self._new_session(date_start="2026-06-01 01:00:00")
        end = fields.Datetime.to_datetime("2026-06-01 02:00:00")
        self.assertEqual(session.date_stop, end)
        session.date_start = "2026-06-01 01:30:00"
        self.assertEqual(session.date_stop, end)
        session.date_start = "2026-06-02 01:00:00"
        self.assertEqual(session.date_stop, end + timedelta(days=1))

    def test_goals_are_seen_by_the_two(self):
        session = self._new_session(
            goal_ids=[Command.create({"name": "家計相談を学ぶ"})]
        )
        following = session.browse(session.action_next_time()["res_id"])
        self.assertEqual(following.former_goal_ids.mapped("name"), ["家計相談を学ぶ"])
        self.assertTrue(session.goal_ids.with_user(self.counsellor).has_access("write"))
        for user in (self.colleague, self.manager, self.stranger, self.admin):
            self.assertFalse(
                session.goal_ids.with_user(user).has_access("read"), user.login
            )

    def test_agreed_line_goes_to_the_case(self):
        case = self._new_case()
        session = self._new_session(
            case_ids=[Command.set([case.id])],
            case_line="次の訪問はふたりで",
            private_note=SECRET,
        )
        session.action_tell_cases()
        body = case.message_ids[0].body
        self.assertIn("次の訪問はふたりで", body)
        self.assertNotIn(SECRET, str(case.message_ids.mapped("body")))
