# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import area
from . import agreement
from . import agency_remark
from . import res_partner
from . import res_partner_freshness
from . import referral
from . import resource
from . import resource_need
from . import resource_mention
from . import referral_report
from . import referral_figure
from . import theme_coverage
from . import calendar_entry_mixin
from . import regional_activity
from . import case_agency
from . import other_plan
from . import case_team
from . import case
from . import base_partner_merge
