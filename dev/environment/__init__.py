# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the commands in dev/ share: the environment.

Only the standard library: this runs before anything is installed. Large things
(Odoo, the virtual environment) lie in a cache folder and serve all checkouts; the
database cluster, the configuration and the filestore belong to one checkout.
Every step is done under a temporary name and renamed when complete, so that it can
be interrupted and run again.
"""

from .checkout import Checkout, addon_hash
from .command import SetupError, main, run, run_foreground, say
from .folders import MODULE, REPO, cache_folder, short_hash
from .python import LINT_REQUIREMENTS, check_python, virtual_environment
from .system import ensure_system_packages, find_chromium
from .testing import divide, log_path, name_areas, pytest_command
