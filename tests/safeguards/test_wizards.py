# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged

from ...tools.casework_models import is_casework

MY_NUMBER = "123456789018"
# Wizards into which nobody types a text, and what fills them.
NOTHING_TYPED = {
    "activity.report": "an office and a period",
    "activity.report.line": "the counting",
    "agency.booklet": "choices of the list",
    "agency.import.head": "texts, and which field a column is taken for",
    "agency.import.line": "the file, whose rows are checked one by one",
    "prefecture.report": "a prefecture and a period",
    "prefecture.report.line": "the counting",
    "retyping.batch": "an office, a month and choices",
    "supporter.load": "a month",
    "supporter.year": "an office, a year and a cost",
    "security.check": "the comparison with what was shipped",
    "setup.step": "what is there and what is missing",
}


@tagged("post_install", "-at_install", "security")
class TestWizards(TransactionCase):
    """What is typed into a wizard is checked as what is typed into a record."""

    def test_every_wizard_is_named(self):
        checked = type(self.env["self_reliance.input.mixin"])
        for model in self.env.values():
            if not is_casework(model._name) or not model._transient:
                continue
            name = model._name.removeprefix("self_reliance.")
            with self.subTest(wizard=name):
                if name in NOTHING_TYPED:
                    if not name.endswith(".line"):
                        self.assertFalse(self._get_typed_texts(model))
                    continue
                self.assertIsInstance(model, checked)
                for field in self._get_typed_texts(model):
                    with self.assertRaises(ValidationError):
                        model.create({field: MY_NUMBER})

    def _get_typed_texts(self, model):
        return {
            name
            for name, field in model._fields.items()
            if field.type in ("char", "text", "html")
            and field.store
            and not field.readonly
            and not field.compute
            and not field.related
        }
