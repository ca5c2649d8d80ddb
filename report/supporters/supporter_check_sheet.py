# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The 支援者サポートチェックリスト as the guide prints it (p. 18)."""

from ...tools.japanese_calendar import era_date
from ..forms.sheet_registry import prints

SECTIONS = {
    "difficulty": "チェックポイント1: 軽減したい困難さを知ろう"
    "(あてはまるものにチェック)",
    "goal": "チェックポイント2: 目標を定めよう(あてはまるものにチェック)",
    "method": "チェックポイント3: できる手法を選ぼう(あてはまるものにチェック)",
    "preparation": "取組の準備のためのチェックポイント(検討済みのものにチェック)",
}


@prints("self_reliance.supporter.check", report="report_supporter_check")
class SupporterCheckSheet:
    """One side of a checklist, with what the reader may see of it.

    :param check: ``self_reliance.supporter.check``
    :param side: ``supporter`` or ``manager``
    """

    TEMPLATE = "self_reliance_support.supporter_check_sheet"
    TITLE = "支援者サポートチェックリスト"

    def __init__(self, check, side):
        self.check = check
        self.ticked = check[f"{side}_box_ids"]
        person = check.user_id if side == "supporter" else check.manager_id
        self.who = f"{person.name}（{'相談員' if side == 'supporter' else '管理者'}）"
        self.day = era_date(check.date)

    @classmethod
    def sheets_of(cls, checks):
        """Before both are done only the reader's own side, then both."""
        return [
            cls(check, side)
            for check in checks
            for side in ("supporter", "manager")
            if check._is_shown(side)
        ]

    @property
    def sections(self):
        boxes = self.check._get_boxes()
        return [
            {
                "title": title,
                "groups": [
                    {"title": name, "rows": self._rows(found)}
                    for name, found in boxes.filtered(
                        lambda box, section=section: box.section == section
                    )
                    .grouped("group")
                    .items()
                ],
            }
            for section, title in SECTIONS.items()
        ]

    def _rows(self, boxes):
        cells = [
            {"mark": "☑" if box in self.ticked else "☐", "name": box.name}
            for box in boxes
        ]
        return [cells[start : start + 2] for start in range(0, len(cells), 2)]
