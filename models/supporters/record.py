# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError


class Record(models.Model):
    """What the care for supporters adds to a record: threats, and a word of advice.

    Source of the advice: 支援者サポートガイド p. 10 (a note goes with the file when it
    circulates).
    """

    _inherit = "self_reliance.record"

    has_threat = fields.Boolean(
        string="Violence or Threats",
        help="Against anybody. The chief then sees the case among those that nobody"
        " should be alone with.",
    )
    advice = fields.Text(
        copy=False,
        help="A word of the chief on the way of support, before or after"
        " countersigning. Whoever wrote the record answers by a tap.",
    )
    advice_answered_date = fields.Datetime(
        string="Advice Read On", readonly=True, copy=False, guarded=True
    )
    can_advise = fields.Boolean(compute="_compute_can_advise")

    @api.depends("case_id.office_id")
    @api.depends_context("uid")
    def _compute_can_advise(self):
        for record in self:
            record.can_advise = self.env.user._is_chief_of(record.case_id.office_id)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records.filtered("advice")._check_advises()
        return records

    def write(self, vals):
        if "advice" not in vals or self.env.su:
            return super().write(vals)
        self.check_access("write")
        self._check_advises()
        rest = {name: value for name, value in vals.items() if name != "advice"}
        # The chief may advise, as was checked, also on what is not theirs to correct
        # or is countersigned; whatever else is written goes the usual way.
        changed = self.sudo().filtered(
            lambda record: (record.advice or "") != (vals["advice"] or "")
        )
        super(Record, changed).write(
            {"advice": vals["advice"], "advice_answered_date": False}
        )
        return super().write(rest) if rest else True

    def _check_advises(self):
        if not self.env.su and not all(record.can_advise for record in self):
            raise AccessError(self.env._("The chief counsellor writes advice."))

    def action_answer_advice(self):
        """Whoever wrote the record has read the advice."""
        self.check_access("read")
        for record in self:
            if self.env.user not in record._get_authors():
                raise AccessError(
                    self.env._("Advice is answered by whoever wrote the record.")
                )
            if record.advice and not record.advice_answered_date:
                # Guarded; it is the answer of whom the advice is for.
                record.sudo().advice_answered_date = fields.Datetime.now()
