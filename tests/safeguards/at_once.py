# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from contextlib import contextmanager

import psycopg2

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name

from ..common import MODULE
from .common import CommittedCase

CONFLICTS = (
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.LockNotAvailable,
    psycopg2.errors.DeadlockDetected,
)
STAFF = {
    "first": "municipality",
    "second": "municipality",
    "counsellor": "counsellor",
    "colleague": "counsellor",
    "chief": "chief",
}


class AtOnceCase(CommittedCase):
    """As its parent, but what is committed is deleted when all tests are through.

    ``cls.ids`` holds the municipality, the office and one user of each of ``STAFF``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"no_reset_password": True})
            cls.addClassCleanup(cls._clean_up, cls.registry, cls._read_last_ids(env))
            cls.ids = cls._prepare_staff(env)

    def setUp(self):
        # What stands in the parent's is done for the class.
        super(CommittedCase, self).setUp()

    @classmethod
    def _prepare_staff(cls, env):
        municipality = env["self_reliance.municipality"].create({"name": "同時市"})
        office = env["self_reliance.office"].create(
            {"name": "同時", "municipality_id": municipality.id}
        )
        users = {
            login: env["res.users"].create(
                {
                    "name": login,
                    "login": f"srs_at_once_{login}",
                    "group_ids": [
                        Command.link(env.ref("base.group_user").id),
                        Command.link(env.ref(f"{MODULE}.group_{group}").id),
                    ],
                }
            )
            for login, group in STAFF.items()
        }
        officers = users["first"] | users["second"]
        municipality.user_ids = officers
        office.user_ids = env["res.users"].union(*users.values()) - officers
        return {
            "municipality": municipality.id,
            "office": office.id,
            **{login: user.id for login, user in users.items()},
        }

    @contextmanager
    def environment(self, login):
        """An environment that has begun to read, as a request would; not committed."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.ids[login], {})
            cr.execute("SELECT id FROM self_reliance_office LIMIT 1")
            yield env
            cr.rollback()

    def committed(self, login, function, *args):
        """Run a function as somebody, and commit.

        :return: what the function returned
        """
        with self.environment(login) as env:
            result = function(env, *args)
            env.flush_all()
            env.cr.commit()
            return result


def new_case(env, **vals):
    client = env["self_reliance.client"].create({"name": "同時 花子"})
    return env["self_reliance.case"].create(
        {
            "client_id": client.id,
            "reception_date": "2026-04-10",
            "screening_outcome": "continuing",
            **vals,
        }
    )


def new_plan(env, case):
    return env["self_reliance.plan"].create(
        {
            "case_id": case.id,
            "long_term_goal": "自立",
            "goal": "家計",
            "date_end": "2099-01-01",
            "is_consented": True,
            "is_applied": True,
            "consent_date": "2026-05-01",
            "line_ids": [
                Command.create({"actor": "client", "name": "記帳"}),
                Command.create({"actor": "office", "name": "同行"}),
            ],
            "service_use_ids": [
                Command.create(
                    {
                        "service_id": env.ref(f"{MODULE}.service_household_finance").id,
                        "is_used": True,
                    }
                )
            ],
        }
    )
