# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from contextlib import contextmanager

from odoo import api, models
from odoo.fields import Domain

# What a link to a record shows; following it is logged.
UNLOGGED_FIELDS = {"id", "display_name", "write_date", "__last_update"}
EXPORTING = "self_reliance_exporting"
READING = "self_reliance_reading"
# Of a grouped reading that tells of at most so many people, each is named.
LISTED = 80
TEXTS = ("char", "text", "html")
# Groups by these name a single day, on which few people came.
SHORT = ("hour", "day", "week")
# What hands out the values of single records, or one of them.
SINGLE = ("array_agg", "array_agg_distinct", "recordset", "min", "max")


def _follow(model, path):
    """The model and the field at the end of a path, such as ``record_ids.content``.

    :param model: a model or its class
    :return: ``(model, field)``, or ``(None, None)`` where there is none
    """
    *links, name = path.split(".")
    for link in links:
        field = model._fields.get(link)
        if not field or not field.relational:
            return None, None
        model = model.pool[field.comodel_name]
    field = model._fields.get(name)
    return (model, field) if field else (None, None)


def _is_of_cases(model):
    cls = model if isinstance(model, type) else type(model)
    return hasattr(cls, "_is_of_cases") and cls._is_of_cases(cls)


def _is_telling(model, name):
    """Whether a group or an aggregate says who somebody is, or what was written."""
    path, _colon, function = name.partition(":")
    model, field = _follow(model, path)
    if not field or function in ("count", "count_distinct"):
        return False
    if function in SINGLE or field.name == "id" or field.type in TEXTS:
        return True
    if field.type in ("date", "datetime"):
        return function in SHORT
    return bool(field.relational) and _is_of_cases(model.pool[field.comodel_name])


def get_telling_names(model, names):
    """The fields among ``names`` that say who somebody is, or what was written.

    :param model: a model or its class
    :param names: groups and aggregates as a grouped reading has them
    """
    return sorted({name.split(":")[0] for name in names if _is_telling(model, name)})


