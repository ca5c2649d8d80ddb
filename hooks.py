# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import logging

from odoo.tools import SQL

from .tools.casework_models import is_casework
from .tools.plain_format import KEY_MODULE

_logger = logging.getLogger(__name__)

OURS = "self_reliance.%"
BATCH = 1000
# What hangs on any record of Odoo, by table and the column with the model.
HANGING = (
    ("mail_message", "model"),
    ("mail_followers", "res_model"),
    ("mail_activity", "res_model"),
    ("mail_scheduled_message", "model"),
    ("ir_filters", "model_id"),
    ("ir_exports", "resource"),
)
# Parts of models, by the tables that describe them.
NAMED_BY_OTHERS = {
    "ir.model.fields": "SELECT id FROM ir_model_fields WHERE model LIKE %s",
    "ir.model.fields.selection": "SELECT selection.id FROM ir_model_fields_selection"
    " selection JOIN ir_model_fields field ON field.id = selection.field_id"
    " WHERE field.model LIKE %s",
    "ir.model.inherit": "SELECT inherit.id FROM ir_model_inherit inherit"
    " JOIN ir_model model ON model.id = inherit.model_id WHERE model.model LIKE %s",
    "ir.model.constraint": "SELECT part.id FROM ir_model_constraint part"
    " JOIN ir_model model ON model.id = part.model WHERE model.model LIKE %s",
    "ir.model.relation": "SELECT part.id FROM ir_model_relation part"
    " JOIN ir_model model ON model.id = part.model WHERE model.model LIKE %s",
    "ir.model": "SELECT id FROM ir_model WHERE model LIKE %s",
}


def post_init_hook(env):
    """Close the public sign-up, which Odoo opens by itself; lead to the set-up."""
    close_sign_up(env)
    env.ref("base.user_admin")._open_on_first_page()


def close_sign_up(env):
    env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2b")
    _logger.info(
        "Public sign-up is closed: nobody makes an account by themselves. Accounts are"
        " made in Settings, Users."
    )


def uninstall_hook(env):
    """Take all personal data away before the addon goes.

    Odoo drops the tables, but leaves messages, attachments and appointments; and it
    deletes masters first, which cases that use them refuse.
    """
    _delete_appointments(env)
    _delete_attachments(env)
    env.flush_all()
    for table, column in HANGING:
        env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE %s LIKE %s",
                SQL.identifier(table),
                SQL.identifier(column),
                OURS,
            )
        )
    env.cr.execute("DELETE FROM ir_model_data WHERE module = %s", [KEY_MODULE])
    _delete_names_of_others(env)
    _delete_numbering(env)
    tables = [
        model._table
        for model in env.values()
        if is_casework(model._name) and model._auto
        if not model._abstract
    ]
    _empty(env, tables)
    env.cr.execute("DROP TABLE IF EXISTS self_reliance_access_log_seal")
    _drop_functions(env)
    env.invalidate_all()


def _delete_names_of_others(env):
    """External names that other modules gave to parts of our models.

    What a model inherits from ``mail`` is named by ``mail``. Odoo lets the database
    delete those parts, which leaves their names.
    """
    for model, query in NAMED_BY_OTHERS.items():
        env.cr.execute(
            SQL(
                "DELETE FROM ir_model_data WHERE model = %s AND module != %s"
                " AND res_id IN (%s)",
                model,
                "self_reliance_support",
                SQL(query, OURS),  # pylint: disable=sql-injection
            )
        )


def _empty(env, tables):
    """Empty tables, which refer to each other, and nothing but these.

    TRUNCATE with CASCADE would empty the contacts as well, which refer to codes; and
    to delete in the right order would take hours in a database of many years.
    """
    env.cr.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE contype = 'f' AND confrelid::regclass::text = ANY(%s)",
        [tables],
    )
    for table, name in env.cr.fetchall():
        env.cr.execute(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT %s",
                SQL.identifier(table.strip('"')),
                SQL.identifier(name),
            )
        )
    for table in tables:
        # What keeps the log as it was written keeps it as long as the addon is there.
        env.cr.execute(
            SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table))
        )
    env.cr.execute(
        SQL(
            "TRUNCATE %s",
            SQL(", ").join(SQL.identifier(table) for table in sorted(tables)),
        )
    )


def _drop_functions(env):
    """What triggers call; the triggers go along, and Odoo drops their tables later."""
    env.cr.execute(
        "SELECT oid::regprocedure::text FROM pg_proc"
        " WHERE pronamespace = current_schema::regnamespace"
        " AND proname LIKE 'self\\_reliance\\_%'"
    )
    for (function,) in env.cr.fetchall():
        # The catalogue gives the name as a statement takes it, quoted where it must be.
        env.cr.execute(
            SQL("DROP FUNCTION %s CASCADE", SQL(function))  # pylint: disable=sql-injection
        )


def _delete_appointments(env):
    """Meetings and visits in the calendars, which name people."""
    env["calendar.event"].with_context(
        active_test=False, dont_notify=True, no_mail_to_attendees=True
    ).search(
        [
            "|",
            ("res_model", "=like", OURS),
            (
                "id",
                "in",
                [
                    *env["self_reliance.meeting"].search([]).event_id.ids,
                    *env["self_reliance.supervision"].search([]).event_id.ids,
                ],
            ),
        ]
    ).unlink()


def _delete_attachments(env):
    """By the ORM, so that the files go with the next cleaning of the filestore."""
    domain = [
        ("res_model", "=like", OURS),
        "|",
        ("res_field", "=", False),
        ("res_field", "!=", False),
    ]
    while attachments := env["ir.attachment"].search(domain, limit=BATCH):
        attachments.unlink()


def _delete_numbering(env):
    for name in ("self_reliance.municipality", "self_reliance.office"):
        records = env[name].with_context(active_test=False).search([])
        sequences = records.sequence_id
        records.write({"sequence_id": False})
        sequences.unlink()
