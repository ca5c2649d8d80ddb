# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_agency_import
from . import test_neighbours
from . import test_network
from . import test_network_team
from . import test_network_tour
