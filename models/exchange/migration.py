# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import hashlib
import io
import json
import re
from datetime import datetime, time, timedelta
from typing import NamedTuple

import xlsxwriter

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import split_every

from ...tools.case_list import CaseReader, CaseRow, case_key, read_sheets, split_records
from ...tools.groups import COUNSELLOR, MIGRATION
from ...tools.japan_days import japan_today
from ...tools.japanese_calendar import era_date
from ...tools.name_folding import fold_name, fold_word
from ...tools.table_file import fill_sheet
from ...tools.texts import clean_vals

BATCH = 200
# Days after which lists that nobody approved are thrown away.
KEPT_DAYS = 30
OVER = ("done", "undone")
# What an answer shown to somebody follows from.
RESULT_OF = {
    "file",
    "profile_id",
    "column_ids",
    "word_ids",
    "short_era",
    "short_birth_era",
}
MARK = "移行"
LETTERS = str.maketrans("0123456789", "ghijklmnop")
# Midday in Japan, in the time of the database: old records tell no time.
MIDDAY = time(3)
FACTS = {
    "plan_date": "プラン作成日",
    "decision_date": "支援決定日",
    "close_date": "終結日",
    "close_reason": "終結理由",
}


class Worked(NamedTuple):
    """What would become of a row.

    :param outcome: ``new``, ``same`` (a further case of somebody known), ``known`` (is
        here already), ``refused``, or ``part`` (tells more of another row's case)
    :param client: id of the client who is here, key of one of the same list, or
        ``None``
    """

    row: CaseRow
    key: str
    outcome: str
    client: object
    reasons: list


