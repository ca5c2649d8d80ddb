# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Hand-overs and endings that were recorded before become events of their cases."""


def migrate(cr, version):
    cr.execute(
        """
        INSERT INTO self_reliance_case_event
               (case_id, kind, date, detail, handover_id, typed_date, user_id,
                create_uid, create_date, write_uid, write_date)
        SELECT h.case_id,
               CASE WHEN h.from_office_id IS DISTINCT FROM h.to_office_id
                    THEN 'moved' ELSE 'counsellor' END,
               h.date,
               CASE WHEN h.from_office_id IS DISTINCT FROM h.to_office_id
                    THEN concat(coalesce(old.name, '－'), ' → ', new.name)
                    ELSE concat(coalesce(was.name, '－'), ' → ',
                                coalesce(becomes.name, '－')) END,
               h.id, h.create_date, h.handed_by_id,
               h.create_uid, h.create_date, h.write_uid, h.write_date
          FROM self_reliance_case_handover h
          LEFT JOIN self_reliance_office old ON old.id = h.from_office_id
          LEFT JOIN self_reliance_office new ON new.id = h.to_office_id
          LEFT JOIN res_users was_user ON was_user.id = h.from_user_id
          LEFT JOIN res_partner was ON was.id = was_user.partner_id
          LEFT JOIN res_users becomes_user ON becomes_user.id = h.to_user_id
          LEFT JOIN res_partner becomes ON becomes.id = becomes_user.partner_id
         WHERE NOT EXISTS (
                   SELECT FROM self_reliance_case_event e WHERE e.handover_id = h.id
               )
         ORDER BY h.date, h.id;

        INSERT INTO self_reliance_case_event
               (case_id, kind, date, detail, typed_date,
                create_uid, create_date, write_uid, write_date)
        SELECT c.id, c.stage, c.close_date,
               nullif(concat_ws(E'\\n', c.closing_wish, c.closing_reason,
                                c.closing_missing_resources), ''),
               c.write_date, c.write_uid, c.write_date, c.write_uid, c.write_date
          FROM self_reliance_case c
         WHERE c.close_date IS NOT NULL
           AND c.stage IN ('closed', 'interrupted', 'referred', 'informed', 'voided')
           AND NOT EXISTS (
                   SELECT FROM self_reliance_case_event e
                    WHERE e.case_id = c.id AND e.kind = c.stage
               )
        """
    )
