# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sheets that are built from the texts of their edition, one block a text.

The edition says which texts are printed and in which order; the sheet knows how each
is filled. PDF, blank form and spreadsheet come from the same blocks.
"""

from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import age_on
from .masked_person import is_masked, printed_name, shown_client
from .sheet_parts import GAP, boxes, day_text, gender_boxes, pair


class FormSheet:
    """One printed form.

    :param edition: ``self_reliance.form.edition``
    :param record: what it is about, or an empty recordset for a blank form
    """

    TEMPLATE = "self_reliance_support.form_sheet"
    IS_LANDSCAPE = False
    # Printed with 「案」 across the page.
    is_draft = False

    def __init__(self, edition, record):
        self.edition = edition
        self.record = record
        self.is_blank = not record
        self.case = self._get_case()
        self.is_masked = is_masked(self.case)
        self.client = shown_client(self.case)

    @classmethod
    def sheets_of(cls, records):
        """On the edition of today."""
        return [cls(cls._get_edition(record), record) for record in records]

    @classmethod
    def _get_edition(cls, records):
        editions = records.env["self_reliance.form.edition"]
        return editions._get_current(cls.FORM, japan_today())

    def _get_case(self):
        return self.record.case_id

    @property
    def TITLE(self):
        return self.edition._get_text("title")

    @property
    def header(self):
        return self.edition._get_text("header")

    @property
    def blocks(self):
        """The sheet from top to bottom; pairs are joined to rows of two."""
        result = []
        for text in self.edition._get_texts():
            if text.key in ("header", "title"):
                continue
            block = self._build(text.key, text.text or "")
            if not block:
                continue
            if block["kind"] != "pair":
                result.append(block)
                continue
            grid = result[-1] if result and result[-1]["kind"] == "grid" else None
            if not grid:
                grid = {"kind": "grid", "rows": []}
                result.append(grid)
            row = grid["rows"][-1] if grid["rows"] else None
            if block["wide"] or not row or len(row) == 2 or row[0]["wide"]:
                grid["rows"].append([block])
            else:
                row.append(block)
        return result

    def _build(self, key, label):
        if key.startswith("section_"):
            return {"kind": "heading", "value": label}
        return self.BLOCKS[key](self, label)

    # who

    def _build_id(self, label):
        return {**pair(label, self.case.name or ""), "is_id": True}

    def _build_kana(self, label):
        return pair(label, self.client.name_kana or "")

    def _build_name(self, label):
        return pair(label, printed_name(self.client, self.is_masked))

    def _build_gender(self, label):
        return pair(label, gender_boxes(self.client))

    def _build_birth(self, label):
        birthdate = self.client.birthdate
        text = day_text(birthdate)
        eras = self.edition.birth_eras.split()
        era = next(filter(text.startswith, eras), "")
        age = age_on(birthdate, self._get_day())
        value = boxes([(name, name == era) for name in eras])
        value += f"　{text.removeprefix(era)}（{GAP if age is None else age}歳）"
        return pair(label, value, wide=True)

    def _get_day(self):
        """The day of the sheet, at which ages are printed."""
        return japan_today()

    def day(self, day):
        return "" if not day and not self.is_blank else day_text(day)

    # What prints a text of the edition, by its key.
    BLOCKS = {
        "id": _build_id,
        "kana": _build_kana,
        "name": _build_name,
        "gender": _build_gender,
        "birth": _build_birth,
    }
