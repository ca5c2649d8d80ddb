# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from jaconv import hira2kata, kata2hira

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.texts import clean_text
from ..clients.client import LONGEST_LOOKUP

FOUND = 8
FOUND_CLIENTS = 4
RECENT_DAYS = 30
FOUND_INSIDE = 5
# One letter stands in every record.
SHORTEST_INSIDE = 2


class CaseFinder(models.Model):
    """The finder of every page: a few letters, and the case opens."""

    _inherit = "self_reliance.case"

    @api.model
    def find_cases(self, text):
        """Cases and clients by what a person says of themselves; logged as lists are.

        :param text: as it was typed; without any, the cases that the user opened last
        :return: list of dicts ``model``, ``id``, ``name``; cases first
        """
        text = clean_text(str(text or "")).strip()
        if not text:
            cases = self._get_recent_cases()
            clients = self.env["self_reliance.client"]
        else:
            cases = self.search([("lookup", "ilike", text)], limit=FOUND)
            # Of those with a case, the case is what is looked for.
            clients = self.env["self_reliance.client"].search(
                [("lookup", "ilike", text), ("id", "not in", cases.client_id.ids)],
                limit=FOUND_CLIENTS,
            )
        for records in (cases, clients):
            records._log_reading("list")
        return [
            {
                "model": record._name,
                "id": record.id,
                "name": f"{record.display_name} {kana or ''}".strip(),
            }
            for records, reading in ((cases, "client_kana"), (clients, "name_kana"))
            for record, kana in zip(records, records.mapped(reading), strict=True)
        ]

    def find_inside(self, text):
        """Where a text stands in what was written of the case, and in names of files.

        :param text: as it was typed, at least two letters
        :return: list of dicts ``model``, ``id``, ``name``; nothing of the texts
        """
        self.ensure_one()
        self.check_access("read")
        text = clean_text(str(text or "")).strip()[:LONGEST_LOOKUP]
        if len(text) < SHORTEST_INSIDE:
            return []
        # Whether a text is found tells of the case, too.
        self._log_typed_reading()
        forms = {text, kata2hira(text), hira2kata(text)}
        found = {}
        for model, path, names, link in self._get_places():
            records = self.env[model]
            readable = [
                name
                for name in names
                if records.has_access("read")
                and records._has_field_access(records._fields[name], "read")
            ]
            if readable:
                records = records.search(
                    Domain(path, "=", self.id)
                    & Domain.OR(
                        Domain(name, "ilike", form)
                        for name in readable
                        for form in forms
                    ),
                    limit=FOUND_INSIDE,
                )
                found.update(dict.fromkeys(records[link] if link else records))
        files = self.env["ir.attachment"].search(
            Domain("res_model", "=", self._name)
            & Domain("res_id", "=", self.id)
            & Domain.OR(Domain("name", "ilike", form) for form in forms),
            limit=FOUND_INSIDE,
        )
        return [
            {
                "model": record._name,
                "id": record.id,
                "name": f"{self.env['ir.model']._get(record._name).name}"
                f" {record.display_name}",
            }
            for record in found
        ] + [{"model": self._name, "id": self.id, "name": file.name} for file in files]

    @api.model
    def _get_places(self):
        """What :meth:`find_inside` searches.

        :return: list of a model, its path to the case, names of fields, and the link
            to what is shown, if that is not the record itself
        """
        texts = ("content", "remarks", "counterpart")
        return [("self_reliance.record", "case_id", texts, None)]

    @api.model
    def _get_recent_cases(self):
        """The cases that the user opened last, of those still to be seen."""
        limit = fields.Datetime.now() - timedelta(RECENT_DAYS)
        # Of the log only which cases the user opened; the rules are asked below.
        groups = (
            self.env["self_reliance.access.log"]
            .sudo()
            ._read_group(
                [
                    ("user_number", "=", self.env.uid),
                    ("date", ">", limit),
                    ("operation", "=", "open"),
                    ("case_id", "!=", False),
                ],
                ["case_id"],
                order="date:max desc",
                limit=2 * FOUND,
            )
        )
        opened = [case.id for [case] in groups]
        seen = self.search(Domain("id", "in", opened))
        return seen.sorted(lambda case: opened.index(case.id))[:FOUND]

    # They write to the log.
    find_cases._readonly = False
    find_inside._readonly = False
