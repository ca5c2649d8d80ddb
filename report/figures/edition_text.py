# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How the tables say of which day their figures are, and how far they are fixed."""

from ...tools.form_labels import EDITIONS
from ...tools.japan_days import japanese_day
from ...tools.japanese_calendar import era_date


def edition_of(report):
    """``確報``, of a later version ``確報（第2版）``.

    :param report: anything with a ``state`` and a ``version``
    """
    version = f"（第{report.version}版）" if report.version > 1 else ""
    return f"{EDITIONS[report.state]}{version}"


def counted_day(report):
    """``令和8年5月1日``, the day on which a report was counted."""
    return era_date(japanese_day(report.counted_date))


def edition_text(report):
    """``確報（第2版）　令和8年5月1日集計``."""
    return f"{edition_of(report)}　{counted_day(report)}集計"
