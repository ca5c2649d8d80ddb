# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import erasure
from . import municipality
from . import case
from . import client
from . import concern
from . import guard_mixin
from . import disposal
from . import disposal_line
from . import disclosure
from . import disclosure_mask
