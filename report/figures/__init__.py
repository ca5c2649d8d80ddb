# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import report_figures_xlsx
from . import report_breakdown_xlsx
from . import report_prefecture_xlsx
from . import report_activity_xlsx
