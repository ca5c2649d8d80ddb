# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bands of ages. All reports count the age on the day of reception.

A case keeps 0 for somebody whose age is not known.
"""

from typing import NamedTuple

from odoo.fields import Domain
from odoo.tools import LazyTranslate
from odoo.tools.translate import LazyGettext

_lt = LazyTranslate(__name__)


class AgeBand(NamedTuple):
    """Ages, both included; the oldest band has no last one."""

    first: int
    last: int | None
    label: str | LazyGettext

    def holds(self, age):
        return self.first <= age and (self.last is None or age <= self.last)

    def get_domain(self, name):
        """Records whose age, if known, lies in the band."""
        domain = Domain(name, ">=", max(self.first, 1))
        return domain if self.last is None else domain & Domain(name, "<=", self.last)


# Of the breakdown of the survey.
SURVEY_BANDS = (
    AgeBand(0, 19, "～19歳"),
    AgeBand(20, 29, "20代"),
    AgeBand(30, 39, "30代"),
    AgeBand(40, 49, "40代"),
    AgeBand(50, 59, "50代"),
    AgeBand(60, 64, "60～64歳"),
    AgeBand(65, 74, "65～74歳"),
    AgeBand(75, None, "75歳～"),
)
# Of the yearly surveys of prefectures on withdrawn people.
WITHDRAWN_BANDS = (
    AgeBand(0, 19, _lt("Up to %(age)s", age=19)),
    AgeBand(20, 29, "20～29"),
    AgeBand(30, 39, "30～39"),
    AgeBand(40, 49, "40～49"),
    AgeBand(50, 59, "50～59"),
    AgeBand(60, None, _lt("%(age)s and older", age=60)),
)


def band_of(age, bands):
    return next(band for band in bands if band.holds(age))
