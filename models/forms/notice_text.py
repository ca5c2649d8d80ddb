# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models, tools

KINDS = [
    ("decision", "Decision on a Plan"),
    ("confirmation", "Confirmation of a Plan"),
    ("both", "Decision and Confirmation"),
    ("change", "New Decision after a Revoked One"),
    ("revocation", "Revocation"),
    ("grant", "Benefit: Grant"),
    ("refuse", "Benefit: Refusal"),
    ("extend", "Benefit: Extension"),
    ("amount", "Benefit: Change of the Amount"),
    ("suspend", "Benefit: Suspension"),
    ("resume", "Benefit: Resumption"),
    ("stop", "Benefit: Stop"),
    ("repay", "Benefit: Repayment"),
    ("application", "Benefit: Application"),
    ("pledge", "Benefit: Confirmation by the Applicant"),
    ("papers", "Benefit: Request for More Papers"),
    ("consent_plan", "Consent: Making a Plan"),
    ("consent_sharing", "Consent: Sharing with Agencies"),
    ("consent_database", "Consent: National Database"),
]


class NoticeText(models.Model):
    """What a municipality writes on a kind of its letters.

    There is no national form of them. Texts without a municipality are for all that
    have none of their own. In texts and title stand for what the letter is about:
    ``{service}``, ``{act}`` (支給 or 利用), ``{articles}``, ``{applied}`` (day of the
    application), ``{papers}``, ``{due}``, ``{agencies}``, ``{head}``,
    ``{municipality}``.
    """

    _name = "self_reliance.notice.text"
    _description = "Text of a Letter"
    _inherit = ["self_reliance.change.log.mixin"]
    _order = "municipality_id, sequence, id"
    _rec_name = "title"
    # Of a municipality as a whole, no office's.
    _log_parent = False

    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True)
    municipality_id = fields.Many2one(
        "self_reliance.municipality",
        index=True,
        ondelete="cascade",
        help="Empty: for every municipality that has no text of its own.",
    )
    title = fields.Char(required=True)
    form_number = fields.Char(
        string="Number of the Form",
        help="Printed at the top, such as 様式第3号（第6条関係）.",
    )
    text_above = fields.Text(string="Text Above the Table")
    text_below = fields.Text(string="Text Below the Table")
    has_appeal = fields.Boolean(
        string="With the Instruction on Appeals",
        help="For what may be contested (教示).",
    )
    active = fields.Boolean(default=True)

    _kind_unique = models.UniqueIndex(
        "(kind, COALESCE(municipality_id, 0)) WHERE active",
        "The municipality has a text of that kind already.",
    )

    @api.model
    def _get(self, kind, municipality):
        """The municipality's text of a kind, else the one for all, else empty.

        :param kind: key of ``KINDS``
        :param municipality: ``self_reliance.municipality``
        """
        return self.browse(self._find(kind, municipality.id))

    @api.model
    @tools.ormcache("kind", "municipality_id")
    def _find(self, kind, municipality_id):
        # Remembered for all users: which text is whose tells of nobody. Whoever asks
        # writes a letter of that municipality.
        texts = self.sudo().search(
            [
                ("kind", "=", kind),
                ("municipality_id", "in", list({False, municipality_id})),
            ]
        )
        return (texts.filtered("municipality_id")[:1] or texts[:1]).ids

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
