# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import concern
from . import meeting_item
from . import gathering
from . import gathering_participant
from . import gathering_attendance
from . import gathering_figure
from . import supporter
from . import supporter_dispatch
from . import visit
from . import ir_rule
from . import case
from . import record
from . import client
from . import res_partner
