# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.tools import SQL

# What staff may link to only where they may change it.
LASTING = ("self_reliance.case", "self_reliance.client")


class LockMixin(models.AbstractModel):
    """Two people act in the same moment: one of them sees what the other has done.

    A transaction of Odoo sees the database as it stood when it began (REPEATABLE
    READ). Whoever checks a parent, and then writes something else, would not notice
    that the parent changed meanwhile. So whatever depends on a parent locks it *and
    gives its row a new version, of the same content*: somebody who waits for the row,
    or comes to it with an older view, is turned away by PostgreSQL, and Odoo runs the
    request again, on what is there now. Where in the transaction the lock stands does
    not matter for what is checked, only that it comes before an INSERT that may
    collide with a unique index.

    Steps that lock several records take them in the order client, case, meeting,
    plan; a deadlock is dissolved by PostgreSQL, and Odoo runs the request again.
    """

    _name = "self_reliance.lock.mixin"
    _description = "Locked Parents"

    # Links to what decides whether a row may be made, changed and deleted.
    _locked_parents = ()

    def _lock(self):
        """Keep others from acting on these records until the transaction ends.

        The records' keys stay free for others to refer to. Odoo's ``lock_for_update``
        would refuse where somebody is to wait, and leave the row's version.

        :raises psycopg2.errors.SerializationFailure: changed, or locked, since the
            transaction began; Odoo runs the request again
        """
        ids = self._origin.ids
        if ids:
            table = SQL.identifier(self._table)
            self.env.cr.execute(
                SQL(
                    "WITH locked AS ("
                    " SELECT id FROM %(table)s WHERE id = ANY(%(ids)s)"
                    " ORDER BY id FOR NO KEY UPDATE)"
                    " UPDATE %(table)s SET id = locked.id"
                    " FROM locked WHERE %(table)s.id = locked.id",
                    table=table,
                    ids=ids,
                ),
                log_exceptions=False,
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._lock_linked(vals_list, self.env.context)
        return super().create(vals_list)

    def write(self, vals):
        self._lock_parents()
        self._lock_linked([vals])
        return super().write(vals)

    def unlink(self):
        self._lock_parents()
        return super().unlink()

    def _lock_parents(self):
        for name in self._locked_parents:
            # Who may change the row was decided by its rules; nothing is read.
            self.sudo()[name]._lock()

    @api.model
    def _lock_linked(self, vals_list, defaults=None):
        """Lock what new links lead to: parents, and any case and client.

        A case that is being closed or disposed of, and a client that is being merged
        into another one, take nothing more.

        :param vals_list: list of values to be created or written
        :param defaults: context that may hold ``default_…`` keys
        """
        for name in self._get_locked_links():
            default = (defaults or {}).get(f"default_{name}")
            targets = {vals.get(name) or default for vals in vals_list}
            comodel = self.env[self._fields[name].comodel_name]
            comodel.browse(sorted(filter(None, targets)))._lock()

    @api.model
    def _get_locked_links(self):
        """Names of links, clients and cases first; see the order above."""
        lasting = [
            name
            for model in reversed(LASTING)
            for name, field in self._fields.items()
            if field.type == "many2one"
            and field.comodel_name == model
            and field.store
            and name != "former_case_id"
        ]
        return [*lasting, *(n for n in self._locked_parents if n not in lasting)]
