# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import figure_rules_mixin
from . import period_mixin
from . import municipality
from . import figures
from . import breakdown
from . import activity_figures
from . import target
from . import monthly_report
from . import monthly_report_line
from . import overview
