# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What ``dev/bench --scale`` measures: one size, printed as one line of JSON.

Run by ``odoo shell``. Both sides of a ratio are measured in turn in the same run, and
the best of the turns counts: the machine may have other work.
"""

import gc
import json
import resource
import time
from datetime import date

from bench_data import Loader, check_sample
from lxml import etree

from odoo import Command

from odoo.addons.self_reliance_support.models.figures.figures import SERVICE_CODES

MODULE = "self_reliance_support"
RESULT = "RESULT "
LAST = date(2026, 3, 31)
TURNS = 60
ENOUGH = 20  # seconds, after which fewer turns do
KANA, NAME = "すずき", "鈴木"
EXPORTED = 100_000
TABLES = ("one2many", "many2many")
MONTH = date(2025, 3, 1), date(2025, 3, 31)
YEAR = date(2024, 4, 1), date(2025, 3, 31)
# The form whose tables on later pages are read when their page is opened:
# static/src/casework/case_form.js.
READS_LATER = "self_reliance_case_form"
# A row of the table: what is promised.
PROMISES = {
    "cases": "",
    "plans / records / services": "",
    "report of a month : SQL": "≤ 1.5",
    "report of a year : SQL": "≤ 1.5",
    "list of cases : of leads": "≤ 1.2",
    "kanban : of leads": "≤ 1.2",
    "search by kana : by name": "≤ 1.2",
    "form : of a lead": "≤ 1.2",
    "each page of it that holds tables": "",
    "create : a lead": "≤ 1.2",
    "XLSX of the cases, at most 100,000": "+150 MB",
}


# what the web client asks for --------------------------------------------------


class Screen:
    """A model's views as the web client uses them."""

    def __init__(self, records, views, context=None):
        self.records = records.with_context(**(context or {}))
        self.views = records.get_views([(view, kind) for kind, view in views.items()])
        self.models = self.views["models"]
        self.archs = {
            kind: etree.fromstring(view["arch"])
            for kind, view in self.views["views"].items()
        }

    def spec(self, kind):
        """The specification of ``web_read``, as ``getFieldsSpec`` of the web client."""
        spec = self.whole_spec(kind)
        later = {name for names in self.pages_read_later(kind) for name in names}
        return {name: field for name, field in spec.items() if name not in later}

    def whole_spec(self, kind):
        """As for a new record, which has all its tables."""
        return self._spec(self.archs[kind], self.records._name)

    def pages_read_later(self, kind):
        """The tables of each notebook page that are read when it is opened."""
        arch = self.archs[kind]
        if arch.get("js_class") != READS_LATER:
            return []
        pages = (
            [
                node.get("name")
                for node in page.xpath(".//field[not(ancestor::field)]")
                if not node.get("widget")
                and self.records._fields[node.get("name")].type in TABLES
            ]
            for page in arch.xpath("//page")[1:]
        )
        return [names for names in pages if names]

    def _spec(self, arch, model):
        spec = {}
        level = arch.xpath("count(ancestor::field)") + (arch.tag == "field")
        for node in arch.iter("field"):
            if node is arch or node.xpath("count(ancestor::field)") != level:
                continue
            name = node.get("name")
            field = self.models[model]["fields"].get(name)
            if not field:
                continue
            hidden = node.get("invisible") in ("True", "1")
            spec[name] = self._field_spec(node, field, hidden)
        return spec

    def _field_spec(self, node, field, hidden):
        if field["type"] in ("many2one", "reference"):
            return {"fields": {} if hidden else {"display_name": {}}}
        if field["type"] not in TABLES or hidden:
            return {}
        sub = next((child for child in node if child.tag in ("list", "kanban")), None)
        if sub is not None:
            return {
                "fields": self._spec(sub, field["relation"]),
                "limit": int(sub.get("limit", 40)),
                "order": sub.get("default_order", ""),
            }
        if "tags" in node.get("widget", ""):
            return {"fields": {"display_name": {}}}
        return {}

    # the calls

    def open_list(self, domain):
        self.records.web_search_read(
            domain, self.spec_list, limit=80, count_limit=10001
        )
        self._open_search_panel(domain, "list")

    def _open_search_panel(self, domain, kind):
        for node in self.archs["search"].iter("searchpanel"):
            if kind not in node.get("view_types", "list,kanban"):
                continue
            for field in node.iter("field"):
                self.records.search_panel_select_range(
                    field.get("name"),
                    search_domain=list(domain),
                    category_domain=[],
                    filter_domain=[],
                    enable_counters=bool(field.get("enable_counters")),
                    expand=False,
                    limit=200,
                    hierarchize=True,
                )

    def open_kanban(self, domain):
        arch = self.archs["kanban"]
        group = arch.get("default_group_by")
        sums, progress = [], arch.find("progressbar")
        if progress is not None:
            if progress.get("sum_field"):
                sums.append(f"{progress.get('sum_field')}:sum")
            self.records.read_progress_bar(
                domain,
                group,
                {
                    "field": progress.get("field"),
                    "colors": json.loads(progress.get("colors").replace("'", '"')),
                },
            )
        self.records.web_read_group(
            domain,
            [group],
            sums,
            auto_unfold=True,
            unfold_read_specification=self.spec_kanban,
            unfold_read_default_limit=80,
        )
        self._open_search_panel(domain, "kanban")

    def open_form(self, record):
        record.web_read(self.spec_form)

    def open_pages(self, record):
        """Open every page whose tables are read later, one after the other."""
        spec = self.spec_new
        for names in self.pages_read_later("form"):
            record.web_read({name: spec[name] for name in names})

    def create(self, values):
        return self.records.web_save(values, self.spec_new)

    def prepare(self):
        self.spec_list, self.spec_kanban, self.spec_form = map(
            self.spec, ("list", "kanban", "form")
        )
        self.spec_new = self.whole_spec("form")
        return self


