# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import agency_import
from . import agency_import_head
from . import agency_import_line
from . import agency_booklet
from . import staff_leaving