class ReadLogMixin(models.AbstractModel):
    """Logs every reading of what belongs to a case, by whatever way it leaves.

    The log stands where values are made ready to leave the server, below the methods
    that clients call; code of the server that reads fields in passing is not a reading
    by a person. Nothing in the context switches it off. What one request reads of one
    case is one entry, however many tables it comes from: the page of a case reads
    twenty.
    """

    _name = "self_reliance.read.log.mixin"
    _description = "Logged Reading"
    _inherit = ["self_reliance.log.target.mixin"]

    # A 支援会議 is secret as such; of other records without a case there is nothing
    # to tell of anybody.
    _logged_without_case = False

    def _get_logged(self):
        """The records among ``self`` whose reading is logged."""
        return self

    def _log_reading(self, operation, detail=None):
        if self.env.su:
            return
        log = self.env["self_reliance.access.log"]
        rows = []
        # Only ids are taken, for the log; the reader has been let in already.
        for record in self._origin.sudo()._get_logged():
            case, client, office = record._get_log_target()
            if not (case or client or record._logged_without_case):
                continue
            if log._is_first(operation, case.id, client.id, record, detail):
                rows.append(
                    (
                        self._name,
                        record.id,
                        operation,
                        case.id,
                        client.id,
                        office.id,
                        detail,
                    )
                )
        log._insert(rows)

    def _log_typed_reading(self):
        """Log what a form shows while it is typed, unless it was read just now."""
        if self.env.su:
            return
        # Only ids are taken, for the log.
        targets = {record: record._get_log_target() for record in self._origin.sudo()}
        cases, clients = (
            {target[place].id for target in targets.values()} - {False}
            for place in (0, 1)
        )
        if not cases and not clients:
            return
        seen_cases, seen_clients = self.env["self_reliance.access.log"]._get_seen(
            cases, clients
        )
        for record, (case, client, _office) in targets.items():
            if case.id not in seen_cases and (case or client.id not in seen_clients):
                record.with_env(self.env)._log_reading("open")

    @contextmanager
    def _reading_as(self, operation):
        """What is read inside a list is listed, were it only one."""
        cache = self.env.cr.cache
        outer = cache.get(READING)
        cache[READING] = outer or operation
        try:
            yield
        finally:
            cache[READING] = outer

    def _get_read_operation(self):
        return self.env.cr.cache.get(READING) or ("open" if len(self) == 1 else "list")

    def _read_format(self, fnames, load="_classic_read"):
        result = super()._read_format(fnames, load)
        if set(fnames) - UNLOGGED_FIELDS and all(self._ids):
            self._log_reading(self._get_read_operation())
        return result

    def read(self, fields=None, load="_classic_read"):
        return super().read(fields, load)

    @api.model
    def search_read(
        self, domain=None, fields=None, offset=0, limit=None, order=None, **read_kwargs
    ):
        with self._reading_as("list"):
            return super().search_read(
                domain, fields, offset, limit, order, **read_kwargs
            )

    def web_read(self, specification):
        with self._reading_as("open" if len(self) == 1 else "list"):
            return super().web_read(specification)

    @api.model
    def web_search_read(self, *args, **kwargs):
        with self._reading_as("list"):
            return super().web_search_read(*args, **kwargs)

    def copy_data(self, default=None):
        result = super().copy_data(default)
        self._log_reading(self._get_read_operation())
        return result

    @api.model
    def formatted_read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        self._log_grouped(domain, (*groupby, *aggregates))
        return super().formatted_read_group(
            domain, groupby, aggregates, *args, **kwargs
        )

    @api.model
    def formatted_read_grouping_sets(
        self, domain, grouping_sets, aggregates=(), *args, **kwargs
    ):
        groups = {name for names in grouping_sets for name in names}
        self._log_grouped(domain, (*groups, *aggregates))
        return super().formatted_read_grouping_sets(
            domain, grouping_sets, aggregates, *args, **kwargs
        )

    @api.model
    def read_group(self, domain, fields, groupby, *args, **kwargs):
        names = [groupby] if isinstance(groupby, str) else groupby
        self._log_grouped(domain, (*names, *fields))
        return super().read_group(domain, fields, groupby, *args, **kwargs)

    @api.model
    def read_progress_bar(self, domain, group_by, progress_bar):
        self._log_grouped(domain, (group_by, progress_bar.get("field") or ""))
        return super().read_progress_bar(domain, group_by, progress_bar)

    @api.model
    def search_panel_select_range(self, field_name, **kwargs):
        self._log_grouped(kwargs.get("search_domain"), (field_name,))
        return super().search_panel_select_range(field_name, **kwargs)

    @api.model
    def search_panel_select_multi_range(self, field_name, **kwargs):
        self._log_grouped(kwargs.get("search_domain"), (field_name,))
        return super().search_panel_select_multi_range(field_name, **kwargs)

    @api.model
    def _log_grouped(self, domain, names):
        """Groups that name people, or hand out texts, are a list of them.

        Figures by stage, month or counsellor tell of nobody and are not logged, unless
        they are asked for single records.
        """
        if self.env.su or not self._is_of_cases():
            return
        domain = Domain(domain or [])
        telling = get_telling_names(self, names)
        if not telling:
            telling = get_telling_names(
                self, [leaf.field_expr for leaf in domain.iter_conditions()]
            )
        if telling:
            detail = ", ".join(telling)
            records = self.search(domain, limit=LISTED + 1)
            if len(records) <= LISTED:
                records._log_reading("list", detail)
            else:
                self._log_for_offices("list", detail)

    @api.model
    def _log_for_offices(self, operation, detail):
        """An entry that names no case, for each office of the user."""
        self.env["self_reliance.access.log"]._insert(
            [
                (self._name, None, operation, None, None, office, detail)
                for office in self.env.user.self_reliance_office_ids.ids or [None]
            ]
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        if not self.env.su and self._is_of_cases():
            self._log_searching(domain)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _log_searching(self, domain):
        """Searching for words tells what is written, were it only by a number.

        The words themselves are not kept: they may be a name that is to be erased.
        """
        found = {}
        for leaf in Domain(domain).iter_conditions():
            if not leaf.value or isinstance(leaf.value, Domain):
                continue
            model, field = _follow(self, leaf.field_expr)
            if field and field.type in TEXTS and _is_of_cases(model):
                found[model._name, field.name] = leaf.field_expr
        log = self.env["self_reliance.access.log"]
        paths = [
            path for key, path in found.items() if log._is_first("search", *key, self)
        ]
        if paths:
            self._log_for_offices("search", ", ".join(sorted(paths)))

    # These write to the log: Odoo must not send them to a replica. Calls that write to
    # it by what they are asked for: see controllers/dataset.py.
    read._readonly = False
    search_read._readonly = False
    web_read._readonly = False
    web_search_read._readonly = False
    formatted_read_group._readonly = False
    formatted_read_grouping_sets._readonly = False
    read_group._readonly = False
    read_progress_bar._readonly = False
    search_panel_select_range._readonly = False
    search_panel_select_multi_range._readonly = False

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        # Reached from a record that is not logged, such as a contact, it is an
        # export as well; from a logged one its path stands in that entry.
        paths = ", ".join("/".join(path) for path in fields)
        if _is_toplevel_call or not self.env.cr.cache.get(EXPORTING):
            self._log_reading("export", paths)
        outer = self.env.cr.cache.get(EXPORTING)
        self.env.cr.cache[EXPORTING] = True
        try:
            return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        finally:
            self.env.cr.cache[EXPORTING] = outer
