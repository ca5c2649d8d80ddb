# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import ir_actions_report
from . import plan_sheet
from . import report_plan
from . import report_record
from . import report_assessment
from . import report_meeting
from . import report_decision
from . import report_form
from . import report_retyping
from . import form_xlsx
from . import xlsx_sheet
from . import report_figures_xlsx
from . import report_breakdown_xlsx
from . import report_prefecture_xlsx
from . import report_activity_xlsx
from . import referral_sheet
from . import report_referral
from . import agency_sheet
from . import report_agency
from . import report_disposal
from . import report_disclosure
