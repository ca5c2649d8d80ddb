# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.exceptions import AccessError

from ...tools.groups import MANAGER

# Rows that name a contact once for each of these records, and the link to it. Odoo
# deletes all rows of the contact that goes when one of them is there twice.
ONCE = {
    "self_reliance.case.agency": "case_id",
    "self_reliance.meeting.attendee": "meeting_id",
}
FIRST_DAY, LAST_DAY = "date_from", "date_to"


class MergePartners(models.TransientModel):
    """Merging contacts keeps what the directory and the cases say of them.

    Whoever merges contacts need not know of cases: what follows is done as superuser,
    and nothing of it is shown. Only where two agencies say different things, of which
    one would be lost, the office manager is asked for.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        # Whoever may merge contacts keeps what hangs on them, seen or not.
        kept, gone = dst_partner.sudo(), src_partners.sudo()
        lost = self._join_agencies(kept, gone)
        for model, link in ONCE.items():
            lost |= self._join_rows(model, link, kept, gone)
        if lost and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "Both contacts are agencies, and what one of them says of these"
                    " would be lost: %s. Please ask an office manager.",
                    ", ".join(sorted(lost)),
                )
            )
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _join_agencies(self, kept, gone):
        """Take what the directory says of contacts over to the one that stays.

        :return: set of the labels of fields whose values differ
        """
        agencies = (kept | gone).filtered("is_agency")
        if not agencies:
            return set()
        ((kept | gone) - agencies)._check_may_be_listed()
        vals, lost = {}, set()
        for name in kept._get_agency_entry():
            field = kept._fields[name]
            values = [partner[name] for partner in kept | gone if partner[name]]
            if field.type == "many2many":
                vals[name] = [(4, record.id) for value in values for record in value]
            elif values:
                vals[name] = field.convert_to_write(values[0], kept)
                if any(value != values[0] for value in values):
                    lost.add(field._description_string(self.env))
        kept.write(vals)
        return lost

    def _join_rows(self, model, link, kept, gone):
        """Make one row of two that name both contacts for the same record.

        :return: set of the labels of fields whose values differ
        """
        lost = set()
        # As above: they are joined, not shown.
        rows = self.env[model].sudo().search([("partner_id", "in", (kept | gone).ids)])
        for found in rows.grouped(link).values():
            # The row of the contact that stays comes first.
            first, *others = found.sorted(lambda row: row.partner_id != kept)
            for other in others:
                lost |= self._join_row(first, other)
                other.unlink()
        return lost

    def _join_row(self, row, other):
        vals, lost = {}, set()
        for name, field in row._fields.items():
            if (
                not field.store
                or name in models.MAGIC_COLUMNS
                or field.compute
                or name in (*ONCE.values(), "partner_id", "sequence")
            ):
                continue
            old, new = row[name], other[name]
            if name == LAST_DAY:
                vals[name] = old and new and max(old, new)
            elif not new or new == old:
                continue
            elif not old:
                vals[name] = field.convert_to_write(new, other)
            elif name == FIRST_DAY:
                vals[name] = min(old, new)
            elif field.type in ("char", "text"):
                vals[name] = (" / " if field.type == "char" else "\n").join((old, new))
            else:
                lost.add(field._description_string(self.env))
        row.write(vals)
        return lost

    def _update_values(self, src_partners, dst_partner):
        result = super()._update_values(src_partners, dst_partner)
        # People of the agency that goes have been moved by SQL.
        dst_partner._refresh_agency_search()
        return result
