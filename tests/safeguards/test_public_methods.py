# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import inspect
import json
import random
import time
from collections import Counter
from unittest.mock import patch

from psycopg2 import DataError, IntegrityError, ProgrammingError

from odoo import fields
from odoo.exceptions import AccessDenied, AccessError, MissingError, UserError
from odoo.service.model import call_kw, get_public_method
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .common import EveryModelCase

# In each free text and name of the victim; in no answer to anybody else.
SECRET = "漏洩"
TYPED = "試行"
REFUSED = (AccessError, UserError, MissingError, AccessDenied, IntegrityError)
# What other modules' methods, called with whatever comes, may stumble over.
STUMBLED = (
    AssertionError,
    TypeError,
    ValueError,
    KeyError,
    AttributeError,
    NotImplementedError,
)
EXTENDED = ("res.users", "res.partner", "ir.actions.report", "ir.rule", "ir.http")
# They end the transaction or the session, which a test cannot take back.
NOT_CALLED = {"web_create_users"}
# What is a role's own business in its municipality or office, restricted cases or not.
OWN_BUSINESS = {
    "officer": {
        "self_reliance.disposal",
        "self_reliance.disposal.line",
        "self_reliance.data.export",
        "self_reliance.regional.activity",
        "self_reliance.gathering",
        "self_reliance.gathering.figure",
    },
    "colleague": {
        "self_reliance.regional.activity",
        "self_reliance.agency.remark",
        "self_reliance.gathering",
        "self_reliance.gathering.figure",
        "self_reliance.supporter",
        "self_reliance.supporter.dispatch",
        "self_reliance.supporter.skill",
        "self_reliance.leave.cover",
    },
    "sister": {"self_reliance.regional.activity"},
    "clerk": {
        "self_reliance.regional.activity",
        "self_reliance.gathering",
        "self_reliance.gathering.figure",
        "self_reliance.supporter",
        "self_reliance.supporter.dispatch",
    },
}
# The fuzz ends after so many seconds, wherever it is; its order follows from the seed.
FUZZED_SECONDS = 20
FUZZED_SEED = 20261126
# What no call may end in, however odd its values.
RAW = (RecursionError, MemoryError, DataError, ProgrammingError, UnicodeEncodeError)
MODULE_PATH = "odoo.addons.self_reliance_support"
# Models whose methods of Odoo itself are tried as well, not only the addon's.
WHOLE = ("case", "client", "plan", "record", "meeting.item")


def arguments(model, method, ids, records):
    """What to call a public method with, so that it aims at the victim's records.

    :return: list for ``call_kw``, or ``None`` for a parameter that nobody knows yet
    """
    aim = [("id", "in", ids)]
    text = next(
        (
            name
            for name, field in model._fields.items()
            if field.store and field.type in ("text", "char") and not field.compute
        ),
        "display_name",
    )
    # Grouped by a text, or where there is none by what names the record itself.
    group = text if model._fields[text].store else "id"
    link = {
        name: records[field.comodel_name].id
        for name, field in model._fields.items()
        if field.type == "many2one" and field.store and field.comodel_name in records
    }
    known = {
        "vals": {text: TYPED},
        "values": {text: TYPED},
        "vals_list": [{**link, text: TYPED}],
        "default": {},
        "domain": aim,
        "args": aim,
        "fields": [text, "display_name"],
        "field_names": [text],
        "fields_list": [text],
        "fields_to_export": [text, "display_name"],
        "allfields": None,
        "specification": {text: {}, "display_name": {}},
        "groupby": [group],
        "group_by": group,
        "progress_bar": {"field": group, "colors": {}},
        "grouping_sets": [[group]],
        "aggregates": ["__count"],
        "field_name": text,
        "field": text,
        "fname": text,
        "name": TYPED,
        "reason": TYPED,
        "token": TYPED,
        "text": SECRET,
        "ids": ids,
        "participant_id": records["self_reliance.gathering.participant"].id,
        "res_ids": ids,
        "report_name": "self_reliance_support.report_reception",
        "report_ref": "self_reliance_support.report_reception",
        "docids": ids,
        "operation": "read",
        "body": TYPED,
        "partner_ids": [1],
        "kind": "region",
        "fiscal_year": 2026,
        "data": [[TYPED]],
        "func": text,
        "records": None,
    }
    if method.__name__ == "web_search_read":
        return [aim, known["specification"]]
    if method.__name__ == "onchange":
        scalars = {
            name: {}
            for name, field in model._fields.items()
            if field.type not in ("one2many", "many2many", "reference")
        }
        return [[], link, list(link), scalars]
    method_arguments = []
    for parameter in list(inspect.signature(method).parameters.values())[1:]:
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        if parameter.kind == parameter.KEYWORD_ONLY:
            continue
        if parameter.name not in known:
            if parameter.default is parameter.empty:
                return None
            break
        method_arguments.append(known[parameter.name])
    if getattr(method, "_api_model", False):
        return method_arguments
    return [ids, *method_arguments]


