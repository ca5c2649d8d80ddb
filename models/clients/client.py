# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from ...tools.groups import CHIEF, CLERK
from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import age_on, era_date, parse_date
from ...tools.name_folding import fold_address, fold_name, fold_phone, split_names
from ...tools.postal_code import find_place, find_places

GENDERS = [("male", "Male"), ("female", "Female"), ("other", "Other")]
# Where somebody lives and can be called is for the office; officers read ``contact``.
# 0 and ten digits for mobile telephones, one less for the others.
LONGEST_PHONE = 11
# A name with its reading and a telephone number.
LONGEST_LOOKUP = 200
# One letter begins half of all names.
SHORTEST_SURNAME = 2
FOLDED_NAMES = ("name_folded", "kana_folded", "former_folded")
# A client that was merged into one that was merged in its turn.
MERGED_IN_TURN = 2
# With fewer letters every other surname is a place as well.
SHORTEST_ADDRESS = 3


# Since when services of this Act may be used on public assistance (令和6年法律第21号).
ASSISTED_SINCE = date(2025, 4, 1)


def like_operator(text):
    """``like`` where there is no case to ignore, as in Japanese; ``ilike`` elsewhere.

    PostgreSQL turns both sides into small letters for ``ilike``, for every row: with
    multi-byte letters that costs more than finding the rows.
    """
    return "like" if text.lower() == text.upper() else "ilike"