# measuring ----------------------------------------------------------------------


def in_turn(env, *calls, turns=TURNS):
    """Best seconds of each call, the calls made in turn.

    The caches of the records are empty at the begin, those of the registry are not.
    What is written is taken back.
    """
    best = [float("inf")] * len(calls)
    begun = time.perf_counter()
    for turn in range(turns + 1):
        for number, call in enumerate(calls):
            env.flush_all()
            env.invalidate_all()
            gc.collect()
            with env.cr.savepoint(flush=False) as savepoint:
                start = time.perf_counter()
                call()
                env.flush_all()
                seconds = time.perf_counter() - start
                savepoint.rollback()
            env.invalidate_all()
            env.transaction.clear()
            if turn:  # the first one warms up
                best[number] = min(best[number], seconds)
        if turn > 2 and time.perf_counter() - begun > ENOUGH:
            break
    return best


# the monthly report ------------------------------------------------------------


def count_by_sql(env, municipality, first, last):
    """The thirteen counts of the report in plain SQL, one statement a table.

    By the rules that a municipality begins with.
    """
    cr = env.cr
    key = {"municipality": municipality.id, "first": first, "last": last}
    cr.execute(
        "SELECT COUNT(*) FROM self_reliance_case"
        " WHERE reception_municipality_id = %(municipality)s"
        " AND reception_date BETWEEN %(first)s AND %(last)s",
        key,
    )
    counts = {"new": cr.fetchone()[0]}
    cr.execute(
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE p.is_employment_target)"
        " FROM self_reliance_plan p JOIN self_reliance_decision d"
        " ON d.plan_id = p.id AND d.state = 'issued'"
        " WHERE d.counted_municipality_id = %(municipality)s"
        " AND d.date BETWEEN %(first)s AND %(last)s",
        key,
    )
    counts["plan"], counts["target"] = cr.fetchone()
    cr.execute(
        "SELECT s.code, COUNT(*) FROM self_reliance_service_use u"
        " JOIN self_reliance_plan p ON p.id = u.plan_id"
        " JOIN self_reliance_service s ON s.id = u.service_id"
        " LEFT JOIN self_reliance_decision d"
        " ON d.plan_id = p.id AND d.state = 'issued'"
        " WHERE u.is_used AND NOT COALESCE(u.is_continued, FALSE)"
        " AND d.id IS NOT NULL"
        " AND ((u.date_begun BETWEEN %(first)s AND %(last)s"
        " AND u.counted_municipality_id = %(municipality)s)"
        " OR (u.date_begun IS NULL AND u.status IS DISTINCT FROM 'planned'"
        " AND d.counted_municipality_id = %(municipality)s"
        " AND d.date BETWEEN %(first)s AND %(last)s))"
        " GROUP BY s.code",
        key,
    )
    services = dict(cr.fetchall())
    for column, codes in SERVICE_CODES.items():
        counts[column] = sum(services.get(code, 0) for code in codes)
    cr.execute(
        "SELECT COUNT(*) FILTER (WHERE job), COUNT(*) FILTER (WHERE target_job),"
        " COUNT(*) FILTER (WHERE more AND NOT job),"
        " COUNT(*) FILTER (WHERE target_more AND NOT job)"
        " FROM (SELECT"
        " BOOL_OR(e.kind = 'employment') AS job,"
        " BOOL_OR(e.kind = 'employment' AND e.is_of_target_plan) AS target_job,"
        " BOOL_OR(e.kind = 'income_increase') AS more,"
        " BOOL_OR(e.kind = 'income_increase' AND e.is_of_target_plan) AS target_more"
        " FROM self_reliance_employment e"
        " WHERE e.counted_municipality_id = %(municipality)s"
        " AND e.date BETWEEN %(first)s AND %(last)s"
        " GROUP BY e.counted_person, DATE_TRUNC('month', e.date)) AS people",
        key,
    )
    names = ("employed", "employed_target", "raised", "raised_target")
    counts |= {
        name: int(number or 0)
        for name, number in zip(names, cr.fetchone(), strict=True)
    }
    return counts


