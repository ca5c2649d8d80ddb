# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two rules on contacts, which were ``noupdate``, took rights of other groups away;
and names are folded by the public table of kanji that are written for one another.
"""

from psycopg2.extras import execute_values

from odoo import SUPERUSER_ID, api

from odoo.addons.self_reliance_support.tools.name_folding import fold_name

BATCH = 5000
GONE = ("res_partner_rule_manager", "res_partner_rule_partner_manager")


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in GONE:
        rule = env.ref(f"self_reliance_support.{name}", raise_if_not_found=False)
        if rule:
            rule.unlink()
    _fold_clients(cr)
    _fold_texts(env, "self_reliance.resource", "search_text", [])
    _fold_texts(env, "res.partner", "agency_search", [("is_agency", "=", True)])


def _fold_clients(cr):
    cr.execute("SELECT id, name, name_folded FROM self_reliance_client")
    changed = [
        (number, folded)
        for number, name, former in cr.fetchall()
        if (folded := fold_name(name) or None) != former
    ]
    for start in range(0, len(changed), BATCH):
        execute_values(
            cr._obj,
            "UPDATE self_reliance_client client SET name_folded = folded.name"
            " FROM (VALUES %s) AS folded(id, name) WHERE client.id = folded.id",
            changed[start : start + BATCH],
            page_size=BATCH,
        )


def _fold_texts(env, model, name, domain):
    records = env[model].with_context(active_test=False).search(domain)
    env.add_to_compute(records._fields[name], records)
    env.flush_all()