class Client(models.Model):
    """The person in trouble (本人).

    Not a contact of Odoo: those are visible to the whole corporation. Nothing is
    required, because a case may begin with a call about somebody unnamed.
    """

    _name = "self_reliance.client"
    _description = "Client"
    _inherit = [
        "kana.mixin",
        "name.kana.mixin",
        "self_reliance.guard.mixin",
        "self_reliance.read.log.mixin",
        "self_reliance.chatter.mixin",
    ]
    _order = "name_kana, id"
    # Archiving would take a person out of sight; merging does it, and undoes it.

    # identity
    name = fields.Char(string="Full Name", index="trigram", tracking=True)
    name_kana = fields.Char(string="Reading")
    gender = fields.Selection(GENDERS)
    gender_note = fields.Char(string="Gender (in words)")
    birthdate = fields.Date(string="Date of Birth", latest=0)
    birthdate_era = fields.Char(
        string="Date of Birth (Era)",
        compute="_compute_birthdate_era",
        inverse="_inverse_birthdate_era",
        help="As people say it: 昭和50年4月1日, S50.4.1 or 1975/4/1.",
    )
    former_names = fields.Char(
        index="trigram", help="Names before marriage, aliases; searched too."
    )
    lookup = fields.Char(
        compute="_compute_lookup",
        search="_search_lookup",
        help="Finds by name, reading, former names, telephone, part of the address.",
    )
    age = fields.Integer(compute="_compute_age", aggregator=None)
    name_folded = fields.Char(compute="_compute_folded", store=True, index="trigram")
    kana_folded = fields.Char(compute="_compute_folded", store=True, index="trigram")
    former_folded = fields.Char(compute="_compute_folded", store=True, index="trigram")
    phone_folded = fields.Char(
        compute="_compute_folded",
        store=True,
        index="trigram",
        groups=CLERK,
    )
    mobile_folded = fields.Char(
        compute="_compute_folded",
        store=True,
        index="trigram",
        groups=CLERK,
    )
    address_folded = fields.Char(
        compute="_compute_folded",
        store=True,
        index="trigram",
        groups=CLERK,
    )
    match_ids = fields.Many2many(
        "self_reliance.client",
        string="Possible Matches",
        compute="_compute_matches",
        groups=CLERK,
    )
    match_hint = fields.Char(
        compute="_compute_match_hint",
        groups=CLERK,
        help="Age, office and last contact, to tell people of one name apart.",
    )
    has_foreign_match = fields.Boolean(
        compute="_compute_matches",
        groups=CLERK,
        help="Another office has a matching person.",
    )
    # address
    is_address_confidential = fields.Boolean(
        string="Address Confidential",
        tracking=True,
        help="Address and telephone are masked on paper, as for victims of"
        " domestic violence.",
    )
    address_wish = fields.Selection(
        [
            ("nobody", "Tell nobody"),
            ("support", "Tell only who supports me"),
            ("open", "May be told"),
        ],
        string="The Person's Wish about the Address",
        tracking=True,
        groups=CLERK,
        help="What the person said. The chief counsellor lifts the confidentiality when"
        " the person wishes so.",
    )
    zip = fields.Char(string="Postal Code", groups=CLERK)
    zip_places = fields.Json(
        string="Towns of the Postal Code",
        compute="_compute_zip_places",
        groups=CLERK,
        help="Where the code stands for several: pairs of city and town, to choose.",
    )
    city = fields.Char(string="Prefecture and City", groups=CLERK)
    street = fields.Char(string="Street and House Number", groups=CLERK)
    phone = fields.Char(string="Home Phone", index="btree_not_null", groups=CLERK)
    mobile = fields.Char(index="btree_not_null", groups=CLERK)
    email = fields.Char(groups=CLERK)
    contact = fields.Text(
        string="Address and Telephone",
        compute="_compute_contact",
        help="For the municipality's officers; masked where it is confidential.",
    )
    active = fields.Boolean(
        default=True,
        help="Off for a client who was merged into another one.",
        guarded=True,
    )
    kept_client_id = fields.Many2one(
        "self_reliance.client",
        string="Merged Into",
        compute="_compute_kept_client_id",
    )
    # public assistance
    is_assisted = fields.Boolean(
        string="Specified Recipient of Public Assistance",
        help="特定被保護者 (Public Assistance Act, Art. 55-11): on public assistance,"
        " and found by the welfare office to need services of this Act. It decides on"
        " them.",
    )
    welfare_office_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        help="Which decides on the services of a specified recipient.",
    )
    assisted_from = fields.Date(
        string="Specified From", help="Empty: since the Act allows it, April 2025."
    )
    assisted_to = fields.Date(
        string="Specified Until", help="The last day; empty as long as it goes on."
    )
    # relations
    office_ids = fields.Many2many(
        "self_reliance.office",
        "self_reliance_client_office_rel",
        "client_id",
        "office_id",
        string="Entered By Offices",
        readonly=True,
        copy=False,
        help="The offices that see this client as long as no case ties it.",
        fixed=True,
    )
    household_ids = fields.One2many("self_reliance.household.member", "client_id")
    case_ids = fields.One2many("self_reliance.case", "client_id", string="Cases")
    case_count = fields.Integer(compute="_compute_case_count")

    _assisted_order = models.Constraint(
        "CHECK(assisted_from IS NULL OR"
        " (assisted_from >= '2025-04-01'"
        " AND (assisted_to IS NULL OR assisted_to >= assisted_from)))",
        "There are specified recipients since April 2025, from a day to a later one.",
    )

    def _is_assisted_on(self, day):
        """Whether the person is a specified recipient (特定被保護者) on a day.

        :param day: a day of Japan
        """
        self.ensure_one()
        return bool(
            self.is_assisted
            and day
            and day >= max(self.assisted_from or ASSISTED_SINCE, ASSISTED_SINCE)
            and (not self.assisted_to or day <= self.assisted_to)
        )

    @api.depends("birthdate")
    def _compute_age(self):
        today = japan_today()
        for client in self:
            client.age = age_on(client.birthdate, today) or 0

    @api.depends(
        "is_address_confidential",
        "zip",
        "city",
        "street",
        "phone",
        "mobile",
        "case_ids.is_restricted",
    )
    def _compute_contact(self):
        for client in self:
            # The fields are the office's; whether they may be shown is decided here.
            owner = client.sudo()
            if owner.is_address_confidential or any(
                owner.case_ids.mapped("is_restricted")
            ):
                client.contact = self.env._("Confidential")
                continue
            place = (owner.zip, owner.city, owner.street)
            lines = ("".join(part for part in place if part), owner.phone, owner.mobile)
            client.contact = "\n".join(line for line in lines if line)

    @api.depends("birthdate")
    def _compute_birthdate_era(self):
        for client in self:
            client.birthdate_era = client.birthdate and era_date(client.birthdate)

    def _inverse_birthdate_era(self):
        for client in self:
            client.birthdate = client._parse_birthdate(client.birthdate_era)

    @api.onchange("birthdate_era")
    def _onchange_birthdate_era(self):
        try:
            self.birthdate = self._parse_birthdate(self.birthdate_era)
        except ValidationError as error:
            return {
                "warning": {
                    "title": self.env._("Date of Birth"),
                    "message": error.args[0],
                }
            }
        return None

    @api.model
    def _parse_birthdate(self, text):
        """:raises ValidationError: with what is wrong about the text"""
        if not text:
            return False
        try:
            return parse_date(text)
        except ValueError as error:
            messages = {
                "unreadable": self.env._(
                    "“%s” cannot be read as a date. Please write it like"
                    " 昭和50年4月1日, S50.4.1 or 1975/4/1.",
                    text,
                ),
                "no_such_day": self.env._(
                    "There is no such day as “%s”. Please check year, month and day.",
                    text,
                ),
                "other_era": self.env._(
                    "“%s” lies outside its era. Please check the era and the year.",
                    text,
                ),
            }
            raise ValidationError(messages[error.args[0]]) from error

    @api.constrains("birthdate")
    def _check_birthdate(self):
        today = japan_today()
        for client in self:
            if client.birthdate and client.birthdate > today:
                raise ValidationError(
                    self.env._("The date of birth lies in the future. Please check it.")
                )
        # Of cases that the user may not see the dates count as well.
        self.sudo().case_ids._check_born_before_reception()

    @api.constrains("phone", "mobile")
    def _check_phone(self):
        for client in self:
            self._check_phone_number(client.phone)
            self._check_phone_number(client.mobile)

    @api.model
    def _check_phone_number(self, number):
        """:raises ValidationError: the number has more digits than any in Japan"""
        if len(fold_phone(number)) > LONGEST_PHONE:
            raise ValidationError(
                self.env._(
                    "“%s” has too many digits for a telephone number. Please check it;"
                    " a second number fits in the other field.",
                    number,
                )
            )

    def _check_may_lift(self, vals):
        """Where somebody lives who hides is told when that person wishes so.

        :raises UserError: not the chief, or the wish is not recorded
        """
        for client in self.filtered("is_address_confidential"):
            if not self.env.user.has_group(CHIEF):
                raise AccessError(
                    self.env._(
                        "The chief counsellor lifts the confidentiality of an address."
                    )
                )
            if vals.get("address_wish", client.address_wish) != "open":
                raise UserError(
                    self.env._(
                        "Please record first that the person agrees: “%s”.",
                        self._fields["address_wish"]._description_string(self.env),
                    )
                )

    def _compute_lookup(self):
        self.lookup = False

    @api.model
    def _search_display_name(self, operator, value):
        """A name picked in a field is found as in the list."""
        if operator == "ilike" and value and isinstance(value, str):
            return self._search_lookup(operator, value)
        return super()._search_display_name(operator, value)

    @api.model
    def _search_lookup(self, operator, value):
        if operator != "ilike" or not isinstance(value, str):
            return NotImplemented
        # Folding what nobody is called would take seconds.
        value = value[:LONGEST_LOOKUP]
        # Folded to small letters, on both sides.
        name = fold_name(value)
        ways = [Domain(field, "like", name) for field in FOLDED_NAMES if name]
        digits = fold_phone(value)
        if len(digits) >= 4 and self.env.user.has_group(CLERK):
            ways.append(Domain("phone_folded", "like", digits))
            ways.append(Domain("mobile_folded", "like", digits))
        address = fold_address(value)
        # Only for whoever reads where people live: finding tells it, too.
        if len(address) >= SHORTEST_ADDRESS and self.env.user.has_group(CLERK):
            ways.append(Domain("address_folded", "like", address))
        return Domain.OR([*ways, self._get_merged_domain(Domain.OR(ways))])

    @api.model
    def _get_merged_domain(self, ways):
        """Clients into whom others were merged: what those said finds the kept one.

        :param ways: ``Domain`` on clients, which finds the merged ones
        :return: ``Domain``
        """
        # Only which client is kept is learned; whether it may be seen is asked by the
        # search.
        archived = self.sudo().with_context(active_test=False)
        merges = self.env["self_reliance.client.merge"].sudo()
        kept = Domain.FALSE
        for _step in range(MERGED_IN_TURN):
            found = archived._search(Domain("active", "=", False) & (ways | kept))
            query = merges._search(
                [("state", "=", "merged"), ("merged_id", "in", found)]
            )
            kept = Domain("id", "in", query.subselect("kept_id"))
        return kept

    @api.depends("zip")
    def _compute_zip_places(self):
        for client in self:
            places = find_places(client.zip)
            client.zip_places = len(places) > 1 and [place[1:] for place in places]

    @api.onchange("zip")
    def _onchange_zip(self):
        """Fill the address in, without touching what has been typed already."""
        place = find_place(self.zip)
        if place:
            self.zip = place.code
            self.city = self.city or place.city or False
            self.street = self.street or place.neighborhood or False

    @api.depends(
        "name", "name_kana", "former_names", "phone", "mobile", "city", "street"
    )
    def _compute_folded(self):
        for client in self:
            client.name_folded = fold_name(client.name) or False
            client.kana_folded = fold_name(client.name_kana) or False
            # Parted, so that a whole name can be told from the part of one.
            names = "|".join(split_names(client.former_names))
            client.former_folded = f"|{names}|" if names else False
            client.phone_folded = fold_phone(client.phone) or False
            client.mobile_folded = fold_phone(client.mobile) or False
            place = f"{client.city or ''}{client.street or ''}"
            client.address_folded = fold_address(place) or False

    @api.depends("name", "name_kana", "former_names", "birthdate", "phone", "mobile")
    @api.depends_context("uid")
    def _compute_matches(self):
        """Clients that may be the same person: those the user may see, and beyond
        them only the fact that there is one.
        """
        for client in self:
            domain = client._get_match_domain()
            found = self.search(domain, limit=10) if domain else self.browse()
            client.match_ids = found
            # Nothing of a foreign client is shown, but that one exists: two offices
            # that help the same person unknown to each other do harm. The date of birth
            # is not compared: it could be found out by trying.
            foreign = client._get_match_domain(with_birthdate=False)
            client.has_foreign_match = bool(foreign) and bool(
                self.sudo().search_count(
                    Domain(foreign) & Domain("id", "not in", self.search(foreign).ids),
                    limit=1,
                )
            )

    @api.depends("age", "case_ids")
    @api.depends_context("uid")
    def _compute_match_hint(self):
        for client in self:
            case = client.case_ids.sorted("reception_date")[-1:]
            client.match_hint = " / ".join(
                filter(
                    None,
                    (
                        client.birthdate and self.env._("age %s", client.age),
                        case.office_id.name,
                        case and era_date(case.reception_date),
                    ),
                )
            )

    def _get_match_domain(self, with_birthdate=True, begins=False):
        """Same telephone, or same name or reading and no other date of birth.

        :param begins: whether a name that begins so, as a surname alone, will do
        :return: ``Domain``, or ``False`` when there is nothing to compare
        """
        self.ensure_one()
        same = []
        name, kana = fold_name(self.name), fold_name(self.name_kana)
        if begins and len(name) >= SHORTEST_SURNAME:
            same.append(Domain("name_folded", "=like", f"{escape_psql(name)}%"))
        elif name:
            same.append(Domain("name_folded", "=", name))
        if kana:
            same.append(Domain("kana_folded", "=", kana))
        # Before a marriage, or after it: whichever of the two is known here.
        names = {name, *split_names(self.former_names)} - {""}
        same += [
            Domain("former_folded", "like", f"|{escape_psql(each)}|") for each in names
        ]
        if formers := names - {name}:
            same.append(Domain("name_folded", "in", sorted(formers)))
        if same and self.birthdate and with_birthdate:
            born = Domain("birthdate", "in", (self.birthdate, False))
            same = [Domain.OR(same) & born]
        numbers = {fold_phone(self.phone), fold_phone(self.mobile)} - {""}
        if numbers:
            same.append(Domain("phone_folded", "in", list(numbers)))
            same.append(Domain("mobile_folded", "in", list(numbers)))
        if not same:
            return False
        same = Domain.OR(same)
        return (same | self._get_merged_domain(same)) & Domain(
            "id", "!=", self._origin.id
        )

    def _compute_case_count(self):
        counts = dict(
            self.env["self_reliance.case"]._read_group(
                [("client_id", "in", self.ids)], ["client_id"], ["__count"]
            )
        )
        for client in self:
            client.case_count = counts.get(client, 0)

    @api.depends("name")
    def _compute_display_name(self):
        for client in self:
            client.display_name = client.name or self.env._("Name unknown")

    def action_new_case(self):
        """Open the intake for somebody who comes (back)."""
        self.ensure_one()
        action = self.env["self_reliance.intake"].get_action()
        return {**action, "context": {"default_client_id": self.id}}

    def action_merge(self):
        """Open the form that makes one of two clients."""
        self.ensure_one()
        return self.env["self_reliance.client.merge"]._get_records_action(
            name=self.env._("Merge Clients"),
            context={
                "default_kept_id": self.id,
                "default_merged_id": self.match_ids[:1].id,
            },
        )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Another office in here would show the client to its staff.
            own = [Command.set(self.env.user.self_reliance_office_ids.ids)]
            vals_list = [{**vals, "office_ids": own} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.get("is_address_confidential") is False:
            self._check_may_lift(vals)
        if not self.env.su:
            self._check_not_merged()
        return super().write(vals)

    def _check_not_merged(self):
        """:raises UserError: naming the client that was kept instead"""
        # A user who may not see the kept one is told no more than its name, which is
        # the same person's.
        for client in self.sudo().filtered(lambda client: not client.active):
            raise UserError(
                self.env._(
                    "“%(merged)s” was merged into “%(kept)s” and takes nothing more:"
                    " please enter it there.",
                    merged=client.display_name,
                    kept=client._get_kept().display_name,
                )
            )

    def _get_kept(self):
        """The client that stands for this one: itself, or what it was merged into."""
        self.ensure_one()
        client = self
        while not client.active:
            # Where a merged client went is no secret of either.
            merge = (
                self.env["self_reliance.client.merge"]
                .sudo()
                .search(
                    [("merged_id", "=", client.id), ("state", "=", "merged")],
                    order="id desc",
                    limit=1,
                )
            )
            if not merge:
                break
            client = merge.kept_id.with_env(self.env)
        return client

    def _get_with_merged(self):
        """This client and those that were merged into it, of what the user may read."""
        # Which clients were merged is looked up; what may be read is asked below.
        merges = self.env["self_reliance.client.merge"].sudo()
        found = step = self
        while step:
            merged = merges.search(
                [("kept_id", "in", step.ids), ("state", "=", "merged")]
            ).merged_id
            step = merged.with_env(self.env) - found
            found |= step
        return self | (found - self)._filtered_access("read")

    @api.depends("active")
    def _compute_kept_client_id(self):
        for client in self:
            kept = client._get_kept()
            client.kept_client_id = kept if kept != client else False

    def action_open_kept(self):
        """Open the client that this one was merged into."""
        self.ensure_one()
        return self._get_kept()._get_records_action(
            name=self.env._("Client"), context={}
        )

    def _get_log_target(self):
        case = self.case_ids.sorted("reception_date")[-1:]
        return case, self, case.office_id or self.office_ids[:1]
