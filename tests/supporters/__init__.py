# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_supervision
from . import test_supporter_figures
from . import test_supporter_check
from . import test_supporters
