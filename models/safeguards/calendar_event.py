# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from ...tools.casework_models import is_casework


class CalendarEvent(models.Model):
    """Entries about casework name nobody: every employee reads the calendar."""

    _name = "calendar.event"
    _inherit = ["calendar.event", "self_reliance.attached.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        # Before it is made: the invitations are sent on the way.
        return super().create([self._without_names(vals) for vals in vals_list])

    def write(self, vals):
        if not vals.get("name"):
            return super().write(vals)
        records = self._get_casework(vals) if len(self) == 1 else []
        for event in self:
            records = [*records, *event._get_casework({})]
        return super().write({**vals, "name": self._neutral(vals["name"], records)})

    @api.model
    def _without_names(self, vals):
        """Values of a new entry; what the context gives counts as given here."""
        context = self.env.context
        given = {
            **{
                name: context[f"default_{name}"]
                for name in (
                    "name",
                    "res_model",
                    "res_model_id",
                    "res_id",
                    "activity_ids",
                )
                if context.get(f"default_{name}")
            },
            **vals,
        }
        records = self.browse()._get_casework(given)
        if not records:
            return vals
        return {
            "privacy": "private",
            **vals,
            "name": self._neutral(given.get("name") or "", records),
        }

    def _get_casework(self, vals):
        """Records of casework that an entry is about, as superuser.

        :param vals: values about to be written into it
        :return: list of records, each of one
        """
        # What they are is looked up, to take their names out.
        event = self.sudo()
        model = self.env["ir.model"].sudo().browse(vals.get("res_model_id")).model
        named = {(vals.get("res_model") or model, vals.get("res_id"))}
        named |= {(one.res_model, one.res_id) for one in event}
        activities = event.activity_ids
        for command in vals.get("activity_ids") or ():
            ids = command[2] if command[0] == 6 else [command[1]]
            if command[0] in (1, 4, 6):
                activities |= activities.browse(ids)
        named |= {
            (activity.res_model, activity.res_id) for activity in activities.exists()
        }
        # As above: only to take their names out.
        records = [
            self.env[model].sudo().browse(res_id).exists()
            for model, res_id in named
            if res_id and is_casework(model) and model in self.env
        ]
        return [record for record in records if record]

    @api.model
    def _neutral(self, text, records):
        """A title without the names of the records and of their people."""
        for record in records:
            neutral = record._get_neutral_name()
            client = record._get_log_target()[1]
            for name in (record.display_name, client.name, client.name_kana):
                if name and name != neutral:
                    text = text.replace(name, neutral)
        return text or (records and records[0]._get_neutral_name()) or text
