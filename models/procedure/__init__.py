# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import plan_content_mixin
from . import plan
from . import plan_line
from . import plan_revision
from . import meeting_type
from . import meeting
from . import meeting_attendee
from . import meeting_item
from . import decision
from . import evaluation
from . import case
from . import record
from . import employment
