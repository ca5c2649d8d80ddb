# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Names are folded in columns, which are filled by ``post-neighbours``: Odoo would work
each row out by itself."""


def migrate(cr, version):
    cr.execute(
        """
        ALTER TABLE self_reliance_client
            ADD COLUMN IF NOT EXISTS kana_folded varchar,
            ADD COLUMN IF NOT EXISTS former_folded varchar;
        ALTER TABLE self_reliance_case
            ADD COLUMN IF NOT EXISTS visitor_name_folded varchar;
        """
    )
