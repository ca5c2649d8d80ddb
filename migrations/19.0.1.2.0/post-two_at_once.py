# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mend what two people who acted in the same moment have left behind.

Plans that wait for a meeting which is over, signed plans without a line, cases and
household members that stayed with a client who was merged into another one. Each
change is noted in the log; those of plans and cases stand in their history too.
"""

import logging

from odoo import SUPERUSER_ID, api

from odoo.addons.self_reliance_support.models.clients.client_merge import (
    FILLED_FIELDS,
)

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    _free_waiting_plans(env)
    _reopen_empty_plans(env)
    _follow_merges(env)
    # The end of a contract is looked up; nothing has to be taken away any more.
    job = env.ref("self_reliance_support.cron_end_contracts", raise_if_not_found=False)
    if job:
        job.unlink()


def _free_waiting_plans(env):
    """As the meeting said; back to the office if it said nothing."""
    for plan in env["self_reliance.plan"].search([("state", "=", "submitted")]):
        if "planned" in plan.item_ids.meeting_id.mapped("state"):
            continue
        item = plan.item_ids.filtered(lambda item: item.meeting_id.state == "held")
        item = item.sorted("id")[-1:]
        if item.outcome in ("endorsed", "endorsed_with_changes"):
            item.former_plan_state = "submitted"
            plan._set_state("endorsed")
        else:
            plan._set_state("agreed")
        _logger.warning("%s waited for a meeting that is over: %s", plan, plan.state)


def _reopen_empty_plans(env):
    """Nobody has signed a plan that says nothing: it is signed anew."""
    plans = env["self_reliance.plan"].search(
        [("state", "=", "agreed"), ("line_ids", "=", False)]
    )
    # What was disposed of has no lines, and stays as it is.
    for plan in plans.filtered(lambda plan: not plan.case_id.disposed_date):
        plan._set_state("draft", is_consented=False, is_applied=False)
        _logger.warning("%s was agreed and has no line: it is a draft again", plan)


def _follow_merges(env):
    merges = env["self_reliance.client.merge"].search([("state", "=", "merged")])
    for client in merges.merged_id.filtered(lambda client: not client.active):
        kept = client._get_kept()
        if kept == client or kept.disposed_date:
            continue
        left = (*client.case_ids, *client.household_ids)
        for record in left:
            record.client_id = kept
        filled = {
            name: client._fields[name].convert_to_write(client[name], client)
            for name in FILLED_FIELDS
            if client[name] and not kept[name]
        }
        if filled:
            if client.is_address_confidential:
                filled["is_address_confidential"] = True
            kept.write(filled)
        if left or filled:
            _logger.warning(
                "%s was entered for %s, merged into %s", [*left, *filled], client, kept
            )
