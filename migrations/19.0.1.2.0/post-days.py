# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Users live in Japan; drafts of records do not settle anything any more."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["res.users"].with_context(active_test=False).search(
        [("share", "=", False)]
    )._live_in_japan()
    drafts = env["self_reliance.record"].search([("is_draft", "=", True)])
    cases = drafts.case_id
    env.add_to_compute(cases._fields["last_record_date"], cases)
    plans = cases.plan_ids
    env.add_to_compute(plans._fields["monitoring_due_month"], plans)
    env.flush_all()
