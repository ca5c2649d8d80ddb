# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections import Counter
from functools import partial
from typing import NamedTuple

from odoo import api, models

from ...tools.form_labels import ENDINGS, GENDERS, OUTCOMES, SCREENINGS, UNKNOWN
from ..services.service import FOR_ASSISTED
from .age_bands import SURVEY_BANDS, band_of

# Months from the month of reception to that of the end; the longest has no last.
LENGTHS = (
    (2, "3か月未満"),
    (5, "3か月以上6か月未満"),
    (11, "6か月以上1年未満"),
    (23, "1年以上2年未満"),
    (None, "2年以上"),
)
TOTAL = "計"


def length_of(months):
    return next(label for last, label in LENGTHS if last is None or months <= last)


class CodeTable(NamedTuple):
    """A table by an official choice; every choice has a line.

    :param of: what is counted, see ``figures._get_breakdown_definitions``
    :param head: of the column of choices
    :param blank: the line of what has no choice
    """

    of: str
    field: str
    head: str
    blank: str = UNKNOWN


class LabelTable(NamedTuple):
    """A table by the values of a selection, in the words of the forms."""

    of: str
    field: str
    head: str
    labels: dict


CODE_TABLES = {
    "相談経路": CodeTable("cases", "route_id", "相談経路"),
    "課題": CodeTable("assessments", "issue_ids", "課題（複数）", "課題の記入なし"),
    "つなぎ先の種類": CodeTable(
        "referrals", "partner_id.agency_kind_id", "つなぎ先の種類", "種類の登録なし"
    ),
    "見られた変化": CodeTable(
        "evaluations", "change_ids", "見られた変化（複数）", "変化の記入なし"
    ),
}
LABEL_TABLES = {
    "スクリーニング結果": LabelTable(
        "cases",
        "screening_outcome",
        "スクリーニング結果",
        {**SCREENINGS, False: "未判定"},
    ),
    "評価結果": LabelTable("evaluations", "outcome", "評価結果", OUTCOMES),
    "終了の状況": LabelTable("ended", "stage", "終了の状況", ENDINGS),
}
# The category of the choices of a field.
CATEGORIES = {
    "route_id": "route",
    "issue_ids": "issue",
    "method_id": "method",
    "change_ids": "change",
    "code_id": "topic",
    "partner_id.agency_kind_id": "agency",
}
# In the order of the sheets.
TITLES = (
    "性別・年齢",
    "相談経路",
    "相談内容",
    "課題",
    "スクリーニング結果",
    "つなぎ先",
    "つなぎ先の種類",
    "利用事業",
    "特定被保護者の利用事業",
    "支援方法",
    "評価結果",
    "見られた変化",
    "終了の状況",
    "支援期間",
)


