# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Inhabitants and targets may be an office's: unique for each unit from now on."""


def migrate(cr, version):
    """:param version: the installed version, ``None`` on installation"""
    if not version:
        return
    for table, constraint in (
        ("self_reliance_municipality_population", "year_unique"),
        ("self_reliance_target", "column_unique"),
    ):
        cr.execute(
            f"ALTER TABLE IF EXISTS {table}"
            f" DROP CONSTRAINT IF EXISTS {table}_{constraint}"
        )
