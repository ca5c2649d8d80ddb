# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import io
import json
import os
import re
from datetime import date
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.exchange.plain_importer import PlainImporter
from ...models.exchange.plain_writer import PlainWriter
from ...tools.plain_archive import ArchiveReader
from ...tools.plain_format import (
    LEFT_OUT_FIELDS,
    LEFT_OUT_MODELS,
    MASTERS,
    PARENTS,
    PREFIX,
    carried_fields,
    file_name,
    is_derived,
    model_name,
    target_kind,
)
from ..operation.second_database import SecondDatabaseCase
from .common import PlainFormatCase, export, read_files, read_rows, rewrite

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "plain_format.md"
YEAR = (date(2024, 4, 1), date(2025, 3, 31))


@tagged("post_install", "-at_install")
class TestRoundTrip(PlainFormatCase, SecondDatabaseCase):
    """Data of a municipality go into another database, and come back the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_municipality_full()
        cls.content = export(cls.municipality)

    def _import(self, env, content):
        reader = PlainImporter(env, ArchiveReader(io.BytesIO(content)))
        reader.check()
        self.assertEqual(reader.problems, [])
        municipality = reader.run()
        env.invalidate_all()
        return municipality

    def _derived(self, municipality, name):
        """Stored values that are worked out and not carried."""
        writer = PlainWriter(municipality, io.BytesIO())
        model = writer.env[model_name(name)]
        names = [
            field.name
            for field in model._fields.values()
            if field.store
            and is_derived(field)
            and field.type not in ("many2one", "one2many", "many2many")
            # The key of a person, another one in each database.
            and field.name != "counted_person"
        ]
        return [
            [record[field] for field in names]
            for records in writer.batches(name)
            for record in records
        ]

    def test_everything_comes_back(self):
        files = read_files(self.content)
        for name in PARENTS:
            if name not in ("service.rule", "standard.amount", "benefit.duty"):
                self.assertTrue(files[file_name(name)], name)
        self.assertEqual(sum(n.startswith("attachments/") for n in files), 2)
        with self.environment() as env:
            municipality = self._import(env, self.content)
            back = read_files(export(municipality))
            self.assertEqual(set(files), set(back))
            for name in files:
                self.assertEqual(files[name], back[name], name)

            # What follows from the rows is the same as well: figures, states.
            for name in PARENTS:
                here = self._derived(self.municipality, name)
                there = self._derived(municipality, name)
                self.assertEqual(here, there, name)
            first = self.env["self_reliance.monthly.report"].create(
                {"municipality_id": self.municipality.id, "office_id": False}
                | {"date_from": "2024-05-01", "date_to": "2024-10-31"}
            )
            second = env["self_reliance.monthly.report"].create(
                {"municipality_id": municipality.id, "office_id": False}
                | {"date_from": "2024-05-01", "date_to": "2024-10-31"}
            )
            self.assertTrue(any(first._get_values().values()))
            self.assertEqual(first._get_values(), second._get_values())
            closed = env["self_reliance.monthly.report"].search(
                [("municipality_id", "=", municipality.id), ("state", "!=", "open")]
            )
            self.assertEqual(closed._get_values(), self.report._get_values())
            lines = closed.line_ids.filtered("counted_ids")
            self.assertTrue(lines)
            for line in lines:
                found = env[line._get_definition().model].browse(line.counted_ids)
                self.assertEqual(found.exists(), found)
                self.assertEqual(len(found), line.value)

            # Numbers go on where they stopped, and people without an account here
            # cannot log in.
            [decision] = env["self_reliance.decision"].search(
                [("number", "=", self.records["decision"].number)]
                + [("municipality_id", "=", municipality.id)]
            )
            self.assertFalse(decision.user_id.active)
            self.assertFalse(decision.user_id.has_group("base.group_user"))
            day = date(2026, 6, 1)
            self.assertEqual(
                municipality._preview_fiscal_number(day),
                self.municipality._preview_fiscal_number(day),
            )
            case = env["self_reliance.case"].search(
                [("name", "=", self.records["case"].sudo().name)]
            )
            revision = env["self_reliance.plan.revision"].search(
                [("snapshot", "!=", False)]
            )
            self.assertEqual(revision.snapshot["goal"], "家計を整える")
            service = env["self_reliance.service"].browse(
                revision.snapshot["service_use_ids"][0]["service_id"]
            )
            self.assertEqual(service.code, "work_preparation")
            # The merging can be undone here, too.
            merge = env["self_reliance.client.merge"].search(
                [("state", "=", "merged"), ("kept_id", "=", case.client_id.id)]
            )
            self.assertFalse(merge.merged_id.active)
            self.assertEqual(
                merge.merged_id.name, self.records["client.merge"].sudo().merged_id.name
            )
            # A second time the same is refused.
            reader = PlainImporter(env, ArchiveReader(io.BytesIO(self.content)))
            reader.check()
            self.assertEqual(len(reader.problems), 1)
            env.cr.rollback()

    def test_own_data_are_refused(self):
        reader = PlainImporter(self.env, ArchiveReader(io.BytesIO(self.content)))
        reader.check()
        self.assertEqual(len(reader.problems), 1, reader.problems)

    def _problems(self, env, changes):
        content = rewrite(self.content, changes)
        reader = PlainImporter(env, ArchiveReader(io.BytesIO(content)))
        reader.check()
        return reader.problems

    def test_problems_name_file_and_line(self):
        case = "data/case.jsonl"
        strange = [
            ("name", 5, "cannot be 5"),
            ("stage", "won", "won"),
            ("client_id", "00000000-0000-0000-0000-000000000000", "not there"),
            ("user_id", "nobody", "nobody"),
            ("reception_date", "2026-02-30", "2026-02-30"),
            ("reception_date", None, "reception_date"),
            ("is_restricted", "yes", "yes"),
            ("route_id", "route/none", "route/none"),
            ("team_ids", "srs_chief", "team_ids"),
            ("my_number", "1", "my_number"),
            ("key", "../../etc/passwd", "key"),
        ]
        with self.environment() as env:
            for name, value, told in strange:
                with self.subTest(name=name, value=value):

                    def change(rows, name=name, value=value):
                        rows[2][name] = value

                    problems = "\n".join(self._problems(env, {case: change}))
                    self.assertIn(f"{case}, line 3: ", problems)
                    self.assertIn(told, problems)
            problems = self._problems(
                env,
                {"data/master.jsonl": lambda rows: rows[0].update(key="unheard")},
            )
            self.assertIn("unheard", problems[0])

    def test_refused_line_undoes_everything(self):
        """A constraint is found by the line that breaks it."""

        def break_line(rows):
            rows[1]["number"] = rows[0]["number"]
            rows[1]["state"] = rows[0]["state"] = "revoked"

        def break_other(rows):
            rows[4]["reception_date"] = "1900-01-01"

        with self.environment() as env:
            before = env["self_reliance.municipality"].search_count([])
            for changes, told in (
                ({"data/decision.jsonl": break_line}, "data/decision.jsonl, line 2: "),
                ({"data/case.jsonl": break_other}, "data/case.jsonl, line 5: "),
            ):
                content = rewrite(self.content, changes)
                with self.assertRaisesRegex(UserError, re.escape(told)):
                    with env.cr.savepoint():
                        self._import(env, content)
                env.invalidate_all()
                self.assertEqual(
                    env["self_reliance.municipality"].search_count([]), before
                )
            env.cr.rollback()

    def test_into_an_empty_municipality_only(self):
        with self.environment() as env:
            there = env["self_reliance.municipality"].create(
                {"name": "先に作った", "code": self.municipality.code}
            )
            self.assertEqual(self._import(env, self.content), there)
            self.assertEqual(there.name, self.municipality.name)
            env.cr.rollback()
        with self.environment() as env:
            there = env["self_reliance.municipality"].create(
                {"name": "使用中", "code": self.municipality.code}
            )
            env["self_reliance.office"].create(
                {"name": "既存", "municipality_id": there.id}
            )
            self.assertIn("使用中", self._problems(env, {})[0])
            env.cr.rollback()

    def test_contacts_that_say_the_same_are_taken(self):
        with self.environment() as env:
            there = env["res.partner"].create(
                {
                    "name": "みなと野公共職業安定所",
                    "is_company": True,
                    "phone": "03-0000-0000",
                }
            )
            env["res.partner"].create(
                {"name": "みなと野公共職業安定所", "is_company": True, "phone": "1"}
            )
            municipality = self._import(env, self.content)
            referral = env["self_reliance.referral"].search(
                [("case_id.municipality_id", "=", municipality.id)]
            )
            self.assertEqual(referral.partner_id, there)
            self.assertEqual(referral.contact_id.parent_id, there)
            env.cr.rollback()

    def test_person_of_two_municipalities(self):
        """Both come, one after the other: it stays one person with two cases."""
        client = self.records["client"].sudo()
        client.case_ids.create(
            {"office_id": self.other_office.id, "client_id": client.id}
        )
        contents = [export(self.municipality), export(self.other_municipality)]
        with self.environment() as env:
            for content in contents:
                self._import(env, content)
            found = env["self_reliance.client"].search([("name", "=", client.name)])
            [found] = found.filtered(lambda one: len(one.case_ids) == 2)
            self.assertEqual(len(found.case_ids.municipality_id), 2)
            self.assertEqual(len(found.household_ids), len(client.household_ids))
            self.assertEqual(len(found.message_ids), len(client.message_ids))
            env.cr.rollback()
        # Of anything else the key can be there only once.
        stolen = read_rows(contents[0], "case")[0]["key"]
        with self.environment() as env:
            self._import(env, contents[0])

            own = read_rows(contents[1], "case")[0]["key"]

            def steal(rows):
                rows[:] = json.loads(json.dumps(rows).replace(own, stolen))

            changes = dict.fromkeys(read_files(contents[1]), steal)
            content = rewrite(contents[1], changes)
            with self.assertRaisesRegex(UserError, "data/case.jsonl, line 1: "):
                self._import(env, content)
            env.cr.rollback()

    def test_only_this_municipality_is_written(self):
        other = self._new_case(self.stranger)
        client = self.records["client"].sudo()
        shared = (
            self.env["self_reliance.case"]
            .sudo()
            .create({"office_id": self.other_office.id, "client_id": client.id})
        )
        shared.former_case_id = self.records["case"].id
        self.records["case"].sudo().former_case_id = shared
        rows = read_rows(export(self.municipality), "case")
        self.assertEqual(len(rows), 42)
        names = [row["name"] for row in rows]
        [row] = [
            row
            for row in rows
            if row["client_id"] and row["reported_date"] == "2026-04-20"
        ]
        self.assertIsNone(row["former_case_id"])
        self.assertTrue(names)
        rows = read_rows(export(self.other_municipality), "case")
        self.assertEqual(len(rows), 2)
        self.assertTrue(other)


@tagged("post_install", "-at_install")
class TestPlainFormatDocument(PlainFormatCase):
    """The document, the format and the models agree."""

    def test_every_model_is_carried_or_named(self):
        models = {
            model._name.removeprefix(PREFIX)
            for model in self.env.values()
            if model._name.startswith(PREFIX)
            and not model._abstract
            and not model._transient
        }
        named = {*PARENTS, *MASTERS, *LEFT_OUT_MODELS}
        self.assertEqual(models, named)

    def test_every_field_is_carried_or_named(self):
        for name in PARENTS:
            model = self.env[model_name(name)]
            for field in carried_fields(model):
                if field.relational:
                    # Raises for a target that is neither carried nor a master.
                    self.assertTrue(target_kind(field), field)
            for left_out in LEFT_OUT_FIELDS.get(name, ()):
                self.assertIn(left_out, model._fields, name)

    def test_document_describes_the_format(self):
        text = DOCUMENT.read_text()
        head, _mark, rest = text.partition("<!-- fields: begin -->\n")
        _old, mark, tail = rest.partition("<!-- fields: end -->")
        described = self._describe()
        if os.environ.get("SELF_RELIANCE_WRITE_DOCUMENT"):
            DOCUMENT.write_text(f"{head}{_mark}{described}{mark}{tail}")
        self.assertEqual(
            DOCUMENT.read_text().partition(_mark)[2].partition(mark)[0],
            described,
            "Write the document anew: SELF_RELIANCE_WRITE_DOCUMENT=1 dev/test"
            " tests/exchange/test_plain_format.py -k document",
        )

    def _describe(self):
        lines = []
        for name in PARENTS:
            model = self.env[model_name(name)].with_context(lang="en_US")
            lines += [
                f"\n### `{file_name(name)}` – {model._description}\n",
                "| field | value | meaning |",
                "| --- | --- | --- |",
            ]
            lines += [self._describe_field(model, f) for f in carried_fields(model)]
            derived = sorted(
                f"`{field.name}`"
                for field in model._fields.values()
                if field.store and is_derived(field)
            )
            if derived:
                lines.append(f"\nWorked out on import: {', '.join(derived)}.")
            for left_out, reason in sorted(LEFT_OUT_FIELDS.get(name, {}).items()):
                lines.append(f"\nNot carried: `{left_out}` ({reason}).")
        lines.append("\n## What is not carried\n")
        lines += [
            f"- `{PREFIX}{name}`: {reason}."
            for name, reason in sorted(LEFT_OUT_MODELS.items())
        ]
        lines.append("\n## Official lists, referred to by their codes\n")
        lines += [
            f"- `{PREFIX}{name}`: `{'/'.join(paths)}`"
            for name, paths in sorted(MASTERS.items())
        ]
        return "\n".join(lines) + "\n"

    def _describe_field(self, model, field):
        kind = field.type
        if kind == "selection":
            values = field.selection
            if not isinstance(values, list):
                values = field._description_selection(model.env)
            kind = ", ".join(f"`{value}`" for value, _label in values)
        elif kind == "binary":
            kind = "among the attachments"
        elif field.relational:
            target = field.comodel_name.removeprefix(PREFIX)
            kind = {
                "user": "login",
                "contact": "key of a contact",
                "master": f"code of `{target}`",
                "key": f"key in `{file_name(target)}`",
                "numbering": "next number of each fiscal year, by its first day",
            }[target_kind(field)]
            if field.type == "many2many":
                kind = f"list: {kind}"
        required = "" if not field.required else " (always)"
        meaning = field._description_string(model.env)
        if field.help:
            meaning += ". " + " ".join(field.help.split())
        return f"| `{field.name}` | {kind}{required} | {meaning} |"
