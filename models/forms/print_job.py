# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.pdf_joining import join_pdfs
from ...tools.texts import clean_text

_logger = logging.getLogger(__name__)

# Records that are printed between two commits, and the most in one job.
CHUNK = 20
# Begun so often without printing a sheet, a job is given up.
MOST_TRIES = 3
LISTS = {"self_reliance_support.report_case_list"}
LONGEST = 2000


class PrintJob(models.Model):
    """A print that is too long for a request: it runs in the background.

    What is done is kept chunk by chunk, so that a server that was stopped goes on
    where it was. The file belongs to whoever asked for it, and to nobody else.
    """

    _name = "self_reliance.print.job"
    _description = "Long Print"
    _order = "id desc"
    _rec_name = "file_name"

    user_id = fields.Many2one("res.users", required=True, index=True, readonly=True)
    report_id = fields.Many2one(
        "ir.actions.report", required=True, readonly=True, ondelete="cascade"
    )
    res_ids = fields.Json(readonly=True)
    total = fields.Integer(readonly=True)
    done = fields.Integer(readonly=True)
    progress = fields.Float(compute="_compute_progress")
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Done"), ("failed", "Failed")],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    message = fields.Char(readonly=True)
    tries = fields.Integer(
        readonly=True,
        aggregator=None,
        help="How often the job was begun since a sheet of it was printed.",
    )
    file = fields.Binary(attachment=True, readonly=True)
    file_name = fields.Char(readonly=True)

    @api.depends("done", "total")
    def _compute_progress(self):
        for job in self:
            job.progress = 100 * job.done / job.total if job.total else 0

    @api.model
    def start(self, report_name, ids):
        """Print in the background.

        :param report_name: technical name of one of this addon's PDF reports
        :param ids: ids of the records, which the user may read
        :return: what to tell the user
        :raises UserError: another module's report, or more than can be printed
        """
        report_name = clean_text(str(report_name))
        report = self.env["ir.actions.report"]._get_report_from_name(report_name)
        if not report_name.startswith("self_reliance_support.") or not report:
            raise UserError(self.env._("This report is not printed in the background."))
        # One record many times is no list, but a load.
        ids = list(dict.fromkeys(ids))
        if not 0 < len(ids) <= LONGEST:
            raise UserError(
                self.env._("Please choose at most %s records to print.", LONGEST)
            )
        report.check_access("read")
        groups = report.sudo().group_ids
        if groups and not groups & self.env.user.all_group_ids:
            raise UserError(self.env._("Your groups do not print this."))
        self.env[report.model].browse(ids).check_access("read")
        # Nobody makes jobs by hand; whether the user may print was checked above.
        job = self.sudo().create(
            {
                "user_id": self.env.uid,
                "report_id": report.id,
                "res_ids": ids,
                "total": len(ids),
                "file_name": f"{report.name}.pdf",
            }
        )
        self.env.ref("self_reliance_support.cron_print")._trigger()
        return self.env._(
            "%s sheets are printed in the background. You will be told when they are"
            " ready; they stand under Long Prints.",
            job.total,
        )

    @api.model
    def _cron_print(self):
        # What stopped the server last time is not what it begins with.
        for job in self.search([("state", "=", "waiting")], order="tries, id"):
            if job.tries >= MOST_TRIES:
                job._fail(self.env._("The server stopped at it again and again."))
            else:
                job.tries += 1
                self.env["ir.cron"]._commit_progress()
                job._try_print()
            job._tell()
            self.env["ir.cron"]._commit_progress()

    def _try_print(self):
        """Print; whatever goes wrong is the job's own, and the next one is taken."""
        try:
            self._print()
        except UserError as error:
            # What the user would have been told in a request.
            self._fail(str(error))
        except Exception:
            _logger.exception("Print job %s failed", self.id)
            self._fail(
                self.env._(
                    "The sheets could not be printed. Please tell your administrator"
                    " the number of the job: %s.",
                    self.id,
                )
            )

    def _fail(self, message):
        self.write({"state": "failed", "message": message})
        self._get_chunks().unlink()

    def _print(self):
        """Print what is left, chunk by chunk, as the user who asked."""
        self.ensure_one()
        report = self.report_id.with_user(self.user_id).with_context(
            force_report_rendering=True, lang=self.user_id.lang, tz=self.user_id.tz
        )
        while self.done < self.total:
            # A list is one document: its pages and rows are counted through.
            step = self.total if report.report_name in LISTS else CHUNK
            ids = self.res_ids[self.done : self.done + step]
            with self.env.cr.savepoint():
                self._print_chunk(report, ids)
            self.env["ir.cron"]._commit_progress(
                processed=len(ids), remaining=self.total - self.done
            )
        chunks = self._get_chunks()
        with self.env.cr.savepoint():
            self.write(
                {
                    "file": base64.b64encode(
                        join_pdfs([chunk.raw for chunk in chunks])
                    ),
                    "state": "done",
                }
            )
            chunks.unlink()

    def _print_chunk(self, report, ids):
        pdf, _kind = report._render_qweb_pdf(report.report_name, ids)
        self.env["ir.attachment"].create(
            {
                "name": f"{self.done:06d}",
                "raw": pdf,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.write({"done": self.done + len(ids), "tries": 1})

    def _get_chunks(self):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("res_field", "=", False),
            ],
            order="name",
        )

    def _tell(self):
        """A notice on the screen of whoever asked."""
        self.user_id._bus_send(
            "simple_notification",
            {
                "title": self.file_name,
                "message": self.env._("The sheets are ready: see Long Prints.")
                if self.state == "done"
                else self.message or "",
                "type": "success" if self.state == "done" else "danger",
                "sticky": True,
            },
        )

    @api.autovacuum
    def _gc_old_prints(self):
        """Printed sheets are not kept: they are full of personal data."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=7)
        self.search([("create_date", "<", limit)]).unlink()
