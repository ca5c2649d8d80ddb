# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import functools
import io
import logging
import shutil
import subprocess
import threading
from collections import OrderedDict
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError

from ...tools.casework_models import is_casework
from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import short_date
from ...tools.texts import break_long_words
from .masked_person import naming_nobody
from .sheet_registry import REPORTS, sheets_of

_logger = logging.getLogger(__name__)
# It tells every step of every form, even of its import; failures are elsewhere.
logging.getLogger("weasyprint.progress").disabled = True

try:
    import weasyprint
except (ImportError, OSError) as error:  # OSError: Pango is not installed
    weasyprint = None
    _logger.info("WeasyPrint cannot be used: %s", error)

PREFIX = "self_reliance_support."
BLANK = PREFIX + "report_plan_blank"
# Reports that put many records into one document, with its own pages and bookmarks.
TOGETHER = {PREFIX + "report_case_list", PREFIX + "report_case_packet"}
# What the style of the forms names: the system's package, and families of which
# one must be there. DejaVu has the boxes □ and ☑ in one design.
FONTS = {
    "fonts-noto-cjk": ("Noto Serif CJK JP", "IPAexMincho"),
    "fonts-dejavu-core": ("DejaVu Sans",),
}
# More would need more memory: the pages of a file are laid out before it is written.
RECORDS_IN_A_FILE = 10
# Pango's map of fonts serves one thread at a time.
FONT_LOCK = threading.Lock()
# Whether the superuser prints for a good reason. Not a key of the context, which comes
# from clients.
TRUSTED = ContextVar("self_reliance_printing", default=False)


@functools.cache
def _get_font_configuration():
    """One for the process: each holds the Japanese fonts, some tens of megabytes."""
    return weasyprint.text.fonts.FontConfiguration()


@contextmanager
def printing_as_system():
    """What runs inside may print casework as the system itself.

    For measurements and tests, in this process; a client cannot reach it.
    """
    token = TRUSTED.set(True)
    try:
        yield
    finally:
        TRUSTED.reset(token)


def is_of_casework(report):
    """Whether a report is one of the addon's, or prints the addon's records."""
    return report.report_name.startswith(PREFIX) or is_casework(report.model)


def is_issued(record):
    """Whether papers of this record stay as they were issued."""
    return hasattr(record, "_get_issued_page")


