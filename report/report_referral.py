# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from .referral_sheet import ReferralSheet


class ReportReferral(models.AbstractModel):
    _name = "report.self_reliance_support.report_referral"
    _description = "Referral Letter"

    @api.model
    def _get_report_values(self, docids, data=None):
        referrals = self.env["self_reliance.referral"].browse(docids)
        return {"sheets": [ReferralSheet(referral) for referral in referrals]}
