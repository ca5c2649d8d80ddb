# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_client_merge
from . import test_duplicates
from . import test_intake
from . import test_my_number
from . import test_postal_code
