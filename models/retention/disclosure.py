# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.japan_days import japan_today
from ...tools.masking import build_mask
from .disclosure_document import DisclosureDocument

# Act on the Protection of Personal Information, Art. 83: within thirty days. Some
# municipalities promise fifteen.
DAYS_TO_REPLY = 30


class Disclosure(models.Model):
    """A person asks for all that is kept about them (開示請求).

    Chief and manager of the office prepare the copy from what they may read. Other
    persons are blacked out: what is known of them in fields of their own at once, in
    texts by a list of words that is looked over. Another person checks the copy
    before it can be printed. Staff stay named: what they do is done in office. The
    office's notes are records kept for common use, so they belong to the copy, unless
    whoever prepares it takes them out.

    Whether to disclose is the municipality's decision; this makes the copy.
    """

    _name = "self_reliance.disclosure"
    _description = "Request for Disclosure"
    _inherit = ["self_reliance.guard.mixin", "self_reliance.read.log.mixin"]
    _order = "request_date desc, id desc"
    _rec_name = "client_id"
    _log_parent = "client_id"

    client_id = fields.Many2one(
        "self_reliance.client",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('case_ids', '!=', False)]",
        fixed=True,
    )
    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.self_reliance_office_ids[:1],
        domain="[('user_ids', 'in', uid)]",
        fixed=True,
    )
    request_date = fields.Date(
        latest=0, string="Requested On", required=True, default=japan_today
    )
    reply_date = fields.Date(
        string="Answer By",
        compute="_compute_reply_date",
        store=True,
        readonly=False,
        help="Thirty days after the request (Act on the Protection of Personal"
        " Information, Art. 83), unless the municipality's rules set less.",
    )
    requester = fields.Selection(
        [
            ("self", "The person"),
            ("legal", "Legal representative"),
            ("agent", "Representative by mandate"),
        ],
        string="Who Asks",
        required=True,
        default="self",
    )
    requester_name = fields.Char(string="Name of the Representative")
    identity_check = fields.Char(
        string="Identity Checked By",
        required=True,
        help="Which paper was shown, and for representatives which proof. Not its"
        " number.",
    )
    reason = fields.Text(
        string="What Is Asked For",
        required=True,
        default=lambda self: self.env._("All that is kept about the person"),
    )
    includes_notes = fields.Boolean(
        string="With the Office's Notes",
        default=True,
        help="Notes that the staff share in the chatter are records in common use. Take"
        " them out if they may not be disclosed.",
    )
    mask_ids = fields.One2many(
        "self_reliance.disclosure.mask", "disclosure_id", string="Blacked-out Words"
    )
    state = fields.Selection(
        [("draft", "Being prepared"), ("checked", "Checked")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        guarded=True,
    )
    prepared_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        help="Who changed last what the copy shows or hides.",
    )
    checked_by_id = fields.Many2one("res.users", readonly=True, guarded=True)
    checked_date = fields.Datetime(string="Checked On", readonly=True, guarded=True)
    case_count = fields.Integer(string="Cases Included", compute="_compute_cases")
    has_hidden_cases = fields.Boolean(
        compute="_compute_cases",
        help="There are cases of the person that you may not read, in other offices.",
    )
    outline = fields.Text(string="Contents", compute="_compute_outline")

    @api.depends("request_date")
    def _compute_reply_date(self):
        for disclosure in self:
            disclosure.reply_date = disclosure.request_date and (
                disclosure.request_date + timedelta(days=DAYS_TO_REPLY)
            )

    @api.depends("client_id.name", "request_date")
    def _compute_display_name(self):
        for disclosure in self:
            disclosure.display_name = " ".join(
                filter(
                    None,
                    (
                        disclosure.client_id.display_name,
                        fields.Date.to_string(disclosure.request_date),
                    ),
                )
            )

    @api.depends("client_id")
    @api.depends_context("uid")
    def _compute_cases(self):
        for disclosure in self:
            cases = disclosure._get_cases()
            disclosure.case_count = len(cases)
            # Only the fact is told: of a hidden case nothing else is read.
            disclosure.has_hidden_cases = bool(
                cases.sudo().search_count(
                    [
                        ("client_id", "=", disclosure.client_id.id),
                        ("id", "not in", cases.ids),
                        ("disposed_date", "=", False),
                    ],
                    limit=1,
                )
            )

    def _get_cases(self):
        """The cases of the person that the user may read, oldest first."""
        return self.env["self_reliance.case"].search(
            [
                ("client_id", "=", self.client_id.id),
                ("client_id", "!=", False),
                ("disposed_date", "=", False),
            ],
            order="reception_date, id",
        )

    @api.depends("client_id", "includes_notes", "mask_ids.word", "mask_ids.is_used")
    @api.depends_context("uid")
    def _compute_outline(self):
        for disclosure in self:
            sections = disclosure._get_document().sections if disclosure.id else []
            disclosure.outline = "\n".join(
                f"{section.title}　{len(section.rows)}" for section in sections
            )

    @api.model_create_multi
    def create(self, vals_list):
        disclosures = super().create(vals_list)
        if disclosures and not self.env.su:
            disclosures._check_may_disclose()
        for disclosure in disclosures:
            if not disclosure.mask_ids:
                disclosure._suggest_masks()
        # Whatever the values said.
        disclosures._note_preparer()
        return disclosures

    def write(self, vals):
        if self and not self.env.su:
            self._check_may_disclose()
            if "prepared_by_id" in vals:
                self._refuse_guarded("prepared_by_id")
            # What only the steps may set is refused in any state.
            if not vals.keys() & self._get_field_names("guarded"):
                self._check_draft()
                self._note_preparer()
        return super().write(vals)

    def _note_preparer(self):
        """Remember who changed the copy: somebody else has to check it."""
        if not self.env.su:
            # Guarded against users; it is the user who is let in to change the copy.
            self.sudo().prepared_by_id = self.env.user

    def _check_may_disclose(self):
        """:raises AccessError: not chief or manager of the office"""
        self.check_access("write")
        if not self.env.user._is_chief_of(self.office_id):
            raise AccessError(
                self.env._(
                    "The chief counsellor or the manager of the office prepares what is"
                    " disclosed."
                )
            )
        self.client_id.check_access("read")

    def _check_draft(self):
        if any(disclosure.state != "draft" for disclosure in self):
            raise UserError(
                self.env._(
                    "The copy was checked and stays as it is. Take it up again to"
                    " change something."
                )
            )

    # other persons

    def action_suggest_masks(self):
        """Add the names of other persons that the case files know."""
        self._check_may_disclose()
        self._check_draft()
        for disclosure in self:
            disclosure._suggest_masks()

    def _suggest_masks(self):
        known = set(self.mask_ids.mapped("word"))
        self.mask_ids = [
            Command.create({"word": word, "origin": origin})
            for word, origin in self._get_suggested_words().items()
            if word not in known
        ]

    def _get_suggested_words(self):
        """``{word: whose it is}``: names, their parts, readings, telephone numbers."""
        self.ensure_one()
        cases = self._get_cases()
        persons = [
            (name, member.relation or self.env._("Household member"))
            for member in self.client_id._get_with_merged().household_ids
            for name in (member.name, member.name_kana)
        ]
        persons += [
            (name, self.env._("Visitor"))
            for case in cases
            for name in (case.visitor_name, case.visitor_phone)
        ]
        people = cases.introducer_id | cases.referral_ids.contact_id
        persons += [
            (partner.name, self.env._("Person at an agency"))
            for partner in people
            if not partner.is_company
        ]
        own = {
            word
            for client in self.client_id._get_with_merged()
            for name in (client.name, client.name_kana)
            for word in self._split(name)
        }
        words = {}
        for name, origin in persons:
            for word in self._split(name):
                if len(word) > 1 and word not in own:
                    words.setdefault(word, origin)
        return words

    @api.model
    def _split(self, name):
        """The whole name, and its parts: people are called by their first names."""
        parts = (name or "").split()
        return [*parts, "".join(parts)] if len(parts) > 1 else parts

    def _get_mask(self):
        self.ensure_one()
        return build_mask(self.mask_ids.filtered("is_used").mapped("word"))

    def _get_document(self, masked=True):
        """What is disclosed, as the user may read it.

        :param masked: black out the words of the list
        """
        self.ensure_one()
        return DisclosureDocument(self, self._get_mask() if masked else None)

    # checking and printing

    def action_check(self):
        """Somebody else than who changed it last has looked through the copy.

        So two persons have seen it as it is printed.

        :raises AccessError: the one who changed it last
        """
        self._check_may_disclose()
        # What is checked is what stands there when the check is over.
        self._lock()
        self._check_draft()
        for disclosure in self:
            self.env.user._check_not_preparer(
                disclosure.prepared_by_id or disclosure.create_uid,
                self.env._(
                    "Whoever changed the copy last does not check it: ask the other"
                    " chief, or the manager."
                ),
            )
        # Guarded against users; who checks was asked above.
        self.sudo().write(
            {
                "state": "checked",
                "checked_by_id": self.env.uid,
                "checked_date": fields.Datetime.now(),
            }
        )

    def action_reopen(self):
        """Take the copy up again; it has to be checked anew."""
        self._check_may_disclose()
        # Guarded against users; the right was checked above.
        self.sudo().write(
            {"state": "draft", "checked_by_id": False, "checked_date": False}
        )

    def _open_for_disclosure(self, form):
        """Check that the copy may leave the office, and log that it does.

        :param form: ``PDF`` or ``XLSX``
        :raises UserError: not checked
        """
        self._check_may_disclose()
        if any(disclosure.state != "checked" for disclosure in self):
            raise UserError(
                self.env._("Another person checks the copy before it is printed.")
            )
        for disclosure in self:
            requester = dict(self._fields["requester"]._description_selection(self.env))
            detail = " / ".join(
                (
                    f"開示請求 {disclosure.request_date} {form}",
                    requester[disclosure.requester],
                    disclosure.identity_check,
                    disclosure.reason,
                )
            )
            disclosure.client_id._log_reading("export", detail)
            disclosure._get_cases()._log_reading("export", detail)

    def action_preview(self):
        """Show the copy on the screen, as it would be printed."""
        self.ensure_one()
        self._check_may_disclose()
        report = "self_reliance_support.report_disclosure_draft"
        return {
            "type": "ir.actions.act_url",
            "url": f"/report/html/{report}/{self.id}",
            "target": "new",
        }

    def _get_report_file_name(self):
        self.ensure_one()
        return f"開示資料_{self.request_date}_{self.id}"
