# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError

from .disposal_sheet import DisposalSheet


class ReportDisposal(models.AbstractModel):
    _name = "report.self_reliance_support.report_disposal"
    _description = "Certificate of Disposal"

    @api.model
    def _get_report_values(self, docids, data=None):
        disposals = self.env["self_reliance.disposal"].browse(docids)
        disposals.check_access("read")
        if any(disposal.state != "done" for disposal in disposals):
            raise UserError(
                self.env._("The certificate is printed when the disposal is done.")
            )
        return {"sheets": [DisposalSheet(disposal) for disposal in disposals]}
