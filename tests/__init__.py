# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import hypothesis_profile

# Odoo's loader sees only members of this package: areas hand theirs on.
from .safeguards import *
from .settings import *
from .forms import *
from .clients import *
from .casework import *
from .assessment import *
from .procedure import *
from .services import *
from .network import *
from .outreach import *
from .supporters import *
from .figures import *
from .access import *
from .retention import *
from .exchange import *
from .operation import *
