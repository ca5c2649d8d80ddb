# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json

from lxml import etree

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import LOGS, EveryModelCase

# Of the person: in no answer to anybody who may not see the restricted case.
SECRETS = {
    "name": "漏洩野 花子",
    "name_kana": "ロウエイノ ハナコ",
    "phone": "03-5550-1947",
    "city": "漏洩町",
    "street": "一の九の四七",
}
CHILD = "漏洩野 小花"
TOLD = "漏洩野さんの家"


@tagged("post_install", "-at_install", "security")
class TestWalk(EveryModelCase, HttpCase):
    """Through all menus as the web client goes, every answer recorded and searched.

    What a screen shows of a record is whatever its view names, linked names with it:
    a new field, view or menu is walked through without being named here.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = cls._new_records(
            cls.counsellor, cls.chief, cls.officer, is_restricted=True
        )
        records = {record._name: record.sudo() for record in own.values()}
        cls.case = records["self_reliance.case"]
        cls.case.client_id.write(SECRETS)
        cls.case.client_id.household_ids.name = CHILD
        records["self_reliance.concern"].write(
            {"name": TOLD, "told": TOLD, "client_id": cls.case.client_id.id}
        )
        cls.case.with_user(cls.counsellor).message_post(body=TOLD)
        # Things that others see, and that lead to the person.
        records["self_reliance.gathering.participant"].client_id = cls.case.client_id
        cls.env["self_reliance.supervision"].with_user(cls.chief).create(
            {
                "kind": "case_review",
                "office_id": cls.office.id,
                "case_ids": [Command.link(cls.case.id)],
            }
        )
        plain = new_test_user(
            cls.env,
            "srs_plain",
            groups="base.group_user,base.group_partner_manager",
        )
        system = new_test_user(
            cls.env, "srs_system", groups="base.group_user,base.group_system"
        )
        cls.foreign = {
            "clerk": cls.clerk,
            "colleague": cls.colleague,
            "sister": cls.sister,
            "stranger": cls.stranger,
            "officer": cls.officer,
            "admin": cls.admin,
            "plain": plain,
            "system": system,
        }
        cls.env.flush_all()

    def _post(self, route, **params):
        answer = self.url_open(
            route,
            data=json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
            timeout=60,
        )
        self.answers.append((route, params, answer.text))
        return answer.json().get("result")

    def _call(self, model, method, *args, **kwargs):
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=args,
            kwargs=kwargs,
        )

    def _specify(self, model, arch, models_):
        """What the web client asks of a view: its fields, and names of what is linked.

        :return: the specification of ``web_read``
        """
        specification = {}
        for node in arch.iter("field"):
            above = node.iterancestors("field")
            if next(above, None) is not None:
                continue
            name = node.get("name")
            field = models_.get(model, {}).get("fields", {}).get(name)
            if not field:
                continue
            specification[name] = {}
            if field["type"] in ("many2one", "reference"):
                specification[name] = {"fields": {"display_name": {}}}
            elif field["type"] in ("one2many", "many2many"):
                parts = {"display_name": {}}
                for inner in node:
                    if inner.tag in ("list", "kanban", "form"):
                        parts |= self._specify(
                            field["relation"],
                            etree.fromstring(etree.tostring(inner)),
                            models_,
                        )
                specification[name] = {"fields": parts, "limit": 40}
        return specification

    def _walk(self, user):
        """:return: how many screens were opened"""
        self.answers = []
        self.authenticate(user.login, user.login)
        menus = self.url_open("/web/webclient/load_menus")
        self.answers.append(("menus", {}, menus.text))
        actions = {
            menu["actionID"] for menu in menus.json().values() if menu.get("actionID")
        }
        seen = set()
        for action_id in sorted(actions):
            action = self._post("/web/action/load", action_id=action_id)
            if not action or action.get("type") != "ir.actions.act_window":
                continue
            views = [
                view for view in action["views"] if view[1] not in ("search", "qweb")
            ]
            key = (action["res_model"], str(views))
            if key not in seen:
                seen.add(key)
                self._open(action["res_model"], views)
        return len(seen)

    def _open(self, model, views):
        answer = self._call(
            model, "get_views", [*views, [False, "search"]], {"toolbar": True}
        )
        if not answer:
            return
        everything = {"active_test": False}
        for kind, view in answer["views"].items():
            if kind not in ("list", "kanban", "form", "calendar"):
                continue
            specification = self._specify(
                model, etree.fromstring(view["arch"]), answer["models"]
            )
            found = self._call(
                model,
                "web_search_read",
                [],
                {**specification, "display_name": {}}
                if kind != "form"
                else {"display_name": {}},
                limit=40,
                context=everything,
            )
            ids = [row["id"] for row in (found or {}).get("records", ())]
            if kind == "form" and ids:
                # The newest, which are of the victim if any are.
                self._call(model, "web_read", sorted(ids)[-3:], specification)
        fields = answer["models"].get(model, {}).get("fields", {})
        links = [
            name
            for name, field in fields.items()
            if field["type"] == "many2one" and field.get("groupable")
        ]
        for name in links[:2]:
            self._call(model, "web_read_group", [], [name], ["__count"])
        self._call(model, "name_search", "漏洩", [], "ilike", 8)

    def _find(self):
        secrets = {
            json.dumps(text)[1:-1] for text in (*SECRETS.values(), CHILD, TOLD)
        } | {*SECRETS.values(), CHILD, TOLD}
        return {
            (route, text[max(0, text.find(secret) - 300) : text.find(secret) + 40])
            for route, _params, text in self.answers
            for secret in secrets
            if secret in text
        }

    @mute_logger(*LOGS, "odoo.sql_db", "odoo.addons.base.models.ir_model")
    def test_all_menus(self):
        screens = self._walk(self.chief)
        self.assertGreater(screens, 20)
        # The detector finds what is there.
        self.assertGreater(len(self._find()), 8)
        for role, user in self.foreign.items():
            with self.subTest(role=role):
                self._walk(user)
                self.assertFalse(self._find())
