# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

# Through which links a record belongs to a case, the nearest first.
PARENTS = (
    "case_id",
    "plan_id",
    "assessment_id",
    "benefit_id",
    "record_id",
    "use_id",
    "kept_id",
    "client_id",
    # What follows is of a meeting, of a month or of an office, not of a case.
    "meeting_id",
    "report_id",
    "office_id",
)


class LogTargetMixin(models.AbstractModel):
    """Says to which case a record belongs, for the entries of the access log."""

    _name = "self_reliance.log.target.mixin"
    _description = "Belongs to a Case"

    def _get_log_target(self):
        """``(case, client, office)`` that an entry about this record names."""
        self.ensure_one()
        for name in PARENTS:
            parent = name in self._fields and self[name]
            if parent and hasattr(parent, "_get_log_target"):
                return parent._get_log_target()
        env = self.env
        return (
            env["self_reliance.case"],
            env["self_reliance.client"],
            env["self_reliance.office"],
        )

    @api.model
    def _is_of_cases(self):
        """Whether records of this model belong to a case or a client."""
        if self._name in ("self_reliance.case", "self_reliance.client"):
            return True
        of_cases = PARENTS[: PARENTS.index("meeting_id")]
        return any(name in self._fields for name in of_cases)

    def _get_neutral_name(self):
        """What others may see of the record: which case it is of, and nobody's name.

        For titles in calendars, subjects of mails, notices on a screen: whoever may
        know more follows the link.
        """
        self.ensure_one()
        # The number of a case tells of nobody.
        record = self.sudo()
        if not record._is_of_cases():
            return record.display_name
        case, _client, _office = record._get_log_target()
        number = (self._name != "self_reliance.client" and case.name) or self.id
        return f"{self.env['ir.model']._get(self._name).name} {number}"
