# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.japanese_calendar import fiscal_year, fiscal_year_bounds

CODE_WEIGHTS = (6, 5, 4, 3, 2)


def local_government_check_digit(five_digits):
    """Check digit of a local government code (全国地方公共団体コード).

    :param five_digits: str of five digits: prefecture (2) and municipality (3)
    :return: str, one digit
    """
    total = sum(
        int(digit) * weight
        for digit, weight in zip(five_digits, CODE_WEIGHTS, strict=True)
    )
    return str((11 - total % 11) % 10)


# The usual wording of the two laws' instruction: 行政不服審査法 (Articles 18 and 82)
# and 行政事件訴訟法 (Articles 14 and 46). The municipality corrects it where its own
# differs.
APPEAL_TEXT = (
    "１　この決定に不服がある場合は、この決定があったことを知った日の翌日から起算して"
    "３か月以内に、{head}に対して審査請求をすることができます。ただし、この決定の日の"
    "翌日から起算して１年を経過したときは、審査請求をすることができなくなります。\n"
    "２　この決定の取消しの訴えは、この決定（審査請求をした場合は、その裁決）があった"
    "ことを知った日の翌日から起算して６か月以内に、{municipality}を被告として提起する"
    "ことができます。ただし、この決定（又は裁決）の日の翌日から起算して１年を経過した"
    "ときは、訴えを提起することができなくなります。"
)


class Municipality(models.Model):
    """The municipality that carries out the Act and decides on plans (実施主体)."""

    _name = "self_reliance.municipality"
    _description = "Municipality"
    _inherit = [
        "self_reliance.fiscal.sequence.mixin",
        "self_reliance.staff.mixin",
        "self_reliance.change.log.mixin",
    ]
    _order = "code, name"
    # Of a municipality as a whole, no office's.
    _log_parent = False

    name = fields.Char(required=True)
    code = fields.Char(
        string="Local Government Code",
        size=6,
        help="Six digits, the last of them the check digit.",
    )
    partner_id = fields.Many2one("res.partner", string="Contact")
    addressee = fields.Char(
        help="Printed before 殿 on application forms, for example the mayor's title.",
    )
    notice_title = fields.Char(
        string="Title of the Notice of a Decision",
        help="Empty: 支援決定通知書. There is no national form of the notice.",
    )
    confirmation_title = fields.Char(
        string="Title of the Notice of a Confirmation",
        help="Empty: 支援内容確認通知書.",
    )
    notice_text = fields.Text(
        string="Text of the Notice",
        help="Printed above the services; the municipality's own wording.",
    )
    appeal_text = fields.Text(
        string="Instruction on Appeals",
        default=APPEAL_TEXT,
        help="Printed below notices of decisions, and of their revocation:"
        " {head} stands for the addressee, {municipality} for the name.",
    )
    notice_sender = fields.Char(
        string="Sender of Notices",
        help="Post and name, such as 港市福祉事務所長　港 太郎. Empty: the addressee.",
    )
    notice_contact = fields.Text(
        string="Contact on Notices", help="Section in charge, address and telephone."
    )
    notice_mark = fields.Char(
        string="Document Mark",
        help="Printed before the number, such as 港福第.",
    )
    active = fields.Boolean(default=True)
    user_ids = fields.Many2many(
        "res.users",
        "self_reliance_municipality_users_rel",
        "municipality_id",
        "user_id",
        string="Municipal Officers",
    )
    office_ids = fields.One2many(
        "self_reliance.office", "municipality_id", string="Support Offices"
    )
    population_ids = fields.One2many(
        "self_reliance.municipality.population",
        "municipality_id",
    )

    _code_unique = models.Constraint(
        "UNIQUE(code)", "Another municipality has this local government code."
    )

    # Decisions are numbered without gaps, so that a missing one would be seen.

    def _next_fiscal_number(self, day):
        return self._next_fiscal_numbers(day, 1)[0]

    def _next_fiscal_numbers(self, day, count):
        """Draw the next numbers of the fiscal year that ``day`` falls in.

        :return: list of str
        """
        self.ensure_one()
        year = fiscal_year(day)
        # Numbers belong to the settings; whoever decides gets his, and nothing else.
        drawn = self.env["self_reliance.decision.number"].sudo()
        number = self.sudo()._get_next_numbers().get(fiscal_year_bounds(year)[0], 1)
        return [
            self._format_fiscal_number(year, number)
            for number in drawn._draw(self, year, number, count)
        ]

    def _get_next_numbers(self):
        """From what was drawn; numbers of former versions stand in the sequence."""
        numbers = super()._get_next_numbers()
        for year, last in self.env["self_reliance.decision.number"]._read_group(
            [("municipality_id", "=", self.id)], ["fiscal_year"], ["number:max"]
        ):
            start = fiscal_year_bounds(year)[0]
            numbers[start] = max(numbers.get(start, 1), last + 1)
        return dict(sorted(numbers.items()))

    @api.constrains("code")
    def _check_code(self):
        for municipality in self.filtered("code"):
            code = municipality.code
            if not (
                len(code) == 6
                and code.isascii()
                and code.isdigit()
                and local_government_check_digit(code[:5]) == code[5]
            ):
                raise ValidationError(
                    self.env._(
                        "%(code)s is not a local government code. It has six digits,"
                        " the last one a check digit; please compare it with the"
                        " official list.",
                        code=code,
                    )
                )
