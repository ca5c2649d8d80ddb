# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is shown is what is done, and what is done is done once.

Two faults that no check of the values finds: a page shows a list, a number or a
count, and something else is done because the list has another order or somebody
else was faster; and an answer is lost on the way, so that the second click does
everything again.
"""

import functools
import hashlib
import json

from odoo import Command, api, fields, models
from odoo.tools import SQL

# Key of the context in which a button sends what its page shows. It can only make a
# step be refused.
SHOWN = "self_reliance_shown"


def fingerprint(shown):
    """:param shown: lists, dicts and plain values; others count by their text"""
    text = json.dumps(shown, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def once(step):
    """A step of a wizard: refused if it would do something else than is shown, and
    answered, when it is called again, with what it made the first time."""

    @functools.wraps(step)
    def taken(self):
        self.ensure_one()
        self._lock_wizard()
        answers = self.answers or {}
        if step.__name__ in answers:
            return answers[step.__name__]
        shown = self._get_shown()
        if shown is not None and self.shown != fingerprint(shown):
            return self._show_anew()
        answer = step(self)
        if self._is_taken(answer):
            self.answers = {**answers, step.__name__: answer}
        return answer

    taken.is_taken_once = True
    return taken


def as_shown(step):
    """A button of a page: refused, and the page shown anew, if something else is there
    than the page showed when it was opened."""

    @functools.wraps(step)
    def taken(self, *args, **kwargs):
        shown = self.env.context.get(SHOWN)
        if shown and len(self) == 1 and shown != self._get_fingerprint():
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "message": self.env._(
                        "Somebody has changed what this page shows since you opened it."
                        " Nothing was done. Please look again."
                    ),
                    "type": "warning",
                    "sticky": True,
                    "next": {"type": "ir.actions.client", "tag": "soft_reload"},
                },
            }
        return step(self, *args, **kwargs)

    taken.is_taken_as_shown = True
    return taken


class ConfirmMixin(models.AbstractModel):
    """A wizard whose steps are decorated with :func:`once`."""

    _name = "self_reliance.confirm.mixin"
    _inherit = ["self_reliance.input.mixin"]
    _description = "Confirmed Once, as Shown"

    # Fields of the wizard whose change shows something else.
    _shown_by = ()

    shown = fields.Char(
        compute="_compute_shown",
        store=True,
        readonly=False,
        compute_sudo=False,
        copy=False,
        help="Fingerprint of what the page showed.",
    )
    is_outdated = fields.Boolean(readonly=True, copy=False)
    answers = fields.Json(readonly=True, copy=False, help="What each step answered.")

    def _get_shown(self):
        """What the page shows, as it is at this moment, in the order in which it is
        done.

        :return: lists, dicts and plain values; ``None`` if nothing is shown
        """
        return None

    @api.depends(lambda self: self._shown_by)
    def _compute_shown(self):
        for wizard in self:
            shown = wizard._get_shown()
            wizard.shown = shown is not None and fingerprint(shown)

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        # What is there now, not what is there when somebody asks.
        wizards.mapped("shown")
        return wizards

    @api.model
    def default_get(self, fields):
        """Show lists in the order in which the database gives them back."""
        values = super().default_get(fields)
        for name, value in values.items():
            field = self._fields.get(name)
            if field and field.type == "many2many" and value:
                ids = [
                    number
                    for command in value
                    for number in (
                        [command]
                        if isinstance(command, int)
                        else command[2]
                        if command[0] == Command.SET
                        else [command[1]]
                    )
                ]
                records = self.env[field.comodel_name].browse(ids).exists()
                values[name] = [Command.set(records.sorted().ids)]
        return values

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Give every form the fingerprint, and the note that something changed."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            note = arch.makeelement(
                "div",
                {
                    "class": "alert alert-warning",
                    "role": "alert",
                    "invisible": "not is_outdated",
                },
            )
            note.text = self.env._(
                "Something has changed since this was opened. Nothing was done; this is"
                " how it is now. Please look at it and confirm again."
            )
            sheet = arch.find("sheet")
            (arch if sheet is None else sheet).insert(0, note)
            for name, save in (("shown", "1"), ("is_outdated", "0")):
                arch.append(
                    arch.makeelement(
                        "field", {"name": name, "invisible": "1", "force_save": save}
                    )
                )
        return arch, view

    def _lock_wizard(self):
        """Let a second call wait for the first, and see what it made."""
        self.check_access("write")
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE id = %s FOR UPDATE",
                SQL.identifier(self._table),
                self.id,
            )
        )
        # What it shows is computed anew, too.
        self.invalidate_recordset()

    def _is_taken(self, answer):
        """Whether the step was taken; not if it only showed its form again."""
        return not isinstance(answer, dict) or answer.get("res_model") != self._name

    def _show_anew(self):
        """Nothing is done; the form opens with what is there now."""
        self.write({"shown": fingerprint(self._get_shown()), "is_outdated": True})
        return self._action_show()

    def _action_show(self):
        return self._get_records_action(
            name=self.env["ir.model"]._get(self._name).name, target="new", context={}
        )


class ShownMixin(models.AbstractModel):
    """A stored record whose page has buttons decorated with :func:`as_shown`.

    The buttons of its forms send what was shown:
    ``context="{'self_reliance_shown': shown}"``.
    """

    _name = "self_reliance.shown.mixin"
    _description = "Done as Shown"

    shown = fields.Char(compute="_compute_shown", compute_sudo=False)

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            arch.append(arch.makeelement("field", {"name": "shown", "invisible": "1"}))
        return arch, view

    def _get_shown(self):
        """What the page shows, of what the buttons act on."""
        raise NotImplementedError

    def _get_fingerprint(self):
        self.ensure_one()
        # Nothing of it leaves but the fingerprint; the page may show less.
        return fingerprint(self.sudo()._get_shown())

    def _compute_shown(self):
        for record in self:
            record.shown = record.id and record._get_fingerprint()
