# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two rules on contacts, which were ``noupdate``, took rights of other groups away;
and names are folded by the public table of kanji that are written for one another.
"""

from psycopg2.extras import execute_values

from odoo import SUPERUSER_ID, api

from odoo.addons.self_reliance_support.tools.name_folding import (
    fold_address,
    fold_name,
    split_names,
)

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
    cr.execute(
        """
        SELECT id, name, name_kana, former_names, concat(city, street),
               name_folded, kana_folded, former_folded, address_folded
          FROM self_reliance_client
        """
    )
    _update(
        cr,
        "client",
        ("name_folded", "kana_folded", "former_folded", "address_folded"),
        [
            (number, *folded)
            for number, name, kana, formers, place, *known in cr.fetchall()
            if (
                folded := (
                    fold_name(name) or None,
                    fold_name(kana) or None,
                    _join(split_names(formers)),
                    fold_address(place) or None,
                )
            )
            != tuple(known)
        ],
    )
    cr.execute("SELECT id, visitor_name, visitor_name_folded FROM self_reliance_case")
    _update(
        cr,
        "case",
        ("visitor_name_folded",),
        [
            (number, folded)
            for number, name, known in cr.fetchall()
            if (folded := fold_name(name) or None) != known
        ],
    )


def _join(names):
    return f"|{'|'.join(names)}|" if names else None


def _update(cr, table, columns, rows):
    pairs = ", ".join(f"{column} = folded.{column}" for column in columns)
    for start in range(0, len(rows), BATCH):
        execute_values(
            cr._obj,
            f"UPDATE self_reliance_{table} t SET {pairs}"
            f" FROM (VALUES %s) AS folded(id, {', '.join(columns)})"
            " WHERE t.id = folded.id",
            rows[start : start + BATCH],
            page_size=BATCH,
        )


def _fold_texts(env, model, name, domain):
    records = env[model].with_context(active_test=False).search(domain)
    env.add_to_compute(records._fields[name], records)
    env.flush_all()
