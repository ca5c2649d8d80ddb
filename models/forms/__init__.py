# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import form_edition
from . import form_edition_row
from . import form_edition_text
from . import issued_mixin
from . import notice_mixin
from . import notice_text
from . import print_job
