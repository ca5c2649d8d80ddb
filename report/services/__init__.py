# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import benefit_sheet
from . import programme_sheet
from . import report_meeting
