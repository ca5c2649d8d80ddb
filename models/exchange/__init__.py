# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import retyping_session
from . import case
from . import data_export
from . import migration_profile
from . import migration
