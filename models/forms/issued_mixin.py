# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from hashlib import sha256

from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import short_date


class IssuedMixin(models.AbstractModel):
    """Papers that stay as they were issued.

    A paper that somebody has in hand, has signed or may contest, is not to say
    something else when it is printed again. The page is kept with its record when it
    is issued, as the document that the PDF is made of, with all its words and styles,
    and the record's values that it was made of; printing takes what is kept. A record
    that was corrected is issued as a version of its own, which says 「修正」 and its
    day, and stands beside the former one.
    """

    _name = "self_reliance.issued.mixin"
    _description = "Papers as They Were Issued"
    _inherit = ["self_reliance.change.log.mixin"]

    # XML id, without the addon's name, of the report whose paper is kept.
    _issued_report = None

    # Not for reading: reports hand it out, which asks for the right to the record.
    issued_pages = fields.Json(
        groups=NO_ACCESS,
        copy=False,
        # Whole documents: not to be fetched along with other columns.
        prefetch=False,
        help="For each version: report, date, html and its SHA-256, the values it was"
        " made of, and the page that names nobody where the two differ.",
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
                + (f" {page['mark']}" if page.get("mark") else "")
                for version, page in enumerate(pages, 1)
            )

    # what a model says of its papers

    def _get_signed_values(self):
        """What of the record is signed, or told: a change of it is a correction.

        :return: anything that JSON takes; ``None`` where every issue is a step
        """
        return None

    def _get_added_values(self):
        """What the same paper is completed by later, and is no correction."""
        return None

    def _is_issued_on_print(self):
        """Whether a paper that is printed now is sent, and so is kept."""
        return False

    def _is_hidden_on_paper(self):
        """Whether papers printed today say less than they did when they were issued."""
        return "case_id" in self._fields and bool(self.case_id[:1].is_restricted)

    def _render_hidden(self, report, html, mark):
        """:return: bytes, the page as it is printed where it says less"""
        return report._render_form_page(self, issue_mark=mark, hide=True)

    # issuing and handing out

    def _issue_on_print(self, report):
        """Keep what is printed, if it is sent by that and was not kept yet."""
        if self._is_issued_on_print() and not self._get_issued_page(report):
            self._issue(report)

    def _issue(self, report=None, signed=False):
        """Keep the paper as it is now; it is what is printed from now on.

        :param report: ``ir.actions.report`` of this model, one paper for a record;
            empty: the model's own
        :param signed: the paper is signed anew, and no correction of the former one
        :raises AccessError: whoever issues may not read what is printed
        """
        report = report or self._get_issued_report()
        for record in self:
            mark = "" if signed else record._get_issue_mark(report)
            html = report._render_form_page(record, issue_mark=mark)
            page = {
                "report": report.report_name,
                "date": str(japan_today()),
                "html": html.decode(),
                "checksum": sha256(html).hexdigest(),
                "values": record._get_paper_values(),
                "mark": mark,
                "signed": signed,
                "hidden": record._is_hidden_on_paper(),
            }
            if not page["hidden"]:
                masked = record._render_hidden(report, html, mark)
                if masked != html:
                    page["hidden_html"] = masked.decode()
            # Set here only; the caller has asked for the right to the step.
            owner = record.sudo()
            owner.issued_pages = [*(owner.issued_pages or []), page]

    @api.model
    def _get_issued_report(self):
        return self.env.ref(f"self_reliance_support.{self._issued_report}")

    def _get_paper_values(self):
        values = [self._get_signed_values(), self._get_added_values()]
        return None if values == [None, None] else values

    def _get_pages(self, report):
        self.ensure_one()
        # Whoever prints was asked for the right to the record.
        return [
            page
            for page in self.sudo().issued_pages or []
            if page["report"] == report.report_name
        ]

    def _get_issue_mark(self, report):
        """:return: 「修正 R8.5.1」 if the record says else than what was signed"""
        pages = self._get_pages(report)
        if not pages:
            return ""
        base = next((page for page in reversed(pages) if page.get("signed")), pages[0])
        signed = (base.get("values") or [None])[0]
        if signed == self._get_signed_values():
            return ""
        for page in reversed(pages):
            if page.get("values") == self._get_paper_values():
                return page.get("mark") or ""
        return f"修正 {short_date(japan_today())}"

    def _get_issued_page(self, report):
        """:return: bytes, what was issued of the record as it stands, or ``None``"""
        pages = self._get_pages(report)
        if not pages or pages[-1].get("values") != self._get_paper_values():
            return None
        return self._get_html(pages[-1])

    def _get_issued_versions(self, report):
        """:return: list of bytes, every version as it was issued"""
        return [self._get_html(page) for page in self._get_pages(report)]

    def _get_html(self, page):
        is_less = self._is_hidden_on_paper() and not page.get("hidden")
        return ((is_less and page.get("hidden_html")) or page["html"]).encode()

    def action_print_issued(self):
        """Print every version as it was issued, one behind the other."""
        self.check_access("read")
        return self._get_issued_report().report_action(
            self, data={"issued_versions": True}
        )
