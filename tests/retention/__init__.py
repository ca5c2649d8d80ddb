# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_disclosure
from . import test_disposal_rpc
from . import test_due
from . import test_erasure
from . import test_retention_tour
from . import test_stopped
from . import test_two_persons
