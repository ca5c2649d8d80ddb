# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import access_log
from . import access_log_chain
from . import res_users
from . import res_users_log_in
from . import access_digest
from . import access_digest_line
from . import emergency_access
from . import ir_rule
from . import case
from . import municipality
from . import rights_watch_mixin
from . import watched_rights