@tagged("post_install", "-at_install", "security")
class TestPublicMethods(EveryModelCase):
    """Every method that can be called from outside, aimed at another one's records.

    The list is not written down: whatever the addon defines without an underscore is
    called, as every foreign role, with the ids of a restricted case and of what hangs
    on it. It must refuse, or answer without a word of the case, and change nothing.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = cls._new_records(
            cls.counsellor, cls.chief, cls.officer, is_restricted=True
        )
        cls.records = {record._name: record.sudo()[:1] for record in own.values()}
        cls.foreign = {
            "sister": cls.sister,
            "stranger": cls.stranger,
            "other officer": cls.other_officer,
            "officer": cls.officer,
            "colleague": cls.colleague,
            "clerk": cls.clerk,
            "admin": cls.admin,
            "plain": new_test_user(cls.env, "srs_plain", groups="base.group_user"),
            "portal": new_test_user(cls.env, "srs_portal", groups="base.group_portal"),
            "public": cls.env.ref("base.public_user"),
        }
        # What everybody of the municipality or the office may see of these.
        cls.shared = {
            "self_reliance.municipality",
            "self_reliance.municipality.population",
            "self_reliance.office",
            "self_reliance.target",
            "self_reliance.meeting",
            "self_reliance.meeting.attendee",
            "self_reliance.monthly.report",
            "self_reliance.monthly.report.line",
            "self_reliance.access.log",
        }
        cls._mark()
        cls.victims = {
            name: record
            for name, record in cls.records.items()
            if name not in cls.shared and record._auto
        }
        cls._prepare_fingerprint()

    @classmethod
    def _mark(cls):
        """Write the secret into every text of the victim."""
        cls.env.flush_all()
        for record in cls.records.values():
            if record._name in cls.shared:
                continue
            for name, field in record._fields.items():
                if (
                    field.type in ("char", "text")
                    and field.store
                    and not field.related
                    and not field.compute
                    and field.column_type
                    and name not in ("former_plan_state", "model", "number")
                    and record._auto
                ):
                    cls.env.cr.execute(
                        SQL(
                            "UPDATE %s SET %s = %s WHERE id = %s",
                            SQL.identifier(record._table),
                            SQL.identifier(name),
                            f"{SECRET} {record._name} {name}"[: field.size or 200],
                            record.id,
                        )
                    )
        cls.env.invalidate_all()
        case = cls.records["self_reliance.case"]
        case.with_user(cls.counsellor).message_post(body=f"{SECRET} メモ")
        case.client_id.name = f"{SECRET} 花子"
        cls.env.flush_all()

    def _fingerprint(self):
        """The victim's rows, and how many rows point to them."""
        self.env.flush_all()
        self.env.cr.execute("EXECUTE srs_fingerprint")
        return self.env.cr.fetchall()

    @classmethod
    def _prepare_fingerprint(cls):
        """Planned once: it is asked after thousands of calls."""
        parts = []
        for record in cls.victims.values():
            table = SQL.identifier(record._table)
            parts.append(
                SQL(
                    "SELECT %s, sum(hashtextextended(t::text, 0)), count(*)"
                    " FROM %s t WHERE id = %s",
                    record._name,
                    table,
                    record.id,
                )
            )
            links = [
                SQL("%s = %s", SQL.identifier(name), cls.victims[comodel].id)
                for name, field in record._fields.items()
                if field.type == "many2one"
                and field.store
                and (comodel := field.comodel_name) in cls.victims
            ]
            if links:
                parts.append(
                    SQL(
                        "SELECT %s, 0, count(*) FROM %s t WHERE %s",
                        f"{record._name} links",
                        table,
                        SQL(" OR ").join(links),
                    )
                )
        case = cls.records["self_reliance.case"].id
        for table in ("mail_message", "mail_followers", "mail_activity"):
            parts.append(
                SQL(
                    "SELECT %s, 0, count(*) FROM %s WHERE res_id = %s"
                    " AND %s = 'self_reliance.case'",
                    table,
                    SQL.identifier(table),
                    case,
                    SQL.identifier("model" if table == "mail_message" else "res_model"),
                )
            )
        for table in (
            "self_reliance_office_users_rel",
            "self_reliance_municipality_users_rel",
            "self_reliance_case_team_rel",
        ):
            parts.append(
                SQL(
                    "SELECT %s, 0, count(*) FROM %s",
                    table,
                    SQL.identifier(table),
                )
            )
        cls.env.flush_all()
        query = SQL(" UNION ALL ").join(parts)
        cls.env.cr.execute(SQL("PREPARE srs_fingerprint AS %s", query))
        # A connection goes back to the pool with what it has prepared.
        cls.addClassCleanup(cls.cr.execute, "DEALLOCATE srs_fingerprint")

    def _public_methods(self, whole=False):
        """``(model, name, method)`` of what can be called from outside."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if model._abstract or not name.startswith("self_reliance.") | (
                name in EXTENDED
            ):
                continue
            for attribute in dir(type(model)):
                if attribute.startswith("_") or attribute in NOT_CALLED:
                    continue
                ours = any(
                    attribute in cls.__dict__ and cls.__module__.startswith(MODULE_PATH)
                    for cls in type(model).__mro__
                )
                if ours == whole or isinstance(
                    inspect.getattr_static(type(model), attribute), property
                ):
                    continue
                if whole and name.removeprefix("self_reliance.") not in WHOLE:
                    continue
                try:
                    method = get_public_method(model, attribute)
                except (AccessError, AttributeError):
                    continue
                if inspect.isfunction(method) or inspect.ismethod(method):
                    yield model, attribute, method

    def _attack(self, user, model, name, method, errors):
        """:return: ``None`` or the reason why the call was refused"""
        ids = self.records.get(model._name, self.records["self_reliance.case"]).ids
        arguments_ = arguments(model, method, ids, self.records)
        if arguments_ is None:
            return "unknown"
        return self._call_and_look(user, model, name, arguments_, {}, errors)

    def _call_and_look(self, user, model, name, arguments_, keywords, errors):
        """:return: ``None`` or the reason why the call was refused"""
        try:
            with self.env.cr.savepoint() as savepoint:
                try:
                    result = call_kw(model.with_user(user), name, arguments_, keywords)
                    if hasattr(result, "ids"):
                        result = result.ids
                    text = json.dumps(result, ensure_ascii=False, default=str)
                except Exception as error:
                    # What it says is an answer, too.
                    text, result = str(error), error
                if not isinstance(result, Exception):
                    self.env.flush_all()
                    if self._fingerprint() != self.before:
                        errors.append(f"{model._name}.{name} changed something")
                savepoint.close(rollback=True)
        finally:
            self.env.invalidate_all()
        if SECRET in text and not isinstance(result, type(None)):
            errors.append(f"{model._name}.{name} said {text[:200]}")
        return result if isinstance(result, Exception) else None

    def _sweep(self, users, whole=False, errors_of_others=()):
        self.before = self._fingerprint()
        methods = list(self._public_methods(whole))
        outcomes = Counter()
        for role, user in users.items():
            errors = []
            for model, name, method in methods:
                if model._name in OWN_BUSINESS.get(role, ()):
                    continue
                outcome = self._attack(user, model, name, method, errors)
                if outcome == "unknown":
                    outcomes["unknown"] += 1
                    if not whole:
                        errors.append(f"{model._name}.{name}: add its parameters")
                elif outcome is None:
                    outcomes["answered"] += 1
                elif isinstance(outcome, REFUSED):
                    outcomes["refused"] += 1
                elif isinstance(outcome, errors_of_others):
                    outcomes["stumbled"] += 1
                else:
                    errors.append(f"{model._name}.{name} failed: {outcome!r:.200}")
            with self.subTest(role=role):
                self.assertFalse(errors, "\n".join(errors))
        return outcomes

    def _muted(self):
        return mute_logger(
            "odoo.addons.base.models.ir_rule",
            "odoo.addons.base.models.ir_model",
            "odoo.addons.self_reliance_support.models.safeguards.ir_rule",
            "odoo.addons.mail.models.mail_thread",
            "odoo.models",
            "odoo.models.unlink",
            "odoo.sql_db",
        )

    def test_methods_of_the_addon(self):
        with self._muted():
            outcomes = self._sweep(self.foreign)
        self.assertGreater(outcomes["refused"], 1000, outcomes)

    def _nest(self, dice, model, depth=0):
        """Values that lead to the victim by a parent still typed, at any depth."""
        names = [
            name
            for name, field in model._fields.items()
            if field.type in ("many2one", "one2many", "many2many")
            and field.comodel_name in self.records
        ]
        values = {}
        for name in dice.sample(names, min(len(names), 4)):
            field = model._fields[name]
            victim = self.records[field.comodel_name].id
            inner = (
                self._nest(dice, self.env[field.comodel_name], depth + 1)
                if depth < 3
                else {}
            )
            links = [
                victim,
                str(victim),
                [victim, "x"],
                {"id": victim},
                {"id": [victim]},
                {"id": False, **inner},
                {"id": victim, **inner},
                {"id": {"id": victim}},
                {"id": "virtual_1", **inner},
            ]
            commands = [
                [0, "virtual_1", inner],
                [1, victim, inner],
                [4, victim, inner],
                [4, {"id": victim}, 0],
                [6, 0, [victim]],
                [6, 0, [{"id": victim}]],
                [4, victim],
                {"id": victim, **inner},
                [0, 0, {"id": victim, **inner}],
            ]
            values[name] = (
                dice.choice(links)
                if field.type == "many2one"
                else dice.sample(commands, 3)
            )
        return values

    def _fuzz(self, dice, value):
        """What stands in place of a plain argument."""
        return dice.choice(
            [
                value,
                {"id": value},
                [value],
                [[value]],
                {"x": {"y": [value]}},
                None,
                False,
                "",
                "\ud800",
                2**40,
                -1,
                [2**40],
                [[0, 0, {"id": value}]],
            ]
        )

    def test_nested_values(self):
        """Values with dictionaries in dictionaries, for every method of every model."""
        dice = random.Random(FUZZED_SEED)  # noqa: S311 - it guards no secret
        self.before = self._fingerprint()
        users = [
            (role, self.foreign[role])
            for role in ("stranger", "colleague", "clerk", "officer", "plain")
        ]
        calls = [
            (role, user, *call)
            for call in self._public_methods()
            for role, user in users
            if call[0]._name not in OWN_BUSINESS.get(role, ())
        ]
        dice.shuffle(calls)
        # Whatever is called besides, these take values.
        typed = [
            (role, user, self.env[name], method, None)
            for name in sorted(self.records)
            for method in ("onchange", "web_save", "default_get")
            for role, user in users
            if name not in OWN_BUSINESS.get(role, ())
        ]
        dice.shuffle(typed)
        end = time.monotonic() + FUZZED_SECONDS
        errors, tried = [], 0
        with self._muted():
            for pair in zip(typed, calls, strict=False):
                for role, user, model, name, method in pair:
                    if time.monotonic() > end:
                        break
                    tried += 1
                    outcome = self._attack_with(dice, user, model, name, method, errors)
                    if isinstance(outcome, RAW):
                        errors.append(
                            f"{model._name}.{name} ({role}): {outcome!r:.200}"
                        )
        self.assertFalse(errors, "\n".join(errors))
        self.assertGreater(tried, 150)

    def _attack_with(self, dice, user, model, name, method, errors):
        values = self._nest(dice, model)
        target = self.records.get(model._name)
        ids = target.ids if target else [1]
        context = {}
        if name == "onchange":
            shown = {
                key: {"fields": {"display_name": {}}} if field.relational else {}
                for key, field in model._fields.items()
                if field.type not in ("reference", "binary")
            }
            arguments_ = [
                dice.choice(([], ids)),
                values,
                dice.choice((list(values), [], list(shown))),
                shown,
            ]
        elif name == "web_save":
            shown = {key: {"fields": {"display_name": {}}} for key in values}
            arguments_ = [dice.choice(([], ids)), values, shown]
        elif name == "default_get":
            context = {f"default_{key}": value for key, value in values.items()}
            arguments_ = [list(model._fields)]
        else:
            arguments_ = arguments(model, method, ids, self.records)
            if arguments_ is None:
                return None
            first = 0 if getattr(method, "_api_model", False) else 1
            for place in range(first, len(arguments_)):
                if dice.random() < 0.5:
                    arguments_[place] = (
                        values
                        if isinstance(arguments_[place], dict)
                        else self._fuzz(dice, arguments_[place])
                    )
        return self._call_and_look(
            user, model, name, arguments_, {"context": context}, errors
        )

    def test_methods_of_odoo_on_casework(self):
        users = {
            role: self.foreign[role] for role in ("stranger", "colleague", "officer")
        }
        with self._muted():
            outcomes = self._sweep(users, whole=True, errors_of_others=STUMBLED)
        self.assertGreater(outcomes["refused"], 150, outcomes)

    def test_the_arguments_are_good_enough_for_the_owner(self):
        """The positive twin: the same calls, by whoever may."""
        self.before = self._fingerprint()
        answered, said = 0, []
        with self._muted():
            for model, name, method in self._public_methods():
                outcome = self._attack(self.chief, model, name, method, said)
                answered += outcome is None
        self.assertGreater(answered, 120)
        # The detector finds what is said and what is changed.
        self.assertGreater(sum("said" in error for error in said), 20)
        self.assertGreater(sum("changed" in error for error in said), 10)

    def test_emergency_reader_changes_nothing(self):
        chief = self._new_user("chief", self.sister_office, login="sister_chief")
        case = self.records["self_reliance.case"]
        self.env["self_reliance.emergency.access"].create(
            {
                "user_id": chief.id,
                "case_id": case.id,
                "case_name": case.name,
                "office_id": case.office_id.id,
                "date_start": fields.Datetime.now(),
                "date_end": fields.Datetime.add(fields.Datetime.now(), hours=1),
                "reason": "夜間の相談",
            }
        )
        self.assertTrue(case.with_user(chief).has_access("read"))
        self.before = self._fingerprint()
        errors = []
        with self._muted(), patch.object(type(self), "maxDiff", None):
            for whole in (False, True):
                for model, name, method in self._public_methods(whole):
                    self._attack(chief, model, name, method, errors)
        changed = [error for error in errors if "changed" in error]
        self.assertFalse(changed, "\n".join(changed))
        self.assertGreater(len(errors), 20, "it does read")

    def test_wizards_are_for_whoever_opened_them(self):
        """Wizards hold what is being typed: calls, reasons, minutes."""
        wizards = [
            self.env[name]
            for name in self.env.registry
            if name.startswith("self_reliance.") and self.env[name]._transient
        ]
        self.assertGreater(len(wizards), 14)
        for wizard in wizards:
            for user in (self.counsellor, self.manager, self.officer):
                domain = (
                    self.env["ir.rule"].with_user(user)._compute_domain(wizard._name)
                )
                self.assertIn(f"('create_uid', '=', {user.id})", str(domain))
        call = (
            self.env["self_reliance.intake"]
            .with_user(self.counsellor)
            .create({"visitor_name": SECRET})
        )
        self.assertEqual(call.read(["visitor_name"])[0]["visitor_name"], SECRET)
        for user in (self.colleague, self.chief, self.stranger):
            theirs = call.with_user(user)
            with self._muted(), self.assertRaises(AccessError):
                theirs.read(["visitor_name"])
            with self._muted(), self.assertRaises(AccessError):
                theirs.write({"visitor_name": "x"})
            self.assertFalse(theirs.search([("visitor_name", "=", SECRET)]))