def is_numbered(record):
    """Whether papers of this record are handed out in numbered copies."""
    return hasattr(record, "_get_print_copies")


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    # The page is rendered by the parent: its own reading is logged once, here.
    # pylint: disable=super-method-mismatch
    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Print the national forms with WeasyPrint, in this process.

        They need the true size on paper, whole rows and repeated heads, which
        Odoo's engine does not give. Every record is a document of its own, so that
        page n of m counts its pages. Other reports keep Odoo's engine.
        """
        report = self._get_report(report_ref)
        if not is_of_casework(report):
            return super()._render_qweb_pdf_prepare_streams(
                report_ref, data, res_ids=res_ids
            )
        self = self._as_reader(report, res_ids)
        if not report.report_name.startswith(PREFIX) or not res_ids:
            return super()._render_qweb_pdf_prepare_streams(
                report_ref, data, res_ids=res_ids
            )
        self._check_form_engine()
        streams = OrderedDict()
        records = self.env[report.model].browse(res_ids)
        self._log_form(report, res_ids)
        if report.report_name in TOGETHER:
            html, _type = super()._render_qweb_html(report_ref, res_ids, data=data)
            document = io.BytesIO(self._write_form_pdf(html))
            return OrderedDict({False: {"stream": document, "attachment": None}})
        # A file of its own only where it is kept with its record.
        size = 1 if report.attachment else RECORDS_IN_A_FILE
        for start in range(0, len(records), size):
            part = records[start : start + size]
            pages = []
            for record in part:
                copies = [None]
                if is_numbered(record):
                    copies = record._get_print_copies(report)
                if is_issued(record):
                    if data and data.get("issued_versions"):
                        pages += record._get_issued_versions(report)
                        continue
                    record._issue_on_print(report)
                pages += [
                    self._render_form_page(record, report, data, copy_text)
                    for copy_text in copies
                ]
            streams[part[:1].id] = {
                "stream": io.BytesIO(self._write_form_pdf(*pages)),
                "attachment": None,
            }
        return streams

    def _render_form_page(
        self, record, report=None, data=None, copy_text=None, issue_mark="", hide=False
    ):
        """The HTML of one paper: as it was issued, or as it would be now.

        :param report: the report; this one if empty, which is rendered anew
        :param issue_mark: 「修正 R8.5.1」, on a version of a paper that was issued
        :param hide: name nobody, as for a restricted case
        :return: bytes
        """
        if report and is_issued(record):
            issued = record._get_issued_page(report)
            if issued:
                return issued
            issue_mark = record._get_issue_mark(report)
        with naming_nobody() if hide else nullcontext():
            html, _type = super()._render_qweb_html(
                report or self,
                [record.id],
                data={
                    **(data or {}),
                    "copy_text": copy_text,
                    "issue_mark": issue_mark,
                    # Read for all that are issued together, not paper by paper.
                    "prefetch_ids": tuple(record._prefetch_ids),
                },
            )
        return html

    def _render_qweb_html(self, report_ref, docids, data=None):
        """A form on the screen (``/report/html/…``) is read as much as on paper."""
        report = self._get_report(report_ref)
        if is_of_casework(report):
            self = self._as_reader(report, docids)
            self._log_form(report, docids)
            records = self.env[report.model].browse(docids)
            if is_issued(records):
                pages = [self._render_form_page(one, report, data) for one in records]
                return b"".join(pages), "html"
        return super()._render_qweb_html(report_ref, docids, data=data)

    def _render_qweb_text(self, report_ref, docids, data=None):
        report = self._get_report(report_ref)
        if is_of_casework(report):
            self = self._as_reader(report, docids)
            self._log_form(report, docids)
        return super()._render_qweb_text(report_ref, docids, data=data)

    def _render_xlsx(self, report_ref, docids, data):
        report = self._get_report(report_ref)
        if is_of_casework(report):
            self = self._as_reader(report, docids)
        return super()._render_xlsx(report_ref, docids, data)

    def _as_reader(self, report, docids):
        """This model with the rights of whoever acts, who must be allowed to read.

        Jobs of other modules print whatever record somebody has written into a row of
        theirs, as superuser: a letter, a mail. A person's own code may work as
        superuser for him; what he may not read is not printed for him either. Our own
        job prints as whoever asked for it.

        :raises AccessError: nobody in particular prints, or somebody who may not
        """
        records = self.env[report.model].browse(docids)
        if self.env.uid == SUPERUSER_ID:
            if records and not TRUSTED.get():
                raise AccessError(
                    self.env._(
                        "Papers of the casework are printed by people, not by the"
                        " system: %(report)s",
                        report=report.name,
                    )
                )
            return self
        # Not superuser: rights are asked for again, fields and lines included.
        self = self.sudo(False)
        self.env[report.model].browse(docids).check_access("read")
        return self

    def _get_rendering_context(self, report, docids, data):
        context = super()._get_rendering_context(report, docids, data)
        if report.report_name in REPORTS:
            sheet, model = REPORTS[report.report_name]
            records = self.env[model].browse(docids)
            together = (data or {}).get("prefetch_ids")
            # What a client sends along is a list.
            if isinstance(together, tuple):
                records = records.with_prefetch(together)
            context["sheets"] = sheets_of(sheet, records)
        # An empty sheet is filled in by hand on some later day.
        if report.report_name.startswith(PREFIX) and report.report_name != BLANK:
            context["printed_on"] = short_date(japan_today())
        return context

    @api.model
    def _log_form(self, report, docids):
        records = self.env[report.model].browse(docids)
        if hasattr(records, "_get_print_detail"):
            for record in records:
                detail = record._get_print_detail()
                text = f"{report.name} ({detail})" if detail else report.name
                record._log_reading("print", text)
        elif hasattr(records, "_log_reading"):
            records._log_reading("print", report.name)

    def _write_form_pdf(self, *pages):
        """Turn the HTML of forms into one PDF; each counts its own pages.

        :param pages: bytes, one HTML for each form
        :return: bytes
        """
        # The forms hold everything they need; nothing may be asked of a network.
        fetcher = weasyprint.urls.URLFetcher(allowed_protocols=["data"])
        with FONT_LOCK:
            documents = [
                weasyprint.HTML(
                    string=break_long_words(html.decode()), url_fetcher=fetcher
                ).render(font_config=_get_font_configuration())
                for html in pages
            ]
            # The Japanese fonts are cut down to what is used once, not for each form.
            return (
                documents[0]
                .copy([page for document in documents for page in document.pages])
                .write_pdf()
            )

    def _check_form_engine(self):
        """Refuse to print boxes instead of characters.

        :raises UserError: WeasyPrint or a font is missing on the server
        """
        if weasyprint is None:
            raise UserError(
                self.env._(
                    "The forms cannot be printed yet: the server lacks WeasyPrint or"
                    " Pango. Please ask the administrator to install the Python"
                    " package weasyprint and the system's package for Pango."
                )
            )
        missing = self._get_missing_fonts()
        if missing:
            raise UserError(
                self.env._(
                    "The forms cannot be printed yet: the server lacks fonts for"
                    " Japanese or for the boxes. Please ask the administrator to"
                    " install: %(packages)s",
                    packages=", ".join(missing),
                )
            )

    @api.model
    def _get_missing_fonts(self):
        """Packages of the fonts that the forms lack on this server.

        Without fontconfig's command nothing can be told; then nothing is refused.
        """
        fc_list = shutil.which("fc-list")
        if not fc_list:
            return []
        families = subprocess.run(
            [fc_list, ":", "family"], capture_output=True, text=True, check=False
        ).stdout
        return [
            package
            for package, names in FONTS.items()
            if not any(name in families for name in names)
        ]
