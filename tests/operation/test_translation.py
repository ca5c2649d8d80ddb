# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re
from pathlib import Path

import polib
from lxml import etree

from odoo.tests import tagged
from odoo.tools.translate import TranslationModuleReader

from ..common import MODULE, SelfRelianceCase

I18N = Path(__file__).parents[2] / "i18n"
# Words that a Japanese office uses as they are, and technical markers.
NOT_TRANSLATED = {"ID", "E-mail", "DV", "PDF", "XLSX", "SMS"}


@tagged("post_install", "-at_install")
class TestTranslation(SelfRelianceCase):
    def test_every_string_is_translated(self):
        catalogue = polib.pofile(str(I18N / "ja.po"))
        empty = [e.msgid for e in catalogue if not e.msgstr or e.fuzzy]
        self.assertFalse(empty)
        for entry in catalogue:
            placeholders = re.compile(r"%\(\w+\)s")
            self.assertEqual(
                sorted(placeholders.findall(entry.msgid)),
                sorted(placeholders.findall(entry.msgstr)),
                entry.msgid,
            )

    def test_catalogue_holds_the_strings_of_the_addon(self):
        translated = {e.msgid for e in polib.pofile(str(I18N / "ja.po"))}
        reader = TranslationModuleReader(self.env.cr, modules=[MODULE])
        missing = {
            source
            for module, _type, _name, _res_id, source, *_rest in reader
            # Fields that other installed modules add to ours are theirs.
            if module == MODULE and source.strip()
        } - translated
        missing = {source for source in missing if "SMS" not in source}
        self.assertFalse(missing, "Run dev/translate and translate these.")

    def test_screens_show_no_english(self):
        self.env["res.lang"]._activate_lang("ja_JP")
        self.env["ir.module.module"]._load_module_terms([MODULE], ["ja_JP"])
        views = self.env["ir.ui.view"].search(
            [("model", "=like", "self_reliance.%"), ("type", "!=", "qweb")]
        )
        self.assertGreater(len(views), 20)
        english = set()
        for user in (self.manager, self.officer, self.admin):
            user.lang = "ja_JP"
            for view in views:
                model = self.env[view.model].with_user(user).with_context(lang="ja_JP")
                if not model.has_access("read"):
                    continue
                english |= self._english_in(model, view)
        self.assertFalse(english)

    def _english_in(self, model, view):
        arch = etree.fromstring(model.get_view(view.id, view.type)["arch"])
        texts = [text.strip() for text in arch.itertext()]
        names = set()
        for node in arch.iter(etree.Element):
            texts += [node.get(key, "") for key in ("string", "placeholder", "confirm")]
            if node.tag == "field" and node.getparent().tag != "list":
                names.add(node.get("name"))
        # Fields of Odoo's activities come along unseen, with Odoo's own words.
        names = {name for name in names if not name.startswith("activity_")}
        labels = names and model.fields_get(
            list(names), ["string", "help", "selection"]
        )
        for label in (labels or {}).values():
            texts += [label["string"], label.get("help") or ""]
            texts += [text for _value, text in label.get("selection") or []]
        return {
            text
            for text in texts
            if re.search("[A-Za-z]{3,}", text)
            and not re.search("[ぁ-んァ-ヶ一-龠]", text)
            and text not in NOT_TRANSLATED
        }
