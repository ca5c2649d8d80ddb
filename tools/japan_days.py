# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Days as they are counted in Japan, and the moments at which they begin.

A day of the casework is a day of Japan, whatever the zone of the user or of the
server. Moments are kept as Odoo keeps them: ``datetime`` in UTC without a zone.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.tools import SQL

JAPAN = ZoneInfo("Asia/Tokyo")
UTC = ZoneInfo("UTC")
ONE_DAY = timedelta(days=1)


def japanese_day(moment):
    """The day on which a moment falls: 15:00 UTC is midnight, thus the next day.

    :param moment: ``datetime`` in UTC without a zone
    :return: ``date``
    """
    return moment.replace(tzinfo=UTC).astimezone(JAPAN).date()


def midnight(day):
    """The moment at which a day begins.

    :param day: ``date``
    :return: ``datetime`` in UTC without a zone
    """
    return datetime.combine(day, time(), JAPAN).astimezone(UTC).replace(tzinfo=None)


def day_bounds(day):
    """The moments of a day: from the first, before the second.

    :param day: ``date``
    :return: pair of ``datetime`` in UTC without a zone
    """
    return midnight(day), midnight(day + ONE_DAY)


def japan_today(_records=None):
    """Today. Can stand as the default of a field.

    :return: ``date``
    """
    return japanese_day(fields.Datetime.now())


def japan_time(moment):
    """What the clock shows in Japan at a moment.

    :param moment: ``datetime`` in UTC without a zone
    :return: ``datetime`` with its zone
    """
    return moment.replace(tzinfo=UTC).astimezone(JAPAN)


def clock_in_japan(moment):
    """What clocks in Japan show at a moment that the database keeps.

    :param moment: ``SQL`` of a column
    :return: ``SQL``
    """
    return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)", moment, JAPAN.key)
