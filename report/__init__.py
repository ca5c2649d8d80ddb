# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import ir_actions_report
from . import report_blank
from . import form_xlsx
from . import xlsx_sheet
from . import privacy_sheet
from . import reception_sheet
from . import record_input_sheet
from . import case_list_sheet
from . import case_list_xlsx
from . import record_sheet
from . import assessment_sheet
from . import plan_sheet
from . import evaluation_sheet
from . import decision_sheet
from . import report_meeting
from . import report_case_packet
from . import retyping_sheet
from . import report_figures_xlsx
from . import report_breakdown_xlsx
from . import report_prefecture_xlsx
from . import report_activity_xlsx
from . import referral_sheet
from . import agency_sheet
from . import report_agency
from . import report_disposal
from . import report_disclosure
