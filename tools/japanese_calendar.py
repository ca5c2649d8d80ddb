# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Eras, fiscal years and ages as Japanese public offices count them.

Pure functions of ``datetime.date``; nothing here reads the database.
"""

import re
import unicodedata
from datetime import date
from typing import NamedTuple


class Era(NamedTuple):
    """An era: its name and its first day (Gregorian)."""

    name: str
    start: date


# 明治 counts from the first day of the lunar year to which it was made to apply.
ERAS = (
    Era("令和", date(2019, 5, 1)),
    Era("平成", date(1989, 1, 8)),
    Era("昭和", date(1926, 12, 25)),
    Era("大正", date(1912, 7, 30)),
    Era("明治", date(1868, 1, 25)),
)

WEEKDAYS = "月火水木金土日"


def era_of(day):
    """Return ``(era name, year in the era)`` of a date.

    :raises ValueError: for a date before the Meiji era
    """
    for era in ERAS:
        if day >= era.start:
            return era.name, day.year - era.start.year + 1
    raise ValueError(f"No era is known for {day.isoformat()}")


def _year_text(year):
    return "元" if year == 1 else str(year)


def era_year(day):
    """``令和8年``; the first year of an era is written 元年.

    A date before the Meiji era can only be a slip of the keyboard. It is shown
    as ``西暦26年``, so that it can be seen and corrected.
    """
    if day < ERAS[-1].start:
        return f"西暦{day.year}年"
    name, year = era_of(day)
    return f"{name}{_year_text(year)}年"


def era_month(day):
    """``令和8年5月``."""
    return f"{era_year(day)}{day.month}月"


def era_date(day, weekday=False):
    """``令和8年5月1日``, with ``weekday`` ``令和8年5月1日（金）``."""
    text = f"{era_month(day)}{day.day}日"
    return f"{text}（{WEEKDAYS[day.weekday()]}）" if weekday else text


def short_date(day):
    """``R8.5.1``, for narrow columns and marks; empty without a day."""
    if not day:
        return ""
    if ERAS[-1].start > day:
        return era_date(day)
    name, year = era_of(day)
    return f"{SHORT_OF[name]}{year}.{day.month}.{day.day}"


SHORT_OF = {"令和": "R", "平成": "H", "昭和": "S", "大正": "T", "明治": "M"}
SHORT = {
    **{"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"},
    **{"令": "令和", "平": "平成", "昭": "昭和", "大": "大正", "明": "明治"},
}
TYPED = re.compile(
    r"""(?:(?P<era>令和|平成|昭和|大正|明治|[RHSTM令平昭大明])[./・-]?)?
        (?P<year>元|[0-9]{1,4})(?:年|[./・,、-])
        (?P<month>[0-9]{1,2})(?:月|[./・,、-])
        (?P<day>[0-9]{1,2})日?""",
    re.VERBOSE,
)
# S500401, as machines read it, and 3500401, as municipalities' programs code the era.
DIGITS = re.compile(
    r"(?:(?P<year>[0-9]{4})|(?P<era>[RHSTM1-5])(?P<short>[0-9]{2}))"
    r"(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
)
CODES = dict(zip("12345", "MTSHR", strict=True))
# What stands behind a date: a time of day of programs; weekday, age, 生まれ of people.
TIME = re.compile(r"(?:\s+|T)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?Z?\s*$")
BEHIND = re.compile(
    r"(?:\([月火水木金土日祝・]+(?:曜日?)?\)|[月火水木金土日]曜日?|\([0-9]{1,3}[歳才]\)"
    r"|生(?:まれ)?)+$"
)
KANJI_NUMBER = re.compile("[〇零一二三四五六七八九十]+(?=[年月日])")
KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
# What is typed for a hyphen.
DASHES = str.maketrans("‐‑‒–—―−ー", "--------")


def _read_kanji_number(found):
    """五十 and 五〇 are 50, 二十三 is 23, 二〇二六 is 2026."""
    tens, ten, ones = found[0].translate(KANJI_DIGITS).rpartition("十")
    return str(int(tens or 1) * 10 + int(ones or 0)) if ten else ones


def parse_date(text, beyond_era=False):
    """Read a date as people type it: 昭和50年4月1日(火), 昭50.4.1, S.50.4.1, S500401,
    昭和五十年四月一日, 1975/4/1, 19750401.

    Widths and spaces do not matter.

    :param text: str
    :param beyond_era: take 平成33年 for 2021, as papers of before 2019 say it
    :return: ``date``
    :raises ValueError: no date, a day that the calendar lacks, or one that was not in
        its era (昭和64年1月8日); ``args[0]`` is ``"unreadable"``, ``"no_such_day"`` or
        ``"other_era"``
    """
    # Before spaces go: 4/1 11:30 is not of the eleventh.
    folded = TIME.sub("", unicodedata.normalize("NFKC", text).upper())
    folded = re.sub(r"\s", "", folded)
    folded = BEHIND.sub("", folded.translate(DASHES))
    folded = KANJI_NUMBER.sub(_read_kanji_number, folded)
    found = DIGITS.fullmatch(folded) or TYPED.fullmatch(folded)
    parts = found.groupdict() if found else {}
    written = parts.get("year") or parts.get("short") or ""
    era = CODES.get(parts.get("era"), parts.get("era"))
    if not found or (not era and len(written) != len("1975")):
        raise ValueError("unreadable")
    name = SHORT.get(era, era)
    year = 1 if written == "元" else int(written)
    if name:
        start = next(era.start for era in ERAS if era.name == name)
        year += start.year - 1
    try:
        day = date(year, int(found["month"]), int(found["day"]))
    except ValueError as error:
        raise ValueError("no_such_day") from error
    if name and (day < ERAS[-1].start or era_of(day)[0] != name):
        if not beyond_era or day < start:
            raise ValueError("other_era")
    return day


def fiscal_year(day):
    """The fiscal year of a date, named by the year of its first day, 1 April."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_bounds(year):
    """First and last day of a fiscal year."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def fiscal_year_name(year):
    """``令和8年度``. Fiscal 2019 began in 平成31年 and is called 令和元年度."""
    name, era_number = era_of(date(year, 12, 31))
    return f"{name}{_year_text(era_number)}年度"


def age_on(birthdate, day):
    """The age on a day: the birthday itself counts as reached.

    Somebody born on 29 February turns on 1 March of a common year, because the
    year of age is full at the end of the day before the birthday
    (年齢計算ニ関スル法律, Civil Code Art. 143).

    :return: ``None`` when ``birthdate`` is empty or later than ``day``
    """
    if not birthdate or not day or birthdate > day:
        return None
    before_birthday = (day.month, day.day) < (birthdate.month, birthdate.day)
    return day.year - birthdate.year - before_birthday


def reaches_age_on(birthdate, age):
    """The day on which an age is reached in law: the day before the birthday."""
    year = birthdate.year + age
    try:
        birthday = birthdate.replace(year=year)
    except ValueError:
        birthday = date(year, 3, 1)
    return date.fromordinal(birthday.toordinal() - 1)
