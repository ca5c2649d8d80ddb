# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import guard_mixin
from . import client
from . import client_merge
from . import household_member
