# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import case
from . import plan
from . import record
from . import service
from . import service_use
from . import service_rule
from . import service_report
from . import standard_amount
from . import benefit
from . import benefit_cost
from . import benefit_decision
from . import benefit_duty
from . import benefit_month
from . import programme
from . import programme_step
from . import programme_month
from . import entitlement
