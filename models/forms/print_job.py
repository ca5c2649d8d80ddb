# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.pdf_joining import join_pdfs

# Records that are printed between two commits, and the most in one job.
CHUNK = 20
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
        for job in self.search([("state", "=", "waiting")], order="id"):
            try:
                job._print()
            except UserError as error:
                # What the user would have been told in a request.
                job.write({"state": "failed", "message": str(error)})
            job._tell()

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
            pdf, _kind = report._render_qweb_pdf(report.report_name, ids)
            self.env["ir.attachment"].create(
                {
                    "name": f"{self.done:06d}",
                    "raw": pdf,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
            self.done += len(ids)
            self.env["ir.cron"]._commit_progress(
                processed=len(ids), remaining=self.total - self.done
            )
        chunks = self._get_chunks()
        self.write(
            {
                "file": base64.b64encode(join_pdfs([chunk.raw for chunk in chunks])),
                "state": "done",
            }
        )
        chunks.unlink()

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
