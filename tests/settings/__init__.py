# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_japan_days
from . import test_japanese_calendar
from . import test_staff
