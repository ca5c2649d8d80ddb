# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

from ...tools.texts import clean_text

# Longer than a browser keeps what was typed.
KEPT_DAYS = 30
LONGEST_TOKEN = 40


def read_token(token):
    """The browser's name of a form, as the database keeps it."""
    return clean_text(str(token))[:LONGEST_TOKEN]


class SavedDraft(models.Model):
    """Under which token of the browser a record was saved.

    An answer that is lost on the way makes the browser send again what the server has
    already. The token, of the user and of one form that was opened, says that it is
    the same: it becomes the same record, and its new lines the same lines. It holds
    nothing that was typed.
    """

    _name = "self_reliance.saved.draft"
    _description = "Saved Draft"
    _log_access = False
    _rec_name = "token"

    token = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="cascade"
    )
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Saved Record", model_field="model", readonly=True
    )
    date = fields.Datetime(required=True, readonly=True, index=True)
    stamp = fields.Char(readonly=True, help="Of the record as it was left.")
    lines = fields.Json(readonly=True, help="Ids of new lines, by the browser's names.")

    _once = models.Constraint(
        "UNIQUE(user_id, model, token)", "This draft has been saved already."
    )

    @api.model
    def _find(self, model, token):
        # Only of the user and of a token that nobody else knows; it tells an id.
        return self.sudo().search(
            [
                ("user_id", "=", self.env.uid),
                ("model", "=", model),
                ("token", "=", read_token(token)),
            ]
        )

    @api.model
    def _begin(self, model, token):
        """Note a token; a second request with it waits here for the first.

        :return: the note, as superuser
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "INSERT INTO self_reliance_saved_draft (token, user_id, model, date)"
                " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
                read_token(token),
                self.env.uid,
                model,
                fields.Datetime.now(),
            )
        )
        return self._find(model, token)

    def _get_unsent(self, record, vals):
        """Values without what the record has already, of an earlier sending."""
        lines = self.lines or {}
        unsent = {}
        for name, value in vals.items():
            field = record._fields.get(name)
            if field and field.type == "one2many":
                known = lines.get(name, {})
                unsent[name] = [
                    (Command.UPDATE, known[command[1]], command[2])
                    if command[0] == Command.CREATE and command[1] in known
                    else command
                    for command in value
                ]
            elif not field or field.type in ("many2many", "binary", "properties"):
                unsent[name] = value
            else:
                present = field.convert_to_write(record[name], record)
                sent = value
                if field.type in ("date", "datetime"):
                    present = field.to_string(present) if present else False
                if (present or False) != (sent or False):
                    unsent[name] = value
        return unsent

    def _end(self, record, vals, former):
        """Note the record, its stamp, and its new lines.

        :param former: ids of the lines that were there, by field
        """
        lines = {**(self.lines or {})}
        for name, known in former.items():
            names = [
                command[1] for command in vals[name] if command[0] == Command.CREATE
            ]
            new = sorted(set(record[name].ids) - set(known))
            if len(new) == len(names):
                pairs = zip(map(str, names), new, strict=True)
                lines[name] = {**lines.get(name, {}), **dict(pairs)}
        self.write(
            {
                "res_id": record.id,
                "lines": lines,
                "stamp": record._fields.get("read_stamp") and record.read_stamp,
            }
        )

    @api.autovacuum
    def _remove_old(self):
        limit = fields.Datetime.now() - timedelta(KEPT_DAYS)
        self.search([("date", "<", limit)]).unlink()
