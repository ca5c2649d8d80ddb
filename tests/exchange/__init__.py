# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_data_handover
from . import test_migration
from . import test_plain_format
from . import test_retyping
from . import test_setup
