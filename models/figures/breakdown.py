# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections import Counter

from odoo import api, models

# Last age of each band.
AGE_BANDS = (
    (19, "～19歳"),
    (29, "20代"),
    (39, "30代"),
    (49, "40代"),
    (59, "50代"),
    (64, "60～64歳"),
    (74, "65～74歳"),
    (999, "75歳～"),
)
UNKNOWN = "不明"
GENDERS = {"male": "男性", "female": "女性", "other": "その他", False: UNKNOWN}
SCREENING = {
    "information": "情報提供や相談対応のみで終了",
    "referral": "他の制度・専門機関につなぐ",
    "seeking_consent": "本人同意なし、引き続き同意に向けて取り組む",
    "continuing": "継続支援し、プランを策定",
    "ended_before": "スクリーニング判断前に中断・終了",
    False: "未判定",
}
OUTCOMES = {"closed": "終結", "replanned": "再プランして継続", "interrupted": "中断"}
ENDINGS = {
    "closed": "終結",
    "interrupted": "中断",
    "referred": "他機関へのつなぎ",
    "informed": "情報提供のみ",
    "follow_up": "フォローアップ中",
}
# Months from the month of reception to that of the end.
LENGTHS = (
    (2, "3か月未満"),
    (5, "3か月以上6か月未満"),
    (11, "6か月以上1年未満"),
    (23, "1年以上2年未満"),
    (9999, "2年以上"),
)
TOTAL = "計"


def band_of(number, bands):
    return next(label for last, label in bands if number <= last)


# Title: the method that counts the table.
TABLES = {
    "性別・年齢": "_get_gender_and_age",
    "相談経路": "_get_routes",
    "相談内容": "_get_topics",
    "課題": "_get_issues",
    "スクリーニング結果": "_get_screening",
    "つなぎ先": "_get_referrals",
    "つなぎ先の種類": "_get_referral_kinds",
    "利用事業": "_get_services",
    "支援方法": "_get_methods",
    "評価結果": "_get_outcomes",
    "見られた変化": "_get_changes",
    "終了の状況": "_get_endings",
    "支援期間": "_get_lengths",
}


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
        return {title: getattr(self, name)(report) for title, name in TABLES.items()}

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
            counts[gender, band_of(age, AGE_BANDS) if age else UNKNOWN] += number
        genders = list(GENDERS)
        rows = [
            [band, *(counts[gender, band] for gender in genders)]
            for band in [*(label for _last, label in AGE_BANDS), UNKNOWN]
        ]
        rows.append([TOTAL, *(sum(row[n] for row in rows) for n in range(1, 5))])
        return [
            ["年齢（相談受付日）", *(GENDERS[gender] for gender in genders), TOTAL],
            *([*row, sum(row[1:])] for row in rows),
        ]

    @api.model
    def _get_by_code(self, report, name, field, head, blank=UNKNOWN):
        """A table by official choice, every choice with a line."""
        counts = dict(self._group(self._get_definition(report, name), [field]))
        return [[head, "件数"], *self._list_codes(field, counts, blank)]

    @api.model
    def _list_codes(self, field, counts, blank):
        category = {
            "route_id": "route",
            "issue_ids": "issue",
            "method_id": "method",
            "change_ids": "change",
            "code_id": "topic",
            "partner_id.agency_kind_id": "agency",
        }[field]
        codes = self.env["self_reliance.code"].search([("category", "=", category)])
        # Choices that were archived since go on being shown where they were used.
        codes |= self.env["self_reliance.code"].union(
            *(code for code in counts if code)
        )
        rows = [[code.name, counts.get(code, 0)] for code in codes.sorted()]
        rest = sum(number for code, number in counts.items() if not code)
        return rows + ([[blank, rest]] if rest else [])

    @api.model
    def _get_routes(self, report):
        return self._get_by_code(report, "cases", "route_id", "相談経路")

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
    def _get_issues(self, report):
        return self._get_by_code(
            report, "assessments", "issue_ids", "課題（複数）", "課題の記入なし"
        )

    @api.model
    def _get_screening(self, report):
        definition = self._get_definition(report, "cases")
        counts = dict(self._group(definition, ["screening_outcome"]))
        return [["スクリーニング結果", "件数"]] + [
            [label, counts.get(key, 0)] for key, label in SCREENING.items()
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
    def _get_referral_kinds(self, report):
        return self._get_by_code(
            report,
            "referrals",
            "partner_id.agency_kind_id",
            "つなぎ先の種類",
            "種類の登録なし",
        )

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
    def _get_outcomes(self, report):
        counts = dict(
            self._group(self._get_definition(report, "evaluations"), ["outcome"])
        )
        return [["評価結果", "件数"]] + [
            [label, counts.get(key, 0)] for key, label in OUTCOMES.items()
        ]

    @api.model
    def _get_changes(self, report):
        return self._get_by_code(
            report,
            "evaluations",
            "change_ids",
            "見られた変化（複数）",
            "変化の記入なし",
        )

    @api.model
    def _get_endings(self, report):
        counts = dict(self._group(self._get_definition(report, "ended"), ["stage"]))
        return [["終了の状況", "件数"]] + [
            [label, counts.get(key, 0)] for key, label in ENDINGS.items()
        ]

    @api.model
    def _get_lengths(self, report):
        counts = Counter()
        for start, end, number in self._group(
            self._get_definition(report, "ended"),
            ["reception_date:month", "close_date:month"],
        ):
            months = (end.year - start.year) * 12 + end.month - start.month
            counts[band_of(months, LENGTHS)] += number
        return [["受付の月から終了の月まで", "件数"]] + [
            [label, counts[label]] for _last, label in LENGTHS
        ]
