# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The access log keeps who it was in the entry itself, and holds no account fast."""

from odoo.tools.sql import column_exists

TABLE = "self_reliance_access_log"


def migrate(cr, version):
    if column_exists(cr, TABLE, "user_id"):
        cr.execute(
            f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS {TABLE}_user_id_fkey"
        )
        cr.execute(f"ALTER TABLE {TABLE} RENAME COLUMN user_id TO user_number")
        cr.execute(f"ALTER TABLE {TABLE} ALTER COLUMN user_number DROP NOT NULL")
    cr.execute(
        f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS user_login varchar,"
        " ADD COLUMN IF NOT EXISTS user_name varchar"
    )
    cr.execute(
        f"""
        UPDATE {TABLE} entry
           SET user_login = users.login, user_name = partner.name
          FROM res_users users
          JOIN res_partner partner ON partner.id = users.partner_id
         WHERE users.id = entry.user_number AND entry.user_login IS NULL
        """
    )
