# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...tools.groups import MANAGER
from ...tools.japan_days import clock_in_japan, japan_today, midnight
from ...tools.name_folding import fold_name

USUAL_MONTHS = 3
EXAMPLES = 5
RULES = [
    ("clients_per_day", "Many clients in one day"),
    ("outside_cases", "More cases of others than usual"),
    ("repeated", "Opened again and again without work"),
    ("restricted", "Restricted cases of others"),
    ("same_name", "Cases of others with the reader's family name"),
    ("off_hours", "Outside office hours"),
    ("export", "Exports"),
    ("emergency", "Emergency access"),
    ("login_failed", "Failed log-ins"),
    ("rights", "Changed rules of access"),
]


def month_bounds(month):
    """First moment of a month in Japan and of the next one, as naive UTC."""
    return midnight(month), midnight(month + relativedelta(months=1))


class AccessDigest(models.Model):
    """What was unusual in the reading of an office's cases in a month.

    Computed from the access log by the rules of :meth:`_get_findings`, whose limits
    are settings of the municipality. It says where to ask, not who did wrong: names
    are in their own order, not by number. Made by the job of the first of each
    month; the manager adds a remark and marks it as looked at.
    """

    _name = "self_reliance.access.digest"
    _description = "Digest of Unusual Reading"
    _inherit = [
        "self_reliance.guard.mixin",
        "self_reliance.chatter.mixin",
        "self_reliance.job.mixin",
    ]
    _order = "month desc, office_id"
    _log_parent = "office_id"

    office_id = fields.Many2one(
        "self_reliance.office",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        fixed=True,
    )
    month = fields.Date(required=True, readonly=True, help="Its first day.", fixed=True)
    line_ids = fields.One2many(
        "self_reliance.access.digest.line", "digest_id", string="Unusual Reading"
    )
    finding_count = fields.Integer(string="Findings", compute="_compute_finding_count")
    remark = fields.Text(help="What was asked, and what it turned out to be.")
    looked_date = fields.Datetime(string="Looked At", readonly=True, guarded=True)
    looked_by_id = fields.Many2one(
        "res.users", string="Looked At By", readonly=True, guarded=True
    )

    _once_a_month = models.Constraint(
        "UNIQUE(office_id, month)", "There is a digest of this month already."
    )

    @api.depends("office_id.name", "month")
    def _compute_display_name(self):
        for digest in self:
            month = f"{digest.month:%Y-%m}" if digest.month else ""
            digest.display_name = f"{digest.office_id.name or ''} {month}"

    @api.depends("line_ids")
    def _compute_finding_count(self):
        for digest in self:
            digest.finding_count = len(digest.line_ids)

    def action_mark_looked(self):
        """The manager has looked at the findings.

        :raises AccessError: not the manager of the office
        """
        self.check_access("write")
        if not self.env.user._is_manager_of(self.office_id):
            raise AccessError(self.env._("The office manager looks at the digest."))
        # Guarded against users; the manager's right was checked above.
        self.filtered(lambda digest: not digest.looked_date).sudo().write(
            {"looked_date": fields.Datetime.now(), "looked_by_id": self.env.uid}
        )
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    @api.model
    def _cron_make(self):
        """Make the digests that are not there yet, up to last month's.

        A server that stood still for months, or an office for which it failed, gets
        those of the months between as well.
        """
        last = japan_today().replace(day=1) - relativedelta(months=1)
        month = self.search([], order="month", limit=1).month or last
        offices = self.env["self_reliance.office"]
        while month <= last:
            _start, end = month_bounds(month)
            self._make(month, offices.search([("create_date", "<", end)]))
            month += relativedelta(months=1)

    @api.model
    def _make(self, month, offices=None):
        """One digest of each office for a month.

        :param month: ``date``, the first day
        :param offices: ``self_reliance.office``; all if not given
        """
        if offices is None:
            # There are a few in a database.
            # pylint: disable-next=no-search-all
            offices = self.env["self_reliance.office"].search([])
        made = self.search([("month", "=", month)]).office_id
        self._run_each(
            f"_cron_make {month:%Y-%m}",
            offices - made,
            lambda office: self._make_for(office, month),
        )

    @api.model
    def _make_for(self, office, month):
        digest = self.create(
            {
                "office_id": office.id,
                "month": month,
                "line_ids": [
                    Command.create(vals) for vals in self._get_findings(office, month)
                ],
            }
        )
        if digest.line_ids:
            digest._tell_managers()

    def _tell_managers(self):
        for user in self.office_id.user_ids:
            if user.has_group(MANAGER) and self._get_reminded(self, user):
                self.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Unusual reading: please look"),
                    user_id=user.id,
                )

    # the rules

    @api.model
    def _get_findings(self, office, month):
        """What the rules say of an office's month.

        :return: list of values of lines
        """
        self.env["self_reliance.case"].flush_model(["user_id", "is_restricted"])
        limits = office.municipality_id
        findings = []
        for rule, find in self._get_finders().items():
            # A limit of 0 switches its rule off.
            for user, number, usual, cases in find(office, month, limits):
                findings.append(
                    {
                        "user_id": user,
                        "rule": rule,
                        "number": number,
                        "usual": usual,
                        "case_ids": [Command.set(cases[:EXAMPLES])],
                    }
                )
        names = {
            user.id: user.name or ""
            for user in self.env["res.users"]
            .with_context(active_test=False)
            .browse({vals["user_id"] for vals in findings} - {None})
            .exists()
        }
        for vals in findings:
            # The log tells of accounts that have been deleted since.
            if vals["user_id"] not in names:
                vals["user_id"] = None
        return sorted(findings, key=lambda vals: names.get(vals["user_id"], ""))

    def _get_finders(self):
        """The method of each rule, in the order of ``RULES``."""
        return {
            "clients_per_day": self._find_clients_per_day,
            "outside_cases": self._find_outside_cases,
            "repeated": self._find_repeated,
            "restricted": self._find_restricted,
            "same_name": self._find_same_name,
            "off_hours": self._find_off_hours,
            "export": self._find_export,
            "emergency": self._find_emergency,
            "login_failed": self._find_login_failed,
            "rights": self._find_rights,
        }

    def _query(self, office, start, stop, select, tail, *params):
        """Rows of the office's log between two moments, with what the rules ask.

        ``log`` has the columns ``user_id``, ``case_id``, ``client_id``,
        ``operation``, ``date``, ``moment`` (in Japan) and ``is_own``: whether the
        reader is the case's main counsellor or in its team, as they are now.
        """
        return self.env.execute_query(
            SQL(
                """
                WITH log AS (
                    SELECT entry.user_number AS user_id, entry.case_id,
                           entry.client_id,
                           entry.operation, entry.date,
                           %s AS moment,
                           own.user_id IS NOT NULL AS is_own
                      FROM self_reliance_access_log entry
                      LEFT JOIN (
                          SELECT id AS case_id, user_id FROM self_reliance_case
                           WHERE user_id IS NOT NULL
                           UNION
                          SELECT case_id, user_id FROM self_reliance_case_team_rel
                      ) own
                        ON own.case_id = entry.case_id
                       AND own.user_id = entry.user_number
                     WHERE entry.office_id = %s
                       AND entry.date >= %s AND entry.date < %s
                )
                SELECT %s FROM log %s
                """,
                clock_in_japan(SQL("entry.date")),
                office.id,
                start,
                stop,
                SQL(select),  # pylint: disable=sql-injection
                SQL(tail, *params),  # pylint: disable=sql-injection
            )
        )

    @api.model
    def _find_clients_per_day(self, office, month, limits):
        """The most clients whose data somebody opened in one day of the month."""
        if not limits.watch_clients_per_day:
            return []
        rows = self._query(
            office,
            *month_bounds(month),
            "user_id, count(DISTINCT client_id)",
            "WHERE operation = 'open' GROUP BY user_id, moment::date"
            " HAVING count(DISTINCT client_id) >= %s",
            limits.watch_clients_per_day,
        )
        most = {}
        for user, number in rows:
            most[user] = max(number, most.get(user, 0))
        return [(user, number, 0, []) for user, number in most.items()]

    @api.model
    def _find_outside_cases(self, office, month, limits):
        """Cases of others, far above what the same reader usually opens."""
        if not limits.watch_outside_cases:
            return []
        select = "user_id, count(DISTINCT case_id), (array_agg(DISTINCT case_id))[1:5]"
        tail = "WHERE operation = 'open' AND NOT is_own AND case_id IS NOT NULL"
        usual = {}
        for back in range(1, USUAL_MONTHS + 1):
            bounds = month_bounds(month - relativedelta(months=back))
            for user, number, _cases in self._query(
                office, *bounds, select, tail + " GROUP BY user_id"
            ):
                usual[user] = usual.get(user, 0) + number / USUAL_MONTHS
        rows = self._query(
            office,
            *month_bounds(month),
            select,
            tail + " GROUP BY user_id HAVING count(DISTINCT case_id) >= %s",
            limits.watch_outside_cases,
        )
        return [
            (user, number, usual.get(user, 0), cases)
            for user, number, cases in rows
            if number > limits.watch_outside_factor * usual.get(user, 0)
        ]

    @api.model
    def _find_repeated(self, office, month, limits):
        """Cases of others, opened on several days without anything done in them."""
        if not limits.watch_repeated_days:
            return []
        rows = self._query(
            office,
            *month_bounds(month),
            "user_id, case_id",
            "WHERE NOT is_own AND case_id IS NOT NULL AND user_id IS NOT NULL"
            " AND NOT EXISTS ("
            " SELECT FROM self_reliance_municipality_users_rel officer"
            " WHERE officer.user_id = log.user_id)"
            " GROUP BY user_id, case_id"
            " HAVING count(DISTINCT moment::date) FILTER (WHERE operation = 'open')"
            " >= %s AND NOT bool_or(operation IN"
            " ('create', 'change', 'delete', 'decide', 'print'))",
            limits.watch_repeated_days,
        )
        return self._by_user(rows)

    @api.model
    def _find_restricted(self, office, month, _limits):
        """Restricted cases, opened by whoever is not in their team."""
        rows = self._query(
            office,
            *month_bounds(month),
            "DISTINCT log.user_id, log.case_id",
            "JOIN self_reliance_case restricted ON restricted.id = log.case_id"
            " AND restricted.is_restricted"
            " WHERE operation = 'open' AND NOT is_own",
        )
        return self._by_user(rows)

    @api.model
    def _find_same_name(self, office, month, _limits):
        """Clients of others who have the family name of the reader.

        Names are compared where both are written with a space after the family name,
        or where the client's begins with a family name of two characters or more.
        """
        rows = self._query(
            office,
            *month_bounds(month),
            "DISTINCT log.user_id, log.case_id, client.name, partner.name",
            "JOIN self_reliance_client client ON client.id = log.client_id"
            " JOIN res_users reader ON reader.id = log.user_id"
            " JOIN res_partner partner ON partner.id = reader.partner_id"
            " WHERE operation = 'open' AND NOT is_own AND log.case_id IS NOT NULL",
        )
        return self._by_user(
            (user, case)
            for user, case, client, reader in rows
            if self._is_same_family(client, reader)
        )

    @api.model
    def _is_same_family(self, client, reader):
        parts, words = (client or "").split(), (reader or "").split()
        if len(words) < 2 or not parts:
            return False
        family = fold_name(words[0])
        if len(parts) > 1:
            return fold_name(parts[0]) == family
        return len(family) > 1 and fold_name(parts[0]).startswith(family)

    @api.model
    def _find_off_hours(self, office, month, limits):
        """Openings at night, on Saturdays and Sundays, and at the turn of the year.

        A case that somebody goes through within an hour was opened once, whatever
        pages, plans and records of it were read.
        """
        if not limits.watch_off_hours:
            return []
        number = "count(DISTINCT (client_id, case_id, date_trunc('hour', moment)))"
        rows = self._query(
            office,
            *month_bounds(month),
            f"user_id, {number}",
            "WHERE operation = 'open' AND ("
            " extract(hour FROM moment) >= 22 OR extract(hour FROM moment) < 5"
            " OR extract(isodow FROM moment) > 5"
            " OR to_char(moment, 'MMDD') >= '1229'"
            " OR to_char(moment, 'MMDD') <= '0103')"
            f" GROUP BY user_id HAVING {number} >= %s",
            limits.watch_off_hours,
        )
        return [(user, number, 0, []) for user, number in rows]

    @api.model
    def _find_export(self, office, month, _limits):
        """Each export; the rows of one were written at one moment."""
        rows = self._query(
            office,
            *month_bounds(month),
            "user_id, count(DISTINCT date)",
            "WHERE operation = 'export' GROUP BY user_id",
        )
        return [(user, number, 0, []) for user, number in rows]

    @api.model
    def _find_emergency(self, office, month, _limits):
        """Emergency accesses to the office's cases, and attempts at one."""
        rows = self._query(
            office,
            *month_bounds(month),
            "user_id, count(*), array_remove(array_agg(DISTINCT case_id), NULL)",
            "WHERE operation = 'emergency' GROUP BY user_id",
        )
        return [(user, number, 0, cases) for user, number, cases in rows]

    @api.model
    def _find_login_failed(self, office, month, limits):
        if not limits.watch_failed_logins:
            return []
        rows = self._query(
            office,
            *month_bounds(month),
            "user_id, count(*)",
            "WHERE operation = 'login_failed' GROUP BY user_id HAVING count(*) >= %s",
            limits.watch_failed_logins,
        )
        return [(user, number, 0, []) for user, number in rows]

    @api.model
    def _find_rights(self, office, month, _limits):
        """Rules, groups, views and server actions of the casework that were changed."""
        rows = self._query(
            office,
            *month_bounds(month),
            "user_id, count(*)",
            "WHERE operation = 'rights' GROUP BY user_id",
        )
        return [(user, number, 0, []) for user, number in rows]

    @api.model
    def _by_user(self, pairs):
        """``(user, number of cases, 0, cases)`` from pairs (user, case)."""
        cases = {}
        for user, case in pairs:
            cases.setdefault(user, []).append(case)
        return [(user, len(found), 0, found) for user, found in cases.items()]
