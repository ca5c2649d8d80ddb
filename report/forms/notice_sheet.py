# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Letters of the municipality to the person. No national form: a layout of our own."""

from ...tools.japanese_calendar import era_date
from .masked_person import is_contact_hidden


class NoticeSheet:
    """One letter: address, sender, title, text, table, text, 教示, contact.

    :param record: what was decided, with a ``case_id`` and a ``municipality_id``
    """

    TEMPLATE = "self_reliance_support.notice_sheet"
    NOTE = "自治体独自様式"
    is_draft = False
    has_seal = True
    honorific = "様"
    # Label of the line that the person signs on, empty where nobody signs.
    signature = ""
    # Heads and widths (mm) of the table of services.
    HEAD = ()
    WIDTHS = ()

    def __init__(self, record):
        self.record = record
        self.case = self._get_case()
        self.client = self.case.client_id
        self.municipality = self.case.municipality_id
        texts = record.env["self_reliance.notice.text"]
        self.text = texts._get(self._get_kind(), self.municipality)

    def _get_case(self):
        return self.record.case_id

    def _get_kind(self):
        """:return: key of the kinds of ``self_reliance.notice.text``"""
        raise NotImplementedError

    # what the texts' placeholders stand for

    def _get_values(self):
        municipality = self.municipality
        return {
            "head": municipality.addressee or municipality.name,
            "municipality": municipality.name,
        }

    def fill(self, text):
        text = text or ""
        for name, value in self._get_values().items():
            text = text.replace(f"{{{name}}}", value or "")
        return text

    # head

    @property
    def TITLE(self):
        return self.fill(self.text.title)

    @property
    def form_number(self):
        return self.text.form_number or ""

    @property
    def number(self):
        """「港福第2026-0001号」; without a mark the number alone."""
        return f"{self.municipality.notice_mark or ''}{self.record.number}号"

    @property
    def date(self):
        return era_date(self.record.date)

    @property
    def address(self):
        """Lines for the window of the envelope, none of a confidential address.

        Officers do not read addresses. Their municipality writes to the person, who
        gave the address to its office for that; what is confidential is not looked at.
        """
        if is_contact_hidden(self.case):
            return []
        # As said above: printed on the letter to the person, and nowhere else.
        client = self.client.sudo()
        place = "".join(filter(None, (client.city, client.street)))
        if not place:
            return []
        digits = client.zip or ""
        code = f"〒{digits[:3]}-{digits[3:]}" if len(digits) == 7 else digits
        return [code, place]

    @property
    def addressee(self):
        """The person; whose name is not known is addressed by the number."""
        return self.client.name or f"受付番号　{self.case.name}　の方"

    @property
    def sender(self):
        return self.municipality.notice_sender or self.municipality.addressee or ""

    # what it says

    @property
    def body(self):
        return self.fill(self.text.text_above)

    @property
    def below(self):
        return self.fill(self.text.text_below)

    @property
    def rows(self):
        """Pairs (label, list of lines) above the table of services."""
        return []

    @property
    def table(self):
        """Rows of the table of services, of as many cells as ``HEAD``."""
        return []

    @property
    def appeal(self):
        """The instruction on appeals (教示), for what may be contested."""
        if not self.text.has_appeal:
            return ""
        return self.fill(self.municipality.appeal_text)

    @property
    def contact(self):
        return self.municipality.notice_contact or ""
