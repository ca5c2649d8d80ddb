# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import inspect
import io
import os
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo.modules.module import Manifest
from odoo.tests import tagged
from odoo.tools import config

from ...tools.plain_format import PARENTS, model_name
from ..common import MODULE
from .common import prepare_case
from .second_database import (
    SecondDatabaseCase,
    create_database,
    require_template,
    run_sql,
)

REPO = Path(__file__).resolve().parents[2]
# What hangs on the records, and whom they name: Odoo adds rows of its own here.
OTHER_TABLES = {
    "mail_message": "model LIKE 'self_reliance.%'",
    "ir_attachment": "res_model LIKE 'self_reliance.%'",
    "res_users": "login = 'srs_counsellor'",
    "res_partner": "name = '相談 花子'",
}
# An administrator's own wording and choices, all of which an update must keep.
CORRECTIONS = """
env["self_reliance.form.edition.text"].search([], limit=1).text = "自治体の文言"
code = env.ref("self_reliance_support.code_topic_housing")
code.write({"name": "住まいについて", "active": False})
env.ref("self_reliance_support.service_shelter").name = "一時生活（独自）"
env.ref("self_reliance_support.cron_print").active = False
env["self_reliance.assessment.question"].search([], limit=1).active = False
rule = env["self_reliance.service.rule"].search([], limit=1).condition = "独自の条件"
"""


def find_previous():
    """The last release before this commit, or what the environment names; or None."""
    named = os.environ.get("SELF_RELIANCE_PREVIOUS")
    if named:
        return named
    git = ["git", "-C", str(REPO)]
    options = {"capture_output": True, "text": True}
    head = subprocess.run([*git, "rev-parse", "HEAD"], **options)
    tags = subprocess.run(
        [*git, "tag", "--list", "v19.0.*", "--merged", "HEAD", "--sort=-v:refname"]
        + ["--format=%(refname:short) %(*objectname)%(objectname)"],
        **options,
    )
    if head.returncode or tags.returncode:
        return None
    for line in tags.stdout.splitlines():
        name, commits = line.split()
        # Of an annotated tag the commit comes first, then the tag's own object.
        if not commits.startswith(head.stdout.strip()):
            return name
    return None


@tagged("post_install", "-at_install")
class TestUpgrade(SecondDatabaseCase):
    """Data of the last release, and an administrator's corrections, survive -u.

    Without a release before this one (or without its tag in the clone) the present
    version is updated onto itself, which keeps the corrections as well.
    """

    def _unpack(self, revision):
        """The addon as it was, in a folder of its own; gives the addons path."""
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        archive = subprocess.run(
            ["git", "-C", str(REPO), "archive", revision],
            capture_output=True,
            check=True,
        )
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
            files.extractall(Path(folder.name) / MODULE, filter="data")
        others = [
            path for path in config["addons_path"] if not (Path(path) / MODULE).exists()
        ]
        return ",".join([folder.name, *others])

    def _run_with(self, path, *arguments, script=None):
        options = [f"--addons-path={path}"] if path else []
        logged = self.odoo(*arguments, *options, "--log-level=warn", script=script)
        self.assertNotIn(" ERROR ", logged)
        if not path:
            # What an old version warned of cannot be mended any more.
            self.assertNotIn(" WARNING ", logged)

    def _read_rows(self):
        """``{table: {column: digest}}`` of all that people have entered."""
        tables = {
            model_name(name).replace(".", "_"): "TRUE" for name in PARENTS
        } | OTHER_TABLES
        known = {}
        for table, column in run_sql(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' ORDER BY 1, 2",
            self.database,
        ):
            known.setdefault(table, []).append(column)
        rows = {}
        for table, condition in tables.items():
            columns = [c for c in known.get(table, ()) if c != "write_date"]
            parts = ", ".join(
                f"md5(string_agg(coalesce(\"{column}\"::text, '∅'), '|' ORDER BY id))"
                for column in columns
            )
            if parts:
                [values] = run_sql(
                    f'SELECT count(*), {parts} FROM "{table}" WHERE {condition}',
                    self.database,
                )
                rows[table] = dict(zip(["", *columns], values, strict=True))
        return rows

    def test_update(self):
        previous = find_previous()
        path = None
        if previous:
            path = self._unpack(previous)
            create_database(
                self.database, require_template("SELF_RELIANCE_BASE_DATABASE")
            )
            self._run_with(path, f"--init={MODULE}", "--stop-after-init")
        prepare = (
            "from odoo import Command\nimport base64\n"
            f"MODULE = {MODULE!r}\n{inspect.getsource(prepare_case)}\n"
            f"prepare_case(env)\n{CORRECTIONS}\nenv.cr.commit()\n"
        )
        self._run_with(path, "shell", script=prepare)
        before = self._read_rows()
        self.assertEqual(before["self_reliance_case"][""], 1)

        self._run_with(None, f"--update={MODULE}", "--stop-after-init")

        after = self._read_rows()
        for table, columns in before.items():
            self.assertIn(table, after)
            kept = {c: after[table][c] for c in columns if c in after[table]}
            self.assertEqual(kept, {c: columns[c] for c in kept}, table)
        [(version,)] = run_sql(
            f"SELECT latest_version FROM ir_module_module WHERE name = '{MODULE}'",
            self.database,
        )
        self.assertEqual(version, Manifest.for_addon(MODULE)["version"])
        self._check_corrections()

    def _check_corrections(self):
        with self.environment() as env:
            texts = env["self_reliance.form.edition.text"].search([], limit=1)
            self.assertEqual(texts.text, "自治体の文言")
            code = env.ref(f"{MODULE}.code_topic_housing")
            self.assertEqual((code.name, code.active), ("住まいについて", False))
            service = env.ref(f"{MODULE}.service_shelter")
            self.assertEqual(service.name, "一時生活（独自）")
            self.assertFalse(env.ref(f"{MODULE}.cron_print").active)
            questions = env["self_reliance.assessment.question"]
            archived = questions.search([("active", "=", False)])
            self.assertEqual(len(archived), 1)
            self.assertTrue(
                env["self_reliance.service.rule"].search_count(
                    [("condition", "=", "独自の条件")]
                )
            )
            case = env["self_reliance.case"].search([])
            self.assertEqual(case.request, "家賃が払えない")
            self.assertEqual(case.message_ids.attachment_ids.raw.decode(), "折り返す")
