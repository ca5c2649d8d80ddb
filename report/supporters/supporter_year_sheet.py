# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was done for the supporters in a year, for the contractor to hand in."""

from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import era_date, fiscal_year_name
from ..forms.sheet_registry import prints


@prints("self_reliance.supporter.year", report="report_supporter_year")
class SupporterYearSheet:
    """One page of numbers; nobody is named (支援者サポートガイド pp. 16–17).

    :param year: ``self_reliance.supporter.year``
    """

    TEMPLATE = "self_reliance_support.supporter_year_sheet"
    TITLE = "支援者支援の実施状況"

    def __init__(self, year):
        self.office = year.office_id.name
        self.fiscal_year = fiscal_year_name(year.fiscal_year)
        self.day = era_date(japan_today())
        self.in_contract = "記載あり" if year.is_in_contract else "記載なし"
        self.cost = f"{year.contract_cost:,}円" if year.contract_cost else ""
        self.rows = year.with_context(lang="ja_JP")._get_rows()
