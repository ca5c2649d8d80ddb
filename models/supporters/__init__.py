# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import sealed_mixin
from . import case
from . import record
from . import supervision
from . import supervision_note
from . import supervision_goal
from . import supporter_check_box
from . import supporter_check
from . import supporter_check_sheet
from . import supporter_measure
from . import backup_request
from . import leave_cover
from . import supporter_aftercare
from . import supporter_skill
