# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import config

from ...models.access.shipped_rights import (
    MODULE,
    PERMISSIONS,
    read_accesses,
    read_groups,
    read_rules,
    squeeze,
)

# Odoo's modules that send something out of the house by themselves.
SPEAKING = (
    "snailmail",
    "sms",
    "iap_mail",
    "partner_autocomplete",
    "web_unsplash",
    "google_gmail",
    "microsoft_outlook",
    "mail_bot",
)


class SecurityCheck(models.TransientModel):
    """What of this database is open, and which rules differ from the shipped ones."""

    _name = "self_reliance.security.check"
    _description = "Check of Safety"

    findings = fields.Html(compute="_compute_findings", sanitize=False)
    finding_count = fields.Integer(compute="_compute_findings")

    @api.depends_context("uid", "lang")
    def _compute_findings(self):
        for check in self:
            findings = check._get_findings()
            check.finding_count = len(findings)
            check.findings = (
                Markup("<ul>%s</ul>")
                % Markup().join(Markup("<li>%s</li>") % text for text in findings)
                if findings
                else Markup("<p>%s</p>") % self.env._("Nothing was found open.")
            )

    def _get_findings(self):
        """:return: list of sentences"""
        # What is looked at are settings and rules of the database, no casework.
        check = self.sudo()
        return [
            *check._find_open_settings(),
            *check._find_accesses(),
            *check._find_rules(),
            *check._find_groups(),
            *check._find_views_and_actions(),
        ]

    def _find_open_settings(self):
        env = self.env
        parameters = env["ir.config_parameter"]
        users = env["res.users"]
        if (
            hasattr(users, "_get_signup_invitation_scope")
            and users._get_signup_invitation_scope() == "b2c"
        ):
            yield env._(
                "Public sign-up is open: anybody can make an account. Settings, General"
                " Settings, Customer Account: “On invitation”."
            )
        if int(parameters.get_param("base.login_cooldown_after", 5)) == 0:
            yield env._(
                "Failed log-ins make nobody wait: the parameter"
                " base.login_cooldown_after is 0."
            )
        if not config["proxy_mode"]:
            yield env._(
                "proxy_mode is off: behind a proxy all users seem to come from one"
                " address."
            )
        if config["list_db"]:
            yield env._("list_db is on: the pages for managing databases are open.")
        if not (parameters.get_param("web.base.url") or "").startswith("https://"):
            yield env._("The address of this database (web.base.url) is not HTTPS.")
        without = self._get_without_second_factor()
        if without:
            yield env._(
                "%(number)s people of the casework log in without a second factor:"
                " %(names)s",
                number=len(without),
                names=", ".join(without[:20].mapped("name")),
            )
        speaking = env["ir.module.module"].search(
            [("state", "=", "installed"), ("name", "in", SPEAKING)]
        )
        if speaking:
            yield env._(
                "These modules speak to services outside: %s. See docs/deployment.md"
                " for how to shut each.",
                ", ".join(sorted(speaking.mapped("name"))),
            )

    def _get_without_second_factor(self):
        users = self.env["res.users"].search([("share", "=", False)])
        if "totp_enabled" not in users._fields:
            return users.filtered(lambda user: user._is_in_casework())
        return users.filtered(
            lambda user: not user.totp_enabled and user._is_in_casework()
        )

    def _get_names(self, records):
        """External ids, as a set."""
        return {name for name in records.get_external_id().values() if name}

    def _find_accesses(self):
        env = self.env
        shipped = read_accesses()
        for name, wanted in shipped.items():
            access = env.ref(name, raise_if_not_found=False)
            if not access or not access.active:
                yield env._("Access right %s is missing or switched off.", name)
                continue
            found = {
                "group": "".join(self._get_names(access.group_id)),
                **{perm: access[perm] for perm in PERMISSIONS},
            }
            changed = [key for key, value in wanted.items() if found[key] != value]
            if changed:
                yield env._(
                    "Access right %(name)s differs: %(fields)s",
                    name=name,
                    fields=", ".join(changed),
                )
        accesses = env["ir.model.access"].search(
            [("model_id.model", "=like", "self_reliance.%")]
        )
        for access in accesses:
            name = access.get_external_id()[access.id]
            if name not in shipped:
                yield env._(
                    "Access right %(name)s on %(model)s was added.",
                    name=name or access.name,
                    model=access.model_id.model,
                )

    def _find_rules(self):
        env = self.env
        shipped = read_rules()
        for name, wanted in shipped.items():
            rule = env.ref(name, raise_if_not_found=False)
            if not rule or not rule.active:
                yield env._("Record rule %s is missing or switched off.", name)
                continue
            found = {
                "domain": squeeze(rule.domain_force),
                "groups": self._get_names(rule.groups),
                **{perm: rule[perm] for perm in PERMISSIONS},
            }
            changed = [key for key, value in wanted.items() if found[key] != value]
            if changed:
                yield env._(
                    "Record rule %(name)s differs: %(fields)s",
                    name=name,
                    fields=", ".join(changed),
                )
        rules = env["ir.rule"].search([("model_id.model", "=like", "self_reliance.%")])
        for rule in rules:
            name = rule.get_external_id()[rule.id]
            if name not in shipped:
                yield env._(
                    "Record rule %(name)s on %(model)s was added.",
                    name=name or rule.name,
                    model=rule.model_id.model,
                )

    def _find_groups(self):
        env = self.env
        shipped = read_groups()
        ours = env["res.groups"]
        for name, wanted in shipped.items():
            group = env.ref(name, raise_if_not_found=False)
            if not group:
                yield env._("Group %s is missing.", name)
                continue
            ours |= group
            added = self._get_names(group.implied_ids) ^ wanted
            if added:
                yield env._(
                    "Group %(name)s gives other groups than shipped: %(groups)s",
                    name=name,
                    groups=", ".join(sorted(added)),
                )
        for group in env["res.groups"].search([("id", "not in", ours.ids)]):
            given = group.implied_ids & ours
            if given:
                yield env._(
                    "Group “%(group)s” gives groups of the casework: %(groups)s",
                    group=group.full_name,
                    groups=", ".join(given.mapped("name")),
                )

    def _find_views_and_actions(self):
        env = self.env
        views = env["ir.ui.view"].search([("model", "=like", "self_reliance.%")])
        for view in views:
            name = view.xml_id or ""
            if view.arch_updated or not name.startswith(f"{MODULE}."):
                yield env._("View %s was changed or added.", name or view.name)
        actions = env["ir.actions.server"].search(
            [
                "|",
                ("model_id.model", "=like", "self_reliance.%"),
                ("code", "ilike", "self_reliance"),
            ]
        )
        for action in actions:
            name = action.get_external_id()[action.id]
            if not name.startswith(f"{MODULE}."):
                yield env._(
                    "Server action “%s” works on casework and was added.", action.name
                )
