# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import clients
from . import casework
from . import procedure
from . import services
from . import network
from . import outreach
from . import supporters
from . import figures
from . import access
from . import retention
from . import exchange
