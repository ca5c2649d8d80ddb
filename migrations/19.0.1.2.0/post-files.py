# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""No public sign-up; files of casework lose what opened them to everybody."""

import logging

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    cr.execute(
        "UPDATE ir_config_parameter SET value = 'b2b'"
        " WHERE key = 'auth_signup.invitation_scope' AND value = 'b2c'"
    )
    if cr.rowcount:
        _logger.info("Public sign-up is closed.")
    cr.execute(
        "UPDATE ir_attachment SET public = false, access_token = NULL"
        " WHERE (public OR access_token IS NOT NULL) AND (res_model LIKE %s OR id IN"
        " (SELECT rel.attachment_id FROM message_attachment_rel rel"
        " JOIN mail_message m ON m.id = rel.message_id WHERE m.model LIKE %s))",
        ["self_reliance.%"] * 2,
    )
    _logger.info("%s files are no longer open to everybody.", cr.rowcount)
