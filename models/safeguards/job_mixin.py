# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import logging

from odoo import api, models

_logger = logging.getLogger(__name__)


class JobMixin(models.AbstractModel):
    """Jobs that go through many records: one bad record never stops the others.

    What fails is undone for its record alone, shown to the administrators, and tried
    again with the next run.
    """

    _name = "self_reliance.job.mixin"
    _description = "Job Record by Record"

    @api.model
    def _run_each(self, job, records, function):
        """Call a function with each record, each in a savepoint of its own.

        :param job: name of the method that is the job, to tell it from others
        :param records: recordset
        :param function: takes one record
        """
        failures = self.env["self_reliance.job.failure"]
        for record in records:
            try:
                with self.env.cr.savepoint():
                    function(record)
            # Whatever it is: the others must not wait for somebody to mend it.
            except Exception as error:
                _logger.exception("%s failed for %s", job, record)
                failures._note(job, record, error)
            else:
                failures._settle(job, record)

    @api.model
    def _get_reminded(self, record, candidates):
        """Who is told of a record: the first who still works and may read it.

        :param candidates: iterable of ``res.users``, the most concerned first
        :return: ``res.users``, one or none
        """
        for user in candidates:
            if user.active and record.with_user(user).has_access("read"):
                return user
        return self.env["res.users"]
