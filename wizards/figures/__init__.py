# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import counted_report_mixin
from . import prefecture_report
from . import prefecture_report_line
from . import activity_report
from . import activity_report_line
