# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_attention_edges
from . import test_case_event
from . import test_case_form
from . import test_case_handover
from . import test_case_pages
from . import test_closing
from . import test_consent
from . import test_consent_days
from . import test_ended_cases
from . import test_finder
from . import test_monitoring
from . import test_record
from . import test_succession
from . import test_timeline
from . import test_today
