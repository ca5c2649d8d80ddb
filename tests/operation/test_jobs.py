# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..common import MODULE, SelfRelianceCase

JOBS = f"odoo.addons.{MODULE}.models.safeguards.job_mixin"
PRINTS = f"odoo.addons.{MODULE}.models.forms.print_job"


@tagged("post_install", "-at_install")
class TestJobs(SelfRelianceCase):
    """A record for which a job fails stops neither the others nor the next run."""

    @contextmanager
    def _failing(self, table, when):
        """The database refuses the rows of a table for which an expression holds."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                CREATE FUNCTION srs_fail() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'about somebody'; END $$;
                CREATE TRIGGER srs_fail BEFORE INSERT OR UPDATE ON %s
                FOR EACH ROW WHEN (%s) EXECUTE FUNCTION srs_fail()
                """,
                SQL.identifier(table),
                SQL(when),  # pylint: disable=sql-injection
            )
        )
        with mute_logger(JOBS, "odoo.sql_db"):
            yield
        self.env.cr.execute("DROP FUNCTION srs_fail() CASCADE")

    def _failures(self, record):
        return self.env["self_reliance.job.failure"].search(
            [("model", "=", record._name), ("res_id", "=", record.id)]
        )

    def _digests(self, office):
        return sorted(
            f"{digest.month:%Y-%m}"
            for digest in self.env["self_reliance.access.digest"].search(
                [("office_id", "=", office.id)]
            )
        )

    def _made_earlier(self, offices):
        self.env.cr.execute(
            "UPDATE self_reliance_office SET create_date = '2026-01-10'"
            " WHERE id = ANY(%s)",
            [offices.ids],
        )
        offices.invalidate_recordset()

    def test_one_bad_office(self):
        self._made_earlier(self.office | self.sister_office)
        job = self.env["self_reliance.access.digest"]
        with self._failing(
            "self_reliance_access_digest", f"NEW.office_id = {self.office.id}"
        ):
            with freeze_time("2026-06-02"):
                job._cron_make()
            failure = self._failures(self.office)
            self.assertEqual(failure.number, 1)
            self.assertIn("RaiseException", failure.error)
            self.assertNotIn("somebody", failure.error)
            with freeze_time("2026-06-03"):
                job._cron_make()
        self.assertEqual(failure.number, 2)
        self.assertEqual(f"{failure.date_first:%m-%d}", "06-02")
        self.assertEqual(failure.with_user(self.admin).number, 2)
        self.assertEqual(self._digests(self.sister_office), ["2026-05"])
        with freeze_time("2026-06-04"):
            job._cron_make()
        self.assertEqual(self._digests(self.office), ["2026-05"])
        self.assertFalse(failure.exists())

    def test_server_that_stood_still(self):
        """It ran in June, September and November: the months between are made up."""
        self._made_earlier(self.office)
        job = self.env["self_reliance.access.digest"]
        for day in ("2026-06-15", "2026-09-20", "2026-11-03"):
            with freeze_time(day):
                job._cron_make()
        self.assertEqual(
            self._digests(self.office), [f"2026-{month:02d}" for month in range(5, 11)]
        )

    def _monitored(self, **vals):
        plan = self._new_plan(self._new_case(**vals))
        self._endorse(plan)
        self._decide(plan, is_confirmation=True)
        return plan

    def _reminded(self, plan):
        kind = self.env.ref(f"{MODULE}.activity_type_monitoring")
        activities = self.env["mail.activity"].search(
            [
                ("res_model", "=", plan._name),
                ("res_id", "=", plan.id),
                ("activity_type_id", "=", kind.id),
            ]
        )
        return activities.user_id

    def test_monitoring_of_one_bad_plan(self):
        bad, good = self._monitored(), self._monitored()
        job = self.env["self_reliance.plan"]
        with (
            self._failing("mail_activity", f"NEW.res_id = {bad.id}"),
            freeze_time("2026-08-01"),
        ):
            job._cron_remind_monitoring()
        self.assertEqual(self._reminded(good), self.counsellor)
        self.assertIn(bad.case_id.name, self._failures(bad).label)
        self.assertNotIn("花子", self._failures(bad).label)
        with freeze_time("2026-08-02"):
            job._cron_remind_monitoring()
        self.assertEqual(self._reminded(bad), self.counsellor)
        self.assertFalse(self._failures(bad))

    def test_who_is_reminded_of_monitoring(self):
        gone, moved, ended = (self._monitored() for _number in range(3))
        gone.case_id.sudo().user_id = self.colleague
        gone.sudo().user_id = self.colleague
        self.colleague.active = False
        moved.case_id.sudo().user_id = self.sister
        moved.sudo().user_id = self.sister
        ended.case_id._set_stage("interrupted")
        with freeze_time("2026-08-01"):
            self.env["self_reliance.plan"]._cron_remind_monitoring()
        for plan in (gone, moved):
            self.assertEqual(self._reminded(plan), self.chief)
        self.assertFalse(self._reminded(ended))

    def test_who_is_reminded_of_agreements(self):
        agency = self.env["res.partner"].create({"name": "公社", "is_agency": True})
        agreements = self.env["self_reliance.agreement"].create(
            [
                {
                    "partner_id": agency.id,
                    "name": name,
                    "date_from": "2026-04-01",
                    "date_to": "2026-07-01",
                    "user_id": user.id,
                }
                for name, user in (("協定", self.manager), ("別の協定", self.colleague))
            ]
        )
        self.colleague.active = False
        with (
            self._failing("mail_activity", f"NEW.res_id = {agreements[0].id}"),
            freeze_time("2026-06-01"),
        ):
            agreements._cron_remind_ending()
        self.assertEqual(self._failures(agreements[0]).number, 1)
        with freeze_time("2026-06-02"):
            agreements._cron_remind_ending()
        self.assertEqual(agreements[0].activity_ids.user_id, self.manager)
        self.assertNotIn(self.colleague, agreements.activity_ids.user_id)

    def test_one_bad_report(self):
        bad, good = (
            self.env["self_reliance.monthly.report"].create(
                {
                    "office_id": office.id,
                    "municipality_id": office.municipality_id.id,
                    "date_from": "2026-04-01",
                    "date_to": "2026-04-30",
                }
            )
            for office in (self.office, self.sister_office)
        )
        before = good.counted_date
        with (
            self._failing("self_reliance_monthly_report", f"NEW.id = {bad.id}"),
            freeze_time("2099-01-01"),
        ):
            self.env["self_reliance.monthly.report"]._cron_count()
        self.assertGreater(good.counted_date, before)
        self.assertTrue(self._failures(bad))

    def test_one_bad_print(self):
        """Whatever its error: the job is marked, and the next one is printed."""
        plan = self._new_plan()
        report = self.env.ref(f"{MODULE}.action_report_plan")
        vals = {"user_id": self.counsellor.id, "report_id": report.id, "total": 1}
        bad, good, endless = self.env["self_reliance.print.job"].create(
            [
                {**vals, "res_ids": ["?"]},
                {**vals, "res_ids": plan.ids},
                {**vals, "res_ids": plan.ids, "tries": 3},
            ]
        )
        with (
            patch.object(type(self.env["ir.cron"]), "_commit_progress"),
            mute_logger(PRINTS, "odoo.sql_db"),
        ):
            bad._cron_print()
        self.assertEqual(
            (bad.state, good.state, endless.state), ("failed", "done", "failed")
        )
        self.assertIn(str(bad.id), bad.message)
        self.assertFalse(endless.file)

    def test_contract_that_is_over_tells_nobody(self):
        plan = self._monitored()
        self.office.contract_end = date(2026, 7, 31)
        with freeze_time("2026-08-01"):
            self.env["self_reliance.plan"]._cron_remind_monitoring()
        self.assertFalse(self._reminded(plan))
