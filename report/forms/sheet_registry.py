# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which sheet a form or a report is printed by: every sheet says it where it stands."""

import re
from html import unescape as html_unescape

from markupsafe import Markup

BODY = re.compile(r"<body([^>]*)>(.*)</body>", re.S)
MARK = re.compile(r'data-mark="([^"]*)"')

# Class of the sheet and model of its records, by the key of the form in the editions.
FORMS = {}
# The same by the name of the report.
REPORTS = {}


def prints(model, form=None, report=None):
    """Decorate the class of a sheet.

    The class has ``sheets_of(records)``, or is made for each record; that of a form of
    the editions has ``blank(edition, record)``, or takes these two.

    :param model: name of the model that the sheet is about
    :param form: key of the form, as ``self_reliance.form.edition`` has it
    :param report: name of the report, without that of the addon
    """

    def decorate(sheet):
        if form:
            FORMS[form] = (sheet, model)
            sheet.FORM = form
        if report:
            REPORTS[f"self_reliance_support.{report}"] = (sheet, model)
        return sheet

    return decorate


class IssuedSheet:
    """A sheet as it was issued, among others of a print.

    :param html: the whole document that is kept, as bytes
    """

    TEMPLATE = "self_reliance_support.issued_sheet"
    is_draft = False

    def __init__(self, html, title):
        self.TITLE = title
        head, body = BODY.search(html.decode()).groups()
        # A document of its own has it on each page.
        self.mark = html_unescape((MARK.findall(head) or [""])[0])
        # Our own page, whose texts were escaped when it was made.
        self.body = Markup(body)


def issued_or_new(sheet):
    """:return: the sheet of a record as it was issued, or as it is"""
    record = sheet.record
    html = record._get_issued_page(record._get_issued_report())
    return IssuedSheet(html, sheet.TITLE) if html else sheet


def sheets_of(sheet, records):
    """:return: the sheets of the records, in their order"""
    if hasattr(sheet, "sheets_of"):
        return sheet.sheets_of(records)
    return [sheet(record) for record in records]


def blank_sheet(edition):
    """:return: the empty sheet of an edition, for handwriting"""
    sheet, model = FORMS[edition.form]
    return getattr(sheet, "blank", sheet)(edition, edition.env[model])