def measure_report(env):
    municipality = env["self_reliance.municipality"].search([("name", "=", "測定県")])
    figures = env["self_reliance.figures"]
    for name, (first, last) in (("month", MONTH), ("year", YEAR)):
        report = env["self_reliance.monthly.report"].create(
            {
                "municipality_id": municipality.id,
                "date_from": first,
                "date_to": last,
            }
        )
        expected = count_by_sql(env, municipality, first, last)
        counted = figures._count(report)
        if counted != expected:
            raise AssertionError(f"{counted} is not {expected}")
        yield (
            f"report of a {name} : SQL",
            *in_turn(
                env,
                lambda report=report: figures._count(report),
                lambda days=(first, last): count_by_sql(env, municipality, *days),
            ),
        )


# against Odoo's leads ------------------------------------------------------------


def measure_screens(env):
    user = env["res.users"].search([("login", "=", "scale_0")])
    env = env(user=user.id, context={"lang": "ja_JP", "tz": "Asia/Tokyo"})
    views = ("list", "kanban", "form", "search")
    cases = Screen(env["self_reliance.case"], dict.fromkeys(views, False)).prepare()
    # The views of the menu "My Pipeline".
    names = (
        "crm_case_tree_view_oppor",
        "crm_case_kanban_view_leads",
        "crm_lead_view_form",
        "view_crm_case_opportunities_filter",
    )
    leads = Screen(
        env["crm.lead"],
        {
            view: env.ref(f"crm.{name}").id
            for view, name in zip(views, names, strict=True)
        },
        {"default_type": "opportunity"},
    ).prepare()
    # As the menus open them.
    is_open = [("is_open", "=", True)]
    mine = ["|", ("user_id", "=", user.id), ("team_ids", "in", [user.id])]
    pipeline = [("type", "=", "opportunity")]
    own = [*pipeline, ("user_id", "=", user.id)]
    by_name = ["|"] * 4 + [
        (name, "ilike", NAME)
        for name in ("partner_id", "partner_name", "email_from", "name", "contact_name")
    ]
    by_kana = [("lookup", "ilike", KANA)]
    case = cases.records.search([("current_plan_id", "!=", False)], limit=1)
    lead = leads.records.search(own, limit=1)
    new_case = {"client_id": case.client_id.id, "screening_outcome": "continuing"}
    new_lead = {"name": "測定", "partner_id": lead.partner_id.id}
    for name, ours, theirs in (
        (
            "list of cases : of leads",
            lambda: cases.open_list(is_open),
            lambda: leads.open_list(own),
        ),
        (
            "kanban : of leads",
            lambda: cases.open_kanban(is_open + mine),
            lambda: leads.open_kanban(own),
        ),
        (
            "search by kana : by name",
            lambda: cases.open_list(by_kana),
            lambda: leads.open_list(pipeline + by_name),
        ),
        (
            "form : of a lead",
            lambda: cases.open_form(case),
            lambda: leads.open_form(lead),
        ),
        (
            "create : a lead",
            lambda: cases.create(new_case),
            lambda: leads.create(new_lead),
        ),
    ):
        yield name, *in_turn(env, ours, theirs)
    pages = len(cases.pages_read_later("form"))
    (seconds,) = in_turn(env, lambda: cases.open_pages(case))
    yield "each page of it that holds tables", f"{1000 * seconds / pages:.0f} ms"


