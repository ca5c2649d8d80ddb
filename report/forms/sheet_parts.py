# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Parts of which the printed sheets are put together: boxes, pairs, tables, days."""

from markupsafe import Markup

from ...tools.form_labels import GENDERS
from ...tools.japanese_calendar import era_date, era_month

GAP = "　　"


def box(ticked, label=""):
    """A box of the form, ticked or not, followed by its label."""
    return Markup('<span class="srs-box">%s</span>%s') % ("☑" if ticked else "□", label)


def boxes(pairs):
    return Markup("　").join(box(ticked, label) for label, ticked in pairs)


def day_text(day, era=""):
    return era_date(day) if day else f"{era}{GAP}年{GAP}月{GAP}日"


def month_text(day, era=""):
    return era_month(day) if day else f"{era}{GAP}年{GAP}月"


def brackets(text):
    return f"（{text or '　　　'}）"


def gender_boxes(client):
    """男性, 女性, or what the person says, in brackets.

    :param client: ``self_reliance.client``, may be empty
    """
    gender = client.gender
    other = client.gender_note if gender == "other" else ""
    labels = {**GENDERS, "other": brackets(other)}
    return boxes((label, gender == key) for key, label in labels.items())


def pair(label, value, wide=False):
    """A label and its value, side by side with the next one."""
    return {"kind": "pair", "label": label, "value": value, "wide": wide}


def text_box(value, height):
    """A box for running text, at least so many millimetres high."""
    return {"kind": "text", "value": value or "", "height": height}


def table(head, rows, widths=None):
    return {"kind": "table", "head": head, "rows": rows, "widths": widths}