class Migration(models.Model):
    """Old cases of an office from the list in which it kept them (旧ケースの移行).

    A manager with the right to it reads the list and sees what would become of every
    row; another one of the office's chiefs approves. What was planned, decided and
    ended elsewhere comes in as a countersigned record marked 移行: outside the
    numbering, no decision of this database, and changed by nobody. The cases are
    reported to nobody. A row that is here already is left alone, so that a mended list
    can be given again.
    """

    _name = "self_reliance.migration"
    _description = "Taking Over of Old Cases"
    _inherit = ["self_reliance.guard.mixin"]
    _order = "id desc"
    _rec_name = "file_name"
    # Of an office's list as a whole, no case's.
    _log_parent = False

    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.self_reliance_office_ids[:1],
        fixed=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Read By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        fixed=True,
    )
    file = fields.Binary(
        string="Old List",
        attachment=True,
        help="XLSX, or CSV in UTF-8 or Shift-JIS, with Japanese heads; several tables"
        " as sheets of a workbook or as a ZIP, tied by the number of the case. It is"
        " deleted when the cases have been taken over.",
    )
    file_name = fields.Char()
    profile_id = fields.Many2one(
        "self_reliance.migration.profile",
        string="Assignment",
        ondelete="restrict",
        default=lambda self: self._default_profile_id(),
        help="What the columns and the words of the list mean. It is kept for the next"
        " list of the same kind; without one, it is made when the list is read.",
    )
    column_ids = fields.One2many(
        related="profile_id.column_ids", string="Columns", readonly=False
    )
    word_ids = fields.One2many(
        related="profile_id.word_ids", string="Words", readonly=False
    )
    short_era = fields.Selection(
        [("R", "令和"), ("H", "平成")],
        string="5.4.16 Means",
        help="The era of days that are written without one, in all columns but that of"
        " the birth, where their assignment says nothing.",
    )
    short_birth_era = fields.Selection(
        [("S", "昭和"), ("H", "平成")],
        string="50.4.1 Means, of a Birth",
        help="The era of dates of birth that are written without one.",
    )
    state = fields.Selection(
        [
            ("draft", "To Be Read"),
            ("read", "To Be Approved"),
            ("done", "Taken Over"),
            ("undone", "Undone"),
        ],
        default="draft",
        required=True,
        readonly=True,
        guarded=True,
    )
    new_count = fields.Integer(string="New Cases", readonly=True, guarded=True)
    same_count = fields.Integer(
        string="Of Whom for Known People", readonly=True, guarded=True
    )
    known_count = fields.Integer(string="Here Already", readonly=True, guarded=True)
    refused_count = fields.Integer(string="Rows Refused", readonly=True, guarded=True)
    columns_read = fields.Text(readonly=True, guarded=True)
    problems = fields.Text(string="Why Rows Are Refused", readonly=True, guarded=True)
    report = fields.Binary(
        string="Every Row", attachment=True, readonly=True, guarded=True
    )
    report_name = fields.Char(compute="_compute_names")
    refused_file = fields.Binary(
        string="Refused Rows", attachment=True, readonly=True, guarded=True
    )
    refused_name = fields.Char(compute="_compute_names")
    mark = fields.Char(readonly=True, guarded=True)
    approved_by_id = fields.Many2one("res.users", readonly=True, guarded=True)
    approved_date = fields.Datetime(readonly=True, guarded=True)
    undone_by_id = fields.Many2one("res.users", readonly=True, guarded=True)
    undone_date = fields.Datetime(readonly=True, guarded=True)
    case_ids = fields.One2many("self_reliance.case", "migration_id", string="Cases")
    may_approve = fields.Boolean(compute="_compute_may_approve")
    may_undo = fields.Boolean(compute="_compute_may_approve")

    @api.model
    def _default_profile_id(self):
        """What the office's last list was read by."""
        offices = self.env.user.self_reliance_office_ids[:1]
        last = self.search(
            [("office_id", "=", offices.id), ("profile_id", "!=", False)], limit=1
        )
        return last.profile_id

    @api.depends("file_name")
    def _compute_names(self):
        for migration in self:
            stem = (migration.file_name or "").rsplit(".", 1)[0]
            migration.report_name = f"{stem}_全行.xlsx"
            migration.refused_name = f"{stem}_取り込めない行.xlsx"

    @api.depends("state", "user_id")
    @api.depends_context("uid")
    def _compute_may_approve(self):
        for migration in self:
            second = migration._may_approve(self.env.user)
            migration.may_approve = migration.state == "read" and second
            migration.may_undo = migration.state == "done" and second

    def _may_approve(self, user):
        return user != self.user_id and user._is_chief_of(self.office_id)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # Whoever reads the list is known, whatever is sent.
            vals["user_id"] = self.env.uid
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals:
            if any(migration.state in OVER for migration in self):
                raise UserError(
                    self.env._("These cases have been taken over: begin a new list.")
                )
            if RESULT_OF & vals.keys():
                # What was shown is no more; the state is set by the steps only.
                self.sudo().write({"state": "draft", "mark": False})
        return super().write(vals)

    # looking

    def action_read(self):
        """Read the list, and show what would become of every row.

        :raises AccessError: without the right to it
        :raises UserError: the file cannot be read
        """
        self.ensure_one()
        self.check_access("write")
        if not (
            self.env.user.has_group(MIGRATION)
            and self.env.user._is_manager_of(self.office_id)
        ):
            raise AccessError(
                self.env._(
                    "Old cases are taken over by a manager of the office who has the"
                    " right “Takes Over Old Cases”. Please ask the administrator."
                )
            )
        self._lock()
        if self.state in OVER:
            raise UserError(
                self.env._("These cases have been taken over: begin a new list.")
            )
        if not self.profile_id:
            self.profile_id = self._make_profile()
        sheets, worked, unknown = self._work_out()
        self.profile_id._learn(
            [
                (head, sheet.columns.get(column))
                for sheet in sheets
                for column, head in enumerate(sheet.heads)
                if head
            ],
            unknown,
        )
        # Set by this step only; who acts was checked above.
        self.sudo().write(self._get_report_vals(sheets, worked))

    def _make_profile(self):
        stem = (self.file_name or "").rsplit(".", 1)[0] or self.env._("List")
        profiles = self.env["self_reliance.migration.profile"]
        same = profiles.search_count(
            [("office_id", "=", self.office_id.id), ("name", "=like", f"{stem}%")]
        )
        name = f"{stem} ({same + 1})" if same else stem
        return profiles.create({"name": name, "office_id": self.office_id.id})

    def _work_out(self):
        """Read the list and compare it with what is here.

        :return: sheets, the list of :class:`Worked`, and the words that nothing is
            known about, as pairs (kind, word)
        """
        meanings = self.profile_id._get_columns()
        try:
            data = base64.b64decode(self.with_context(bin_size=False).file or b"")
            sheets = read_sheets(data, meanings)
        except ValueError as error:
            raise UserError(self._get_file_message(error.args[0])) from error
        reader = CaseReader(
            japan_today(),
            self.short_era,
            self.short_birth_era,
            meanings,
            {**self._get_own_words(), **self.profile_id._get_words()},
        )
        staff = self._get_staff()
        known, undone = self._get_known_keys()
        people = self._get_people()
        worked, seen = [], {}
        for row in reader.read_cases(sheets):
            if row.part_of is not None:
                worked.append(Worked(row, "", "part", None, []))
                continue
            self._find_staff(row, staff, reader)
            key = case_key(row.values)
            reasons = [self._get_row_message(*error) for error in row.errors]
            outcome, client = "refused", None
            name = fold_name(row.values.get("name"))
            if key in known and name and known[key] and name != known[key]:
                # Offices begin anew with 1 in every year.
                reasons.append(self.env._("The number is somebody else's here"))
            elif key in known and "no_case" not in {error[0] for error in row.errors}:
                outcome, reasons = "known", []
            elif not reasons and key in seen:
                reasons.append(
                    self.env._("The same number or person as in row %s", seen[key])
                )
            seen.setdefault(key, row.number)
            if not reasons and outcome != "known":
                client, doubt = self._find_person(row.values, people)
                if not client and name and undone.get(key, ("",))[0] == name:
                    client, doubt = undone[key][1], None
                outcome = "same" if client else "new"
                if doubt:
                    row.notes.append(("確認", doubt))
                self._add_person(row.values, key, people)
            worked.append(Worked(row, key, outcome, client, reasons))
        return sheets, worked, list(reader.unknown)

    def _find_staff(self, row, staff, reader):
        """Put who the counsellor is among the values; the text is kept otherwise."""
        text = row.values.get("staff")
        if text:
            word = fold_word(text)
            user = reader.words.get(("staff", word)) or staff.get(word)
            if user:
                row.values["user_id"] = user
            else:
                reader._ask("staff", text)

    def _get_known_keys(self):
        """Cases of the office that were taken over.

        :return: ``{key: folded name}``, and of lists that were undone
            ``{key: (folded name, client)}``
        """
        # Of the cases of the office nothing but this is taken.
        cases = self.env["self_reliance.case"].sudo()
        rows = cases.search_fetch(
            [("office_id", "=", self.office_id.id), ("migration_key", "!=", False)],
            ["migration_key", "migration_id", "client_id"],
        )
        known, undone = {}, {}
        for row in rows:
            name = row.client_id.name_folded
            if row.migration_id.state == "undone":
                undone[row.migration_key] = (name, row.client_id.id)
            else:
                known[row.migration_key] = name
        return known, undone

    def _get_people(self):
        """``{folded name: list of (client, date of birth, gender)}`` of the office."""
        # A case of the office opens its client to it; only the office's chiefs get on
        # from here, and restricted cases are theirs as well.
        clients = self.env["self_reliance.client"].sudo()
        rows = clients.search_read(
            [
                "|",
                ("office_ids", "in", self.office_id.ids),
                ("case_ids.office_id", "=", self.office_id.id),
            ],
            ["name_folded", "birthdate", "gender"],
            order="id",
        )
        people = {}
        for row in rows:
            if row["name_folded"]:
                people.setdefault(row["name_folded"], []).append(
                    (row["id"], row["birthdate"] or None, row["gender"] or None)
                )
        return people

    def _find_person(self, values, people):
        """Who a row is of: same folded name and same date of birth, as at the intake.

        :return: ``(client, doubt)``; where something differs, another person is made
            and the doubt is kept, for somebody to look and to merge
        """
        same = people.get(fold_name(values.get("name")), [])
        born, gender = values.get("birthdate"), values.get("gender")
        twins = [other for other in same if born and born == other[1]]
        for client, _born, other_gender in twins:
            if not (gender and other_gender and gender != other_gender):
                return client, None
        if twins:
            return None, "氏名と生年月日が同じで性別が違う人がいます"
        open_ones = [other for other in same if not (born and other[1])]
        return None, "氏名が同じ人がいます" if open_ones else None

    def _add_person(self, values, key, people):
        name = fold_name(values.get("name"))
        if name:
            people.setdefault(name, []).append(
                (key, values.get("birthdate"), values.get("gender"))
            )

    def _get_report_vals(self, sheets, worked):
        outcomes = [line.outcome for line in worked]
        labels = {
            "new": self.env._("New"),
            "same": self.env._("Further case of a known person"),
            "known": self.env._("Here already"),
            "refused": self.env._("Rows Refused"),
        }
        lost = {id(line.row) for line in worked if line.outcome == "refused"}
        rows, refused, entries = [], {}, []
        for line in worked:
            row, owner = line.row, line.row.part_of
            if owner is not None:
                label = self.env._("Part of row %s", self._get_row_name(owner))
            else:
                label = labels[line.outcome]
            said = [*line.reasons, *(f"{head}：{text}" for head, text in row.notes)]
            rows.append([self._get_row_name(row), label, "；".join(said), *row.cells])
            # With all that belongs to it, so that it can be given back.
            if id(row) in lost or id(owner) in lost:
                refused.setdefault((row.sheet, tuple(row.heads)), []).append(
                    [*row.cells, "；".join(line.reasons)]
                )
            if line.outcome in ("new", "same"):
                entries += [
                    [self._get_row_name(row), day.isoformat() if day else "", text]
                    for day, text in self._get_entries(row.values)
                ]
        return {
            "state": "read",
            "new_count": outcomes.count("new") + outcomes.count("same"),
            "same_count": outcomes.count("same"),
            "known_count": outcomes.count("known"),
            "refused_count": outcomes.count("refused"),
            "columns_read": self._describe_columns(sheets),
            "problems": "\n".join(
                f"{self._get_row_name(line.row)}：{'；'.join(line.reasons)}"
                for line in worked
                if line.reasons
            )[:10000],
            "report": self._write_report(sheets[0].heads, rows, entries),
            "refused_file": refused and self._write_refused(refused),
            "mark": self._get_mark(worked),
        }

    def _get_row_name(self, row):
        return f"{row.sheet} {row.number}".strip()

    def _write_report(self, heads, rows, entries):
        """Every row, and the days at which long records are split."""
        return self._write_book(
            {
                "全行": ([["行", "結果", "理由・残す文", *heads], *rows], (8, 16, 60)),
                "支援記録": ([["行", "日", "記録", ""], *entries], (8, 12, 100)),
            }
        )

    def _write_refused(self, refused):
        """With their heads, sheet by sheet, so that they can be mended and given back.

        :param refused: ``{(sheet, heads): rows of texts}``
        """
        return self._write_book(
            {
                f"{place} {name}".strip(): (
                    [
                        [*heads, "取り込めない理由"],
                        *(
                            [*row[:-1], *[""] * (len(heads) - len(row) + 1), row[-1]]
                            for row in rows
                        ),
                    ],
                    (),
                )
                for place, ((name, heads), rows) in enumerate(refused.items(), 1)
            }
        )

    def _write_book(self, sheets):
        """:param sheets: ``{name: (rows, widths)}``; what Excel forbids is cut off"""
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        for name, (rows, widths) in sheets.items():
            sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", "", name)[:31])
            fill_sheet(book, sheet, rows, widths)
        book.close()
        return base64.b64encode(buffer.getvalue())

    def _get_entries(self, values):
        """Records of a row: list of pairs (``date`` or ``None``, text)."""
        began = values["reception_date"]
        return [
            *split_records(values.get("records") or "", began),
            *values.get("entries", []),
        ]

    def _get_mark(self, worked):
        """Fingerprint of the list and of what would be done with it."""
        said = [
            [
                line.key,
                line.outcome,
                str(line.client or ""),
                line.row.cells,
                line.row.values,
            ]
            for line in worked
        ]
        text = json.dumps([said, self.short_era, self.short_birth_era], default=str)
        # In letters: twelve digits would look like a My Number.
        return hashlib.sha256(text.encode()).hexdigest().translate(LETTERS)

    def _describe_columns(self, sheets):
        """Which columns were understood; the others are kept as text."""
        lines = []
        for sheet in sheets:
            others = [
                head
                for column, head in enumerate(sheet.heads)
                if head and column not in sheet.columns
            ]
            read = "、".join(sheet.heads[column] for column in sheet.columns)
            lines.append(f"{sheet.name} {read}".strip())
            if others:
                lines.append(self.env._("Kept as text: %s", "、".join(others)))
        return "\n".join(lines)

    # taking over

    def action_approve(self):
        """Take the cases over, in this one transaction.

        :raises AccessError: whoever read the list, or nobody of the office's chiefs
        :raises UserError: nothing to be approved
        """
        self.ensure_one()
        self.check_access("read")
        if not self._may_approve(self.env.user):
            raise AccessError(
                self.env._(
                    "Two people take old cases over: another chief counsellor or"
                    " manager of the office approves."
                )
            )
        # What follows is the step of the procedure; who acts was checked above.
        migration = self.sudo()
        migration._lock()
        if migration.state != "read":
            raise UserError(
                self.env._("There is nothing to approve: the list is read first.")
            )
        sheets, worked, _unknown = migration._work_out()
        if migration._get_mark(worked) != migration.mark:
            migration.write(migration._get_report_vals(sheets, worked))
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "message": self.env._(
                        "Something has changed since the list was read. Nothing was"
                        " done; this is how it is now. Please look again."
                    ),
                    "type": "warning",
                    "sticky": True,
                    "next": {"type": "ir.actions.client", "tag": "soft_reload"},
                },
            }
        migration._take_over(
            [line for line in worked if line.outcome in ("new", "same")]
        )
        # The list itself is full of personal data, and is in the cases now.
        migration.write(
            {
                "state": "done",
                "approved_by_id": self.env.uid,
                "approved_date": fields.Datetime.now(),
                "file": False,
                "report": False,
                "problems": False,
            }
        )
        return None

    def _take_over(self, lines):
        # Thousands of messages “created” would say less than the log does.
        self = self.with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        topics = {
            code.code: code.id
            for code in self.env["self_reliance.code"].search(
                [("category", "=", "topic")]
            )
        }
        # Keys of the list -> clients made for it.
        clients = {}
        for batch in split_every(BATCH, lines):
            self._make_clients(batch, clients)
            cases = self.env["self_reliance.case"].create(
                [self._prepare_case_vals(line, clients, topics) for line in batch]
            )
            records = self.env["self_reliance.record"]
            records.create(
                [
                    vals
                    for line, case in zip(batch, cases, strict=True)
                    for vals in self._prepare_records(line, case)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()

    def _make_clients(self, batch, clients):
        model = self.env["self_reliance.client"]
        new = [line for line in batch if not line.client and self._names_one(line)]
        made = model.create(
            [
                clean_vals(model._fields, self._prepare_client_vals(line.row.values))
                for line in new
            ]
        )
        for line, client in zip(new, made, strict=True):
            clients[line.key] = client.id

    def _names_one(self, line):
        return bool({"name", "name_kana", "phone"} & line.row.values.keys())

    def _prepare_client_vals(self, values):
        phones = values.get("phone") or []
        # A mobile telephone is told by its number.
        mobiles = [number for number in phones if number[:3] in ("090", "080", "070")]
        others = [number for number in phones if number not in mobiles]
        first, *more = others or [False]
        return {
            **{
                name: values.get(name) or False
                for name in (
                    "name",
                    "name_kana",
                    "gender",
                    "birthdate",
                    "zip",
                    "street",
                )
            },
            "phone": first or (mobiles[1] if len(mobiles) > 1 else False),
            "mobile": mobiles[0] if mobiles else (more[0] if more else False),
            "office_ids": [Command.set(self.office_id.ids)],
        }

    def _prepare_case_vals(self, line, clients, topics):
        values = line.row.values
        client = clients.get(line.key)
        if line.client:
            client = clients.get(line.client, line.client)
        stage = "intake"
        if values.get("close_date"):
            stage = "closed"
        elif values.get("decision_date"):
            stage = "support"
        elif values.get("plan_date"):
            stage = "planning"
        vals = {
            # Outside the numbering: no number of this year is used up.
            "name": f"{MARK}-{values.get('number') or self._get_place(line)}",
            "old_number": values.get("number") or False,
            "migration_key": line.key,
            "migration_id": self.id,
            "office_id": self.office_id.id,
            "client_id": client or False,
            "user_id": values.get("user_id", False),
            "route_id": values.get("route", False),
            "introducer_id": values.get("introducer", False),
            "receptionist_id": False,
            "reception_date": values["reception_date"],
            "stage": stage,
            "close_date": values.get("close_date") or False,
            "closing_reason": values.get("close_reason") or False,
            "topic_ids": [
                Command.create({"code_id": topics[code]})
                for code in values.get("topics", [])
                if code in topics
            ],
        }
        return clean_vals(self.env["self_reliance.case"]._fields, vals)

    def _get_place(self, line):
        return f"{self.id}-{line.row.sheet}{line.row.number}"

    def _get_own_words(self):
        """Routes and agencies by their names: ``{(kind, folded word): id}``."""
        routes = self.env["self_reliance.code"].search([("category", "=", "route")])
        found = {("route", fold_word(route.name)): route.id for route in routes}
        agencies = self.env["res.partner"].search_fetch(
            [("is_agency", "=", True)], ["name"]
        )
        for agency in agencies:
            key = ("introducer", fold_word(agency.name))
            # Two of a name: somebody says which.
            found[key] = False if key in found else agency.id
        return found

    def _get_staff(self):
        """``{folded name or surname: id}`` of the office's counsellors.

        Only who is the only one of a name; titles in brackets are no part of it.
        """
        found = {}
        for user in self.office_id.user_ids:
            if not user.has_group(COUNSELLOR):
                continue
            name = re.sub(r"[(（].*", "", user.name)
            for word in {fold_word(name), *map(fold_word, name.split()[:1])}:
                found[word] = False if word in found else user.id
        return {name: user for name, user in found.items() if user}

    def _prepare_records(self, line, case):
        """What was recorded, and the facts; countersigned by whoever approves."""
        values = line.row.values
        began = values["reception_date"]
        facts = [
            f"{label}：{era_date(value) if name.endswith('date') else value}"
            for name, label in FACTS.items()
            if (value := values.get(name))
        ]
        if values.get("staff") and not values.get("user_id"):
            facts.append(f"担当：{values['staff']}")
        facts += [f"{head}：{text}" for head, text in line.row.notes]
        place = f"{line.row.sheet} {line.row.number}行".strip()
        entries = [(began, "\n".join([f"以前の台帳（{place}）から", *facts]))]
        entries += self._get_entries(values)
        model = self.env["self_reliance.record"]
        now, today = fields.Datetime.now(), japan_today()
        for day, text in entries:
            if not day or day > today:
                day, text = began, f"{day or ''} {text}".strip()
            yield clean_vals(
                model._fields,
                {
                    "case_id": case.id,
                    "date_start": min(datetime.combine(day, MIDDAY), now),
                    "user_ids": [Command.clear()],
                    "content": f"【{MARK}】{text}",
                    "countersigned_date": now,
                    "countersigned_by_id": self.env.uid,
                },
            )

    def action_open_cases(self):
        """Open the cases that came of the list."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cases"),
            "res_model": "self_reliance.case",
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("migration_id", "=", self.id)],
        }

    # taking back

    def action_undo(self):
        """Take the whole list back, while nothing was added to what came of it.

        The cases are voided, as any that were opened by mistake: the log names them,
        so they stay to be seen, and are in no list and no figure. The list can be given
        again.

        :raises AccessError: whoever read the list, or nobody of the office's chiefs
        :raises UserError: something was added or changed since
        """
        self.ensure_one()
        self.check_access("read")
        if not self._may_approve(self.env.user):
            raise AccessError(
                self.env._(
                    "Two people take old cases back, as they took them over: another"
                    " chief counsellor or manager of the office."
                )
            )
        # What follows is the step of the procedure; who acts was checked above.
        migration = self.sudo()
        migration._lock()
        if migration.state != "done":
            raise UserError(self.env._("These cases have not been taken over."))
        cases = migration.case_ids
        cases._lock()
        worked_on = migration._get_worked_on(cases)
        if worked_on:
            raise UserError(
                self.env._(
                    "Something was added to %(number)s of these cases since, such as"
                    " %(names)s. All of them stay.",
                    number=len(worked_on),
                    names="、".join(worked_on[:5].mapped("name")),
                )
            )
        reason = self.env._("The taking over of the old list was undone.")
        for case in cases.with_context(tracking_disable=True):
            case.write(
                {
                    # The number in the list is free for the mended list.
                    "name": f"{case.name}（取消{migration.id}）",
                    "former_endings": case._list_endings() if not case.is_open else "",
                    "voided_date": japan_today(),
                    "voided_by_id": self.env.uid,
                    "voided_reason": reason,
                    "stage": "voided",
                    "close_date": japan_today(),
                }
            )
        migration.write(
            {
                "state": "undone",
                "undone_by_id": self.env.uid,
                "undone_date": fields.Datetime.now(),
                "refused_file": False,
            }
        )

    def _get_worked_on(self, cases):
        """Those of the cases of this list to which something was added since."""
        found = set(cases.filtered(lambda one: one.write_date != one.create_date).ids)
        # All of a list came in one transaction, at one time.
        came = {case.id: case.create_date for case in cases}
        for model in self.env.registry.values():
            if model._abstract or model._transient or not model._auto:
                continue
            # The log says who looked, too.
            if model._name in ("self_reliance.access.log", cases._name):
                continue
            for field in model._fields.values():
                if (
                    field.comodel_name != cases._name
                    or not field.store
                    or field.type not in ("many2one", "many2many")
                ):
                    continue
                rows = (
                    self.env[model._name]
                    .with_context(active_test=False)
                    .search([(field.name, "in", cases.ids)])
                )
                for row in rows:
                    found |= {
                        case.id
                        for case in row[field.name] & cases
                        if row.write_date != came[case.id]
                    }
        for model in ("mail.message", "mail.activity", "ir.attachment"):
            name = "model" if model == "mail.message" else "res_model"
            rows = self.env[model].search(
                [(name, "=", cases._name), ("res_id", "in", cases.ids)]
            )
            found |= set(rows.mapped("res_id"))
        return cases.browse(sorted(found))

    @api.autovacuum
    def _gc_lists(self):
        """Lists that nobody approved, and refused rows, are full of personal data."""
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        old = self.search([("write_date", "<", limit)])
        old = old.filtered(lambda one: one.file or one.report or one.refused_file)
        old.write(
            {"file": False, "report": False, "refused_file": False, "problems": False}
        )
        old.filtered(lambda one: one.state == "read").write({"state": "draft"})
        # A column that was taken for another one may have shown names.
        self.env["self_reliance.migration.meaning"].search(
            [
                ("write_date", "<", limit),
                ("kind", "!=", "head"),
                ("gender", "=", False),
                ("user_id", "=", False),
                ("code_id", "=", False),
            ]
        ).unlink()

    # words

    @api.model
    def _get_file_message(self, key):
        return {
            "empty": self.env._("The file holds no rows."),
            "too_big": self.env._("The file is too big: at most 50 megabytes."),
            "old_excel": self.env._(
                "This is a workbook of Excel 97–2003, or one with a password. Please"
                " save it as .xlsx without a password, or as CSV."
            ),
            "unreadable": self.env._(
                "The file cannot be read. Please save it as .xlsx, or as CSV in UTF-8"
                " or Shift-JIS."
            ),
            "no_heads": self.env._(
                "No heads of columns were found in the first rows. One column must be"
                " called 氏名 or ケース番号, and two others be known, such as 受付日 or"
                " 生年月日."
            ),
        }[key]

    @api.model
    def _get_row_message(self, key, head, text):
        message = {
            "my_number": self.env._(
                "Twelve digits that may be an Individual Number (My Number)"
            ),
            "lost": self.env._("A character was lost: please type it in"),
            "no_reception": self.env._("The day of reception is missing"),
            "no_year": self.env._("The year is missing"),
            "ambiguous": self.env._("Say above which era this year is of"),
            "future": self.env._("The day lies in the future"),
            "no_case": self.env._("No case of the list has this number"),
            "order_birthdate": self.env._("Born after the reception"),
            "order_close_date": self.env._("Ended before the reception"),
            "unreadable": self.env._("Not a date"),
            "no_such_day": self.env._("There is no such day"),
            "other_era": self.env._("The day lies outside its era"),
        }[key]
        label = FACTS.get(head) or {"birthdate": "生年月日"}.get(head, head)
        return f"{label}「{text}」：{message}" if text else f"{label}：{message}"
