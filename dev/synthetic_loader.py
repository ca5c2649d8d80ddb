# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Writes the cases of :mod:`synthetic_cases` into an office of a test database."""

from datetime import datetime, time, timedelta
from itertools import islice

from odoo import Command

MODULE = "self_reliance_support"
BATCH = 500


def load_cases(office, cases):
    """Create cases with all that hangs on them; nobody is notified.

    The states are set as the procedure would have left them, without going through
    its steps: use it for test and demonstration databases only.

    :param office: one ``self_reliance.office``, as superuser
    :param cases: iterable of dictionaries as :func:`synthetic_cases` yields them
    :return: the new ``self_reliance.case`` records
    """
    office = office.sudo().with_context(tracking_disable=True, mail_notrack=True)
    created = office.env["self_reliance.case"]
    drawn = iter(cases)
    while batch := list(islice(drawn, BATCH)):
        created |= _load_batch(office, batch)
    return created


def _load_batch(office, batch):
    env = office.env
    clients = env["self_reliance.client"].create(
        [
            {
                "name": "見本",
                "gender": case["gender"],
                "birthdate": case["birthdate"],
            }
            for case in batch
        ]
    )
    cases = env["self_reliance.case"].create(
        [
            {
                "office_id": office.id,
                "client_id": client.id,
                "user_id": False,
                "reception_date": case["reception_date"],
                "route_id": env.ref(f"{MODULE}.code_route_{case['route']}").id,
                "screening_outcome": case["screening"],
                "screening_date": case["reception_date"],
                "reported_date": case["plan"] and case["plan"]["decided"],
                "topic_ids": [
                    Command.create(
                        {
                            "code_id": env.ref(f"{MODULE}.code_topic_{topic}").id,
                            "is_main": not index,
                        }
                    )
                    for index, topic in enumerate(case["topics"])
                ],
            }
            for client, case in zip(clients, batch, strict=True)
        ]
    )
    env["self_reliance.record"].create(
        [
            {
                "case_id": record.id,
                # Noon in Japan.
                "date_start": datetime.combine(day, time(3)),
                "method_id": env.ref(f"{MODULE}.code_method_{method}").id,
                "user_ids": [Command.clear()],
            }
            for record, case in zip(cases, batch, strict=True)
            for day, method in case["contacts"]
        ]
    )
    planned = [
        (record, case["plan"])
        for record, case in zip(cases, batch, strict=True)
        if case["plan"]
    ]
    _load_plans(office, planned)
    return cases


def _load_plans(office, planned):
    env = office.env
    plans = env["self_reliance.plan"].create(
        [
            {
                "case_id": case.id,
                "user_id": False,
                **{
                    name: plan[name]
                    for name in ("date", "date_end", "is_employment_target")
                },
                "service_use_ids": [
                    Command.create(
                        {
                            "service_id": env.ref(f"{MODULE}.service_{code}").id,
                            "is_used": True,
                            "date_from": plan["decided"] + timedelta(days=1),
                        }
                    )
                    for code in plan["services"]
                ],
            }
            for case, plan in planned
        ]
    )
    plans.write({"state": "decided"})
    plans.case_id._enter_support()
    env["self_reliance.decision"].create(
        [
            {
                "plan_id": plan.id,
                "municipality_id": office.municipality_id.id,
                "is_confirmation": True,
                "date": values["decided"],
                "number": f"S{plan.id}",
                "user_id": env.uid,
            }
            for plan, (_case, values) in zip(plans, planned, strict=True)
        ]
    )
    env["self_reliance.employment"].create(
        [
            {"case_id": case.id, "kind": kind, "date": plan[name]}
            for case, plan in planned
            for name, kind in (("job", "employment"), ("raise", "income_increase"))
            if plan[name]
        ]
    )
