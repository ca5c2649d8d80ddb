# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import json

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...models.safeguards.confirm_mixin import once
from ...tools.agency_list import (
    RowReader,
    find_columns,
    first_number,
    fold_agency_name,
    fold_head,
    guess_heads,
)
from ...tools.table_file import MOST_ROWS, read_tables, write_table

HEADS_KEY = "self_reliance_support.agency_heads"
MOST_HEADS = 500
LONGEST_HEAD = 100
# Values of a row that are fields of the contact as they stand.
PLAIN = (
    "agency_kana",
    "zip",
    "street",
    "phone",
    "email",
    "website",
    "agency_fax",
    "agency_target",
    "agency_services",
    "agency_hours",
    "agency_referral_note",
    "agency_contact_date",
)
# Values of a row -> field of the contact.
RENAMED = {
    "kind": "agency_kind_id",
    "consent": "agency_consent_needed",
    "capacity": "agency_capacity",
    "waiting": "agency_waiting_days",
    "capacity_date": "agency_capacity_date",
}
ROW_LABELS = {
    "name": "名称",
    "kind": "種別",
    "themes": "分野",
    "zip": "郵便番号",
    "phone": "電話番号",
    "phone_fax": "電話・FAX",
    "agency_fax": "FAX",
    "email": "メール",
    "website": "ホームページ",
    "consent": "同意",
    "capacity": "空き状況",
    "waiting": "待機日数",
    "capacity_date": "確認日",
    "agreement_from": "協定締結日",
    "agreement_to": "協定終了日",
    "agency_contact_date": "最終面談日",
}


