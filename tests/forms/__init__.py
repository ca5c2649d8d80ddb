# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_forms
from . import test_masked_papers
from . import test_other_reports
from . import test_plan_report
from . import test_texts
