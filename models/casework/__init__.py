# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import case
from . import case_stage
from . import case_closing
from . import case_finder
from . import case_attention
from . import case_today
from . import case_handover
from . import counted_mixin
from . import case_voided
from . import case_counted
from . import case_overview
from . import case_timeline
from . import emergency_support
from . import case_topic
from . import res_users
from . import record
from . import record_revision
from . import consent
from . import employment
from . import case_succession
from . import case_event
from . import attached_mixin
from . import mail_activity
from . import calendar_event
from . import staff_mixin
