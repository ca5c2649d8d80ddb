# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""家計再生プラン and 就労準備支援プログラム on paper; a layout of our own."""

from markupsafe import Markup

from ...tools.japanese_calendar import era_date, era_month
from ..forms.masked_person import printed_case_name
from ..forms.sheet_registry import prints

TITLES = {"household": "家計再生プラン", "work": "就労準備支援プログラム"}
ACTORS = {
    "client": "本人",
    "family": "家族",
    "office": "相談支援機関",
    "agency": "関係機関",
}
# Of the picture, in its own units.
WIDTH, HEIGHT, FOOT = 180, 40, 8
# Months beyond are in the table only.
MOST_MONTHS = 24


@prints("self_reliance.programme", report="report_programme")
class ProgrammeSheet:
    """An individual programme.

    :param programme: ``self_reliance.programme``
    """

    TEMPLATE = "self_reliance_support.programme_sheet"
    is_draft = False

    def __init__(self, programme):
        self.record = programme
        self.programme = programme
        self.case = programme.case_id
        self.TITLE = TITLES[programme.kind]
        self.name = printed_case_name(self.case)

    @property
    def term(self):
        days = (self.programme.date, self.programme.date_end)
        return "～".join(era_date(day) if day else "" for day in days)

    @property
    def texts(self):
        """Pairs (heading, text)."""
        programme = self.programme
        return (
            ("現在の状況", programme.situation or ""),
            ("本人の希望（本人の言葉）", programme.wish or ""),
            ("目標", programme.goal or ""),
        )

    def _get_rows(self, kind):
        return [
            [
                step.name,
                ACTORS.get(step.actor, ""),
                era_date(step.date_due) if step.date_due else "",
                era_date(step.date_done) if step.date_done else "",
                step.result or "",
            ]
            for step in self.programme.step_ids
            if step.kind == kind
        ]

    @property
    def steps(self):
        return self._get_rows("step")

    @property
    def reviews(self):
        return self._get_rows("review")

    @property
    def months(self):
        """Rows of the household budget, as texts."""
        return [
            [
                era_month(entry.month),
                "計画" if entry.is_planned else "実績",
                *(
                    f"{number:,}"
                    for number in (
                        entry.income,
                        entry.spending,
                        entry.repayment,
                        entry.balance,
                        entry.debt,
                        entry.savings,
                    )
                ),
            ]
            for entry in self.programme.month_ids
        ]

    @property
    def picture(self):
        """Two bars a month: income, and what goes out with what is paid back."""
        months = self.programme.month_ids[:MOST_MONTHS]
        top = max(
            (max(entry.income, entry.spending + entry.repayment) for entry in months),
            default=0,
        )
        if not top:
            return ""
        step = WIDTH / len(months)
        bars = Markup("").join(
            self._draw_month(number * step, step, entry, top)
            for number, entry in enumerate(months)
        )
        return Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            ' width="180mm">{bars}<line x1="0" x2="{width}" y1="{base}" y2="{base}"'
            ' stroke="#000" stroke-width="0.3"/></svg>'
        ).format(width=WIDTH, height=HEIGHT + FOOT, base=HEIGHT, bars=bars)

    def _draw_month(self, left, step, entry, top):
        bar = min(step / 3, 10)
        scale = (HEIGHT - 2) / top
        parts = []
        # Told apart without colour: filled, and hatched by its outline.
        for number, (amount, fill) in enumerate(
            ((entry.income, "#666"), (entry.spending + entry.repayment, "#fff"))
        ):
            height = amount * scale
            parts.append(
                Markup(
                    '<rect x="{x:.2f}" y="{y:.2f}" width="{bar:.2f}"'
                    ' height="{height:.2f}" fill="{fill}" stroke="#000"'
                    ' stroke-width="0.3"{dash}/>'
                ).format(
                    x=left + step / 2 + (number - 1) * bar,
                    y=HEIGHT - height,
                    bar=bar,
                    height=height,
                    fill=fill,
                    dash=Markup(' stroke-dasharray="1 0.6"')
                    if entry.is_planned
                    else "",
                )
            )
        label = f"{entry.month:%y.%m}" + ("計" if entry.is_planned else "")
        parts.append(
            Markup(
                '<text x="{x:.2f}" y="{y}" font-size="3"'
                ' text-anchor="middle">{label}</text>'
            ).format(x=left + step / 2, y=HEIGHT + 5, label=label)
        )
        return Markup("").join(parts)
