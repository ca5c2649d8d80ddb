# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import plan_submit
from . import plan_approval
from . import decision_revoke
from . import plan_modify
from . import plan_replan
from . import meeting_reopening
from . import series_mixin
from . import meeting_series
