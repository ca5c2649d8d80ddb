# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Services as the ordinance has them: the national rules, codes and kinds that were
brought with ``noupdate``, and the ground of a repeat as a choice.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools.sql import column_exists

MODULE = "self_reliance_support"
# What a municipality has entered itself stays.
RULES = {
    "service_rule_housing_benefit": {
        "valid_from": "2023-04-01",
        "is_step_absolute": True,
        "pause_months": 24,
        "repeat_grounds": "any",
        "condition": (
            "再支給は、解雇（自己の責めに帰すべき理由によるものを除く。）その他事業主の"
            "都合による離職、又は自己の責め若しくは都合によらない廃業・休業等の場合に"
            "限り、最後の支給月の翌月から1年を経過したあと"
        ),
    },
    "service_rule_shelter": {"run_gap_months": 1},
    "service_rule_work_preparation": {"run_gap_months": 6},
}


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, vals in RULES.items():
        rule = env.ref(f"{MODULE}.{name}", raise_if_not_found=False)
        if rule and not (rule.repeat_grounds or rule.run_gap_months):
            rule.write(vals)
    service = env.ref(f"{MODULE}.service_child_learning", raise_if_not_found=False)
    if service:
        service.kind = "statutory"
    code = env.ref(f"{MODULE}.code_agency_women_support", raise_if_not_found=False)
    if code and not code.valid_to:
        code.write({"valid_to": "2024-03-31", "active": False})
    if column_exists(cr, "self_reliance_benefit", "is_after_dismissal"):
        cr.execute(
            "UPDATE self_reliance_benefit SET repeat_ground = 'dismissal'"
            " WHERE is_after_dismissal AND repeat_ground IS NULL"
        )
