# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import case_closure
from . import case_event_correction
from . import case_handover
from . import case_voiding
