# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import staff_mixin
from . import fiscal_sequence_mixin
from . import office_scope_mixin
from . import code
from . import municipality
from . import decision_number
from . import municipality_population
from . import office
from . import res_users
