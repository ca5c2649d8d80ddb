# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections import Counter, defaultdict
from contextlib import nullcontext

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.japan_days import japan_today
from ..safeguards.by_procedure import by_procedure
from .erasure_rules import TREATMENTS

SYSTEM_COLUMNS = {"id", "create_uid", "create_date", "write_uid", "write_date"}
# Where a column may not be empty.
PLACEHOLDERS = {
    "text": "－",
    "character varying": "－",
    "json": "{}",
    "jsonb": "{}",
    "boolean": False,
}


class Erasure(models.AbstractModel):
    """Takes the personal data of cases out of every table.

    Everything happens by statements of the database, in the caller's transaction:
    the models' own methods would keep former wordings, track changes and refuse.
    Whether somebody may do this is the business of ``self_reliance.disposal``.
    """

    _name = "self_reliance.erasure"
    _description = "Erasure of Personal Data"

    @api.model
    def _erase(self, cases, clients, concerns=None):
        """Erase cases, and clients without any other case.

        :param cases: ``self_reliance.case``, all of them to be erased
        :param clients: ``self_reliance.client`` who never had a case
        :param concerns: ``self_reliance.concern`` that never became one
        :return: ``({model: number of rows}, [names of files in the filestore])``
        :raises UserError: a model hangs on a case that nobody has classified
        """
        self._check_all_treated()
        self.env.flush_all()
        self.env["self_reliance.plan.line"]._open_rows()
        cases = cases.sudo()
        clients = self._leave_shared_clients(cases, clients.sudo())
        names = self._get_names(clients)
        # What this request itself noted for the log must be there to be erased.
        self.env["self_reliance.access.log"]._flush_changes()
        concerns = (concerns or self.env["self_reliance.concern"]).sudo()
        ids = self._collect(cases.ids, clients.ids, concerns.ids)
        counts = Counter({model: len(found) for model, found in ids.items() if found})
        # The list itself loses nothing.
        counts.pop("self_reliance.disposal.line", None)
        self._unname_meetings(ids)
        files = self._erase_around(ids, counts)
        files += self._delete_handed_over(
            cases.municipality_id | concerns.municipality_id
        )
        self._erase_transient(ids)
        self._erase_filters(names)
        for model, treatment in TREATMENTS.items():
            if ids[model]:
                if treatment.kept is None:
                    self._delete(self.env[model]._table, ids[model])
                else:
                    self._empty(self.env[model], ids[model], treatment.kept)
        self._mark(cases, clients, ids["self_reliance.concern"])
        self.env.invalidate_all(flush=False)
        self.env.registry.clear_cache()
        return dict(counts), files

    # who goes

    @api.model
    def _leave_shared_clients(self, cases, clients):
        """Part cases from clients who have others that stay.

        Another municipality keeps its own cases of the same person. The cases that
        are disposed of get a nameless client, so that they do not lead to the name.

        :param clients: others that are erased
        :return: all ``self_reliance.client`` that are erased, with those that were
            merged into them
        """
        shared = cases.search(
            [
                ("client_id", "in", cases.client_id.ids),
                ("id", "not in", cases.ids),
                ("disposed_date", "=", False),
            ]
        ).client_id
        nameless = cases.client_id.browse()
        for client in shared:
            own = cases.filtered(lambda case, client=client: case.client_id == client)
            nameless |= self._give_nameless_client(own, client)
        merges = self.env["self_reliance.client.merge"].sudo()
        clients |= cases.client_id - shared
        while True:
            merged = merges.search(
                [("kept_id", "in", clients.ids), ("state", "=", "merged")]
            ).merged_id
            if merged <= clients:
                return clients | nameless
            clients |= merged

    @api.model
    def _give_nameless_client(self, cases, client):
        nameless = client.with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        ).create({"gender": client.gender})
        # The request of the office whose cases go is about the same person.
        requests = self.env["self_reliance.disclosure"].sudo()
        requests.search(
            [
                ("client_id", "=", client.id),
                ("office_id.municipality_id", "in", cases.municipality_id.ids),
            ]
        ).unlink()
        self.env.flush_all()
        self.env["self_reliance.access.log"]._flush_changes()
        ids = self._collect(cases.ids, [])
        for model, treatment in TREATMENTS.items():
            if "client_id" in (treatment.kept or ()) and ids[model]:
                with self._opened(model):
                    self.env.cr.execute(
                        SQL(
                            "UPDATE %s SET client_id = %s WHERE id = ANY(%s)"
                            " AND client_id IS NOT NULL",
                            SQL.identifier(self.env[model]._table),
                            nameless.id,
                            list(ids[model]),
                        )
                    )
        self.env.invalidate_all()
        return nameless

    @api.model
    def _get_names(self, clients):
        """What a saved search for one of the clients would hold."""
        names = ("name", "name_kana", "former_names", "phone", "mobile", "email")
        return sorted(
            {
                text
                for client in clients
                for text in (client[name] for name in names)
                if text and len(text) > 2
            }
        )

    # what goes

    @api.model
    def _get_treated(self):
        return {
            model: treatment
            for model, treatment in TREATMENTS.items()
            if model in self.env
        }

    @api.model
    def _collect(self, case_ids, client_ids, concern_ids=()):
        """``{model: set of ids}`` of all rows that are treated."""
        ids = defaultdict(set)
        for model, treatment in self._get_treated().items():
            records = self.env[model].sudo().with_context(active_test=False)
            for paths, roots in (
                (treatment.case, case_ids),
                (treatment.client, client_ids),
                (treatment.concern, list(concern_ids)),
            ):
                for path in paths if roots else ():
                    ids[model] |= set(records.search([(path, "in", roots)])._ids)
        # Entries from before a concern had a case name the concern alone.
        entries = self.env["self_reliance.access.log"].sudo()
        for model in ("self_reliance.concern", "self_reliance.meeting.item"):
            if ids[model]:
                ids[entries._name] |= set(
                    entries.search(
                        [("model", "=", model), ("res_id", "in", list(ids[model]))]
                    )._ids
                )
        return ids

    @api.model
    def _get_untreated(self):
        """Names of stored models that hang on a case or a client, and on no rule.

        Transient ones are not meant: their rows are found by their links.
        """
        treated = set(self._get_treated())
        return sorted(
            name
            for name, model in self.env.registry.items()
            if name not in treated
            and not model._abstract
            and not model._transient
            and model._auto
            and any(
                field.store
                and field.type in ("many2one", "many2many")
                and field.comodel_name in treated
                for field in model._fields.values()
            )
        )

    @api.model
    def _check_all_treated(self):
        untreated = self._get_untreated()
        if untreated:
            raise UserError(
                self.env._(
                    "Nothing was disposed of: it is not laid down what becomes of"
                    " these kinds of records, which hang on a case: %s. Please ask"
                    " whoever installed them.",
                    ", ".join(untreated),
                )
            )

    @api.model
    def _delete(self, table, ids):
        self.env.cr.execute(
            SQL("DELETE FROM %s WHERE id = ANY(%s)", SQL.identifier(table), list(ids))
        )

    @api.model
    def _opened(self, model):
        """The database changes no entry of the log, unless it is told to."""
        log = self.env["self_reliance.access.log"]
        return log._opened_for_retention() if model == log._name else nullcontext()

    @api.model
    def _empty(self, model, ids, kept):
        """Empty every column of rows, and their links, but for the kept ones.

        Columns are asked of the database: a module that was uninstalled may have
        left some.
        """
        self.env.cr.execute(
            SQL(
                "SELECT column_name, data_type, is_nullable FROM"
                " information_schema.columns WHERE table_schema = current_schema()"
                " AND table_name = %s AND is_generated = 'NEVER'",
                model._table,
            )
        )
        values = []
        for column, kind, nullable in self.env.cr.fetchall():
            if column in SYSTEM_COLUMNS or column in kept:
                continue
            if nullable == "YES":
                values.append(SQL("%s = NULL", SQL.identifier(column)))
            elif kind in PLACEHOLDERS:
                placeholder = PLACEHOLDERS[kind]
                values.append(SQL("%s = %s", SQL.identifier(column), placeholder))
        if values:
            with self._opened(model._name):
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s WHERE id = ANY(%s)",
                        SQL.identifier(model._table),
                        SQL(", ").join(values),
                        list(ids),
                    )
                )
        for field in model._fields.values():
            if field.type == "many2many" and field.store and field.name not in kept:
                self.env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE %s = ANY(%s)",
                        SQL.identifier(field.relation),
                        SQL.identifier(field.column1),
                        list(ids),
                    )
                )

    @api.model
    def _unname_meetings(self, ids):
        """Meetings about nobody else may bear the person's name, and a remark."""
        items = ids["self_reliance.meeting.item"]
        self.env.cr.execute(
            SQL(
                "UPDATE self_reliance_meeting meeting SET name = %s,"
                " reopening_log = NULL WHERE id IN (SELECT meeting_id FROM"
                " self_reliance_meeting_item WHERE id = ANY(%s)) AND NOT EXISTS ("
                " SELECT 1 FROM self_reliance_meeting_item other JOIN"
                " self_reliance_case c ON c.id = other.case_id WHERE"
                " other.meeting_id = meeting.id AND NOT other.id = ANY(%s)"
                " AND c.disposed_date IS NULL) AND NOT EXISTS ("
                " SELECT 1 FROM self_reliance_meeting_item other JOIN"
                " self_reliance_concern c ON c.id = other.concern_id WHERE"
                " other.meeting_id = meeting.id AND NOT other.id = ANY(%s)"
                " AND c.disposed_date IS NULL)",
                PLACEHOLDERS["text"],
                list(items),
                list(items),
                list(items),
            )
        )

    # what points at a record by the name of its model

    @api.model
    def _erase_around(self, ids, counts):
        """Delete messages, activities, appointments, followers, files, prints.

        :param ids: ``{model: set of ids}`` that are treated
        :param counts: ``Counter`` that is told what was deleted
        :return: names of the files that no longer belong to anything
        """
        found = defaultdict(set, {model: set(rows) for model, rows in ids.items()})
        self._find_around(found)
        around = {model: rows for model, rows in found.items() if model not in ids}
        jobs = self._find_print_jobs(found)
        found["self_reliance.print.job"] |= set(jobs.ids)
        attachments = self._find_attachments(found)
        files = [name for name in attachments.mapped("store_fname") if name]
        counts.update({"ir.attachment": len(attachments)} if attachments else {})
        # Here the ORM, which has the files removed from the disk. Two persons have
        # agreed; the names of the files are not kept.
        with by_procedure(self.env):
            attachments.unlink()
            jobs.unlink()
        for model in ("mail.mail", "sms.sms"):
            if model in self.env and around.get("mail.message"):
                self.env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE mail_message_id = ANY(%s)",
                        SQL.identifier(self.env[model]._table),
                        list(around["mail.message"]),
                    )
                )
        for model, rows in around.items():
            if rows:
                self._delete(self.env[model]._table, rows)
                counts[model] += len(rows)
        return files

    @api.model
    def _delete_handed_over(self, municipalities):
        """Delete what waits for being downloaded by an officer: it holds everything.

        :return: names of the files
        """
        exports = self.env["self_reliance.data.export"].sudo()
        waiting = exports.search(
            [("municipality_id", "in", municipalities.ids), ("state", "=", "done")]
        )
        files = [export._get_attachment().store_fname for export in waiting]
        waiting._delete_file("deleted")
        # What follows forgets what is not written yet.
        self.env.flush_all()
        return [name for name in files if name]

    @api.model
    def _get_references(self):
        """``[(model, field)]`` that point at any record by model and id."""
        return [
            (model, field)
            for name, model in self.env.items()
            if not model._abstract
            and not model._transient
            and model._auto
            and name not in TREATMENTS
            and name != "ir.attachment"
            for field in model._fields.values()
            if field.type == "many2one_reference" and field.store
        ]

    @api.model
    def _find_around(self, found):
        """Add to ``found`` what points at it, and what points at that."""
        references = self._get_references()
        size = -1
        while size != (size := sum(map(len, found.values()))):
            for model, field in references:
                pointers = self._search_pointers(
                    model, model._fields[field.model_field], field, found
                )
                found[model._name] |= pointers
            events = self.env["mail.activity"].sudo().with_context(active_test=False)
            events = events.browse(found["mail.activity"]).calendar_event_id
            found["calendar.event"] |= set(events.ids)

    @api.model
    def _search_pointers(self, model, model_field, field, found):
        targets = [(name, rows) for name, rows in found.items() if rows]
        if not targets:
            return set()
        column = SQL.identifier(model_field.name)
        if not model_field.column_type or not model_field.store:
            return set()
        conditions = SQL(" OR ").join(
            SQL(
                "(%s = %s AND %s = ANY(%s))",
                column,
                name,
                SQL.identifier(field.name),
                list(rows),
            )
            for name, rows in targets
        )
        self.env.cr.execute(
            SQL("SELECT id FROM %s WHERE %s", SQL.identifier(model._table), conditions)
        )
        return {row[0] for row in self.env.cr.fetchall()}

    @api.model
    def _find_attachments(self, found):
        attachment = self.env["ir.attachment"].sudo()
        fields_ = attachment._fields
        ids = self._search_pointers(
            attachment, fields_["res_model"], fields_["res_id"], found
        )
        # A file that was sent with a message may not have reached its record.
        linked = set()
        for name, rows in found.items():
            model = self.env[name]
            for field in model._fields.values():
                if (
                    rows
                    and field.type == "many2many"
                    and field.store
                    and field.comodel_name == "ir.attachment"
                ):
                    self.env.cr.execute(
                        SQL(
                            "SELECT %s FROM %s WHERE %s = ANY(%s)",
                            SQL.identifier(field.column2),
                            SQL.identifier(field.relation),
                            SQL.identifier(field.column1),
                            list(rows),
                        )
                    )
                    linked |= {row[0] for row in self.env.cr.fetchall()}
        loose = attachment.browse(linked - ids).filtered(
            lambda file: (
                not file.res_id
                or not file.res_model
                or file.res_model not in self.env
                or self.env[file.res_model]._transient
            )
        )
        return attachment.browse(ids) | loose

    @api.model
    def _find_print_jobs(self, found):
        """Sheets printed in the background stand for a week."""
        jobs = (
            self.env["self_reliance.print.job"]
            .sudo()
            .search([("report_id.model", "in", list(found))])
        )
        return jobs.filtered(
            lambda job: found[job.report_id.model] & set(job.res_ids or [])
        )

    @api.model
    def _erase_transient(self, ids):
        """What wizards were told is kept for hours; it goes now."""
        for model in self.env.values():
            if not model._transient:
                continue
            for field in model._fields.values():
                rows = ids.get(field.comodel_name) if field.store else None
                if not rows or field.type not in ("many2one", "many2many"):
                    continue
                if field.type == "many2one":
                    condition = SQL(
                        "%s = ANY(%s)", SQL.identifier(field.name), list(rows)
                    )
                else:
                    condition = SQL(
                        "id IN (SELECT %s FROM %s WHERE %s = ANY(%s))",
                        SQL.identifier(field.column1),
                        SQL.identifier(field.relation),
                        SQL.identifier(field.column2),
                        list(rows),
                    )
                self.env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE %s",
                        SQL.identifier(model._table),
                        condition,
                    )
                )

    @api.model
    def _erase_filters(self, names):
        """Saved searches for a person."""
        if names:
            patterns = [f"%{name}%" for name in names]
            self.env.cr.execute(
                SQL(
                    "DELETE FROM ir_filters WHERE model_id LIKE 'self_reliance.%%'"
                    " AND (name::text LIKE ANY(%(names)s) OR domain LIKE"
                    " ANY(%(names)s) OR context LIKE ANY(%(names)s))",
                    names=patterns,
                )
            )

    @api.model
    def _mark(self, cases, clients, concern_ids):
        today = japan_today()
        self.env.cr.execute(
            SQL(
                "UPDATE self_reliance_concern SET disposed_date = %s"
                " WHERE id = ANY(%s)",
                today,
                list(concern_ids),
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE self_reliance_case SET disposed_date = %s WHERE id = ANY(%s)",
                today,
                cases.ids,
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE self_reliance_client SET disposed_date = %s, active = FALSE"
                " WHERE id = ANY(%s)",
                today,
                clients.ids,
            )
        )
