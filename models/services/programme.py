# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.japan_days import japan_today


class Programme(models.Model):
    """The individual programme of a service: what is done in it, step by step.

    家計再生プラン of the household finance support and 就労準備支援プログラム of the
    work preparation, made with the person and shared at the meeting as its papers
    (training deck 001). The plan says that the service is used; this says how.
    """

    _name = "self_reliance.programme"
    _description = "Individual Programme"
    _inherit = ["self_reliance.guard.mixin", "self_reliance.read.log.mixin"]
    _order = "date desc, id desc"
    _locked_parents = ("case_id",)
    _log_parent = "case_id"

    case_id = fields.Many2one(
        "self_reliance.case",
        required=True,
        index=True,
        ondelete="restrict",
        fixed=True,
    )
    plan_id = fields.Many2one(
        "self_reliance.plan",
        index="btree_not_null",
        domain="[('case_id', '=', case_id)]",
        ondelete="restrict",
        help="With whose papers it is shared at the meeting. Empty: with those of"
        " every plan of the case.",
    )
    kind = fields.Selection(
        [
            ("household", "Household recovery plan"),
            ("work", "Work preparation programme"),
        ],
        required=True,
        default="household",
        fixed=True,
    )
    date = fields.Date(
        string="Made On", required=True, default=japan_today, index=True, latest=0
    )
    date_end = fields.Date(string="Until")
    user_id = fields.Many2one(
        "res.users", string="Made By", default=lambda self: self.env.user
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Provider",
        index="btree_not_null",
        domain="[('is_agency', '=', True)]",
    )
    situation = fields.Text(string="Where the Person Stands")
    goal = fields.Text(string="What Is to Be Reached")
    wish = fields.Text(string="In the Person's Own Words")
    step_ids = fields.One2many(
        "self_reliance.programme.step", "programme_id", string="Steps"
    )
    month_ids = fields.One2many(
        "self_reliance.programme.month", "programme_id", string="Household Budget"
    )
    review_date = fields.Date(
        string="Next Review",
        compute="_compute_review_date",
        help="The first review that has not been held.",
    )
    is_running = fields.Boolean(compute="_compute_is_running")
    note = fields.Text(string="Remarks")

    _term_order = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date)",
        "The programme ends before it begins. Please check the two dates.",
    )

    @api.depends("kind", "case_id.display_name", "date")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for programme in self:
            programme.display_name = " ".join(
                filter(
                    None, (programme.case_id.display_name, kinds.get(programme.kind))
                )
            )

    @api.depends("step_ids.kind", "step_ids.date_due", "step_ids.date_done")
    def _compute_review_date(self):
        for programme in self:
            open_reviews = programme.step_ids.filtered(
                lambda step: (
                    step.kind == "review" and step.date_due and not step.date_done
                )
            )
            programme.review_date = min(open_reviews.mapped("date_due"), default=False)

    @api.depends("date_end")
    def _compute_is_running(self):
        today = japan_today()
        for programme in self:
            programme.is_running = not programme.date_end or (
                programme.date_end >= today
            )

    @api.constrains("plan_id", "case_id")
    def _check_plan_of_case(self):
        for programme in self:
            if programme.plan_id and programme.plan_id.case_id != programme.case_id:
                raise UserError(
                    self.env._("The plan of a programme belongs to another case.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        programmes = super().create(vals_list)
        if not self.env.su:
            programmes.case_id._check_running()
        return programmes

    def action_open_budget(self):
        """Open the months of the household budget as a picture.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Household Budget"),
            "res_model": self.month_ids._name,
            "view_mode": "graph,list",
            "views": [(False, "graph"), (False, "list")],
            "domain": [("programme_id", "=", self.id)],
            "context": {"default_programme_id": self.id},
        }
