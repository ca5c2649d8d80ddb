# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_case_form
from . import test_casework
from . import test_consent_days
from . import test_clients_and_handover