class Breakdown(models.AbstractModel):
    """The breakdowns of a report's figures.

    A closed report keeps those of the day on which it was closed, beside its
    numbers: both go to the state together.
    """

    _name = "self_reliance.breakdown"
    _description = "Breakdowns of the Figures"

    @api.model
    def _get_tables(self, report):
        """The breakdowns as they are now.

        :return: ``{title: rows}``; the first row is the head, the first cell of
            every other row its label, the rest numbers. Fit for JSON.
        """
        tables = {
            **{
                title: partial(self._get_by_code, table)
                for title, table in CODE_TABLES.items()
            },
            **{
                title: partial(self._get_by_label, table)
                for title, table in LABEL_TABLES.items()
            },
            "性別・年齢": self._get_gender_and_age,
            "相談内容": self._get_topics,
            "つなぎ先": self._get_referrals,
            "利用事業": self._get_services,
            "特定被保護者の利用事業": self._get_assisted_services,
            "支援方法": self._get_methods,
            "支援期間": self._get_lengths,
        }
        return {title: tables[title](report) for title in TITLES}

    @api.model
    def _get_changes_since(self, kept, current):
        """What two counts of the same days differ in.

        :param kept: ``{title: rows}`` of a closed version
        :param current: ``{title: rows}`` of today
        :return: list of ``[title, label, column, kept, current]``
        """
        changes = []
        for title, rows in current.items():
            before = self._get_cells(kept.get(title, rows[:1]))
            now = self._get_cells(rows)
            changes += [
                [title, *key, before[key], now[key]]
                for key in dict.fromkeys([*before, *now])
                if before[key] != now[key]
            ]
        return changes

    @api.model
    def _get_cells(self, rows):
        """``Counter`` of a table: ``{(label, column): number}``.

        Two agencies may have the same name.
        """
        cells = Counter()
        for label, *numbers in rows[1:]:
            for column, number in zip(rows[0][1:], numbers, strict=True):
                cells[label, column] += number
        return cells

    # what is counted

    @api.model
    def _group(self, definition, groups, aggregates=("__count",)):
        figures = self.env["self_reliance.figures"]
        return figures._get_model(definition)._read_group(
            definition.domain, list(groups), list(aggregates)
        )

    @api.model
    def _get_definition(self, report, name):
        figures = self.env["self_reliance.figures"]
        return figures._get_breakdown_definitions(report)[name]

    @api.model
    def _get_gender_and_age(self, report):
        definition = self._get_definition(report, "cases")
        counts = Counter()
        # Age 0 stands for an unknown date of birth.
        for gender, age, number in self._group(
            definition, ["client_id.gender", "age_at_reception"]
        ):
            band = band_of(age, SURVEY_BANDS).label if age else UNKNOWN
            counts[gender, band] += number
        genders = {**GENDERS, False: UNKNOWN}
        rows = [
            [band, *(counts[gender, band] for gender in genders)]
            for band in [*(band.label for band in SURVEY_BANDS), UNKNOWN]
        ]
        totals = (sum(row[n] for row in rows) for n in range(1, len(genders) + 1))
        rows.append([TOTAL, *totals])
        return [
            ["年齢（相談受付日）", *genders.values(), TOTAL],
            *([*row, sum(row[1:])] for row in rows),
        ]

    @api.model
    def _get_by_code(self, table, report):
        definition = self._get_definition(report, table.of)
        counts = dict(self._group(definition, [table.field]))
        rows = self._list_codes(table.field, counts, table.blank)
        return [[table.head, "件数"], *rows]

    @api.model
    def _get_by_label(self, table, report):
        definition = self._get_definition(report, table.of)
        counts = dict(self._group(definition, [table.field]))
        return [[table.head, "件数"]] + [
            [label, counts.get(key, 0)] for key, label in table.labels.items()
        ]

    @api.model
    def _list_codes(self, field, counts, blank):
        codes = self.env["self_reliance.code"].search(
            [("category", "=", CATEGORIES[field])]
        )
        # Choices that were archived since go on being shown where they were used.
        codes |= self.env["self_reliance.code"].union(
            *(code for code in counts if code)
        )
        rows = [[code.name, counts.get(code, 0)] for code in codes.sorted()]
        rest = sum(number for code, number in counts.items() if not code)
        return rows + ([[blank, rest]] if rest else [])

    @api.model
    def _get_topics(self, report):
        definition = self._get_definition(report, "topics")
        ticked, main = Counter(), Counter()
        for code, is_main, number in self._group(definition, ["code_id", "is_main"]):
            ticked[code] += number
            main[code] += number if is_main else 0
        rows = self._list_codes("code_id", ticked, UNKNOWN)
        most = dict(self._list_codes("code_id", main, UNKNOWN))
        return [
            ["相談内容（複数）", "該当", "うち最も困っていること（◎）"],
            *([label, number, most[label]] for label, number in rows),
        ]

    @api.model
    def _get_referrals(self, report):
        rows = self._group(
            self._get_definition(report, "referrals"),
            ["partner_id"],
            ["__count", "case_id:count_distinct"],
        )
        rows = [[agency.name, number, cases] for agency, number, cases in rows]
        rows.sort(key=lambda row: (-row[1], row[0] or ""))
        return [["つなぎ先", "件数", "ケース数"], *rows]

    @api.model
    def _get_services(self, report):
        counts = dict(
            self._group(self._get_definition(report, "services"), ["service_id"])
        )
        services = self.env["self_reliance.service"].search([("code", "!=", False)])
        return [["事業", "利用件数"]] + [
            [service.name, counts.get(service, 0)] for service in services
        ]

    @api.model
    def _get_assisted_services(self, report):
        """Of specified recipients of public assistance; in no other table."""
        counts = dict(
            self._group(
                self._get_definition(report, "assisted_services"), ["service_id"]
            )
        )
        services = self.env["self_reliance.service"].search(
            [("code", "in", FOR_ASSISTED)]
        )
        services |= services.union(*counts)
        return [["事業", "利用件数"]] + [
            [service.name, counts.get(service, 0)] for service in services.sorted()
        ]

    @api.model
    def _get_methods(self, report):
        definition = self._get_definition(report, "records")
        number, cases = Counter(), Counter()
        for method, contacts, people in self._group(
            definition, ["method_id"], ["__count", "case_id:count_distinct"]
        ):
            number[method], cases[method] = contacts, people
        rows = self._list_codes("method_id", number, UNKNOWN)
        real = dict(self._list_codes("method_id", cases, UNKNOWN))
        (everybody,) = self._group(definition, [], ["case_id:count_distinct"])
        return [
            ["支援方法", "延件数", "実ケース数"],
            *([label, contacts, real[label]] for label, contacts in rows),
            [TOTAL, sum(number.values()), everybody[0]],
        ]

    @api.model
    def _get_lengths(self, report):
        counts = Counter()
        for start, end, number in self._group(
            self._get_definition(report, "ended"),
            ["reception_date:month", "close_date:month"],
        ):
            months = (end.year - start.year) * 12 + end.month - start.month
            counts[length_of(months)] += number
        return [["受付の月から終了の月まで", "件数"]] + [
            [label, counts[label]] for _last, label in LENGTHS
        ]
