# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


def migrate(cr, version):
    """Give every office the remarks on agencies that all of them could read.

    Whose a remark was, nobody noted. The column goes when the update is done.
    """
    cr.execute(
        "SELECT 1 FROM information_schema.columns WHERE table_name = 'res_partner'"
        " AND column_name = 'agency_private_note'"
    )
    if not cr.fetchone():
        return
    cr.execute(
        """
        INSERT INTO self_reliance_agency_remark
               (partner_id, office_id, date, text, create_uid, create_date,
                write_uid, write_date)
        SELECT partner.id, office.id,
               COALESCE(partner.write_date, NOW() AT TIME ZONE 'UTC')::date,
               partner.agency_private_note, partner.write_uid, partner.write_date,
               partner.write_uid, partner.write_date
          FROM res_partner partner
         CROSS JOIN self_reliance_office office
         WHERE COALESCE(BTRIM(partner.agency_private_note), '') <> ''
        """
    )
