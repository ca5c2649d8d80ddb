# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

NOT_LOGGED = {"create_uid", "create_date", "write_uid", "write_date"}


class ChangeLogMixin(models.AbstractModel):
    """Logs what was made, changed and deleted, with the values before and after.

    It stands below the other mixins, at the ORM's own methods: wizards, imports and
    code that works as superuser for somebody are logged under that user's name.
    Nothing in the context switches it off. Of what is made no values are kept: they
    stand in the record, or in the entry of the change that replaced them.
    """

    _name = "self_reliance.change.log.mixin"
    _description = "Logged Changes"
    _inherit = ["self_reliance.log.target.mixin"]

    # What the log calls making and changing a record of this model.
    _logged_operations = {"create": "create", "change": "change", "delete": "delete"}

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        # Only ids are taken, for the log.
        for record in records.sudo():
            record._note_change("create")
        return records

    def write(self, vals):
        names = self._get_logged_names(vals)
        # Values are taken for the log whoever may read them; the log asks again.
        records = self.sudo()
        before = [record._get_logged_values(names) for record in records]
        result = super().write(vals)
        for record, old in zip(records, before, strict=True):
            new = record._get_logged_values(names)
            changes = {
                name: [old[name], new[name]] for name in names if old[name] != new[name]
            }
            if changes:
                record._note_change("change", changes)
        return result

    def unlink(self):
        # Shown to nobody by that: the log asks again what its reader may see.
        self.sudo()._note_deletion()
        return super().unlink()

    def _note_deletion(self):
        """Keep what is deleted, and what the database deletes along with it."""
        names = self._get_logged_names(self._fields)
        for record in self:
            values = record._get_logged_values(names)
            record._note_change(
                "delete",
                {name: [old, None] for name, old in values.items() if old},
            )
        for name, field in self._fields.items():
            if field.type != "one2many" or not field.store or not field.inverse_name:
                continue
            lines = self.env[field.comodel_name]
            inverse = lines._fields[field.inverse_name]
            if getattr(inverse, "ondelete", None) == "cascade" and hasattr(
                lines, "_note_deletion"
            ):
                self[name]._note_deletion()

    def _note_change(self, operation, values=None):
        self.env["self_reliance.access.log"]._note_change(
            self, self._logged_operations[operation], values
        )

    @api.model
    def _get_logged_names(self, names):
        """Those that are kept in a column, or are links to many records."""
        return [
            name
            for name in names
            if (field := self._fields.get(name))
            and field.store
            and field.type != "one2many"
            and name not in NOT_LOGGED
        ]

    def _get_logged_values(self, names):
        return {name: self._get_logged_value(self._fields[name]) for name in names}

    def _get_logged_value(self, field):
        """The value as JSON takes it: ids of records, ISO dates."""
        if field.type == "binary":
            # The file itself is no text; that there was one is enough.
            return len(self.with_context(bin_size=False)[field.name] or "") or None
        value = self[field.name]
        if field.type == "many2one":
            return value.id or None
        if field.type == "many2many":
            return sorted(value.ids)
        if field.type in ("date", "datetime"):
            return field.to_string(value) or None
        if field.type in ("boolean", "integer", "float", "monetary"):
            return value
        return value or None
