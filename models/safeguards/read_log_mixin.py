# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

# What a link to a record shows; following it is logged.
UNLOGGED_FIELDS = {"id", "display_name", "write_date", "__last_update"}
# Grouping by these names people.
TELLING = ("self_reliance.client", "self_reliance.case", "self_reliance.plan")
EXPORTING = "self_reliance_exporting"


def get_telling_names(model, names):
    """The fields among ``names`` that say who somebody is, or what was written.

    :param model: a model or its class
    :param names: groups and aggregates as a grouped reading has them
    """
    return sorted(
        name
        for name in {name.split(":")[0].split(".")[0] for name in names}
        if (field := model._fields.get(name))
        and (
            field.type in ("char", "text", "html")
            or getattr(field, "comodel_name", None) in TELLING
        )
    )


class ReadLogMixin(models.AbstractModel):
    """Logs every reading of the records through a client: form, list, export, RPC.

    The public methods that hand out contents are the doors; code of the server that
    reads fields in passing is not a reading by a person. Nothing in the context
    switches it off.
    """

    _name = "self_reliance.read.log.mixin"
    _description = "Logged Reading"
    _inherit = ["self_reliance.change.log.mixin"]

    def _get_logged(self):
        """The records among ``self`` whose reading is logged."""
        return self

    def _log_reading(self, operation, detail=None):
        if self.env.su:
            return
        rows = []
        # Only ids are taken, for the log; the reader has been let in already.
        for record in self.sudo()._get_logged():
            case, client, office = record._get_log_target()
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
        self.env["self_reliance.access.log"]._insert(rows)

    def _get_read_operation(self):
        return "open" if len(self) == 1 else "list"

    def read(self, fields=None, load="_classic_read"):
        result = super().read(fields, load)
        if not fields or set(fields) - UNLOGGED_FIELDS:
            self._log_reading(self._get_read_operation())
        return result

    @api.model
    def search_read(
        self, domain=None, fields=None, offset=0, limit=None, order=None, **read_kwargs
    ):
        result = super().search_read(
            domain, fields, offset, limit, order, **read_kwargs
        )
        self.browse(row["id"] for row in result)._log_reading("list")
        return result

    def web_read(self, specification):
        return super().web_read(specification)

    @api.model
    def web_search_read(self, *args, **kwargs):
        return super().web_search_read(*args, **kwargs)

    @api.model
    def formatted_read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        self._log_grouped(groupby, aggregates)
        return super().formatted_read_group(
            domain, groupby, aggregates, *args, **kwargs
        )

    @api.model
    def formatted_read_grouping_sets(
        self, domain, grouping_sets, aggregates=(), *args, **kwargs
    ):
        self._log_grouped({name for names in grouping_sets for name in names}, ())
        return super().formatted_read_grouping_sets(
            domain, grouping_sets, aggregates, *args, **kwargs
        )

    @api.model
    def read_group(self, domain, fields, groupby, *args, **kwargs):
        names = [groupby] if isinstance(groupby, str) else groupby
        self._log_grouped(names, fields)
        return super().read_group(domain, fields, groupby, *args, **kwargs)

    @api.model
    def _log_grouped(self, groupby, aggregates):
        """Groups that name people, or hand out texts, are a list of them.

        Figures by stage, month or counsellor tell of nobody and are not logged.
        """
        if self.env.su:
            return
        telling = get_telling_names(self, (*groupby, *aggregates))
        if telling:
            self.env["self_reliance.access.log"]._insert(
                [
                    (self._name, None, "list", None, None, office, ", ".join(telling))
                    for office in self.env.user.self_reliance_office_ids.ids or [None]
                ]
            )

    # These write to the log: Odoo must not send them to a replica. Calls that write to
    # it by what they are asked for: see controllers/dataset.py.
    read._readonly = False
    search_read._readonly = False
    web_read._readonly = False
    web_search_read._readonly = False
    formatted_read_group._readonly = False
    formatted_read_grouping_sets._readonly = False
    read_group._readonly = False

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
