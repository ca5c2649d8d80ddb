# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import reception_sheet
from . import record_input_sheet
from . import case_list_sheet
from . import consent_sheet
from . import case_list_xlsx
from . import record_sheet
