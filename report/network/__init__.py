# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import referral_sheet
from . import agency_sheet
from . import report_agency
