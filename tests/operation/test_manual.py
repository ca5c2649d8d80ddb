# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import hashlib
import re
from pathlib import Path

from lxml import html

from odoo.tests import TransactionCase, tagged

ADDON = Path(__file__).parents[2]
SOURCES = ADDON / "docs" / "user" / "ja"
PAGES = ADDON / "static" / "manual" / "ja"


@tagged("post_install", "-at_install")
class TestManual(TransactionCase):
    """The manual is made anew with its text; every link and picture is there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pages = {
            path.name: html.fromstring(path.read_bytes())
            for path in PAGES.glob("*.html")
        }

    def _get_chapters(self, name):
        return set(self.pages[name].xpath("//@id"))

    def test_pages_are_of_their_text(self):
        sources = {f"{path.stem}.html": path for path in SOURCES.glob("*.md")}
        self.assertEqual(self.pages.keys(), sources.keys())
        for name, path in sources.items():
            with self.subTest(name=name):
                [mark] = self.pages[name].xpath("//meta[@name='source']/@content")
                self.assertEqual(
                    mark,
                    hashlib.sha256(path.read_bytes()).hexdigest(),
                    "docs/user/ja was changed: run dev/manual",
                )

    def test_links_and_pictures(self):
        for name, page in self.pages.items():
            for link in page.xpath("//a/@href | //link/@href | //img/@src"):
                with self.subTest(page=name, link=link):
                    self.assertFalse(re.match("[a-z]+:|//", link), "outside")
                    target, _sign, chapter = link.partition("#")
                    target = target or name
                    self.assertTrue((PAGES / target).is_file())
                    if chapter:
                        self.assertIn(chapter, self._get_chapters(target))
            for picture in page.xpath("//img"):
                self.assertTrue(picture.get("alt"))

    def test_screens_open_their_chapter(self):
        script = (ADDON / "static" / "src" / "settings" / "manual_pages.js").read_text()
        chapters = re.findall(r'"([a-z_.]+)": "([a-z]+\.html)#([a-z-]+)"', script)
        self.assertGreater(len(chapters), 30)
        for model, name, chapter in chapters:
            with self.subTest(model=model):
                self.assertIn(model, self.env)
                self.assertIn(chapter, self._get_chapters(name))

    def test_roles_have_their_page(self):
        """One page for each role, and each of them in the overview."""
        titles = self._get_chapters("quick.html")
        for role in ("counsellor", "chief", "clerk", "officer", "manager"):
            self.assertIn(f"{role}.html", self.pages)
            self.assertIn(role, titles)
