# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The log is not altered unnoticed, not even by statements of the server's own role.

The database refuses to change, delete or empty entries, but for retention, which says
so. Once a day the entries are sealed in a chain: each seal holds a fingerprint of every
entry and of the seal before it. Whoever has the right to change tables can lift the
refusal, but not without breaking the chain; who makes the whole chain anew gives it
another end. So its end is written into the server's own log each day, and belongs
outside the database.
"""

import logging
from contextlib import contextmanager

from odoo import api, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# Transactions that are still open may yet write entries with lower numbers.
OLD_ENOUGH = "1 hour"
BATCH = 1000
# What of an entry never changes, and what a disposal takes out of it.
LASTING = (
    "date",
    "user_id",
    "user_number",
    "user_login",
    "user_name",
    "model",
    "res_id",
    "operation",
    "case_id",
    "office_id",
)
ERASABLE = ("client_id", "detail", "changes")
RETENTION = "self_reliance.retention"

REFUSAL = """
    CREATE OR REPLACE FUNCTION self_reliance_keep_log() RETURNS trigger AS $body$
    BEGIN
        IF current_setting('self_reliance.retention', true) = 'on' THEN
            IF TG_OP = 'UPDATE' THEN
                RETURN NEW;
            END IF;
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'The access log is kept as it was written.'
            USING ERRCODE = 'insufficient_privilege';
    END
    $body$ LANGUAGE plpgsql
