# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_assisted
from . import test_benefit_whole
from . import test_service_edges
from . import test_letters
from . import test_programme
from . import test_services
from . import test_entitlement
