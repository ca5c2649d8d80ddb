# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""No use of a service is known yet to be of a specified recipient: none is computed."""


def migrate(cr, version):
    """:param version: the installed version, ``None`` on installation"""
    if version:
        cr.execute(
            "ALTER TABLE self_reliance_service_use"
            " ADD COLUMN IF NOT EXISTS is_assisted boolean"
        )
