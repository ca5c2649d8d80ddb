# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, fields, models

from ...tools.japan_days import japan_today
from ...tools.name_folding import fold_name
from .agency_import import PLAIN, RENAMED


class AgencyImportLine(models.TransientModel):
    """One row of a list, and what is to be done with it."""

    _name = "self_reliance.agency.import.line"
    _description = "Row of a List of Agencies"
    _order = "row, id"

    import_id = fields.Many2one(
        "self_reliance.agency.import", required=True, index=True, ondelete="cascade"
    )
    row = fields.Integer(readonly=True)
    name = fields.Char(readonly=True)
    phone = fields.Char(readonly=True)
    action = fields.Selection(
        [
            ("create", "New"),
            ("update", "Add to existing"),
            ("choose", "To be decided"),
            ("leave", "Leave out"),
            ("reject", "Rejected"),
        ],
        required=True,
    )
    partner_id = fields.Many2one("res.partner", string="Existing Contact")
    reason = fields.Text(readonly=True)
    is_rejected = fields.Boolean(
        readonly=True, help="Cannot be imported as it stands; it can be left out."
    )
    needs_look = fields.Boolean(readonly=True, help="Rejected or to be decided.")
    # Ids of the contacts that the row matched, and of those that are alike.
    match = fields.Json(readonly=True)
    # As RowReader gives them.
    values = fields.Json(readonly=True)

    def _get_agency_vals(self, areas):
        """Values of the contact, without its name.

        :param areas: ``{name: id}``
        """
        values = self.values
        vals = {name: values[name] for name in PLAIN if values.get(name)}
        for key, name in RENAMED.items():
            if key in values:
                vals[name] = values[key]
        if values.get("way"):
            way, text = values["way"]
            if way:
                vals["agency_referral_way"] = way
            if text:
                note = vals.get("agency_referral_note")
                vals["agency_referral_note"] = "\n".join(filter(None, (text, note)))
        if values.get("themes"):
            vals["agency_theme_ids"] = [Command.link(key) for key in values["themes"]]
        if values.get("areas"):
            vals["agency_area_ids"] = [
                Command.link(areas[name]) for name in values["areas"]
            ]
        return vals

    def _get_line_vals(self):
        """Values of the contact person and of the agreement: two dicts, or ``None``."""
        values = self.values
        person = values.get("contact") and {
            "name": values["contact"],
            "function": values.get("contact_function"),
        }
        agreement = (values.get("agreement") or values.get("agreement_from")) and {
            "name": values.get("agreement") or self.env._("Agreement"),
            "date_from": values.get("agreement_from") or japan_today(),
            "date_to": values.get("agreement_to"),
        }
        return person, agreement

    def _get_create_vals(self, areas):
        vals = {
            **self._get_agency_vals(areas),
            "name": self.values["name"],
            "is_company": True,
            "is_agency": True,
        }
        person, agreement = self._get_line_vals()
        if person:
            vals["child_ids"] = [Command.create(person)]
        if agreement:
            vals["agency_agreement_ids"] = [Command.create(agreement)]
        if self.values.get("remark"):
            vals["agency_remark_ids"] = [
                Command.create({"text": self.values["remark"]})
            ]
        return vals

    def _update_partner(self, areas, overwrite):
        """Add what the row says to an existing contact.

        :param overwrite: replace what an agency says already
        """
        partner = self.partner_id
        was_agency = partner.is_agency
        if not was_agency:
            partner.action_list_as_agency()
        vals = self._get_agency_vals(areas)
        vals = {
            name: value
            for name, value in vals.items()
            if isinstance(value, list)
            or not partner[name]
            or (overwrite and was_agency)
        }
        person, agreement = self._get_line_vals()
        people = {fold_name(child.name) for child in partner.child_ids}
        if person and fold_name(person["name"]) not in people:
            vals["child_ids"] = [Command.create(person)]
        subjects = {fold_name(row.name) for row in partner.agency_agreement_ids}
        if agreement and fold_name(agreement["name"]) not in subjects:
            vals["agency_agreement_ids"] = [Command.create(agreement)]
        # Only the remarks of the own office are seen, and compared.
        remark = self.values.get("remark")
        if remark and remark not in partner.agency_remark_ids.mapped("text"):
            vals["agency_remark_ids"] = [Command.create({"text": remark})]
        if vals:
            partner.write(vals)
