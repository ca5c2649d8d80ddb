# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from contextlib import ExitStack
from itertools import combinations_with_replacement

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .at_once import CONFLICTS, AtOnceCase, new_case, new_plan

# The steps, each by whom; every pair of a group is tried in both orders. The table of
# docs/reliability.md is this one.
STEPS = {}


def step(login):
    def keep(function):
        STEPS[function.__name__] = (login, function)
        return function

    return keep


class Records:
    """The records of a situation, in somebody's environment.

    :param ids: ``{name: (model without prefix, id)}``
    """

    def __init__(self, env, ids):
        self.env = env
        self._ids = ids

    def __getattr__(self, name):
        model, res_id = self._ids[name]
        return self.env[f"self_reliance.{model}"].browse(res_id)


# the plan


@step("counsellor")
def agree(r):
    r.plan.action_agree()


@step("counsellor")
def back_to_draft(r):
    r.plan.action_back_to_draft()


@step("colleague")
def change_line(r):
    r.line.name = "別の言葉"


@step("colleague")
def delete_lines(r):
    r.plan.line_ids.unlink()


@step("colleague")
def add_line(r):
    r.plan.line_ids.create({"plan_id": r.plan.id, "actor": "client", "name": "追加"})


@step("colleague")
def change_service(r):
    r.plan.service_use_ids.amount = 5000


@step("colleague")
def change_goal(r):
    r.plan.goal = "別の目標"


@step("chief")
def correct_line(r):
    r.line.name = "会議での修正"


@step("counsellor")
def submit(r):
    r.env["self_reliance.plan.submit"].create(
        {"plan_ids": r.plan.ids, "meeting_id": r.meeting.id}
    ).action_confirm()


@step("first")
def decide(r):
    r.env["self_reliance.plan.approval"].create(
        {"plan_ids": r.plan.ids}
    ).action_confirm()


@step("second")
def decide_too(r):
    decide(r)


@step("first")
def revoke(r):
    r.plan.decision_ids[0].action_revoke("番号の誤り")


@step("chief")
def correct_plan(r):
    wizard = (
        r.env["self_reliance.plan.modify"]
        .with_context(default_plan_id=r.plan.id)
        .create({"reason": "誤記"})
    )
    wizard.goal = "直した目標"
    wizard.action_confirm()


@step("counsellor")
def evaluate(r):
    r.env["self_reliance.evaluation"].create(
        {"plan_id": r.plan.id, "outcome": "replanned"}
    )


@step("colleague")
def evaluate_too(r):
    r.env["self_reliance.evaluation"].create(
        {"plan_id": r.plan.id, "outcome": "closed"}
    )


@step("counsellor")
def replan(r):
    r.plan.action_replan()


@step("colleague")
def change_evaluation(r):
    r.plan.evaluation_id.outcome = "interrupted"


# the meeting


@step("chief")
def hold(r):
    r.meeting.action_hold()


@step("chief")
def cancel(r):
    r.meeting.action_cancel()


@step("chief")
def reopen(r):
    r.meeting.action_reopen("結果の誤り")


@step("counsellor")
def write_minutes(r):
    r.meeting.item_ids.write({"minutes": "会議の議事", "outcome": "rejected"})


@step("chief")
def take_off(r):
    r.plan.item_ids.unlink()


# the case


@step("chief")
def interrupt(r):
    r.env["self_reliance.case.closure"].create(
        {"case_id": r.case.id, "outcome": "interrupted", "reason": "連絡がとれない"}
    ).action_confirm()


@step("counsellor")
def make_plan(r):
    new_plan(r.env, r.case)


@step("colleague")
def make_plan_too(r):
    new_plan(r.env, r.case)


@step("counsellor")
def make_assessment(r):
    r.env["self_reliance.assessment"].create({"case_id": r.case.id})


@step("colleague")
def make_assessment_too(r):
    make_assessment(r)


@step("colleague")
def write_record(r):
    r.env["self_reliance.record"].create({"case_id": r.case.id, "content": "電話"})


