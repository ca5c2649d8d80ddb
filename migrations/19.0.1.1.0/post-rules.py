# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Record rules are ``noupdate``: bring those of the former version to the form that
compares the user's offices as ids, for which there are indexes.
"""

from odoo import SUPERUSER_ID, api

REPLACED = {
    "('office_id.user_ids', 'in', [user.id])": "('office_id', 'in', office_ids)",
    "('municipality_id.user_ids', 'in', [user.id])": (
        "('municipality_id', 'in', municipality_ids)"
    ),
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    ours = env["ir.model.data"].search(
        [("module", "=", "self_reliance_support"), ("model", "=", "ir.rule")]
    )
    for rule in env["ir.rule"].browse(ours.mapped("res_id")).exists():
        domain = rule.domain_force or ""
        for former, present in REPLACED.items():
            domain = domain.replace(former, present)
        if domain != rule.domain_force:
            rule.domain_force = domain
