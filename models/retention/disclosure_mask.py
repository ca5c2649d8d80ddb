# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.masking import build_mask


class DisclosureMask(models.Model):
    """A word that is blacked out wherever it stands in a copy."""

    _name = "self_reliance.disclosure.mask"
    _description = "Blacked-out Word"
    _inherit = ["self_reliance.guard.mixin"]
    _locked_parents = ("disclosure_id",)
    _order = "id"
    _rec_name = "word"
    _log_parent = "disclosure_id"

    disclosure_id = fields.Many2one(
        "self_reliance.disclosure",
        required=True,
        index=True,
        ondelete="cascade",
        fixed=True,
    )
    word = fields.Char(
        required=True,
        help="Found whatever the kana, the width and the spaces: ヤマダ, やまだ, ﾔﾏﾀﾞ.",
    )
    origin = fields.Char(string="Whose")
    is_used = fields.Boolean(string="Black Out", default=True)
    hits = fields.Integer(
        string="Found", compute="_compute_hits", help="Times in the whole copy."
    )

    @api.depends("word", "disclosure_id.includes_notes")
    @api.depends_context("uid")
    def _compute_hits(self):
        self.hits = 0
        for disclosure in self.disclosure_id:
            text = disclosure._get_document(masked=False).get_text()
            for mask in self.filtered(
                lambda mask, owner=disclosure: mask.disclosure_id == owner
            ):
                pattern = build_mask([mask.word])
                mask.hits = len(pattern.findall(text)) if pattern else 0

    @api.constrains("word")
    def _check_word(self):
        for mask in self:
            if not build_mask([mask.word]):
                raise ValidationError(
                    self.env._(
                        "“%s” is too short to be blacked out: it would be found within"
                        " other words. Please enter at least two characters.",
                        mask.word,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        masks = super().create(vals_list)
        masks._begin_change()
        return masks

    def write(self, vals):
        self._begin_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_checked(self):
        self._begin_change()

    def _begin_change(self):
        if not self.env.su:
            self.disclosure_id._check_draft()
            self.disclosure_id._note_preparer()
