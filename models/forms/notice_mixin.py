# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re

from odoo import fields, models

# The block of the window envelope, as the template places it.
ADDRESS = re.compile(rb'<div class="srs-address">.*?</div>', re.S)


class NoticeMixin(models.AbstractModel):
    """Letters to the person: where they go, and what of an address they print.

    A confidential address stands on no paper: the letter is handed over in person.
    """

    _name = "self_reliance.notice.mixin"
    _description = "Letter to the Person"
    _inherit = ["self_reliance.issued.mixin"]

    delivery = fields.Char(
        string="How It Reaches the Person", compute="_compute_delivery"
    )

    def _compute_delivery(self):
        for record in self:
            record.delivery = (
                self.env._(
                    "The address is confidential and is not printed. Please hand the"
                    " letter over in person."
                )
                if record._is_hidden_on_paper()
                else self.env._("By post, in a window envelope.")
            )

    def _is_hidden_on_paper(self):
        # Only whether it is confidential, not what it is.
        case = self.sudo()._get_letter_case()
        return case.is_restricted or case.client_id.is_address_confidential

    def _get_letter_case(self):
        """:return: ``self_reliance.case`` of the person whom the letter is for"""
        return self.case_id

    def _get_print_detail(self):
        """What the log says of a print beside the name of the report."""
        if self._is_hidden_on_paper():
            return self.env._("handed over in person, without an address")
        return ""

    def _render_hidden(self, report, html, mark):
        # All that the letter says less: it names whom it is for.
        return ADDRESS.sub(b"", html)
