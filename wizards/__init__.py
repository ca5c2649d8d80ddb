# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import plan_submit
from . import plan_approval
from . import decision_revoke
from . import plan_modify
from . import plan_replan
from . import case_closure
from . import handover
from . import intake
from . import meeting_reopening
from . import meeting_series
from . import benefit_decide
from . import agency_import
from . import agency_import_line
from . import agency_booklet
from . import emergency_request
from . import prefecture_report
from . import prefecture_report_line
from . import activity_report
from . import activity_report_line
from . import disposal_hold
from . import data_import
from . import mail_compose_message
