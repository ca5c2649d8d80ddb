# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.dataset import DataSet

from ..models.safeguards.read_log_mixin import UNLOGGED_FIELDS, ReadLogMixin

# Parameters by which the web client says what it wants to read.
SPECIFICATIONS = {
    "web_read": 0,
    "web_search_read": 1,
    "web_name_search": 1,
    "web_read_group": None,
}
NAMES = ("specification", "unfold_read_specification", "groupby_read_specification")


class LoggedDataSet(DataSet):
    def _may_use_replica(self, rule, args):
        """A call that hands out contents of the casework writes to the access log,
        whatever model it begins with.
        """
        if not self._call_kw_readonly(rule, args):
            return False
        params = request.get_json_data()["params"]
        model = request.registry[params["model"]]
        if issubclass(model, ReadLogMixin):
            # Words that are searched for are logged, too.
            return False
        if params["method"] not in SPECIFICATIONS:
            return True
        return not any(
            self._reads_contents(model, specification)
            for specification in self._get_specifications(params)
        )

    def _get_specifications(self, params):
        kwargs = params.get("kwargs") or {}
        found = [kwargs[name] for name in NAMES if kwargs.get(name)]
        position = SPECIFICATIONS[params["method"]]
        # Called on records, their ids come first.
        values = params.get("args") or []
        if params["method"] == "web_read":
            values = values[1:]
        if position is not None and len(values) > position:
            found.append(values[position])
        return [spec for spec in found if isinstance(spec, dict)]

    def _reads_contents(self, model, specification):
        """Whether a specification wants more of a logged model than its name."""
        if issubclass(model, ReadLogMixin) and specification.keys() - UNLOGGED_FIELDS:
            return True
        for name, part in specification.items():
            field = model._fields.get(name)
            inner = isinstance(part, dict) and part.get("fields")
            if not inner or not field or not field.relational:
                continue
            if self._reads_contents(request.registry[field.comodel_name], inner):
                return True
        return False

    @http.route(readonly=_may_use_replica)
    def call_kw(self, *args, **kwargs):
        return super().call_kw(*args, **kwargs)

    @http.route(readonly=_may_use_replica)
    def call_button(self, *args, **kwargs):
        return super().call_button(*args, **kwargs)