@step("chief")
def hand_over(r):
    colleague = r.office.user_ids.filtered(lambda user: user.name == "colleague")
    r.case._hand_over(r.office, colleague, "異動")


# the client


@step("chief")
def merge(r):
    r.env["self_reliance.client.merge"].create(
        {"kept_id": r.kept.id, "merged_id": r.client.id}
    ).action_merge()


@step("counsellor")
def open_case(r):
    r.env["self_reliance.intake"].create({"client_id": r.client.id}).action_confirm()


@step("counsellor")
def link_case(r):
    r.env["self_reliance.case"].create({"client_id": r.client.id})


@step("colleague")
def add_child(r):
    r.client.household_ids = [Command.create({"name": "子"})]


@step("colleague")
def change_child(r):
    r.child.note = "転校"


@step("colleague")
def write_phone(r):
    r.client.phone = "03-1234-5678"


GROUPS = {
    "draft": (agree, change_line, delete_lines, change_service, change_goal, interrupt),
    "agreed": (submit, hold, cancel, back_to_draft, interrupt, add_line),
    "submitted": (hold, write_minutes, take_off, correct_line, cancel, interrupt),
    "endorsed": (decide, decide_too, reopen, interrupt, add_line),
    "decided": (evaluate, evaluate_too, correct_plan, revoke),
    "evaluated": (replan, change_evaluation),
    "case": (
        make_plan,
        make_plan_too,
        make_assessment,
        make_assessment_too,
        write_record,
        interrupt,
        hand_over,
    ),
    "client": (merge, open_case, link_case, add_child, change_child, write_phone),
}