class AgencyImport(models.TransientModel):
    """Take a list of agencies over: look at every row first, then all or nothing."""

    _name = "self_reliance.agency.import"
    _description = "Import a List of Agencies"
    _inherit = ["self_reliance.confirm.mixin"]

    file = fields.Binary(
        help="XLSX, or CSV in UTF-8 or Shift-JIS, with Japanese heads."
    )
    file_name = fields.Char()
    state = fields.Selection(
        [("file", "File"), ("preview", "Preview"), ("done", "Done")],
        default="file",
        required=True,
    )
    overwrite = fields.Boolean(
        string="Overwrite What the Directory Says",
        help="Otherwise only what is empty is filled in. Contacts that were no agencies"
        " so far keep their name, address and telephone in any case.",
    )
    line_ids = fields.One2many(
        "self_reliance.agency.import.line", "import_id", string="Rows"
    )
    unknown_heads = fields.Char(string="Columns Not Imported")
    head_ids = fields.One2many(
        "self_reliance.agency.import.head",
        "import_id",
        string="Columns",
        help="What each column holds; what is said here is remembered for other lists.",
    )
    create_count = fields.Integer(string="New", compute="_compute_counts")
    update_count = fields.Integer(string="Existing", compute="_compute_counts")
    open_count = fields.Integer(string="To Be Decided", compute="_compute_counts")
    rejected_count = fields.Integer(string="Rejected", compute="_compute_counts")
    leave_count = fields.Integer(string="Left Out", compute="_compute_counts")
    rejected_file = fields.Binary(string="Rejected Rows", readonly=True)
    rejected_file_name = fields.Char(compute="_compute_rejected_file_name")
    partner_ids = fields.Many2many("res.partner", string="Imported")

    @api.depends("file_name")
    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = wizard.file_name or self.env._("Import a List")

    @api.depends("line_ids.action")
    def _compute_counts(self):
        for wizard in self:
            actions = wizard.line_ids.mapped("action")
            wizard.create_count = actions.count("create")
            wizard.update_count = actions.count("update")
            wizard.open_count = actions.count("choose")
            wizard.rejected_count = actions.count("reject")
            wizard.leave_count = actions.count("leave")

    @api.depends("file_name")
    def _compute_rejected_file_name(self):
        for wizard in self:
            stem = (wizard.file_name or "").rsplit(".", 1)[0]
            wizard.rejected_file_name = f"{stem}_取り込めない行.xlsx"

    # preview

    def action_preview(self):
        """Read the file and show what would be done with every row.

        :raises UserError: the file cannot be read, or has no heads
        """
        self.ensure_one()
        self.env["res.partner"]._check_may_maintain()
        try:
            tables = read_tables(base64.b64decode(self.file or b""))
        except ValueError as error:
            raise UserError(self._get_file_message(error.args[0])) from error
        assigned = self._remember_heads()
        table, found = self._find_sheet(tables, assigned)
        if not found and len(table) < 2:
            raise UserError(self._get_file_message("no_heads"))
        if not found:
            # Somebody says which column is which, and the file is read again.
            self._show_heads(table, guess_heads(table), {})
            return self._action_reopen()
        head, columns, unknown = found
        self._show_heads(table, head, columns)
        reader = RowReader(*self._get_codes())
        matcher = PartnerMatcher(self.env)
        rows, lines, rejected = {}, [], []
        for number, cells in table[head + 1 :]:
            texts = {
                field: cells[column]
                for column, field in columns.items()
                if column < len(cells)
            }
            if not any(texts.values()):
                continue
            values, errors = reader.read_row(texts)
            key = (
                fold_agency_name(values.get("name")),
                first_number(values.get("phone")),
            )
            reasons = [self._get_row_message(*error) for error in errors]
            if not errors and key in rows:
                reasons.append(self.env._("The same agency as in row %s", rows[key]))
            rows.setdefault(key, number)
            vals = {"row": number, "name": texts.get("name"), "values": values}
            if reasons:
                vals.update(
                    action="reject", reason="\n".join(reasons), is_rejected=True
                )
                rejected.append((number, cells, "；".join(reasons)))
            else:
                vals.update(self._get_match_vals(matcher, key))
            vals["needs_look"] = bool(vals.get("reason"))
            lines.append(Command.create({**vals, "phone": texts.get("phone")}))
        if not lines:
            raise UserError(self._get_file_message("empty"))
        self.write(
            {
                "line_ids": [Command.clear(), *lines],
                "unknown_heads": "、".join(unknown),
                "state": "preview",
                "rejected_file": rejected
                and base64.b64encode(self._write_rejected(table[head][1], rejected)),
            }
        )
        return self._action_reopen()

    @api.model
    def _find_sheet(self, tables, assigned):
        """The first sheet with heads that are understood.

        :return: the sheet, and what :func:`find_columns` found; of a list without heads
            the longest sheet and ``None``
        """
        for table in tables:
            try:
                return table, find_columns(table, assigned)
            except ValueError:
                continue
        return max(tables, key=len), None

    def _show_heads(self, table, head, columns):
        """Show what each column of the sheet was taken for, with its first cell."""
        lines = []
        for column, text in enumerate(table[head][1]):
            if not fold_head(text):
                continue
            samples = (
                cells[column]
                for _number, cells in table[head + 1 :]
                if column < len(cells) and cells[column]
            )
            lines.append(
                Command.create(
                    {
                        "head": text[:LONGEST_HEAD],
                        "sample": next(samples, "")[:LONGEST_HEAD],
                        "field": columns.get(column),
                        "known": columns.get(column),
                    }
                )
            )
        self.head_ids = [Command.clear(), *lines]

    def _remember_heads(self):
        """What was said of heads, now and before.

        :return: ``{folded head: field}``
        """
        # Only heads of columns are kept; who imports lists may say what they hold.
        parameters = self.env["ir.config_parameter"].sudo()
        known = json.loads(parameters.get_param(HEADS_KEY, "{}"))
        said = {
            fold_head(line.head): line.field or ""
            for line in self.head_ids
            if (line.field or "") != (line.known or "")
        }
        if said:
            known = dict([*known.items(), *said.items()][-MOST_HEADS:])
            parameters.set_param(HEADS_KEY, json.dumps(known, ensure_ascii=False))
        return known

    def _get_match_vals(self, matcher, key):
        """What would be done with a row, and the contacts that it goes by."""
        found, alike = matcher.find(*key)
        return {
            "match": [sorted(found), sorted(alike)],
            **self._get_action_vals(found, alike),
        }

    def _get_action_vals(self, found, alike):
        if len(found) == 1:
            return {"action": "update", "partner_id": found[0]}
        if found or alike:
            reason = (
                self.env._("Several contacts could be meant, please choose")
                if found
                else self.env._("A contact of this name has another telephone")
            )
            return {
                "action": "choose",
                "partner_id": (found or alike)[0],
                "reason": reason,
            }
        return {"action": "create"}

    @api.model
    def _get_codes(self):
        codes = self.env["self_reliance.code"].search(
            [("category", "in", ("agency", "topic"))]
        )
        kinds = codes.filtered(lambda code: code.category == "agency")
        themes = codes - kinds
        return (
            {code.name: code.id for code in kinds},
            {code.code: (code.name, code.id) for code in themes},
        )

    @api.model
    def _write_rejected(self, heads, rejected):
        width = max(len(heads), *(len(cells) for _number, cells, _reason in rejected))
        rows = [["行", "取り込めない理由", *heads, *[""] * (width - len(heads))]]
        for number, cells, reason in rejected:
            rows.append([number, reason, *cells, *[""] * (width - len(cells))])
        return write_table(rows, (6, 60))

    @api.model
    def _get_file_message(self, key):
        return {
            "empty": self.env._("The file holds no rows."),
            "too_big": self.env._(
                "The file is too big: at most %s rows and 10 megabytes.", MOST_ROWS
            ),
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
                " called 名称 or 機関名, and at least one other be known, such as 種別,"
                " 住所 or 電話番号."
            ),
        }[key]

    @api.model
    def _get_row_message(self, key, field, text):
        label = ROW_LABELS.get(field, field)
        message = {
            "no_name": self.env._("The name is missing"),
            "my_number": self.env._(
                "Twelve digits that may be an Individual Number (My Number)"
            ),
            "kind": self.env._("Not a kind of the official list"),
            "theme": self.env._("Not a theme of the official list"),
            "zip": self.env._("Not a postal code of seven digits"),
            "phone": self.env._("Not a telephone number"),
            "email": self.env._("Not a mail address"),
            "website": self.env._("Not a web address"),
            "consent": self.env._("Neither 要 nor 不要"),
            "capacity": self.env._("Not one of 空きあり, 残りわずか, 待機あり, 満員"),
            "waiting": self.env._("Not a number of days, weeks or months"),
            "term": self.env._("The agreement ends before it begins"),
            "unreadable": self.env._("Not a date"),
            "no_such_day": self.env._("There is no such day"),
            "other_era": self.env._("The day lies outside its era"),
        }[key]
        if key in ("no_name", "my_number"):
            return f"{label}：{message}"
        return f"{label}「{text}」：{message}"

    def action_back(self):
        """Take another file."""
        self.write(
            {
                "state": "file",
                "line_ids": [Command.clear()],
                "head_ids": [Command.clear()],
                "answers": False,
                "is_outdated": False,
            }
        )
        return self._action_reopen()

    def _match_anew(self):
        """Show the rows anew whose contacts are others than in the preview.

        :return: the rows
        """
        matcher = PartnerMatcher(self.env)
        changed = self.line_ids.browse()
        for line in self.line_ids.filtered("match"):
            key = (
                fold_agency_name(line.values.get("name")),
                first_number(line.values.get("phone")),
            )
            vals = self._get_match_vals(matcher, key)
            if vals["match"] != line.match and line.action != "leave":
                vals = {"partner_id": False, "reason": False, **vals}
                line.write({**vals, "needs_look": True})
                changed |= line
        return changed

    def _is_taken(self, answer):
        return self.state == "done"

    def _action_reopen(self):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "self_reliance_support.agency_import_action"
        )
        return {**action, "res_id": self.id}

    # import

    @once
    def action_confirm(self):
        """Import all rows, or none.

        :raises UserError: rows are rejected or undecided and not left out
        """
        self.ensure_one()
        self.env["res.partner"]._check_may_maintain()
        if self.state != "preview":
            raise UserError(self.env._("Please look at the preview first."))
        if self._match_anew():
            self.is_outdated = True
            return self._action_reopen()
        waiting = self.line_ids.filtered(
            lambda line: (
                line.action in ("reject", "choose")
                or (line.action == "update" and not line.partner_id)
                or (line.action in ("create", "update") and line.is_rejected)
            )
        )
        if waiting:
            raise UserError(
                self.env._(
                    "Nothing was imported. %(count)s rows are rejected or undecided:"
                    " correct the file, or leave the rows out.\n%(list)s",
                    count=len(waiting),
                    list="\n".join(
                        f"・{line.row}：{line.name or ''} {line.reason or ''}"
                        for line in waiting[:10]
                    ),
                )
            )
        twice = self.line_ids.filtered(lambda line: line.action == "update").grouped(
            "partner_id"
        )
        for partner, lines in twice.items():
            if len(lines) > 1:
                raise UserError(
                    self.env._(
                        "Nothing was imported. Several rows go to “%(name)s”:"
                        " %(rows)s. Please choose one of them.",
                        name=partner.display_name,
                        rows="、".join(str(line.row) for line in lines),
                    )
                )
        areas = self._get_areas()
        created = self.line_ids.filtered(lambda line: line.action == "create")
        # Thousands of messages “created” would say less than this list does.
        partner = self.env["res.partner"].with_context(mail_create_nolog=True)
        partners = partner.create([line._get_create_vals(areas) for line in created])
        for line in self.line_ids.filtered(lambda line: line.action == "update"):
            line._update_partner(areas, self.overwrite)
            partners |= line.partner_id
        self.write({"state": "done", "partner_ids": [Command.set(partners.ids)]})
        return self._action_reopen()

    def _get_areas(self):
        """``{name: id}`` of the areas that the rows name; new ones are made."""
        lines = self.line_ids.filtered(lambda line: line.action in ("create", "update"))
        names = {name for line in lines for name in line.values.get("areas", [])}
        area = self.env["self_reliance.area"].with_context(active_test=False)
        ids = {
            found.name: found.id for found in area.search([("name", "in", [*names])])
        }
        new = sorted(names - set(ids))
        created = area.create([{"name": name} for name in new])
        return ids | dict(zip(new, created.ids, strict=True))

    def action_open_imported(self):
        """Open the agencies that came of the list."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "self_reliance_support.agency_action"
        )
        return {**action, "domain": [("id", "in", self.partner_ids.ids)]}


class PartnerMatcher:
    """Finds the contacts that a row may mean, among all organisations.

    :param env: of the manager who imports
    """

    def __init__(self, env):
        # People are no agencies, nor are the corporation's own companies.
        companies = env["res.company"].sudo().search([]).partner_id
        rows = env["res.partner"].search_read(
            [
                ("id", "not in", companies.ids),
                "|",
                ("is_agency", "=", True),
                "&",
                ("is_company", "=", True),
                ("parent_id", "=", False),
            ],
            ["name", "phone"],
            order="is_agency DESC, id",
        )
        self.by_name = {}
        for row in rows:
            pair = (row["id"], first_number(row["phone"]))
            self.by_name.setdefault(fold_agency_name(row["name"]), []).append(pair)

    def find(self, name, phone):
        """Contacts of the same name and telephone, and of the name alone.

        A telephone that one side lacks speaks for neither. One telephone serves
        many agencies of a city hall: it says nothing by itself.

        :param name: folded
        :param phone: digits
        :return: two lists of ids
        """
        pairs = self.by_name.get(name, [])
        same = [key for key, digits in pairs if phone and digits == phone]
        if same:
            return same, []
        open_ones = [key for key, digits in pairs if not phone or not digits]
        return open_ones, [key for key, _digits in pairs if key not in open_ones]
