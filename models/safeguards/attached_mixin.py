# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.fields import Domain

PREFIX = "self_reliance."


class AttachedMixin(models.AbstractModel):
    """What Odoo hangs on a record of casework ends with the right to that record.

    Odoo shows an activity to whom it was given, and an entry of the calendar to every
    colleague, whatever became of the case that it names.
    """

    _name = "self_reliance.attached.mixin"
    _description = "Hangs on Casework"

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        bypass_access=False,
        **kwargs,
    ):
        domain = Domain(domain)
        if not self.env.su and not bypass_access:
            attached = super()._search(
                domain & Domain("res_model", "=like", f"{PREFIX}%"), **kwargs
            )
            hidden = self._get_hidden(
                self.env.execute_query(
                    attached.select(
                        *(
                            self._field_to_sql(self._table, name)
                            for name in ("id", "res_model", "res_id")
                        )
                    )
                )
            )
            if hidden:
                domain &= Domain("id", "not in", hidden)
        return super()._search(
            domain, offset, limit, order, bypass_access=bypass_access, **kwargs
        )

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su:
            return result
        forbidden = result[0] if result else self.browse()
        others = self - forbidden
        # Only what it hangs on is looked up; the right to that is asked as the user.
        rows = [(row.id, row.res_model, row.res_id) for row in others.sudo()]
        hidden = forbidden | self.browse(self._get_hidden(rows))
        if hidden == forbidden:
            return result
        return hidden, lambda: self.env["ir.rule"]._make_access_error(operation, hidden)

    @api.model
    def _get_hidden(self, rows):
        """Those that hang on casework which the user may not read.

        :param rows: triples (id, model, id of the record)
        :return: list of ids
        """
        ids = {}
        for _id, model, res_id in rows:
            if model and model.startswith(PREFIX) and model in self.env and res_id:
                ids.setdefault(model, set()).add(res_id)
        readable = {
            model: set(
                self.env[model].browse(res_ids).exists()._filtered_access("read").ids
            )
            for model, res_ids in ids.items()
        }
        return [
            number
            for number, model, res_id in rows
            if model in readable and res_id not in readable[model]
        ]
