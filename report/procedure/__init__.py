# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import plan_sheet
from . import evaluation_sheet
from . import decision_sheet
from . import report_meeting
from . import report_case_packet
