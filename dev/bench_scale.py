# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What ``dev/bench --scale`` measures: one size, printed as one line of JSON.

Run by ``odoo shell``. Both sides of a ratio are measured in turn in the same run, and
the best of the turns counts: the machine may have other work.
"""

import gc
import json
import os
import resource
import sys
import time
from datetime import date

from lxml import etree

from odoo import Command
from odoo.tools import SQL

from bench_data import Loader, check_sample

LAST = date(2026, 3, 31)
TURNS = 15
SLOW = 2.0  # seconds, after which fewer turns do
KANA, NAME = "すずき", "鈴木"
EXPORTED = 100_000


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
        return self._spec(self.archs[kind], self.records._name)

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
        if field["type"] not in ("one2many", "many2many") or hidden:
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
        self.records.web_search_read(domain, self.spec_list, limit=80, count_limit=10001)
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

    def create(self, values):
        return self.records.web_save(values, self.spec_form)

    def prepare(self):
        self.spec_list, self.spec_kanban, self.spec_form = map(
            self.spec, ("list", "kanban", "form")
        )
        return self


# measuring ----------------------------------------------------------------------


def in_turn(env, *calls, turns=TURNS):
    """Best seconds of each call, the calls made in turn.

    The caches of the records are empty at the begin, those of the registry are not.
    What is written is taken back.
    """
    best = [float("inf")] * len(calls)
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
        if turn > 2 and sum(best) > SLOW:
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
        " WHERE municipality_id = %(municipality)s"
        " AND reception_date BETWEEN %(first)s AND %(last)s",
        key,
    )
    counts = {"new": cr.fetchone()[0]}
    cr.execute(
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE p.is_employment_target)"
        " FROM self_reliance_plan p JOIN self_reliance_decision d"
        " ON d.plan_id = p.id AND d.state = 'issued'"
        " WHERE p.municipality_id = %(municipality)s"
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
        " AND p.municipality_id = %(municipality)s"
        " AND ((u.date_begun BETWEEN %(first)s AND %(last)s"
        " AND p.state IN ('decided', 'evaluated'))"
        " OR (u.date_begun IS NULL AND d.date BETWEEN %(first)s AND %(last)s))"
        " GROUP BY s.code",
        key,
    )
    services = dict(cr.fetchall())
    figures = sys.modules[type(env["self_reliance.figures"]).__mro__[-1].__module__]
    del figures
    from odoo.addons.self_reliance_support.models.figures import SERVICE_CODES

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
        " FROM self_reliance_employment e JOIN self_reliance_case c"
        " ON c.id = e.case_id"
        " WHERE c.municipality_id = %(municipality)s"
        " AND e.date BETWEEN %(first)s AND %(last)s"
        " GROUP BY e.case_id, DATE_TRUNC('month', e.date)) AS people",
        key,
    )
    names = ("employed", "employed_target", "raised", "raised_target")
    counts |= {
        name: int(number or 0)
        for name, number in zip(names, cr.fetchone(), strict=True)
    }
    return counts
