# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import ir_actions_report
from . import report_blank
from . import form_xlsx
from . import xlsx_sheet
from . import privacy_sheet
