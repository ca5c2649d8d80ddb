# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.dataset import DataSet

from ..models.safeguards.read_log_mixin import ReadLogMixin

# By these the web client reads what hangs on a record as well, through any model.
READING = {"web_read", "web_search_read", "web_name_search", "web_read_group"}


class LoggedDataSet(DataSet):
    def _may_use_replica(self, rule, args):
        """A call that hands out contents of the casework writes to the access log: it
        begins on the primary, so that it need not be made twice.

        From another model only people of casework come to such contents. What exactly a
        call asks for is not looked at: its parameters are the web client's own.
        """
        if not self._call_kw_readonly(rule, args):
            return False
        params = request.get_json_data()["params"]
        if issubclass(request.registry[params["model"]], ReadLogMixin):
            # Words that are searched for are logged, too.
            return False
        return params["method"] not in READING or not (
            request.env.user._is_in_casework()
        )

    @http.route(readonly=_may_use_replica)
    def call_kw(self, *args, **kwargs):
        return super().call_kw(*args, **kwargs)

    @http.route(readonly=_may_use_replica)
    def call_button(self, *args, **kwargs):
        return super().call_button(*args, **kwargs)
