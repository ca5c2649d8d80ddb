# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_accounts
from . import test_access_digest
from . import test_access_emergency
from . import test_access_log
from . import test_log_in
from . import test_access_log_chain
from . import test_rights_watch
