# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import os
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager

from odoo import sql_db

from .second_database import SecondDatabaseCase, run_sql

LOCK = 20180401
PATIENCE = 120


class KillCase(SecondDatabaseCase):
    """Kills a real Odoo process at a chosen statement, and looks what it left.

    A trigger makes the process wait for a lock that the test holds, in the midst of
    the statement: it is killed there, and not by the clock. A test goes like this::

        with self.unchanged():
            self.kill(
                "env['self_reliance.disposal'].browse(7)._run(); env.cr.commit()",
                table="self_reliance_record",
                operation="DELETE",
            )
        with self.environment() as env:
            env["self_reliance.disposal"].browse(7)._run()
    """

    def kill(self, script, table, operation="INSERT", when="TRUE"):
        """Run a script in ``odoo shell`` and kill it by SIGKILL at a statement.

        :param script: Python for the shell, with ``env``; it has to commit itself
        :param table: table whose row it is about to touch
        :param operation: ``INSERT``, ``UPDATE`` or ``DELETE``
        :param when: SQL condition on ``NEW`` and ``OLD``
        """
        with self._stopping(table, operation, when), self._holding() as find_waiting:
            with tempfile.TemporaryFile("w+") as output:
                process = subprocess.Popen(
                    self.odoo_command("shell", "--log-level=warn"),
                    stdin=subprocess.PIPE,
                    stdout=output,
                    stderr=output,
                    text=True,
                    cwd="/",
                )
                process.stdin.write(script)
                process.stdin.close()
                end = time.monotonic() + PATIENCE
                while not (backend := find_waiting()):
                    if process.poll() is not None or time.monotonic() > end:
                        process.kill()
                        process.wait()
                        output.seek(0)
                        self.fail(f"It never came to {table}: {output.read()}")
                    time.sleep(0.05)
                os.kill(process.pid, signal.SIGKILL)
                self.assertEqual(process.wait(), -signal.SIGKILL)
        # The server's side wakes up, finds nobody there, and gives up.
        end = time.monotonic() + PATIENCE
        while run_sql(f"SELECT 1 FROM pg_stat_activity WHERE pid = {backend}"):
            self.assertLess(time.monotonic(), end, "The connection outlives its end.")
            time.sleep(0.05)

    @contextmanager
    def _stopping(self, table, operation, when):
        run_sql(
            f"""
            CREATE FUNCTION srs_stop() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM pg_advisory_xact_lock({LOCK});
                RETURN COALESCE(NEW, OLD);
            END $$;
            CREATE TRIGGER srs_stop BEFORE {operation} ON {table}
            FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION srs_stop()
            """,
            self.database,
        )
        try:
            yield
        finally:
            run_sql("DROP FUNCTION srs_stop() CASCADE", self.database)

    @contextmanager
    def _holding(self):
        """Hold the lock; yields a function that finds the process waiting for it."""
        with sql_db.db_connect(self.database).cursor() as cr:
            cr._cnx.autocommit = True
            cr.execute("SELECT pg_advisory_lock(%s)", [LOCK])

            def find_waiting():
                cr.execute(
                    "SELECT pid FROM pg_locks WHERE locktype = 'advisory'"
                    " AND objid = %s AND NOT granted",
                    [LOCK],
                )
                row = cr.fetchone()
                return row and row[0]

            try:
                yield find_waiting
            finally:
                cr.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    @contextmanager
    def unchanged(self):
        """Not one row of the database is another after the block."""
        before = self.fingerprint()
        yield
        after = self.fingerprint()
        differing = [name for name in before if before[name] != after[name]]
        self.assertFalse(differing)

    def fingerprint(self):
        """``{table: digest of all its rows}``, but for what only logs."""
        tables = run_sql(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND table_name NOT IN ('bus_bus', 'ir_logging', 'bus_presence')",
            self.database,
        )
        parts = [
            f"SELECT '{table}', (count(*), sum(hashtextextended(t::text, 0)))::text"
            f' FROM "{table}" t'
            for (table,) in tables
        ]
        return dict(run_sql(" UNION ALL ".join(parts), self.database))
