# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

# A weekend and the night before it: by then the case's own office is open again.
LONGEST_EMERGENCY = 72


class Municipality(models.Model):
    """What counts as unusual reading, and how long an emergency access lasts.

    No law gives these numbers. Each help text says where its default comes from;
    0 switches a rule off.
    """

    _inherit = "self_reliance.municipality"

    emergency_hours = fields.Integer(
        string="Hours of an Emergency Access",
        default=24,
        aggregator=None,
        help="The longest that one may be asked for, at most 72. Until the next"
        " working day the case's own office can be asked.",
    )
    watch_clients_per_day = fields.Integer(
        string="Clients Opened in One Day",
        default=30,
        aggregator=None,
        help="As many as one counsellor carries by the guideline of 30 to 50 cases:"
        " who opens that many in a day leafs through a whole caseload.",
    )
    watch_outside_cases = fields.Integer(
        string="Cases of Others Opened in a Month",
        default=10,
        aggregator=None,
        help="Cases in which the reader is neither the main counsellor nor in the"
        " team. Below this number nothing is said, so that help among colleagues"
        " and holiday cover do not count.",
    )
    watch_outside_factor = fields.Float(
        string="Times the Own Usual",
        default=2.0,
        aggregator=None,
        help="Cases of others count when there are so many times as many as the"
        " reader's own average of the three months before: chiefs open more of them"
        " than counsellors do.",
    )
    watch_repeated_days = fields.Integer(
        string="Days of Opening Without Work",
        default=3,
        aggregator=None,
        help="A case of others, opened on so many days of the month without anything"
        " made, changed or printed in it.",
    )
    watch_off_hours = fields.Integer(
        string="Openings Outside Office Hours",
        default=10,
        aggregator=None,
        help="In a month: from 22:00 to 5:00 (night work in Art. 37 of the Labour"
        " Standards Act), on Saturdays and Sundays, and from 29 December to"
        " 3 January (holidays of public offices).",
    )
    watch_failed_logins = fields.Integer(
        string="Failed Log-ins",
        default=5,
        aggregator=None,
        help="In a month, of one user. Odoo itself makes a computer wait after five"
        " failures in a row.",
    )

    _emergency_hours_range = models.Constraint(
        f"CHECK(emergency_hours BETWEEN 1 AND {LONGEST_EMERGENCY})",
        "An emergency access lasts from 1 to 72 hours.",
    )
    _watch_not_negative = models.Constraint(
        "CHECK(watch_clients_per_day >= 0 AND watch_outside_cases >= 0 AND"
        " watch_outside_factor >= 0 AND watch_repeated_days >= 0 AND"
        " watch_off_hours >= 0 AND watch_failed_logins >= 0)",
        "The limits of unusual reading cannot be negative.",
    )