# the spreadsheet ----------------------------------------------------------------


def measure_xlsx(env):
    """:return: str"""
    user = env["res.users"].search([("login", "=", "scale_0")])
    user.group_ids = [Command.link(env.ref(f"{MODULE}.group_chief").id)]
    env["self_reliance.office"].search([]).user_ids = [Command.link(user.id)]
    env.flush_all()
    cases = env["self_reliance.case"].with_user(user).search([], limit=EXPORTED)
    report = env["ir.actions.report"].with_user(user)
    report = report.with_context(active_model=cases._name)
    name = f"{MODULE}.action_report_case_list_xlsx"

    def write(ids):
        return len(report._render_xlsx(name, ids, {})[0])

    write(cases.ids[:50])
    env.invalidate_all()
    gc.collect()
    # The highest that it ever was, before and after.
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    write(cases.ids)
    seconds = time.perf_counter() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    env.cr.rollback()
    env.invalidate_all()
    # The rules with all the offices.
    env.registry.clear_cache()
    return f"{seconds:.0f} s, +{grown:.0f} MB"


# what odoo shell runs -------------------------------------------------------------


def load(env, number):
    """Fill the database, which is kept."""
    start = time.perf_counter()
    Loader(env, number, LAST).load()
    check_sample(env)
    print(f"» {number:,} cases in {time.perf_counter() - start:.0f} s", flush=True)


def tell(ours, theirs=None):
    """``ours`` in seconds beside ``theirs``, or as it is."""
    if theirs is None:
        return ours
    return f"{1000 * ours:.0f} : {1000 * theirs:.0f} ms = {ours / theirs:.2f}"


def measure(env):
    """Print the result of one size as a line of JSON: ``{row: text}``."""
    counts = {}
    for model in ("case", "plan", "record", "service.use"):
        env.cr.execute(f"SELECT COUNT(*) FROM {env[f'self_reliance.{model}']._table}")
        counts[model] = f"{env.cr.fetchone()[0]:,}"
    rows = {
        "cases": counts["case"],
        "plans / records / services": " / ".join(
            counts[model] for model in ("plan", "record", "service.use")
        ),
        # First, while the process is small.
        "XLSX of the cases, at most 100,000": measure_xlsx(env),
    }
    for measured in (measure_report(env), measure_screens(env)):
        for name, *result in measured:
            rows[name] = tell(*result)
    env.cr.rollback()
    print(RESULT + json.dumps({**rows, "promises": PROMISES}), flush=True)
