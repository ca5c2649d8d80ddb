# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from hashlib import sha256

from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ...tools.japan_days import japan_today


class IssuedMixin(models.AbstractModel):
    """Papers that stay as they were issued.

    A notice that somebody has in hand, and may contest, is not to say something else
    when it is printed again. The page is kept with its record when it is issued, as
    the document that the PDF is made of, with all its words and styles; printing
    takes what is kept. What changes later is issued as a version of its own.
    """

    _name = "self_reliance.issued.mixin"
    _description = "Papers as They Were Issued"
    _inherit = ["self_reliance.change.log.mixin"]

    # Not for reading: reports hand it out, which asks for the right to the record.
    issued_pages = fields.Json(
        groups=NO_ACCESS,
        copy=False,
        help="For each version: report, date, html and its SHA-256.",
    )
    issued_summary = fields.Text(string="Issued Papers", compute="_compute_issued")

    @api.model
    def _get_logged_names(self, names):
        # The step that issues is logged itself.
        return [
            name for name in super()._get_logged_names(names) if name != "issued_pages"
        ]

    def _compute_issued(self):
        for record in self:
            # The days and checksums only, of a record that the reader may read.
            pages = record.sudo().issued_pages or []
            record.issued_summary = "\n".join(
                self.env._(
                    "Version %(version)s of %(date)s, SHA-256 %(checksum)s",
                    version=version,
                    date=page["date"],
                    checksum=page["checksum"],
                )
                for version, page in enumerate(pages, 1)
            )

    def _issue(self, report):
        """Keep the paper as it is now; it is what is printed from now on.

        :param report: ``ir.actions.report`` of this model, one paper for a record
        :raises AccessError: whoever issues may not read what is printed
        """
        for record in self:
            html = report._render_form_page(record)
            page = {
                "report": report.report_name,
                "date": str(japan_today()),
                "html": html.decode(),
                "checksum": sha256(html).hexdigest(),
            }
            # Set here only; the caller has asked for the right to the step.
            owner = record.sudo()
            owner.issued_pages = [*(owner.issued_pages or []), page]

    def _get_issued_page(self, report):
        """:return: bytes, the last version that was issued, or ``None``"""
        self.ensure_one()
        # Whoever prints was asked for the right to the record.
        pages = self.sudo().issued_pages or []
        for page in reversed(pages):
            if page["report"] == report.report_name:
                return page["html"].encode()
        return None
