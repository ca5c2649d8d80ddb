# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Fills a throw-away database with many cases, and as many leads, by COPY.

The rows are those that the procedure would have left, drawn by
``dev/synthetic_cases.py``. No guard, notification or computation of the addon runs:
they would take hours, and nobody else sees this database. What the addon would have
computed is computed here, and :func:`check_sample` has the addon compute it again for
some of the rows. No real person.
"""

import io
from datetime import datetime, time, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from itertools import islice
from pathlib import Path
from random import Random

from odoo.addons.self_reliance_support.dev.synthetic_cases import synthetic_cases
from odoo.addons.self_reliance_support.tools.japanese_calendar import (
    age_on,
    fiscal_year,
)
from odoo.addons.self_reliance_support.tools.name_folding import fold_name, fold_phone

MODULE = "self_reliance_support"
CASES_OF_OFFICE = 2500
COUNSELLORS_OF_OFFICE = 5
# More cases than these are the same ones again, in other offices.
DRAWN = 100_000
YEARS = 5
BATCH = 20000
OPEN_STAGES = {
    "information": "informed",
    "referral": "referred",
    "seeking_consent": "assessment",
    "continuing": "assessment",
    "ended_before": "interrupted",
}
FAMILY_NAMES = (
    "佐藤さとう 鈴木すずき 高橋たかはし 田中たなか 伊藤いとう 渡辺わたなべ"
    " 山本やまもと 中村なかむら 小林こばやし 加藤かとう 吉田よしだ"
    " 山田やまだ 佐々木ささき 山口やまぐち 松本まつもと 井上いのうえ"
    " 木村きむら 林はやし 斎藤さいとう 清水しみず 山崎やまざき 阿部あべ"
    " 森もり 池田いけだ 橋本はしもと 石川いしかわ 山下やました 小川おがわ"
    " 石井いしい 長谷川はせがわ 後藤ごとう 岡田おかだ 近藤こんどう"
    " 前田まえだ 藤田ふじた 遠藤えんどう 青木あおき 坂本さかもと"
    " 村上むらかみ 太田おおた"
).split()
GIVEN_NAMES = (
    "一郎いちろう 健けん 誠まこと 隆たかし 浩ひろし 明あきら 清きよし"
    " 進すすむ 大輔だいすけ 翔しょう 直樹なおき 健太けんた 拓也たくや"
    " 正まさし 実みのる 茂しげる 修おさむ 和夫かずお 幸一こういち"
    " 洋平ようへい 花子はなこ 恵子けいこ 幸子さちこ 和子かずこ 洋子ようこ"
    " 陽子ようこ 美咲みさき 愛あい 彩あや 由美ゆみ 久美子くみこ 智子ともこ"
    " 真由美まゆみ 直美なおみ 裕子ゆうこ 千代ちよ 文子ふみこ 節子せつこ"
    " 葵あおい さくら"
).split()


def split_name(word):
    """``佐藤さとう``: the part in kanji, and the reading."""
    written = word.rstrip("".join(map(chr, range(0x3041, 0x3097))))
    return written or word, word[len(written) :]


FAMILIES = [split_name(word) for word in FAMILY_NAMES]
GIVEN = [split_name(word) for word in GIVEN_NAMES]


def text_of(value):
    """A value as COPY reads it."""
    if value is None or value is False:
        return r"\N"
    if value is True:
        return "t"
    return str(value)


class Table:
    """Rows on their way into a table, with ids of their own.

    :param columns: names of the columns that differ from row to row
    :param constants: columns that are the same in all rows, as COPY reads them
    """

    def __init__(self, env, model, columns, **constants):
        self.env, self.model = env, env[model]
        self.table = self.model._table
        self.columns, self.constants = columns, constants
        env.cr.execute(f"SELECT COALESCE(MAX(id), 0) FROM {self.table}")
        self.first = self.last = env.cr.fetchone()[0]
        self.tail = "".join(f"\t{value}" for value in constants.values())
        self.lines = io.StringIO()
        self.number = 0

    def add(self, *values):
        self.last += 1
        self.number += 1
        row = "\t".join(map(text_of, values))
        self.lines.write(f"{self.last}\t{row}{self.tail}\n")
        return self.last

    def flush(self):
        columns = ", ".join(("id", *self.columns, *self.constants))
        self.lines.seek(0)
        self.env.cr._obj.copy_expert(
            f"COPY {self.table} ({columns}) FROM STDIN", self.lines
        )
        self.lines = io.StringIO()
        self.env.cr.execute(f"SELECT setval('{self.table}_id_seq', {self.last})")


class Loader:
    """Cases of one municipality with many offices.

    :ivar offices: ``self_reliance.office``
    :ivar staff: list of tuples of users, one for each office
    """

    def __init__(self, env, number, last, seed=1):
        self.env, self.number = env, number
        self.first, self.last = last - timedelta(days=365 * YEARS), last
        self.seed = seed
        self.random = Random(f"names {seed}")
        self.offices = env["self_reliance.office"]
        self.staff = []

    def _ref(self, name):
        return self.env.ref(f"{MODULE}.{name}").id

    def load(self):
        self._make_offices()
        self._open_tables()
        number = min(self.number, DRAWN)
        self.copies = -(-self.number // DRAWN)
        drawn = synthetic_cases(number, self.seed, self.first, self.last)
        numbered = enumerate(drawn)
        while batch := list(islice(numbered, BATCH)):
            for number, case in batch:
                self._add_case(number, case)
            for table in self.tables:
                table.flush()
            self._link_plans()
        for copy in range(1, self.copies):
            for table in self.tables:
                self._repeat(table, copy)
            self._link_plans()
        self._fill_counted()
        self._add_leads()
        self.env.cr.commit()
        self.env.invalidate_all()

    def _make_offices(self):
        env = self.env
        self.municipality = env["self_reliance.municipality"].create(
            {"name": "測定県", "figure_service_date": "start"}
        )
        if self.number > DRAWN and self.number % DRAWN:
            raise ValueError(f"More than {DRAWN:,} cases come in steps of as many.")
        count = max(1, -(-self.number // CASES_OF_OFFICE))
        self.drawn_offices = max(1, -(-min(self.number, DRAWN) // CASES_OF_OFFICE))
        self.offices = env["self_reliance.office"].create(
            [
                {"name": f"測定{n}", "municipality_id": self.municipality.id}
                for n in range(count)
            ]
        )
        groups = [env.ref("base.group_user").id, self._ref("group_counsellor")]
        sales = env.ref("sales_team.group_sale_salesman", raise_if_not_found=False)
        if sales:
            groups.append(sales.id)
        users = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                [
                    {
                        "name": f"相談員{n}",
                        "login": f"scale_{n}",
                        "group_ids": [(6, 0, groups)],
                    }
                    for n in range(count * COUNSELLORS_OF_OFFICE)
                ]
            )
        )
        # Hashing one takes longer than a thousand cases: for one office will do.
        for user in users[:COUNSELLORS_OF_OFFICE]:
            user.password = user.login
        for n, office in enumerate(self.offices):
            own = users[n * COUNSELLORS_OF_OFFICE : (n + 1) * COUNSELLORS_OF_OFFICE]
            office.user_ids = own
            self.staff.append(own.ids)
        env.flush_all()

    def _open_tables(self):
        env, uid = self.env, self.env.uid
        now = "2026-01-01 00:00:00"
        stamp = {
            "create_uid": uid,
            "create_date": now,
            "write_uid": uid,
            "write_date": now,
        }

        def table(model, columns, **constants):
            return Table(env, model, columns.split(), **constants, **stamp)

        self.clients = table(
            "self_reliance.client",
            "name name_kana name_folded kana_folded gender birthdate mobile"
            " mobile_folded is_address_confidential",
            active="t",
        )
        self.cases = table(
            "self_reliance.case",
            "name office_id client_id stage close_date user_id receptionist_id"
            " reception_date route_id screening_outcome screening_date reported_date"
            " age_at_reception last_record_date is_restricted is_emergency",
            municipality_id=self.municipality.id,
        )
        self.topics = table("self_reliance.case.topic", "case_id code_id is_main")
        self.records = table(
            "self_reliance.record",
            "case_id office_id date_start method_id content",
            is_draft="f",
            is_monitoring="f",
        )
        edition = env["self_reliance.form.edition"].search(
            [("form", "=", "plan")], order="date_from desc", limit=1
        )
        self.rows = {row.service_id.id: row.id for row in edition.row_ids}
        self.services = {
            service.code: service for service in env["self_reliance.service"].search([])
        }
        self.plans = table(
            "self_reliance.plan",
            "case_id office_id date date_end is_employment_target user_id",
            municipality_id=self.municipality.id,
            edition_id=edition.id,
            round=0,
            state="decided",
            goal="家計を整える",
            is_consented="t",
        )
        self.plan_lines = table(
            "self_reliance.plan.line",
            "plan_id actor name sequence",
            is_statutory="f",
        )
        self.uses = table(
            "self_reliance.service.use",
            "plan_id case_id service_id service_sequence row_id date_from date_begun",
            is_used="t",
            is_continued="f",
        )
        self.decisions = table(
            "self_reliance.decision",
            "plan_id case_id date number",
            municipality_id=self.municipality.id,
            user_id=uid,
            is_decision="f",
            is_confirmation="t",
            state="issued",
        )
        self.jobs = table(
            "self_reliance.employment", "case_id kind date is_of_target_plan"
        )
        self.tables = [
            self.clients,
            self.cases,
            self.topics,
            self.records,
            self.plans,
            self.plan_lines,
            self.uses,
            self.decisions,
            self.jobs,
        ]
        self.codes = {}

    def _get_code(self, name):
        if name not in self.codes:
            self.codes[name] = self._ref(name)
        return self.codes[name]

    def _draw_name(self):
        pair = self.random.choice(FAMILIES), self.random.choice(GIVEN)
        return " ".join(p[0] for p in pair), " ".join(p[1] for p in pair)

    def _add_case(self, number, case):
        office_number = number % self.drawn_offices
        office = self.offices._ids[office_number]
        user = self.random.choice(self.staff[office_number])
        name, kana = self._draw_name()
        mobile = f"090-{self.random.randrange(10000):04d}-{number % 10000:04d}"
        client = self.clients.add(
            name,
            kana,
            fold_name(name),
            fold_name(kana),
            case["gender"],
            case["birthdate"],
            mobile,
            fold_phone(mobile),
            None,
        )
        reception, plan = case["reception_date"], case["plan"]
        stage, closed = self._get_stage(case)
        contacts = case["contacts"]
        record = self.cases.add(
            f"{fiscal_year(reception)}-{number:07d}",
            office,
            client,
            stage,
            closed,
            user,
            user,  # whoever takes the first call mostly goes on with it
            reception,
            self._get_code(f"code_route_{case['route']}"),
            case["screening"],
            reception,
            plan and plan["decided"],
            age_on(case["birthdate"], reception) or 0,
            datetime.combine(max(day for day, _method in contacts), time(3)),
            None,
            None,
        )
        for index, topic in enumerate(case["topics"]):
            self.topics.add(record, self._get_code(f"code_topic_{topic}"), not index)
        for day, method in contacts:
            self.records.add(
                record,
                office,
                datetime.combine(day, time(3)),
                self._get_code(f"code_method_{method}"),
                "家計の様子を聞き、次に会う日を決めた。",
            )
        if plan:
            self._add_plan(record, office, user, plan)

    def _get_stage(self, case):
        plan = case["plan"]
        if not plan:
            stage = OPEN_STAGES[case["screening"]]
            is_open = stage == "assessment"
            # Nobody is assessed for more than half a year.
            if is_open and case["reception_date"] + timedelta(days=180) < self.last:
                stage, is_open = "interrupted", False
            return stage, None if is_open else case["reception_date"]
        if plan["date_end"] < self.last and plan["evaluation"] != "replanned":
            return plan["evaluation"], plan["date_end"]
        return "support", None

    def _add_plan(self, case, office, user, plan):
        record = self.plans.add(
            case,
            office,
            plan["date"],
            plan["date_end"],
            plan["is_employment_target"],
            user,
        )
        for order, (actor, text) in enumerate(
            (("client", "家計簿をつける"), ("office", "毎月面談する"))
        ):
            self.plan_lines.add(record, actor, text, str(10 * order))
        begun = plan["decided"] + timedelta(days=1)
        for code in plan["services"]:
            service = self.services[code]
            self.uses.add(
                record,
                case,
                service.id,
                str(service.sequence),
                self.rows.get(service.id),
                begun,
                begun,
            )
        self.decisions.add(record, case, plan["decided"], f"S{record}")
        for name, kind in (("job", "employment"), ("raise", "income_increase")):
            if plan[name]:
                is_target = (
                    plan["is_employment_target"] and plan["decided"] <= plan[name]
                )
                self.jobs.add(case, kind, plan[name], is_target)

    def _repeat(self, table, copy):
        """The drawn rows once more; ids are consecutive and move on together."""
        shifts = {
            "client_id": self.clients.number,
            "case_id": self.cases.number,
            "plan_id": self.plans.number,
            "office_id": self.drawn_offices,
            "user_id": self.drawn_offices * COUNSELLORS_OF_OFFICE,
        }
        columns = ["id", *table.columns, *table.constants]
        values = [f"id + {copy * table.number}"]
        for name in table.columns:
            if name == "number":
                values.append(f"'S' || plan_id + {copy * self.plans.number}")
            elif name in shifts:
                values.append(f"{name} + {copy * shifts[name]}")
            else:
                values.append(name)
        self.env.cr.execute(
            f"INSERT INTO {table.table} ({', '.join(columns)})"
            f" SELECT {', '.join([*values, *table.constants])} FROM {table.table}"
            f" WHERE id > {table.first} AND id <= {table.first + table.number}"
        )
        last = table.first + (copy + 1) * table.number
        self.env.cr.execute(f"SELECT setval('{table.table}_id_seq', {last})")

    def _link_plans(self):
        """What a case knows of its plan; the rows must be there before the link."""
        self.env.cr.execute(
            "UPDATE self_reliance_case c SET current_plan_id = p.id"
            " FROM self_reliance_plan p"
            " WHERE p.case_id = c.id AND c.current_plan_id IS NULL"
        )

    def _fill_counted(self):
        """For which office everything counts, as an update fills it."""
        path = Path(__file__).parents[2] / "migrations/19.0.1.2.0/pre-counted.py"
        spec = spec_from_file_location("pre_counted", path)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, None)

    # as many leads

    def _add_leads(self):
        """A lead with a customer for every case with a client: the same names, days,
        users. Where Odoo's CRM is not installed there is nothing to compare with.
        """
        if "crm.lead" not in self.env:
            return
        env = self.env
        team = env["crm.team"].search([], limit=1)
        stages = env["crm.stage"].search([]).ids
        common = {
            "uid": env.uid,
            "company": env.company.id,
            "team": team.id,
            "stages": stages,
            "count": len(stages),
        }
        env.cr.execute("SELECT COALESCE(MAX(id), 0) FROM res_partner")
        common["shift"] = env.cr.fetchone()[0]
        env.cr.execute(
            "INSERT INTO res_partner (id, name, complete_name, active, type, color,"
            " create_uid, create_date, write_uid, write_date)"
            " SELECT %(shift)s + id, name, name, TRUE, 'contact', 0,"
            " create_uid, create_date, write_uid, write_date"
            " FROM self_reliance_client",
            common,
        )
        env.cr.execute(
            "INSERT INTO crm_lead (name, type, active, user_id, team_id, company_id,"
            " partner_id, contact_name, phone, priority, stage_id, probability,"
            " automated_probability, date_open, date_last_stage_update,"
            " expected_revenue, color, create_uid, create_date, write_uid, write_date,"
            " day_open)"
            " SELECT c.name || ' ' || k.name, 'opportunity', TRUE, s.user_id, %(team)s,"
            " %(company)s, %(shift)s + k.id, k.name, k.mobile, '0',"
            " (%(stages)s)[1 + c.id %% %(count)s], 10, 10, c.reception_date,"
            " c.reception_date, 1000, 0, %(uid)s, c.reception_date, %(uid)s,"
            " c.reception_date, 0"
            " FROM self_reliance_case c"
            " JOIN self_reliance_client k ON k.id = c.client_id"
            # Odoo's rule shows a salesperson the own leads: as many as an office has
            # cases.
            " JOIN (SELECT office_id, MIN(user_id) AS user_id"
            " FROM self_reliance_office_users_rel GROUP BY office_id) s"
            " ON s.office_id = c.office_id ORDER BY c.id",
            common,
        )
        env.cr.execute(
            "SELECT setval('res_partner_id_seq', (SELECT MAX(id) FROM res_partner))"
        )


def check_sample(env, size=200):
    """Have the addon compute a sample of what :class:`Loader` computed.

    :raises AssertionError: with the first difference
    """
    for model, names in (
        ("client", ("name_folded", "kana_folded", "mobile_folded")),
        ("case", ("age_at_reception", "last_record_date", "current_plan_id")),
        ("record", ("office_id",)),
        ("plan", ("office_id", "municipality_id", "monitoring_due_month")),
        (
            "service.use",
            ("service_sequence", "row_id", "case_id", "date_begun", "is_continued"),
        ),
        ("decision", ("case_id",)),
        ("employment", ("is_of_target_plan",)),
    ):
        records = env[f"self_reliance.{model}"].search([], limit=size)
        before = {(r.id, name): r[name] for r in records for name in names}
        for name in names:
            env.add_to_compute(records._fields[name], records)
        for record in records:
            for name in names:
                assert record[name] == before[record.id, name], (record, name)
    env.cr.rollback()
    env.invalidate_all()
