# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from os.path import commonprefix

from markupsafe import Markup
from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS
from odoo.tools import SQL

OPERATIONS = [
    ("open", "Opened"),
    ("list", "Listed"),
    ("export", "Exported"),
    ("print", "Printed"),
    ("create", "Created"),
    ("change", "Changed"),
    ("delete", "Deleted"),
    ("decide", "Decided"),
    ("emergency", "Emergency Access"),
    ("login", "Logged In"),
    ("login_failed", "Log-in Failed"),
]
# Entries in one statement; an export may have a hundred thousand.
BATCH = 5000
# Of longer texts only what differs is kept: records are saved while one types.
WHOLE_TEXT = 200
CHANGES = "self_reliance_changes"


def cut_to_difference(old, new):
    """What differs between two values, to be kept in the log.

    :return: ``[old, new]``; of long texts the differing part of both and where it
        begins, ``[old part, new part, position]``: with the text as it stands, each
        former wording follows
    """
    if not (isinstance(old, str) and isinstance(new, str)):
        return [old, new]
    if len(old) + len(new) <= WHOLE_TEXT:
        return [old, new]
    start = len(commonprefix([old, new]))
    end = len(commonprefix([old[start:][::-1], new[start:][::-1]]))
    return [old[start : len(old) - end], new[start : len(new) - end], start]


class AccessLog(models.Model):
    """Who looked at whom, when and how. Written by the server, changed by nobody.

    Entries are inserted by one statement per request and never updated: no group
    may create, write or delete them, and the methods refuse even the superuser of
    a script that goes through the ORM. Everything personal stands in ``detail`` and
    ``changes``, beside ``client_id`` and ``case_id``.
    """

    _name = "self_reliance.access.log"
    _description = "Access Log"
    _order = "id desc"
    _log_access = False

    date = fields.Datetime(required=True, index=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        index=True,
        readonly=True,
        ondelete="restrict",
        help="Nobody for a log-in under a name that does not exist.",
    )
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="model", readonly=True
    )
    model_label = fields.Char(string="What", compute="_compute_model_label")
    operation = fields.Selection(OPERATIONS, string="How", required=True, readonly=True)
    case_id = fields.Many2one(
        "self_reliance.case", index="btree_not_null", readonly=True, ondelete="restrict"
    )
    client_id = fields.Many2one(
        "self_reliance.client",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )
    office_id = fields.Many2one(
        "self_reliance.office", index="btree_not_null", readonly=True
    )
    detail = fields.Char(readonly=True)
    # Shown through ``change_table``, which asks what the reader may see.
    changes = fields.Json(readonly=True, groups=NO_ACCESS)
    change_table = fields.Html(
        string="Before and After", compute="_compute_change_table", sanitize=False
    )

    _digest_index = models.Index("(office_id, date)")

    @api.depends("model")
    def _compute_model_label(self):
        for entry in self:
            entry.model_label = self.env["ir.model"]._get(entry.model).name

    @api.depends("date", "user_id")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"{entry.date} {entry.user_id.name}"

    @api.model
    def _insert(self, rows):
        """Add entries at once.

        :param rows: list of tuples (model, res_id, operation, case_id, client_id,
            office_id, detail); the day and the user are the environment's
        """
        self._insert_rows((self.env.uid, *row, None) for row in rows)

    @api.model
    def _insert_rows(self, rows):
        """Add entries in one statement.

        :param rows: iterable of tuples (user_id, model, res_id, operation, case_id,
            client_id, office_id, detail, changes)
        """
        now = fields.Datetime.now()
        rows = list(rows)
        for start in range(0, len(rows), BATCH):
            # One array for each column: as many parameters for a list as for a record.
            columns = zip(*rows[start : start + BATCH], strict=True)
            self.env.cr.execute(
                SQL(
                    "INSERT INTO self_reliance_access_log (date, user_id, model,"
                    " res_id, operation, case_id, client_id, office_id, detail,"
                    " changes)"
                    " SELECT %s, * FROM UNNEST(%s::int[], %s::varchar[], %s::int[],"
                    " %s::varchar[], %s::int[], %s::int[], %s::int[], %s::varchar[],"
                    " %s::jsonb[])",
                    now,
                    *([value or None for value in column] for column in columns),
                )
            )

    def _refuse_change(self):
        raise UserError(self.env._("The access log is kept as it was written."))

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        self._refuse_change()

    def write(self, vals):  # pylint: disable=method-required-super
        self._refuse_change()

    def unlink(self):  # pylint: disable=method-required-super
        self._refuse_change()
