# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What ``dev/bench`` measures; run by ``odoo shell``, which gives ``env``.

Times are the best of several runs. Where the promise is a ratio, both sides are
measured in turn in the same run. Nothing is committed.
"""

import base64
import resource
import time
from contextlib import contextmanager
from datetime import date

from odoo import Command
from odoo.sql_db import Cursor

from odoo.addons.self_reliance_support.models.safeguards.change_log_mixin import (
    ChangeLogMixin,
)

CASES = 400
AGENCIES = 20000
env = globals()["env"]


def best(function, runs=7):
    times = []
    for _run in range(runs):
        env.flush_all()
        env.invalidate_all()
        start = time.perf_counter()
        function()
        env.flush_all()
        times.append(time.perf_counter() - start)
    return min(times)


@contextmanager
def counted():
    counter = {"queries": 0}
    original = Cursor.execute

    def execute(self, *args, **kwargs):
        counter["queries"] += 1
        return original(self, *args, **kwargs)

    Cursor.execute = execute
    try:
        yield counter
    finally:
        Cursor.execute = original


def timed(function):
    env.flush_all()
    env.invalidate_all()
    with counted() as counter:
        start = time.perf_counter()
        function()
        env.flush_all()
        return time.perf_counter() - start, counter["queries"]


def new_user(login, group):
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": login,
                "login": f"bench_{login}",
                "group_ids": [
                    Command.set(
                        [
                            env.ref("base.group_user").id,
                            env.ref(f"self_reliance_support.group_{group}").id,
                        ]
                    )
                ],
            }
        )
    )


def new_plan(case):
    return (
        env["self_reliance.plan"]
        .with_user(counsellor)
        .create(
            {
                "case_id": case.id,
                "problem": "家賃の滞納が続いている。",
                "long_term_goal": "自分の収入で暮らす",
                "goal": "家計を整える",
                "date_end": "2099-03-31",
                "is_consented": True,
                "consent_date": "2026-05-01",
                "line_ids": [
                    Command.create({"actor": actor, "name": "すること"})
                    for actor in ("client", "office", "agency")
                ],
            }
        )
    )


def row(what, value, promise=""):
    print(f"| {what} | {value} | {promise} |")


municipality = env["self_reliance.municipality"].create({"name": "測定市"})
office = env["self_reliance.office"].create(
    {"name": "測定", "municipality_id": municipality.id}
)
counsellor, chief = new_user("counsellor", "counsellor"), new_user("chief", "chief")
officer = new_user("officer", "municipality")
office.user_ids = counsellor | chief
municipality.user_ids = officer

cases = env["self_reliance.case"].with_user(counsellor)
clients = env["self_reliance.client"].with_user(counsellor)
for number in range(CASES):
    client = clients.create({"name": f"測定 {number}", "name_kana": "そくてい"})
    cases |= cases.create({"client_id": client.id, "screening_outcome": "continuing"})
plans = env["self_reliance.plan"].union(*(new_plan(case) for case in cases[:130]))
env.flush_all()

print("\n| what | measured | promised |\n|---|---|---|")

views = cases.get_views([(False, "list"), (False, "form")])


def spec(view_type):
    arch = views["views"][view_type]["arch"]
    names = views["models"]["self_reliance.case"]["fields"]
    return {
        name: {"fields": {"display_name": {}}}
        if cases._fields[name].type in ("many2one", "many2many", "one2many")
        else {}
        for name in names
        if f'name="{name}"' in arch
    }


log = type(env["self_reliance.access.log"])
insert = log._insert
for what, call in (
    ("list of 80", lambda: cases.web_search_read([], spec("list"), limit=80)),
    ("one case opened", lambda: cases[0].web_read(spec("form"))),
):
    # In turn, so that both sides meet the same machine.
    with_log, without = [], []
    for _turn in range(5):
        log._insert = insert
        with_log.append(best(call, 3))
        log._insert = lambda self, rows: None
        without.append(best(call, 3))
    log._insert = insert
    more = min(with_log) / min(without) - 1
    row(
        f"access log: {what}",
        f"{1000 * min(with_log):.0f} ms, {100 * more:+.0f} %",
        "at most +10 %",
    )

# Changes: the whole of the mixin against none of it.
logged_write = ChangeLogMixin.write


def unlogged_write(self, vals):
    return super(ChangeLogMixin, self).write(vals)


turns = iter(range(10**6))


def saved(records):
    """As the form saves: the fields that were changed, and the page again."""
    number = next(turns)
    records.write(
        {"visitor_name": f"母 {number}", "visitor_relation": f"続柄 {number}"}
    )
    env.cr.flush()


for what, call in (
    (
        "one case saved",
        lambda: (
            cases[0].web_save(
                {
                    "visitor_name": f"母 {next(turns)}",
                    "visitor_relation": f"続柄 {next(turns)}",
                },
                spec("form"),
            )
            and env.cr.flush()
        ),
    ),
    ("80 cases changed", lambda: saved(cases[:80])),
):
    with_log, without = [], []
    for _turn in range(15):
        ChangeLogMixin.write = logged_write
        with_log.append(best(call, 1))
        ChangeLogMixin.write = unlogged_write
        without.append(best(call, 1))
    ChangeLogMixin.write = logged_write
    more = min(with_log) / min(without) - 1
    row(
        f"log of changes: {what}", f"{1000 * min(with_log):.0f} ms, {100 * more:+.0f} %"
    )

many = plans[:100]
many.action_agree()
thirty, rest = many[:30], many[30:]
meeting = env["self_reliance.meeting"].with_user(chief)
for own, what in ((thirty, "meeting of 30 cases held"), (rest, None)):
    held = meeting.create({"name": "測定", "date_start": "2026-05-20 01:00:00"})
    env["self_reliance.plan.submit"].with_user(counsellor).create(
        {"plan_ids": own.ids, "meeting_id": held.id}
    ).action_confirm()
    own.item_ids.with_user(chief).write({"outcome": "endorsed"})
    seconds, queries = timed(held.action_hold)
    if what:
        row(what, f"{seconds:.2f} s, {queries} queries", "1 s, 120 queries")

approval = env["self_reliance.plan.approval"].with_user(officer)
seconds, queries = timed(
    lambda: approval.create(
        {"plan_ids": many.ids, "is_decision": False, "is_confirmation": True}
    ).action_confirm()
)
row("100 plans decided", f"{seconds:.2f} s, {queries} queries", "2 s, 500 queries")

report = env["ir.actions.report"].with_user(counsellor)
report = report.with_context(force_report_rendering=True)


def print_plans(own):
    return report._render_qweb_pdf("self_reliance_support.action_report_plan", own.ids)


print_plans(plans[:1])
row("one plan printed", f"{best(lambda: print_plans(plans[0]), 5):.2f} s", "0.5 s")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
seconds, _queries = timed(lambda: print_plans(plans[:50]))
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
row("50 plans printed", f"{seconds:.1f} s, +{grown:.0f} MB", "10 s")

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
seconds, _queries = timed(
    # As the background job does it: twenty at a time.
    lambda: [print_plans(plans[n % 100 : n % 100 + 20]) for n in range(0, 200, 20)]
)
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
row("200 plans in the background", f"{seconds:.0f} s, +{grown:.0f} MB", "+200 MB")

packet = meeting.create({"name": "資料", "date_start": "2026-06-20 01:00:00"})
ten = plans[100:110]
ten.action_agree()
env["self_reliance.plan.submit"].with_user(counsellor).create(
    {"plan_ids": ten.ids, "meeting_id": packet.id}
).action_confirm()
seconds, _queries = timed(
    lambda: report.with_user(chief)._render_qweb_pdf(
        "self_reliance_support.action_report_meeting_packet", packet.ids
    )
)
row("papers of a meeting of 10 cases", f"{seconds:.1f} s", "60 s")
# A year of a large office, among a million entries of all.
ENTRIES = 1_000_000
env.cr.execute(
    """
    INSERT INTO self_reliance_access_log
        (date, user_number, model, res_id, operation, case_id, client_id, office_id)
    SELECT timestamp '2025-05-01' + n * interval '31.5 seconds',
           (%(users)s::int[])[1 + n %% 3], 'self_reliance.case', c.id,
           CASE WHEN n %% 10 = 0 THEN 'change' ELSE 'open' END,
           c.id, c.client_id, %(offices)s
      FROM generate_series(1, %(entries)s) n
      JOIN (SELECT id, client_id, row_number() OVER (ORDER BY id) - 1 AS number
              FROM self_reliance_case WHERE office_id = %(offices)s) c
        ON c.number = (n::bigint * 7919) %% %(cases)s
    """,
    {
        "users": [counsellor.id, chief.id, officer.id],
        "offices": office.id,
        "entries": ENTRIES,
        "cases": CASES,
    },
)
env.cr.execute("ANALYZE self_reliance_access_log")
digest = env["self_reliance.access.digest"]
seconds, queries = timed(lambda: digest._get_findings(office, date(2026, 4, 1)))
row(
    f"digest of a month, {ENTRIES // 10**6} million entries",
    f"{seconds:.1f} s, {queries} queries",
)
entries = env["self_reliance.access.log"].with_user(chief)
for what, domain in (
    ("by client", [("client_id", "=", cases[0].client_id.id)]),
    ("by user and day", [("user_id", "=", chief.id), ("date", ">=", "2026-04-01")]),
):
    seconds = best(
        lambda domain=domain: entries.web_search_read(
            domain, {"date": {}, "operation": {}}, limit=80
        ),
        3,
    )
    row(f"access log of a million searched {what}", f"{1000 * seconds:.0f} ms")

# the directory: 5,000 agencies by import, then three times as many by SQL
manager = new_user("manager", "manager")
office.user_ids = [Command.link(manager.id)]
lines = ["名称,電話,住所,分野"] + [
    f"支援団体{n:05d},03-{n // 10000:04d}-{n % 10000:04d},測定市{n % 97}丁目,就労"
    for n in range(AGENCIES // 4)
]
agency_import = (
    env["self_reliance.agency.import"]
    .with_user(manager)
    .create(
        {
            "file": base64.b64encode("\n".join(lines).encode()),
            "file_name": "agencies.csv",
        }
    )
)


def import_agencies():
    agency_import.action_preview()
    agency_import.action_confirm()


seconds, _queries = timed(import_agencies)
row(f"{len(lines) - 1:,} agencies imported", f"{seconds:.0f} s", "60 s")
partners = agency_import.partner_ids
columns = [
    name
    for name, field in partners._fields.items()
    if field.store and field.column_type and name != "id"
]
names = ", ".join(f'"{name}"' for name in columns)
for _copy in range(3):
    env.cr.execute(
        f"INSERT INTO res_partner ({names}) SELECT {names} FROM res_partner"
        " WHERE id = ANY(%s)",
        [partners.ids],
    )
env.cr.execute("ANALYZE res_partner")
directory = env["res.partner"].with_user(counsellor)
agencies = [("is_agency", "=", True)]
found = [*agencies, ("agency_lookup", "ilike", "支援団体0012")]
view = env.ref("self_reliance_support.agency_view_list").id
views = directory.get_views([(view, "list")])
fields = views["models"]["res.partner"]["fields"]
agency_spec = {
    name: {"fields": {"display_name": {}}} if fields[name].get("relation") else {}
    for name in fields
    if f'name="{name}"' in views["views"]["list"]["arch"]
}
number = directory.search_count(agencies)
for what, domain in (("opened", agencies), ("searched", found)):
    seconds = best(
        lambda domain=domain: directory.web_search_read(domain, agency_spec, limit=80)
    )
    row(f"directory of {number:,} {what}", f"{1000 * seconds:.0f} ms", "150 ms")
env.cr.rollback()
