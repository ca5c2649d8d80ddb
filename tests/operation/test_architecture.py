# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import ast
import os
import re
from pathlib import Path

from odoo.tests import BaseCase, tagged

REPO = Path(__file__).resolve().parents[2]
KINDS = ("models", "wizards", "report")
# Belongs to no area: updates, backups, the wheel.
NOT_OF_AN_AREA = {"operation", "__pycache__", "data"}
PATH = re.compile(r"[\w.*-]+(/[\w.*-]*)+|[\w*-]+\.(py|md|csv|cfg)")


def list_areas():
    """The areas of docs/architecture.md, in their order."""
    text = (REPO / "docs" / "architecture.md").read_text()
    return re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)


def read_names(node):
    """A name or a list of names; what is put together at run time is left out."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return [part.value for part in node.elts if isinstance(part, ast.Constant)]
    return node.value if isinstance(node, ast.Constant) else None


def read_classes(path):
    """Pairs (model name or ``None``, names that it inherits) of a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.ClassDef):
            continue
        values = {
            statement.targets[0].id: read_names(statement.value)
            for statement in node.body
            if isinstance(statement, ast.Assign)
            and isinstance(statement.targets[0], ast.Name)
            and statement.targets[0].id in ("_name", "_inherit")
        }
        inherited = values.get("_inherit") or []
        yield (
            values.get("_name"),
            [inherited] if isinstance(inherited, str) else list(inherited),
        )


def read_imports(path):
    """Folders of the addon that a file imports from, as tuples of names."""
    folder = path.relative_to(REPO).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = folder[: len(folder) - node.level + 1]
            module = (*base, *(node.module.split(".") if node.module else ()))
            for name in node.names:
                yield (*module, name.name)


@tagged("post_install", "-at_install")
class TestArchitecture(BaseCase):
    """docs/architecture.md says what the folders show, and rooms keep their order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.areas = list_areas()
        cls.files = [
            path for kind in KINDS for path in sorted((REPO / kind).glob("*/*.py"))
        ]

    def _folders(self, *parts):
        return {
            path.name for path in REPO.joinpath(*parts).iterdir() if path.is_dir()
        } - NOT_OF_AN_AREA

    def test_page_names_the_areas_in_the_order_of_imports(self):
        self.assertGreater(len(self.areas), 12)
        self.assertEqual(self._folders("models"), set(self.areas))
        text = (REPO / "models" / "__init__.py").read_text()
        self.assertEqual(re.findall(r"^from \. import (\w+)", text, re.M), self.areas)

    def test_every_kind_has_the_same_areas(self):
        for parts in (
            *(["views"], ["wizards"], ["report"], ["tests"], ["static", "src"]),
        ):
            self.assertLessEqual(self._folders(*parts), set(self.areas), parts)

    def test_models_stand_in_an_area(self):
        for kind in KINDS:
            flat = {path.name for path in (REPO / kind).glob("*.py")}
            self.assertEqual(flat, {"__init__.py"}, kind)

    def test_rooms_import_only_from_rooms_above(self):
        found = []
        for path in self.files:
            own = self.areas.index(path.parent.name)
            for kind, area, *_rest in (p for p in read_imports(path) if len(p) > 1):
                if (
                    kind in KINDS
                    and area in self.areas
                    and self.areas.index(area) > own
                ):
                    found.append(f"{path.relative_to(REPO)} imports {kind}.{area}")
        self.assertEqual(found, [])

    def test_rooms_inherit_only_from_rooms_above(self):
        room_of = {
            name: path.parent.name
            for path in self.files
            for name, inherited in read_classes(path)
            if name and name not in inherited
        }
        self.assertGreater(len(room_of), 70)
        found = []
        for path in self.files:
            own = self.areas.index(path.parent.name)
            for _name, inherited in read_classes(path):
                found += [
                    f"{path.relative_to(REPO)} inherits {name} of {room_of[name]}"
                    for name in inherited
                    if name in room_of and self.areas.index(room_of[name]) > own
                ]
        self.assertEqual(found, [])

    def test_what_extends_a_model_is_named_like_it(self):
        """``models/*/case.py`` is all that adds to a case, but in its own room."""
        own_room = {
            name: path.parent.name
            for path in self.files
            for name, inherited in read_classes(path)
            if name and name not in inherited
        }
        found = []
        for path in (path for path in self.files if path.parts[-3] == "models"):
            for name, inherited in read_classes(path):
                for other in () if name else inherited:
                    last = other.removeprefix("self_reliance.").replace(".", "_")
                    if (
                        other in own_room
                        and own_room[other] != path.parent.name
                        and path.stem != last
                    ):
                        found.append(f"{path.relative_to(REPO)} extends {other}")
        self.assertEqual(found, [])

    def test_page_says_where_to_look(self):
        """Each question is answered by files that are there, two at most to open."""
        text = (REPO / "docs" / "architecture.md").read_text()
        table = text.partition("## Where to look")[2].partition("\n## ")[0]
        rows = re.findall(r"^\| ([^|]+\?) \| ([^|]+) \|$", table, re.MULTILINE)
        self.assertGreaterEqual(len(rows), 16)
        for question, answer in rows:
            paths = re.findall(r"`([\w./]+/[\w./]+)`", answer)
            self.assertIn(len(paths), (1, 2), question)
            for path in paths:
                self.assertTrue((REPO / path).is_file(), path)

    def test_picture_shows_every_area(self):
        picture = (REPO / "docs" / "images" / "architecture.svg").read_text()
        for area in self.areas:
            self.assertIn(area, picture)

    def test_tools_know_no_database(self):
        for path in sorted((REPO / "tools").glob("*.py")):
            text = path.read_text()
            names = {
                node.id for node in ast.walk(ast.parse(text)) if hasattr(node, "id")
            } | {
                node.attr for node in ast.walk(ast.parse(text)) if hasattr(node, "attr")
            }
            self.assertFalse(names & {"env", "sudo", "_cr"}, path.name)
            # Of Odoo the clock, which tests may stop, and what puts SQL together.
            imported = re.findall(r"(?m)^(?:from|import) odoo\b.*", text)
            allowed = {"from odoo import fields", "from odoo.tools import SQL"}
            self.assertLessEqual(set(imported), allowed, path.name)

    def test_paths_in_the_documents_exist(self):
        names = {
            name
            for folder, _folders, files in os.walk(REPO)
            if "/." not in folder
            for name in files
        }
        tops = {path.name for path in REPO.iterdir() if path.is_dir()}
        found = []
        for document in (*REPO.glob("docs/*.md"), *REPO.glob("README*.md")):
            for words in re.findall(r"`([^`\n]+)`", document.read_text()):
                path = words.split("::")[0].split(" ")[0]
                # Of an exported archive, not of the repository.
                if path.startswith("data/") and path.endswith(".jsonl"):
                    continue
                if not PATH.fullmatch(path) or (
                    "/" in path and path.split("/")[0] not in tops
                ):
                    continue
                if not (any(REPO.glob(path.rstrip("/"))) or path in names):
                    found.append(f"{document.name}: {path}")
        self.assertEqual(found, [])
