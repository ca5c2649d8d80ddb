# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_concern
from . import test_counterpart
from . import test_gathering
from . import test_supporter
from . import test_shared_case
from . import test_visit
from . import test_elsewhere
