# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models

from ...tools.casework_models import is_casework


class IrBinary(models.AbstractModel):
    _inherit = "ir.binary"

    def _record_to_stream(self, record, field_name):
        """A file of casework that leaves by a route is read, as by the form."""
        self._log_file(record)
        return super()._record_to_stream(record, field_name)

    def _log_file(self, record):
        # Some routes hand over what they have let through as superuser's: the log is
        # the reader's.
        record = record.with_env(self.env)
        if is_casework(record._name):
            named = {record._name: record.ids}
        else:
            named = record._get_named_casework()
        for model, ids in named.items():
            records = self.env[model].browse(ids).exists()
            if hasattr(records, "_log_reading"):
                # The name of a file often names the person: it stands beside the case.
                records._log_reading("open", record.sudo().display_name)
