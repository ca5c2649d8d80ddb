# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's models that decide on access to casework, each with what makes it so."""

from odoo import models

from ...tools.casework_models import is_casework

MODULE = "self_reliance_support"
WATCH = "self_reliance.rights.watch.mixin"


class IrRule(models.Model):
    _name = "ir.rule"
    _inherit = ["ir.rule", WATCH]

    def _filter_casework(self):
        return self.filtered(lambda rule: is_casework(rule.model_id.model))


class IrModelAccess(models.Model):
    _name = "ir.model.access"
    _inherit = ["ir.model.access", WATCH]

    def _filter_casework(self):
        return self.filtered(lambda access: is_casework(access.model_id.model))


class ResGroups(models.Model):
    """Groups of the addon, and any that would give one of them along."""

    _name = "res.groups"
    _inherit = ["res.groups", WATCH]

    def _filter_casework(self):
        data = self.env["ir.model.data"].search(
            [("model", "=", "res.groups"), ("module", "=", MODULE)]
        )
        ours = set(data.mapped("res_id"))
        return self.filtered(
            lambda group: ours & {group.id, *group.all_implied_ids.ids}
        )


class IrUiView(models.Model):
    _name = "ir.ui.view"
    _inherit = ["ir.ui.view", WATCH]

    def _filter_casework(self):
        return self.filtered(
            lambda view: (
                is_casework(view.model) or (view.key or "").startswith(f"{MODULE}.")
            )
        )


class IrActionsServer(models.Model):
    """Code that the server runs on casework, or that names it."""

    _name = "ir.actions.server"
    _inherit = ["ir.actions.server", WATCH]

    def _filter_casework(self):
        return self.filtered(
            lambda action: (
                is_casework(action.model_id.model)
                or "self_reliance" in (action.code or "")
            )
        )