"""


class AccessLog(models.Model):
    _inherit = "self_reliance.access.log"

    def init(self):
        self.env.cr.execute(
            "CREATE TABLE IF NOT EXISTS self_reliance_access_log_seal"
            " (id serial PRIMARY KEY,"
            " made timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),"
            " first_id integer NOT NULL, last_id integer NOT NULL,"
            " ids integer[] NOT NULL, lasting bytea NOT NULL, erasable bytea NOT NULL,"
            " dropped boolean NOT NULL DEFAULT false, digest bytea NOT NULL)"
        )
        self.env.cr.execute(REFUSAL)
        for name in ("self_reliance_access_log", "self_reliance_access_log_seal"):
            table = SQL.identifier(name)
            for suffix, event in (
                ("rows", SQL("UPDATE OR DELETE ON %s FOR EACH ROW", table)),
                ("all", SQL("TRUNCATE ON %s FOR EACH STATEMENT", table)),
            ):
                trigger = SQL.identifier(f"self_reliance_keep_{suffix}")
                self.env.cr.execute(
                    SQL("DROP TRIGGER IF EXISTS %s ON %s", trigger, table)
                )
                self.env.cr.execute(
                    SQL(
                        "CREATE TRIGGER %s BEFORE %s"
                        " EXECUTE FUNCTION self_reliance_keep_log()",
                        trigger,
                        event,
                    )
                )
        return super().init()

    @contextmanager
    def _opened_for_retention(self):
        """Let a disposal, which two persons agreed on, take out what it must."""
        set_ = "SELECT set_config(%s, %s, true)"
        self.env.cr.execute(set_, [RETENTION, "on"])
        try:
            yield
        finally:
            self.env.cr.execute(set_, [RETENTION, ""])

    @api.model
    def _get_fingerprint(self, names):
        """SQL of eight bytes that stand for the columns of an entry."""
        columns = [SQL.identifier(n) for n in names if self._fields_stored(n)]
        return SQL(
            "substring(sha256(convert_to(jsonb_build_array(id, %s)::text, 'UTF8'))"
            " for 8)",
            SQL(", ").join(columns),
        )

    @api.model
    def _fields_stored(self, name):
        field = self._fields.get(name)
        return bool(field and field.store)

    @api.model
    def _get_batch(self, condition, limit=None):
        """``(ids, lasting, erasable)`` of entries, oldest first."""
        self.env.cr.execute(
            SQL(
                "SELECT array_agg(id ORDER BY id), string_agg(lasting, '' ORDER BY id),"
                " string_agg(erasable, '' ORDER BY id) FROM (SELECT id, %s AS lasting,"
                " %s AS erasable FROM self_reliance_access_log WHERE %s ORDER BY id"
                " LIMIT %s) entry",
                self._get_fingerprint(LASTING),
                self._get_fingerprint(ERASABLE),
                condition,
                limit,
            )
        )
        ids, lasting, erasable = self.env.cr.fetchone()
        return ids or [], bytes(lasting or b""), bytes(erasable or b"")

    @api.model
    def _cron_seal(self):
        """Seal what was written until an hour ago.

        :return: the end of the chain, hexadecimal
        """
        # One at a time.
        self.env.cr.execute(
            "LOCK TABLE self_reliance_access_log_seal IN EXCLUSIVE MODE"
        )
        while True:
            last, digest = self._get_end()
            ids, lasting, erasable = self._get_batch(
                SQL(
                    "id > %s AND date < (now() AT TIME ZONE 'UTC')"
                    " - CAST(%s AS interval)",
                    last,
                    OLD_ENOUGH,
                ),
                BATCH,
            )
            if not ids:
                break
            self.env.cr.execute(
                SQL(
                    "INSERT INTO self_reliance_access_log_seal"
                    " (first_id, last_id, ids, lasting, erasable, digest)"
                    " SELECT %s, %s, %s::int[], %s, %s, sha256(%s || convert_to("
                    " (%s::int[])::text, 'UTF8') || %s || %s)",
                    last + 1,
                    ids[-1],
                    ids,
                    lasting,
                    erasable,
                    digest,
                    ids,
                    lasting,
                    erasable,
                )
            )
        _logger.info(
            "Access log sealed up to entry %s; end of the chain: %s", last, digest.hex()
        )
        return digest.hex()

    @api.model
    def _get_end(self):
        """Number of the last sealed entry, and the digest of its seal."""
        self.env.cr.execute(
            "SELECT last_id, digest FROM self_reliance_access_log_seal"
            " ORDER BY id DESC LIMIT 1"
        )
        last, digest = self.env.cr.fetchone() or (0, b"")
        return last, bytes(digest)

    @api.model
    def _verify(self, end=None):
        """Compare the entries with their seals.

        :param end: the end of the chain as it was noted outside, hexadecimal; it must
            be one of the chain's digests
        :return: dict: ``entries`` (sealed ones), ``erased`` (whose content is gone, as
            after a disposal, or was changed where nothing but the client stands),
            ``broken`` (what is wrong, the first first; empty when all is well),
            ``end`` (of the chain as it is now)
        """
        result = {"entries": 0, "erased": 0, "broken": [], "end": ""}
        former, last, known = b"", 0, not end
        self.env.cr.execute("SELECT id FROM self_reliance_access_log_seal ORDER BY id")
        for (number,) in self.env.cr.fetchall():
            self.env.cr.execute(
                "SELECT first_id, last_id, ids, lasting, erasable, dropped, digest,"
                " sha256(%s || convert_to(ids::text, 'UTF8') || lasting || erasable)"
                " FROM self_reliance_access_log_seal WHERE id = %s",
                [former, number],
            )
            row = self.env.cr.fetchone()
            first_id, last_id, ids = row[:3]
            lasting, erasable, digest = (bytes(row[n]) for n in (3, 4, 6))
            if digest != bytes(row[7]) or first_id != last + 1:
                result["broken"].append(
                    f"seal {number} (entries {first_id} to {last_id}) does not follow"
                    " the one before it"
                )
            if not row[5]:
                self._verify_batch(result, first_id, last_id, ids, lasting, erasable)
            former, last = digest, last_id
            known = known or digest.hex() == end
            result["entries"] += len(ids)
        if not known:
            result["broken"].append("the end that was noted is not part of the chain")
        result["end"] = former.hex()
        return result

    def _verify_batch(self, result, first_id, last_id, ids, lasting, erasable):
        condition = SQL("id BETWEEN %s AND %s", first_id, last_id)
        now_ids, now_lasting, now_erasable = self._get_batch(condition)
        now = {
            number: (now_lasting[8 * n : 8 * n + 8], now_erasable[8 * n : 8 * n + 8])
            for n, number in enumerate(now_ids)
        }
        broken, suspect = {}, []
        for n, number in enumerate(ids):
            there = now.pop(number, None)
            if there is None:
                broken[number] = "is missing"
            elif there[0] != lasting[8 * n : 8 * n + 8]:
                broken[number] = "was changed"
            elif there[1] != erasable[8 * n : 8 * n + 8]:
                suspect.append(number)
        broken.update(dict.fromkeys(now, "was put in afterwards"))
        if suspect:
            self.env.cr.execute(
                "SELECT id FROM self_reliance_access_log WHERE id = ANY(%s)"
                " AND (detail IS NOT NULL OR changes IS NOT NULL)",
                [suspect],
            )
            changed = [number for (number,) in self.env.cr.fetchall()]
            result["erased"] += len(suspect) - len(changed)
            broken.update(dict.fromkeys(changed, "was changed"))
        result["broken"] += [f"entry {n} {broken[n]}" for n in sorted(broken)]

    @api.model
    def _drop_before(self, day):
        """Delete entries from before a day, whole seals at a time; the chain stays.

        How long a log is kept is for the municipality's rules on documents to say;
        nothing here calls this.

        :param day: ``date``
        :return: how many entries were deleted
        """
        with self._opened_for_retention():
            self.env.cr.execute(
                "UPDATE self_reliance_access_log_seal seal SET dropped = true"
                " WHERE NOT dropped AND NOT EXISTS ("
                " SELECT FROM self_reliance_access_log WHERE id BETWEEN"
                " seal.first_id AND seal.last_id AND date >= %s)"
                " RETURNING first_id, last_id",
                [day],
            )
            number = 0
            for first_id, last_id in self.env.cr.fetchall():
                self.env.cr.execute(
                    "DELETE FROM self_reliance_access_log WHERE id BETWEEN %s AND %s",
                    [first_id, last_id],
                )
                number += self.env.cr.rowcount
        self.env.invalidate_all()
        _logger.info("%s entries of the access log before %s deleted", number, day)
        return number
