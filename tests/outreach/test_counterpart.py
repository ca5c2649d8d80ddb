# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import SelfRelianceCase


@freeze_time("2026-06-15 03:00:00")
@tagged("post_install", "-at_install")
class TestCounterpart(SelfRelianceCase):
    """With whom somebody spoke, and when the person was met for the first time."""

    def _record(self, case, kind, start, **vals):
        return (
            self.env["self_reliance.record"]
            .with_user(self.counsellor)
            .create(
                {
                    "case_id": case.id,
                    "counterpart_kind": kind,
                    "date_start": start,
                    **vals,
                }
            )
        )

    def test_family_only_until_the_person_was_met(self):
        case = self._new_case().with_user(self.counsellor)
        none = self._new_case().with_user(self.counsellor)
        self.assertFalse(case.is_family_only)
        self._record(case, "family", "2026-05-01 01:00:00")
        self._record(case, "person", "2026-05-02 01:00:00", is_draft=True)
        self.assertTrue(case.is_family_only)
        self.assertFalse(case.first_met_date)

        def search(value):
            return case.search(
                [("is_family_only", "=", value), ("id", "in", (case | none).ids)]
            )

        self.assertEqual((search(True), search(False)), (case, none))
        self._record(case, "person", "2026-06-02 15:30:00")
        self._record(case, "person", "2026-05-31 15:30:00")
        self.assertFalse(case.is_family_only)
        # Half an hour after midnight in Japan.
        self.assertEqual(case.first_met_date, date(2026, 6, 1))
        self.assertFalse(search(True))

    def test_last_counterpart_is_proposed(self):
        case = self._new_case()
        self._record(case, "family", "2026-05-01 01:00:00")
        values = (
            self.env["self_reliance.record"]
            .with_user(self.counsellor)
            .with_context(default_case_id=case.id)
            .default_get(["case_id", "counterpart_kind"])
        )
        self.assertEqual(values["counterpart_kind"], "family")
