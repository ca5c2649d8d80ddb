# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


from ...tools.japan_days import japan_time, japanese_day
from ...tools.japanese_calendar import era_date
from ..forms.form_sheet import FormSheet
from ..forms.sheet_parts import box, pair, text_box
from ..forms.sheet_registry import prints


@prints("self_reliance.record", form="record", report="report_record")
class RecordInputSheet(FormSheet):
    """【3】支援経過記録シート（入力用）, of a ``self_reliance.record``."""

    @property
    def is_draft(self):
        return self.record.is_draft

    def _build_time(self, label):
        record = self.record
        if self.is_blank:
            return pair(label, "　　年　　月　　日　　時　　分～　　時　　分", True)
        start, stop = (
            value and japan_time(value)
            for value in (record.date_start, record.date_stop)
        )
        day = era_date(japanese_day(record.date_start), weekday=True)
        text = f"{day}　{start:%H:%M}～"
        return pair(label, text + (f"{stop:%H:%M}" if stop else ""), True)

    def _build_staff(self, label):
        return pair(label, "、".join(self.record.user_ids.mapped("name")), True)

    def _build_counterpart(self, label):
        return pair(label, self.record.counterpart or "", True)

    def _build_method(self, label):
        codes = self.edition.env["self_reliance.code"].search(
            [("category", "=", "method")]
        )
        items = [box(code == self.record.method_id, code.name) for code in codes]
        return {"kind": "boxes", "items": items}

    def _build_content(self, label):
        return text_box(self.record.content, 120)

    def _build_remarks(self, label):
        return text_box(self.record.remarks, 30)

    BLOCKS = {
        **FormSheet.BLOCKS,
        "time": _build_time,
        "staff": _build_staff,
        "counterpart": _build_counterpart,
        "method": _build_method,
        "content": _build_content,
        "remarks": _build_remarks,
    }
