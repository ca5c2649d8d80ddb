# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_activity_counts
from . import test_activity_report
from . import test_case_figure
from . import test_checklist
from . import test_closed_months
from . import test_dashboards
from . import test_figure_counts
from . import test_figure_days
from . import test_figures
from . import test_figures_tour
from . import test_office_of_the_day
from . import test_overview
from . import test_prefecture_report
from . import test_recount
from . import test_trends
