# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What form 【3】 prints: the records of a case in the order of time.

The official sheet could not be compared (forms.md §5.2); it prints as 準拠様式.
"""

from ...tools.japan_days import japan_time, japanese_day
from ...tools.japanese_calendar import era_date
from ..forms.masked_person import is_masked, printed_name
from ..forms.sheet_registry import prints


@prints("self_reliance.case", report="report_record_list")
class RecordSheet:
    """The list of a case's support records (支援経過記録シート　出力用：経過一覧).

    :param case: ``self_reliance.case``
    """

    TEMPLATE = "self_reliance_support.record_sheet"
    TITLE = "支援経過記録シート"
    HEADER = "【3】支援経過記録シート（出力用：経過一覧）【スタッフ記入】<DB 入力→出力>"

    def __init__(self, case):
        self.case = case
        self.name = printed_name(case.client_id, is_masked(case))
        records = case.record_ids.filtered(lambda record: not record.is_draft)
        self.records = records.sorted(lambda r: (r.date_start, r.id))

    @property
    def rows(self):
        """Dictionaries ``time``, ``method``, ``staff``, ``counterpart``, ``text``."""
        return [
            {
                "time": self._time_text(record),
                "method": record.method_id.name or "",
                "staff": "、".join(record.user_ids.mapped("name")),
                "counterpart": record.counterpart or "",
                "text": record.content or "",
                "remarks": record.remarks or "",
            }
            for record in self.records
        ]

    def _time_text(self, record):
        start, stop = (
            value and japan_time(value)
            for value in (record.date_start, record.date_stop)
        )
        text = (
            f"{era_date(japanese_day(record.date_start), weekday=True)}\n{start:%H:%M}"
        )
        if stop:
            text += f"～{stop:%H:%M}"
        return text
