# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from .form_sheet import FormSheet
from .sheet_registry import prints


@prints("self_reliance.case", form="privacy")
class PrivacySheet(FormSheet):
    """別紙 個人情報に関する管理・取扱規程: a text that the office makes its own."""

    def _get_case(self):
        return self.edition.env["self_reliance.case"]

    def _build(self, key, label):
        return {"kind": "paragraph", "value": label}