@tagged("post_install", "-at_install")
class TestPairsOfSteps(AtOnceCase):
    """Two people take two steps in the same moment, for every pair of steps.

    Both have read the same state. The first commits; the second, who still sees the
    former state, is run again if the database says so, as Odoo does. What is there in
    the end is what one of the two serial orders leaves, refusals included.
    """

    def _prepare(self, env, group):
        """:return: ``{name: (model, id)}`` of a situation of its own"""
        case = new_case(env)
        found = {"case": case, "client": case.client_id}
        if group == "client":
            case.client_id.household_ids = [Command.create({"name": "長男"})]
            found["child"] = case.client_id.household_ids
            found["kept"] = env["self_reliance.client"].create({"name": "同じ人"})
        elif group != "case":
            found |= self._prepare_plan(env, case, group)
        return {
            name: (record._name.removeprefix("self_reliance."), record.id)
            for name, record in found.items()
        } | {"office": ("office", self.ids["office"])}

    def _prepare_plan(self, env, case, group):
        plan = new_plan(env, case)
        meeting = env["self_reliance.meeting"].create(
            {"name": "同時の会議", "date_start": "2026-05-20 01:00:00"}
        )
        found = {"plan": plan, "meeting": meeting, "line": plan.line_ids[0]}
        records = Records(
            env,
            {
                name: (r._name[len("self_reliance.") :], r.id)
                for name, r in found.items()
            },
        )

        def take(function):
            login, _function = STEPS[function.__name__]
            other = env(user=self.ids[login])
            function(Records(other, records._ids))

        if group != "draft":
            take(agree)
        if group not in ("draft", "agreed"):
            take(submit)
            plan.item_ids.write({"outcome": "endorsed", "minutes": "はじめの議事"})
        if group in ("endorsed", "decided", "evaluated"):
            take(hold)
        if group in ("decided", "evaluated"):
            take(decide)
        if group == "evaluated":
            take(evaluate)
        return found

    def _run(self, env, name, ids):
        """:return: whether the step was taken"""
        env.invalidate_all()
        _login, function = STEPS[name]
        try:
            with env.cr.savepoint():
                function(Records(env, ids))
        except UserError:
            env.invalidate_all()
            return False
        return True

    def _look(self, env, ids):
        """What is there, without ids and times."""
        env = env(su=True)
        env.flush_all()
        env.invalidate_all()
        records = Records(env, ids)
        case, client = records.case, records.client
        look = {
            "stage": case.stage,
            "case_client": case.client_id.id,
            "main": case.user_id.name,
            "records": len(case.record_ids),
            "versions": case.assessment_ids.sorted("version").mapped("version"),
            "active": client.active,
            "cases_of_client": len(client.case_ids),
            "children": sorted(
                (child.name, child.note or "") for child in client.household_ids
            ),
            "plans": [self._look_at_plan(p) for p in case.plan_ids.sorted("round")],
        }
        if "kept" in ids:
            kept = records.kept
            look |= {
                "kept": (kept.phone, len(kept.case_ids)),
                "kept_children": sorted(
                    (child.name, child.note or "") for child in kept.household_ids
                ),
                "phone": client.phone,
            }
        if "meeting" in ids:
            look["meeting"] = records.meeting.state
            look["items"] = [
                (item.outcome, item.minutes) for item in records.meeting.item_ids
            ]
        return look

    @staticmethod
    def _look_at_plan(plan):
        return {
            "round": plan.round,
            "state": plan.state,
            "consent": plan.is_consented,
            "goal": plan.goal,
            "lines": plan.line_ids.sorted("id").mapped("name"),
            "amounts": plan.service_use_ids.mapped("amount"),
            "decisions": sorted(plan.decision_ids.mapped("state")),
            "evaluation": plan.evaluation_id.outcome,
            "next": plan.next_plan_id.round,
            "items": len(plan.item_ids),
        }

    def _run_serially(self, names, group):
        """One after the other, in a transaction that is thrown away."""
        with self.environment("counsellor") as env:
            ids = self._prepare(env, group)
            self._make_comparable(env)
            taken = [
                self._run(env(user=self.ids[STEPS[name][0]]), name, ids)
                for name in names
            ]
            return self._relative(self._look(env, ids), ids), taken

    def _make_comparable(self, env):
        env.flush_all()
        env.invalidate_all()

    def _relative(self, look, ids):
        """Clients by their part in the situation, not by their ids."""
        parts = {ids[name][1]: name for name in ("kept", "client") if name in ids}
        return {**look, "case_client": parts.get(look["case_client"])}

    def _run_at_once(self, names, group):
        ids = self.committed("counsellor", self._prepare, group)
        taken = [None, None]
        with ExitStack() as stack:
            # A conflict may show itself at the step, at its flush or at the commit.
            stack.enter_context(mute_logger("odoo.sql_db"))
            envs = [
                stack.enter_context(self.environment(STEPS[name][0])) for name in names
            ]
            # The second one begins while the first is under way.
            for position, (name, env) in enumerate(zip(names, envs, strict=True)):
                for attempt in range(2):
                    try:
                        taken[position] = self._run(env, name, ids)
                        env.flush_all()
                        env.cr.commit()
                        break
                    except CONFLICTS:
                        self.assertTrue(
                            position and not attempt, "Nobody else is there"
                        )
                        env.cr.rollback()
                        env.transaction.reset()
        with self.environment("chief") as env:
            return self._relative(self._look(env, ids), ids), taken

    def _try_group(self, group):
        for pair in combinations_with_replacement(GROUPS[group], 2):
            names = [function.__name__ for function in pair]
            serial = self._run_serially(names, group)
            look, taken = self._run_serially(names[::-1], group)
            orders = [serial, (look, taken[::-1])]
            for order in (names, names[::-1]):
                with self.subTest(group=group, first=order[0], second=order[1]):
                    look, taken = self._run_at_once(order, group)
                    if order != names:
                        taken = taken[::-1]
                    self.assertIn((look, taken), orders)
                if names[0] == names[1]:
                    break

    def test_draft(self):
        self._try_group("draft")

    def test_agreed(self):
        self._try_group("agreed")

    def test_submitted(self):
        self._try_group("submitted")

    def test_endorsed(self):
        self._try_group("endorsed")

    def test_decided(self):
        self._try_group("decided")

    def test_evaluated(self):
        self._try_group("evaluated")

    def test_case(self):
        self._try_group("case")

    def test_client(self):
        self._try_group("client")
