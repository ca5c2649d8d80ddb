# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import logging

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools.casework_models import is_casework
from ...tools.groups import SENSITIVE
from ...tools.japan_days import japan_today
from . import officer_view, outreach_view, restricted_case

_logger = logging.getLogger(__name__)


class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _eval_context(self):
        """What our record rules name: ids of the user's, and the domains they share.

        ``('office_id', 'in', office_ids)`` compares a column, for which there are
        indexes; ``office_id.user_ids`` would join offices and staff into every query.
        Rules that an administrator writes may name them as well.
        """
        # Both are the user's own. Archived ones too: their cases are still kept by
        # somebody. The result is cached with the rules; whoever changes who works
        # where clears that cache (StaffMixin).
        user = self.env.user.with_context(active_test=False)
        office_ids = user._get_current_offices().ids
        municipality_ids = user.self_reliance_municipality_ids.ids
        of_cases = restricted_case.get_domains(
            self.env.user, office_ids, self._get_opened_case_ids()
        )
        return {
            **super()._eval_context(),
            "office_ids": office_ids,
            "municipality_ids": municipality_ids,
            "readable_answers": self._get_readable_answers,
            **of_cases,
            **outreach_view.get_domains(
                self.env.user, office_ids, of_cases, self._get_shared_case_ids()
            ),
            **officer_view.get_domains(self.env.user, municipality_ids),
        }

    @api.model
    def _get_opened_case_ids(self):
        """:return: ids of cases that the user has opened by emergency access"""
        return ()

    @api.model
    def _get_shared_case_ids(self):
        """:return: ids of other offices' cases that are shared with the user's"""
        return ()

    def _compute_domain_context_values(self):
        """A contract ends with a day: what was cached before is of no use then."""
        yield from super()._compute_domain_context_values()
        yield japan_today()

    @api.model
    def _get_readable_answers(self):
        """Answers of an assessment: sensitive ones for whoever may read such."""
        if self.env.user.has_group(SENSITIVE):
            return []
        return [("question_id.is_sensitive", "=", False)]

    def _compute_domain(self, model_name, mode="read"):
        """A wizard is for whoever opened it.

        Odoo says so of its transient models, but leaves it to rules: without one,
        every clerk of the database reads the telephone calls that are being typed.
        """
        domain = super()._compute_domain(model_name, mode)
        if (
            not self.env.su
            and is_casework(model_name)
            and self.env[model_name]._transient
        ):
            domain &= Domain("create_uid", "=", self.env.uid)
        return domain

    def _make_access_error(self, operation, records):
        """Refuse without naming what is refused.

        In its developer mode, which every user may switch on in the address bar,
        Odoo names the records: whoever counted up ids read the names of all clients.
        """
        if not is_casework(records._name):
            return super()._make_access_error(operation, records)
        _logger.info(
            "Access denied by record rules: %s, ids %r, uid %s, model %s",
            operation,
            records.ids[:6],
            self.env.uid,
            records._name,
        )
        # As Odoo's own: nothing of what was checked stays in the cache.
        records.invalidate_recordset()
        return AccessError(
            self.env._(
                "This belongs to others, or may only be read: %(model)s. Please ask the"
                " chief counsellor of its office.",
                model=self.env["ir.model"]._get(records._name).name,
            )
        )
