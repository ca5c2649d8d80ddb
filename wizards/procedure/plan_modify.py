# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...models.safeguards.confirm_mixin import once

# What a correction may touch. Services are not among it: a change of them needs a
# re-plan (修正 vs 再プラン, forms.md §11.3).
CORRECTED_FIELDS = (
    "problem",
    "long_term_goal",
    "goal",
    "monitoring_month",
    "note",
)
LINE_FIELDS = ("sequence", "actor", "partner_id", "name", "remarks")
KEPT_LINE_FIELDS = (*LINE_FIELDS, "is_statutory")
KEPT_USE_FIELDS = (
    "service_id",
    "is_used",
    "date_from",
    "date_to",
    "amount",
    "status",
    "training_type",
    "partner_id",
    "note",
)


def _values(record, names):
    """Written values of a record, fit for JSON."""
    values = {}
    for name in names:
        value = record._fields[name].convert_to_write(record[name], record)
        is_date = record._fields[name].type == "date"
        values[name] = value and fields.Date.to_string(value) if is_date else value
    return values


class PlanModify(models.TransientModel):
    """Correct a decided plan in small things, keeping the former wording."""

    _name = "self_reliance.plan.modify"
    _description = "Correct a Plan"
    _inherit = ["self_reliance.confirm.mixin"]
    _shown_by = ("plan_id",)

    plan_id = fields.Many2one("self_reliance.plan", required=True)
    reason = fields.Text(required=True)
    problem = fields.Text(string="Problems to Solve")
    long_term_goal = fields.Text()
    goal = fields.Text(string="Goal of This Plan")
    monitoring_month = fields.Date(string="Next Monitoring")
    note = fields.Text(string="Remarks")
    line_ids = fields.One2many(
        "self_reliance.plan.modify.line", "wizard_id", string="Plan Lines"
    )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        plan = self.env["self_reliance.plan"].browse(values.get("plan_id"))
        if plan:
            plan.check_access("write")
            values |= {name: plan[name] for name in CORRECTED_FIELDS}
            values["line_ids"] = [
                Command.create({"line_id": line.id, **_values(line, LINE_FIELDS)})
                for line in plan.line_ids
            ]
        return values

    def _get_shown(self):
        """The wording that the corrections were typed into."""
        return self.plan_id and self._prepare_snapshot()

    @once
    def action_confirm(self):
        """Keep the plan as it stood, then take the corrections over.

        :raises UserError: the plan is not decided, or nothing was changed
        """
        self.ensure_one()
        plan = self.plan_id
        plan.check_access("write")
        plan._check_state("decided")
        if self.line_ids.line_id - plan.line_ids:
            raise UserError(self.env._("A line belongs to another plan."))
        snapshot = self._prepare_snapshot()
        before = self._describe(plan)
        # The content is locked and revisions cannot be written by hand; who corrects
        # and what may be corrected was checked above.
        owner = plan.sudo()
        owner.write({name: self[name] for name in CORRECTED_FIELDS})
        self._write_lines(owner)
        after = self._describe(owner)
        if before == after:
            raise UserError(self.env._("Nothing has been changed."))
        self.env["self_reliance.plan.revision"].sudo().create(
            {
                "plan_id": plan.id,
                "date": fields.Datetime.now(),
                "user_id": self.env.uid,
                "reason": self.reason,
                "changes": self._get_changes(before, after),
                "snapshot": snapshot,
            }
        )
        plan._issue()
        return {"type": "ir.actions.act_window_close"}

    def _write_lines(self, plan):
        kept = self.line_ids.line_id
        (plan.line_ids - kept).filtered(lambda line: not line.is_statutory).unlink()
        for line in self.line_ids:
            values = _values(line, LINE_FIELDS)
            if line.line_id:
                # The plan is locked; action_confirm has checked who corrects.
                line.line_id.sudo().write(values)
            else:
                plan.line_ids = [Command.create(values)]

    def _prepare_snapshot(self):
        plan = self.plan_id
        return {
            **_values(plan, (*CORRECTED_FIELDS, "date_end", "consent_date")),
            "line_ids": [_values(line, KEPT_LINE_FIELDS) for line in plan.line_ids],
            "service_use_ids": [
                _values(use, KEPT_USE_FIELDS) for use in plan.service_use_ids
            ],
        }

    def _describe(self, plan):
        """Label → text of all that a correction may touch, in the form's order."""
        texts = {
            plan._fields[name]._description_string(self.env): str(plan[name] or "")
            for name in CORRECTED_FIELDS
        }
        actors = dict(
            self.env["self_reliance.plan.line"]
            ._fields["actor"]
            ._description_selection(self.env)
        )
        texts[self.env._("Plan Lines")] = "\n".join(
            "　".join(
                filter(
                    None,
                    (
                        actors[line.actor],
                        line.name,
                        line.partner_id.name,
                        line.remarks,
                    ),
                )
            )
            for line in plan.line_ids.sorted("sequence")
        )
        return texts

    def _get_changes(self, before, after):
        return "\n\n".join(
            f"■{label}\n－ {before[label]}\n＋ {after[label]}"
            for label in before
            if before[label] != after[label]
        )


class PlanModifyLine(models.TransientModel):
    _name = "self_reliance.plan.modify.line"
    _description = "Corrected Plan Line"
    _inherit = ["self_reliance.input.mixin"]
    _order = "sequence, id"

    wizard_id = fields.Many2one(
        "self_reliance.plan.modify", required=True, ondelete="cascade"
    )
    line_id = fields.Many2one("self_reliance.plan.line")
    sequence = fields.Integer(default=10)
    actor = fields.Selection(
        selection=lambda self: (
            self.env["self_reliance.plan.line"]._fields["actor"].selection
        ),
        string="Who Acts",
        required=True,
        default="client",
    )
    partner_id = fields.Many2one("res.partner", string="Agency")
    name = fields.Text(string="To Be Done", required=True)
    remarks = fields.Char()
