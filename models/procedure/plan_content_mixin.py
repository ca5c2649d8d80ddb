# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.tools import SQL

# Of the transaction: rows of any plan are written as another database, or the list of
# a disposal, says. Nobody sets it but the server.
OPEN_ROWS = "self_reliance.open_rows"
# The person has signed, and nothing was decided yet that could be corrected (修正).
SIGNED_STATES = ("agreed", "endorsed")


class PlanContentMixin(models.AbstractModel):
    """Rows of a plan: locked with it, and never moved to another one."""

    _name = "self_reliance.plan.content.mixin"
    _description = "Row of a Plan"
    _inherit = ["self_reliance.guard.mixin"]
    _locked_parents = ("plan_id",)
    _log_parent = "plan_id"
    # What is learned while the plan runs, and is no part of what was signed.
    _unlocked_fields = frozenset()

    # What was signed, as columns; others follow from them or tell how it went.
    _signed_columns = ()

    def init(self):
        """Have the database refuse what reaches the rows of a signed plan.

        It locks the plan as it stands: a row that comes later than the signature is
        refused, on whatever way it came.
        """
        if not self._signed_columns:
            return
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION self_reliance_check_plan_row()
                RETURNS trigger LANGUAGE plpgsql AS $function$
                BEGIN
                    IF current_setting(%(setting)s, true) = 'on' THEN
                        RETURN COALESCE(NEW, OLD);
                    END IF;
                    PERFORM FROM self_reliance_plan plan
                      WHERE plan.id = COALESCE(NEW.plan_id, OLD.plan_id)
                        AND plan.state = ANY(%(states)s)
                        FOR SHARE;
                    IF FOUND THEN
                        RAISE EXCEPTION 'The person has signed this plan: its rows stay'
                            ' as they are.'
                            USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME;
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                END $function$
                """,
                setting=OPEN_ROWS,
                states=list(SIGNED_STATES),
            )
        )
        table = SQL.identifier(self._table)
        columns = SQL(", ").join(map(SQL.identifier, self._signed_columns))
        old, new = (
            SQL(", ").join(
                SQL("%s.%s", SQL(row), SQL.identifier(name))
                for name in self._signed_columns
            )
            for row in ("OLD", "NEW")
        )
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE TRIGGER self_reliance_signed_rows
                BEFORE INSERT OR DELETE ON %(table)s
                FOR EACH ROW EXECUTE FUNCTION self_reliance_check_plan_row();
                CREATE OR REPLACE TRIGGER self_reliance_signed_words
                BEFORE UPDATE OF %(columns)s ON %(table)s
                FOR EACH ROW WHEN ((%(old)s) IS DISTINCT FROM (%(new)s))
                EXECUTE FUNCTION self_reliance_check_plan_row()
                """,
                table=table,
                columns=columns,
                old=old,
                new=new,
            )
        )

    @api.model
    def _open_rows(self, is_open=True):
        """Let this transaction write rows of signed plans, to the end of it.

        For data that come from, or leave with, a whole case, and for what the
        municipality grants for a row.
        """
        self.env.flush_all()
        value = "on" if is_open else "off"
        self.env.cr.execute("SELECT set_config(%s, %s, true)", [OPEN_ROWS, value])

    @api.model_create_multi
    def create(self, vals_list):
        # Before the database refuses it without saying what to do.
        default = self.env.context.get("default_plan_id")
        plans = {vals.get("plan_id") or default for vals in vals_list}
        self.env["self_reliance.plan"].browse(
            filter(None, plans)
        )._check_content_editable()
        return super().create(vals_list)

    def write(self, vals):
        if not vals.keys() <= self._unlocked_fields:
            self.plan_id._check_content_editable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked_plan(self):
        self.plan_id._check_content_editable()
