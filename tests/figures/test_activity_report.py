# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FiguresCase

KINDS = ("hikikomori", "region", "counsellors", "subsidy")


@tagged("post_install", "-at_install")
class TestActivityReport(FiguresCase):
    def _report(self, kind, user=None, **vals):
        return (
            self.env["self_reliance.activity.report"]
            .with_user(user or self.chief)
            .create({"kind": kind, "date_from": "2026-04-01", **vals})
        )

    def _line(self, report, key):
        line = report.line_ids.filtered(lambda line: line.key == key)
        self.assertEqual(len(line), 1, key)
        return line

    def _shown(self, report, key):
        line = self._line(report, key)
        return (line.shown, line.persons_shown)

    def _opened(self, line):
        action = line.action_open_records()
        model = self.env[action["res_model"]].with_user(line.env.user)
        return model.search(action["domain"])

    def _record(self, case, method="phone", day="2026-04-15", user=None, **vals):
        return (
            self.env["self_reliance.record"]
            .with_user(user or self.counsellor)
            .create(
                {
                    "case_id": case.id,
                    "date_start": f"{day} 01:00:00",
                    "method_id": self.env.ref(
                        f"self_reliance_support.code_method_{method}"
                    ).id,
                    **vals,
                }
            )
        )

    def _withdrawn(self, age=30, **vals):
        case = self._new_case(
            topic_ids=[
                Command.create(
                    {
                        "code_id": self.env.ref(
                            "self_reliance_support.code_topic_hikikomori"
                        ).id
                    }
                )
            ],
            **vals,
        )
        if age:
            case.client_id.birthdate = date(2026 - age, 1, 1)
        return case

    # ひきこもり

    def test_withdrawn_people(self):
        family = self.env.ref("self_reliance_support.code_route_family_visit")
        case = self._withdrawn(route_id=family.id)
        before = self._withdrawn(45, reception_date=date(2026, 2, 1))
        unknown = self._withdrawn(None)
        other = self._new_case()
        for method, owner in (
            ("phone", case),
            ("phone", case),
            ("interview", case),
            ("visit", before),
            ("phone", other),
        ):
            self._record(owner, method)
        self._record(case, "phone", "2026-05-02")
        self._record(case, "phone", is_draft=True)
        report = self._report("hikikomori")
        expected = {
            "new": ("2", ""),
            "continued": ("1", ""),
            "contact_phone": ("2", "1"),
            "contact_interview": ("1", "1"),
            "contact_visit": ("1", "1"),
            "contact_all": ("4", "2"),
            "contact_mail": ("－", ""),
            "gathering_people": ("0", "0"),
            "duration": ("－", ""),
            "route_family": ("1", ""),
            "route_unknown": ("1", ""),
            "gender_female": ("3", ""),
            "age_30": ("1", ""),
            "age_40": ("1", ""),
            "age_unknown": ("1", ""),
        }
        for key, shown in expected.items():
            with self.subTest(key=key):
                self.assertEqual(self._shown(report, key), shown)
        self.assertEqual(
            set(self._opened(self._line(report, "new")).ids), {case.id, unknown.id}
        )
        self.assertEqual(len(self._opened(self._line(report, "contact_all"))), 4)
        report.write({"age_from": 40, "age_to": 64})
        self.assertEqual(self._shown(report, "new")[0], "1", "unknown ages count")
        self.assertEqual(self._shown(report, "continued")[0], "1")
        report.write({"case_scope": "all", "age_from": 0, "age_to": 0})
        self.assertEqual(self._shown(report, "contact_all"), ("5", "3"))
        with self.assertRaises(UserError):
            self._line(report, "contact_mail").action_open_records()

    # 地域

    def test_region(self):
        agency = self.env["res.partner"].create({"name": "社協"})
        for direction, state in (("out", "sent"), ("out", "accepted"), ("in", "done")):
            self.env["self_reliance.referral"].create(
                {
                    "case_id": self._new_case().id,
                    "partner_id": agency.id,
                    "direction": direction,
                    "state": state,
                    "date": "2026-05-10",
                }
            )
        self._endorse(self._new_plan())
        self.env["self_reliance.resource"].create({"name": "子ども食堂"})
        self.env["self_reliance.regional.activity"].create(
            [
                {
                    "name": name,
                    "kind": kind,
                    "office_id": office.id,
                    "date_start": day,
                    "resident_count": 12,
                    "state": state,
                }
                for name, kind, office, day, state in (
                    ("講座", "seminar", self.office, "2026-05-10 01:00:00", "held"),
                    ("訪問", "agency_visit", self.office, "2026-05-12", "held"),
                    ("中止", "seminar", self.office, "2026-05-13", "cancelled"),
                    ("前月", "seminar", self.office, "2026-04-13", "held"),
                    ("他市", "seminar", self.other_office, "2026-05-13", "held"),
                )
            ]
        )
        report = self._report("region", date_from="2026-05-01")
        self.assertEqual(self._shown(report, "meeting_coordination")[0], "1")
        self.assertEqual(self._shown(report, "meeting_case")[0], "0")
        self.assertEqual(self._shown(report, "referral_out"), ("2", "1"))
        self.assertEqual(self._shown(report, "referral_in"), ("1", "1"))
        self.assertEqual(self._shown(report, "referral_accepted")[0], "1")
        self.assertEqual(self._shown(report, "activities"), ("2", "24"))
        self.assertEqual(self._shown(report, "activity_seminar"), ("1", "12"))
        held = self._line(report, "activity_agency_visit")
        self.assertEqual(self._opened(held).name, "訪問")
        known = self._line(report, "resource_now")
        self.assertEqual(int(known.number), len(self._opened(known)))

    # counsellors

    def test_work_of_each_counsellor_by_name(self):
        case = self._new_case()
        self._record(
            case,
            user_ids=[Command.set((self.counsellor | self.colleague).ids)],
            date_stop="2026-04-15 02:30:00",
        )
        self._record(case, "visit")
        report = self._report("counsellors")
        names = list(report.line_ids.grouped("section"))
        self.assertEqual(names, sorted(self.office.user_ids.mapped("name")))
        own, other = self.counsellor.id, self.colleague.id
        self.assertEqual(self._shown(report, f"{own}_contact_all"), ("2", "1"))
        self.assertEqual(self._shown(report, f"{own}_hours")[0], "1.5")
        self.assertEqual(self._shown(report, f"{own}_cases")[0], "1")
        self.assertEqual(self._shown(report, f"{other}_contact_phone"), ("1", "1"))
        self.assertEqual(self._shown(report, f"{other}_contact_visit")[0], "0")
        self.assertEqual(self._shown(report, f"{self.manager.id}_hours")[0], "－")
        self.assertEqual(len(self._opened(self._line(report, f"{own}_contact_all"))), 2)
        self.assertFalse(report.line_ids.filtered(lambda line: "total" in line.key))

    def test_counsellor_sees_the_own_work_only(self):
        self._record(self._new_case())
        report = self._report("counsellors", self.colleague)
        self.assertEqual(
            list(report.line_ids.grouped("section")), [self.colleague.name]
        )
        for user in (self.clerk, self.officer):
            with self.assertRaises(AccessError):
                self._report("counsellors", user, office_id=self.office.id)

    # subsidy

    def test_subsidy_year(self):
        plan = self._decided_plan(is_employment_target=True)
        self._event(plan.case_id)
        self.env["self_reliance.evaluation"].with_user(self.counsellor).create(
            {
                "plan_id": plan.id,
                "outcome": "closed",
                "date": "2026-06-20",
                "change_ids": [
                    Command.link(
                        self.env["self_reliance.code"]
                        .search([("category", "=", "change")], limit=1)
                        .id
                    )
                ],
            }
        )
        action = (
            self.env["self_reliance.activity.report"]
            .with_user(self.clerk)
            .action_begin("subsidy")
        )
        report = (
            self.env["self_reliance.activity.report"]
            .with_user(self.clerk)
            .browse(action["res_id"])
        )
        self.assertEqual(report.period, "year")
        report.write({"date_from": "2026-04-01", "date_to": "2027-03-31"})
        self.assertEqual(report.period_label, "令和8年度")
        for key, shown in {
            "survey_new": "1",
            "survey_plan": "1",
            "survey_employed_target": "1",
            "survey_rate": "100 %",
            "survey_new_per_100k": "－",
            "changed_share": "100 %",
            "step_up": "－",
            "benefit_grant": "0",
            "benefit_paid": "－",
        }.items():
            with self.subTest(key=key):
                self.assertEqual(self._shown(report, key)[0], shown)
        self.assertTrue(self._line(report, "changed_share").is_uncertain)
        self.assertFalse(self._line(report, "survey_new").is_uncertain)
        self.assertEqual(len(self._opened(self._line(report, "survey_employed"))), 1)

    def test_subsidy_counts_posts(self):
        chief, counsellor, budget = (
            self.env.ref(f"self_reliance_support.code_staff_job_{code}")
            for code in ("chief", "counsellor", "budget")
        )
        self.chief.self_reliance_job_ids = chief
        self.counsellor.self_reliance_job_ids = counsellor | budget
        self.sister.self_reliance_job_ids = counsellor
        for _number in range(3):
            self._new_case()
        report = self._report("subsidy", office_id=self.office.id)
        for key, number in (
            ("staff_chief", 1),
            ("staff_counsellor", 1),
            ("staff_budget", 1),
            ("staff_employment", 0),
            ("staff_all", 5),
            ("staff_ratio", 1.5),
        ):
            with self.subTest(key):
                self.assertEqual(self._line(report, key).number, number)
        report = self._report("subsidy", self.officer, office_id=False)
        self.assertEqual(self._line(report, "staff_counsellor").number, 2)
        self.counsellor.sudo().active = False
        report = self._report("subsidy", office_id=self.office.id)
        self.assertEqual(self._line(report, "staff_budget").number, 0)

    def test_subsidy_agrees_with_the_survey(self):
        self._new_case()
        self._decided_plan(services=["household_finance"])
        year = {"date_from": "2026-04-01", "date_to": "2027-03-31"}
        survey = self._new_report(**year)._get_values()
        report = self._report("subsidy", **year)
        for column, value in survey.items():
            if value is not None:
                line = self._line(report, f"survey_{column}")
                self.assertEqual(line.number, value, column)

    # access

    def test_clerk_sees_numbers_and_not_the_records(self):
        case = self._withdrawn()
        self._record(case)
        report = self._report("hikikomori", self.clerk)
        self.assertEqual(self._shown(report, "contact_phone"), ("1", "1"))
        with self.assertRaises(UserError):
            self._line(report, "contact_phone").action_open_records()
        self.assertEqual(self._opened(self._line(report, "new")).ids, case.ids)

    def test_restricted_cases_count_and_stay_hidden(self):
        self._withdrawn(is_restricted=True)
        report = self._report("hikikomori", self.colleague)
        line = self._line(report, "new")
        self.assertEqual(line.shown, "1")
        self.assertFalse(self._opened(line))
        self.assertIn("0", line.action_open_records()["name"])

    def test_menus_begin_reports(self):
        for kind in KINDS:
            action = self.env.ref(
                f"self_reliance_support.activity_report_action_{kind}"
            )
            users = {
                self.clerk: kind != "counsellors",
                self.officer: kind != "counsellors",
                self.counsellor: True,
                self.manager: True,
                self.admin: False,
            }
            for user, may in users.items():
                with self.subTest(kind=kind, user=user.login):
                    if may:
                        opened = action.with_user(user).run()
                        report = self.env[opened["res_model"]].with_user(user)
                        report = report.browse(opened["res_id"])
                        self.assertEqual(report.kind, kind)
                        self.assertTrue(report.line_ids)
                        is_year = kind == "subsidy"
                        self.assertEqual(report.period == "year", is_year)
                    else:
                        with self.assertRaises(AccessError):
                            action.with_user(user).run()

    def test_figures_of_others_are_refused(self):
        for kind in KINDS:
            for vals in (
                {"office_id": self.other_office.id},
                {"office_id": self.sister_office.id},
                {"office_id": False, "municipality_id": self.municipality.id},
            ):
                with self.subTest(kind=kind, vals=vals), self.assertRaises(AccessError):
                    self._report(kind, **vals)
            report = self._report(kind)
            with self.assertRaises(AccessError):
                report.office_id = self.other_office
            for user in (self.stranger, self.officer, self.colleague):
                with self.assertRaises(AccessError):
                    report.with_user(user).read(["kind"])
                with self.assertRaises(AccessError):
                    report.line_ids.with_user(user).read(["shown"])
            with self.assertRaises(AccessError):
                report.line_ids[0].shown = "5"
            with self.assertRaises(AccessError):
                report.line_ids = [Command.clear()]
        with self.assertRaises(AccessError):
            self._report("region", self.other_officer, office_id=self.office.id)
        with self.assertRaises(AccessError):
            self._report("region", self.admin, office_id=self.office.id)

    def test_officer_counts_the_municipality(self):
        self._withdrawn()
        self._withdrawn(reported_date=date(2026, 4, 20))
        report = self._report("hikikomori", self.officer, office_id=False)
        self.assertEqual(report.municipality_id, self.municipality)
        line = self._line(report, "new")
        self.assertEqual(line.shown, "2")
        self.assertEqual(len(self._opened(line)), 1, "not yet reported")

    def test_queries_do_not_grow_with_the_cases(self):
        for kind in KINDS:
            report = self._report(kind)

            def queries(report=report):
                # Or it would be written only when the second has changed.
                report.sudo().counted_date = False
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                report.action_count()
                self.env.flush_all()
                return self.env.cr.sql_log_count - before

            queries()
            few = queries()
            for _turn in range(5):
                self._record(self._withdrawn())
            self.assertEqual(queries(), few, kind)

    # workbooks

    def _render(self, report, user=None):
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(user or report.env.user)
            ._render("self_reliance_support.action_report_activity", report.ids)
        )
        self.assertEqual(kind, "xlsx")
        (sheet,) = load_workbook(BytesIO(content))
        return [[cell.value for cell in row] for row in sheet.iter_rows()]

    def test_workbooks(self):
        self._record(self._withdrawn(), date_stop="2026-04-15 02:30:00")
        for kind in KINDS:
            report = self._report(kind)
            rows = self._render(report)
            self.assertIn("令和8年4月", rows[0][0])
            self.assertTrue(any("0件ではない" in str(row[0]) for row in rows), kind)
            with self.assertRaises(AccessError):
                self._render(report, self.stranger)
        counsellors = self._render(self._report("counsellors"))
        head, first = counsellors[2], counsellors[3]
        self.assertEqual(head[0], "氏名")
        self.assertEqual(len([cell for cell in first if cell is not None]), len(head))
        withdrawn = {row[1]: row for row in self._render(self._report("hikikomori"))}
        phone = withdrawn["Telephone"]
        self.assertEqual(phone[2:4], [1, 1])
        self.assertEqual(withdrawn["Place to be: participants"][2], 0)
        self.assertEqual(withdrawn["By years of withdrawal"][2], "－")
