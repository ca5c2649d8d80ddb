# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

from ...models.clients.client import GENDERS
from ...models.safeguards.confirm_mixin import once
from ...tools.japan_days import japan_today, japanese_day
from ...tools.postal_code import find_places

CLIENT_FIELDS = (
    "name",
    "name_kana",
    "gender",
    "birthdate",
    "phone",
    "mobile",
    "zip",
    "city",
    "street",
    "is_address_confidential",
)
CASE_FIELDS = (
    "reception_date",
    "office_id",
    "route_id",
    "introducer_id",
    "visitor_name",
    "visitor_phone",
    "visitor_relation",
    "request",
    "is_emergency",
    "is_restricted",
)
MATCHES = 10
# Whoever leaves the page open over night has not been on the telephone for so long.
LONGEST_CONTACT = timedelta(hours=12)


class Intake(models.TransientModel):
    """A first contact on one page (新規受付), in the order of a telephone call.

    Saving makes the case, and the client unless somebody known was chosen. Nothing
    but the day is required (forms.md §3: what can be written, is written).
    """

    _name = "self_reliance.intake"
    _description = "New Contact"
    _inherit = ["self_reliance.confirm.mixin"]
    _shown_by = ("client_id", "match_ids")

    reception_date = fields.Date(required=True, default=japan_today)
    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        default=lambda self: self.env.user.self_reliance_office_ids[:1],
        domain="[('user_ids', 'in', uid)]",
    )
    route_id = fields.Many2one(
        "self_reliance.code", domain=[("category", "=", "route")]
    )
    introducer_id = fields.Many2one("res.partner", string="Introduced By")
    is_emergency = fields.Boolean(string="Emergency")
    is_restricted = fields.Boolean(
        string="Restricted", help="Seen by the team and the chief only."
    )
    # who calls
    caller = fields.Selection(
        [("client", "The person"), ("visitor", "Somebody else")],
        string="Who Calls or Comes",
        default="client",
        required=True,
    )
    visitor_name = fields.Char()
    visitor_phone = fields.Char()
    visitor_relation = fields.Char(string="Visitor's Relationship")
    # about whom
    client_id = fields.Many2one("self_reliance.client", string="Known Client")
    former_case_id = fields.Many2one(
        "self_reliance.case", compute="_compute_former_case_id"
    )
    name = fields.Char(string="Full Name")
    name_kana = fields.Char(string="Reading")
    gender = fields.Selection(GENDERS)
    birthdate_era = fields.Char(
        string="Date of Birth",
        help="As people say it: 昭和50年4月1日, S50.4.1 or 1975/4/1.",
    )
    birthdate = fields.Date(compute="_compute_birthdate", store=True, readonly=False)
    phone = fields.Char()
    mobile = fields.Char()
    zip = fields.Char(string="Postal Code")
    zip_places = fields.Json(
        string="Towns of the Postal Code", compute="_compute_zip_places"
    )
    city = fields.Char(string="Prefecture and City")
    street = fields.Char(string="Street and House Number")
    is_address_confidential = fields.Boolean(string="Address Confidential")
    match_ids = fields.Many2many("self_reliance.client", compute="_compute_match_ids")
    has_foreign_match = fields.Boolean(compute="_compute_match_ids")
    # what about
    topic_ids = fields.Many2many(
        "self_reliance.code",
        string="Consultation Items",
        domain=[("category", "=", "topic")],
    )
    main_topic_id = fields.Many2one("self_reliance.code", string="Main Item (◎)")
    request = fields.Text(string="Request in the Person's Words")
    # the call itself
    contact_start = fields.Datetime(string="Began", default=fields.Datetime.now)
    method_id = fields.Many2one(
        "self_reliance.code",
        domain=[("category", "=", "method")],
        help="With a method, the contact is the first support record of the case.",
    )
    content = fields.Text(
        string="What Was Said and Done",
        help="Empty: the request in the person's words.",
    )

    @api.model
    def get_action(self):
        """The action that opens the page."""
        return self.env["ir.actions.actions"]._for_xml_id(
            "self_reliance_support.intake_action"
        )

    @api.depends("name")
    def _compute_display_name(self):
        for intake in self:
            intake.display_name = self.env._("New Contact")

    @api.depends("birthdate_era")
    def _compute_birthdate(self):
        for intake in self:
            try:
                intake.birthdate = intake._read_birthdate()
            except ValidationError:
                # Half typed; what cannot be read is told when the case is made.
                intake.birthdate = False

    def _read_birthdate(self):
        client = self.env["self_reliance.client"]
        return client._parse_birthdate(self.birthdate_era)

    @api.onchange("birthdate_era")
    def _onchange_birthdate_era(self):
        """Tell what is wrong without taking away what was typed."""
        return (
            self.env["self_reliance.client"]
            .new({"birthdate_era": self.birthdate_era})
            ._onchange_birthdate_era()
        )

    @api.depends("zip")
    def _compute_zip_places(self):
        for intake in self:
            places = find_places(intake.zip)
            intake.zip_places = len(places) > 1 and [place[1:] for place in places]

    @api.onchange("zip")
    def _onchange_zip(self):
        client = self._get_typed_client()
        client._onchange_zip()
        self.update({name: client[name] for name in ("zip", "city", "street")})

    def _get_typed_client(self):
        """The client as typed, not saved."""
        self.ensure_one()
        return self.env["self_reliance.client"].new(self._prepare_client_vals())

    @api.depends("name", "name_kana", "birthdate", "phone", "mobile")
    def _compute_match_ids(self):
        for intake in self:
            client = intake._get_typed_client()
            domain = client._get_match_domain(begins=True)
            # A surname is all that has been said so far.
            begun = client.search(domain, limit=MATCHES) if domain else client.browse()
            intake.match_ids = client.match_ids._origin | begun
            intake.has_foreign_match = client.has_foreign_match

    @api.depends("client_id")
    def _compute_former_case_id(self):
        for intake in self:
            intake.former_case_id = intake.client_id.case_ids.sorted("reception_date")[
                -1:
            ]

    def _prepare_client_vals(self):
        return {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in CLIENT_FIELDS
        }

    def _prepare_case_vals(self, client):
        return {
            **{
                name: self._fields[name].convert_to_write(self[name], self)
                for name in CASE_FIELDS
            },
            "client_id": client.id,
            "former_case_id": self.former_case_id.id,
            "topic_ids": [
                Command.create(
                    {"code_id": topic.id, "is_main": topic == self.main_topic_id}
                )
                for topic in self.topic_ids | self.main_topic_id
            ],
        }

    def _prepare_record_vals(self, case):
        """The contact as the first record; finished unless nothing was written."""
        content = (self.content or self.request or "").strip()
        start = self.contact_start or fields.Datetime.now()
        vals = {
            "case_id": case.id,
            "method_id": self.method_id.id,
            "content": content,
            "counterpart": self.visitor_name or self.visitor_relation,
            "date_start": start,
            "is_draft": not content,
        }
        now = fields.Datetime.now()
        if self.reception_date in (japanese_day(start), japanese_day(now)) and (
            start <= now <= start + LONGEST_CONTACT
        ):
            # A call that goes on over midnight is one call.
            return {**vals, "date_stop": now}
        # Written down later, or on another day: when it ended nobody knows.
        start += self.reception_date - japanese_day(start)
        return {**vals, "date_start": min(start, now)}

    def _complete_known_client(self, client, typed):
        """Fill in what was not known; note what differs, for somebody to check."""
        new = {name: value for name, value in typed.items() if not client[name]}
        if new:
            client.write(new)
        differing = [
            f"{self._fields[name]._description_string(self.env)}: {value}"
            for name, value in typed.items()
            if name not in new
            and client._fields[name].convert_to_write(client[name], client) != value
        ]
        if differing:
            client.message_post(
                body=Markup("%s<br/>%s")
                % (
                    self.env._("Said otherwise at the new contact; please check:"),
                    Markup("<br/>").join(differing),
                )
            )

    def _get_shown(self):
        """Who is known already, as the page names them."""
        if self.client_id:
            return [self.client_id.display_name, self.former_case_id.display_name]
        return [self.match_ids._origin.sorted("id").mapped("display_name")]

    def _action_show(self):
        return {**super()._action_show(), "target": "current"}

    @once
    def action_confirm(self):
        """Make the case.

        :return: action that opens it
        """
        self.ensure_one()
        self._read_birthdate()
        # Found before somebody made one of two clients: the case goes to the kept one.
        client = self.client_id._get_kept() if self.client_id else self.client_id
        typed = {name: v for name, v in self._prepare_client_vals().items() if v}
        if client:
            self._complete_known_client(client, typed)
        elif typed:
            client = client.create(typed)
        case = self.env["self_reliance.case"].create(self._prepare_case_vals(client))
        if self.method_id:
            self.env["self_reliance.record"].create(self._prepare_record_vals(case))
        return case._get_records_action(name=self.env._("Case"), context={})
