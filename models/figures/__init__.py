# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import figure_rules_mixin
from . import period_mixin
from . import municipality
from . import figures
from . import breakdown
from . import activity_figures
from . import activity_withdrawn
from . import activity_region
from . import activity_counsellors
from . import activity_subsidy
from . import target
from . import employment
from . import case_figure
from . import monthly_report
from . import monthly_report_changed
from . import monthly_report_checked
from . import monthly_report_line
from . import overview_parts
from . import overview
