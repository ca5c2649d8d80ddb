# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import traceback

from odoo import api, fields, models


class JobFailure(models.Model):
    """A record for which a job failed, since when, and how often.

    It names no person: an administrator sees it who may not read the casework. What
    went wrong in full stands in the server's log.
    """

    _name = "self_reliance.job.failure"
    _description = "Failed Job"
    _order = "date_last desc, id desc"
    _rec_name = "label"

    job = fields.Char(required=True, readonly=True)
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Failed Record", model_field="model", required=True, readonly=True
    )
    label = fields.Char(string="For", readonly=True)
    error = fields.Char(string="What Went Wrong", readonly=True)
    date_first = fields.Datetime(string="Failing Since", required=True, readonly=True)
    date_last = fields.Datetime(string="Last Tried", required=True, readonly=True)
    number = fields.Integer(string="Times", default=1, readonly=True, aggregator=None)

    _once = models.Constraint(
        "UNIQUE(job, model, res_id)", "This failure is noted already."
    )

    @api.model
    def _find(self, job, record):
        # Jobs of the server keep the list; only the administrator reads it.
        return self.sudo().search(
            [
                ("job", "=", job),
                ("model", "=", record._name),
                ("res_id", "=", record.id),
            ]
        )

    @api.model
    def _note(self, job, record, error):
        # Written by the server's jobs only.
        failure = self._find(job, record)
        vals = {
            "label": self._get_label(record),
            "error": self._describe(error),
            "date_last": fields.Datetime.now(),
        }
        if failure:
            failure.write({**vals, "number": failure.number + 1})
            return
        failure.create(
            {
                **vals,
                "job": job,
                "model": record._name,
                "res_id": record.id,
                "date_first": vals["date_last"],
            }
        )

    @api.model
    def _settle(self, job, record):
        self._find(job, record).unlink()

    @api.model
    def _get_label(self, record):
        """What the record is, without whom it is about: its office or its case ID."""
        kind = self.env["ir.model"]._get(record._name).name
        for name in ("case_id", "office_id"):
            if name in record._fields and record[name]:
                return f"{kind} {record[name].name}"
        return f"{kind} {record.id}"

    @api.model
    def _describe(self, error):
        """The kind of error and the line of code: messages may name somebody."""
        last = traceback.extract_tb(error.__traceback__)[-1:]
        places = [f"{part.filename.rpartition('/')[2]}:{part.lineno}" for part in last]
        return " ".join([type(error).__name__, *places])
