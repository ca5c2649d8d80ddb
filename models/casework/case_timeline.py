# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re
from datetime import datetime
from typing import NamedTuple

from jaconv import hira2kata, kata2hira

from odoo import api, models
from odoo.fields import Domain

from ...tools.japan_days import japan_time, japanese_day
from ...tools.japanese_calendar import era_date
from ...tools.texts import clean_text
from ..clients.client import LONGEST_LOOKUP

KINDS = ("record", "contact", "meeting", "decision", "paper", "event")
SHOWN = 20
# No case has more; whoever looks for something old asks by a word.
LONGEST = 2000


class Source(NamedTuple):
    """Where entries of the timeline come from.

    :param kind: one of ``KINDS``
    :param model: name of a model
    :param path: to the case
    :param day: path to the day or the moment of the entry
    :param names: fields whose values say in a few words what it is
    :param texts: fields of what was written
    :param opens: whether it has a page of its own
    :param domain: which of them
    """

    kind: str
    model: str
    path: str
    day: str
    names: tuple
    texts: tuple = ()
    opens: bool = True
    domain: Domain = Domain.TRUE


class CaseTimeline(models.Model):
    """All that happened in a case, by day: one list over many models.

    Each model is asked as the reader is: rules and groups of fields hold here as on
    its own page, and what is not to be read is not found by a word either.
    """

    _inherit = "self_reliance.case"

    def get_timeline(self, kind=None, text="", offset=0):
        """What happened in the case, the newest first; logged as opening the case.

        The number of queries does not grow with the entries.

        :param kind: one of ``KINDS``; all, if it is none of them
        :param text: a word of what is shown or was written
        :param offset: how many were shown before
        :return: dict of ``entries``, a list of dicts ``kind``, ``model``, ``id``,
            ``opens``, ``date`` (ISO, as clocks in Japan show it), ``day``, ``time``,
            ``title`` and ``text``; and ``has_more``
        """
        self.ensure_one()
        self.check_access("read")
        text = clean_text(str(text or "")).strip()[:LONGEST_LOOKUP]
        offset = offset if isinstance(offset, int) else 0
        offset = min(max(offset, 0), LONGEST)
        kinds = [kind] if kind in KINDS else KINDS
        last = offset + SHOWN
        self._log_typed_reading()
        entries = self._get_milestones(text) if "event" in kinds else []
        for source in self._get_timeline_sources():
            if source.kind in kinds:
                entries += self._get_entries(source, text, last + 1)
        if "paper" in kinds:
            entries += self._get_file_entries(text, last + 1)
        entries.sort(key=lambda entry: (entry["date"], entry["id"]), reverse=True)
        return {"entries": entries[offset:last], "has_more": len(entries) > last}

    # It writes to the log.
    get_timeline._readonly = False

    @api.model
    def _get_timeline_sources(self):
        """:return: list of :class:`Source`, to which other areas add theirs"""
        return [
            Source(
                "record",
                "self_reliance.record",
                "case_id",
                "date_start",
                ("method_id", "counterpart", "user_ids"),
                ("content", "remarks"),
            ),
            Source(
                "paper",
                "self_reliance.consent",
                "case_id",
                "date",
                ("scope", "way"),
                opens=False,
            ),
            Source(
                "event",
                "self_reliance.emergency.support",
                "case_id",
                "date_start",
                ("name", "partner_id"),
                ("note",),
                opens=False,
            ),
            Source(
                "event",
                "self_reliance.employment",
                "case_id",
                "date",
                ("kind", "employment_type", "work"),
                ("note",),
                opens=False,
                domain=Domain("voided_date", "=", False),
            ),
            Source(
                "event",
                "self_reliance.case.event",
                "case_id",
                "date",
                ("kind",),
                ("detail", "correction_reason"),
                opens=False,
                # A hand-over stands with its reason.
                domain=Domain("handover_id", "=", False),
            ),
            Source(
                "event",
                "self_reliance.case.handover",
                "case_id",
                "date",
                ("to_office_id", "to_user_id"),
                ("reason",),
                opens=False,
            ),
        ]

    @api.model
    def _get_milestone_names(self):
        """:return: list of pairs of a day of the case and of what it came to"""
        return [
            ("reception_date", "route_id"),
            ("screening_date", "screening_outcome"),
            ("reported_date", None),
        ]

    def _get_milestones(self, text):
        entries = []
        for day, outcome in self._get_milestone_names():
            if not (self._may_show(self, day) and self[day]):
                continue
            titles = [self._fields[day]._description_string(self.env)]
            if outcome and self._may_show(self, outcome):
                titles.append(self._show(self, outcome))
            entry = self._prepare_entry("event", self, self[day], titles, False)
            if text.casefold() in entry["title"].casefold():
                entries.append(entry)
        return entries

    def _get_entries(self, source, text, limit):
        records = self.env[source.model]
        if not records.has_access("read"):
            return []
        names, texts = (
            [name for name in some if self._may_show(records, name)]
            for some in (source.names, source.texts)
        )
        kind_name = self.env["ir.model"]._get(source.model).name
        domain = Domain(source.path, "=", self.id) & source.domain
        if text and text not in kind_name:
            domain &= self._get_text_domain(records, [*names, *texts], text)
        direct = "." not in source.day
        found = records.search_fetch(
            domain & Domain(source.day, "!=", False),
            [*names, *texts],
            order=f"{source.day} desc, id desc" if direct else None,
            limit=limit if direct else LONGEST,
        )
        if source.model != self._name and hasattr(found, "_log_reading"):
            found._log_reading("list")
        return [
            {
                **self._prepare_entry(
                    source.kind,
                    record,
                    record.mapped(source.day)[0],
                    [kind_name, *(self._show(record, name) for name in names)],
                    source.opens,
                ),
                "text": "\n".join(record[name] for name in texts if record[name]),
            }
            for record in found
        ]

    def _get_file_entries(self, text, limit):
        """Files that hang on the case or on what belongs to it."""
        places = Domain("res_model", "=", self._name) & Domain("res_id", "=", self.id)
        for source in self._get_timeline_sources():
            records = self.env[source.model]
            if records.has_access("read"):
                found = records._search(Domain(source.path, "=", self.id))
                places |= Domain("res_model", "=", source.model) & Domain(
                    "res_id", "in", found
                )
        if text:
            places &= Domain.OR(
                Domain("name", "ilike", form) for form in self._get_forms(text)
            )
        files = self.env["ir.attachment"].search_fetch(
            places, ["name", "create_date"], order="create_date desc", limit=limit
        )
        label = self.env._("File")
        return [
            self._prepare_entry(
                "paper", file, file.create_date, [label, file.name], True
            )
            for file in files
        ]

    @api.model
    def _prepare_entry(self, kind, record, day, titles, opens):
        moment = isinstance(day, datetime) and japan_time(day)
        return {
            "kind": kind,
            "model": record._name,
            "id": record.id,
            "opens": opens,
            "date": (moment or day).isoformat(),
            "day": era_date(japanese_day(day) if moment else day, True),
            "time": f"{moment:%H:%M}" if moment else "",
            "title": "・".join(filter(None, titles)),
            "text": "",
        }

    @api.model
    def _may_show(self, records, name):
        return records._has_field_access(records._fields[name], "read")

    @api.model
    def _show(self, record, name):
        """:return: str, what a person reads in a field"""
        field, value = record._fields[name], record[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.relational:
            # The name of what a readable record links to is shown with it, as Odoo
            # does in its own views.
            return "、".join(value.sudo().mapped("display_name"))
        if field.type == "boolean":
            return field._description_string(self.env) if value else ""
        return str(value or "")

    @api.model
    def _get_forms(self, text):
        """The text in either kana; its signs stand for themselves."""
        text = re.sub(r"([\\%_])", r"\\\1", text)
        return {text, kata2hira(text), hira2kata(text)}

    @api.model
    def _get_text_domain(self, records, names, text):
        """Records that show a text in one of the fields."""
        domains = []
        for name in names:
            field = records._fields[name]
            if not field._description_searchable:
                continue
            if field.type == "selection":
                labels = field._description_selection(self.env)
                keys = [key for key, label in labels if text in label]
                domains.append(Domain(name, "in", keys))
            elif field.type == "boolean":
                if text in field._description_string(self.env):
                    domains.append(Domain(name, "=", True))
            else:
                domains += [
                    Domain(name, "ilike", form) for form in self._get_forms(text)
                ]
        return Domain.OR(domains)
