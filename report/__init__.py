# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import forms
from . import casework
from . import assessment
from . import procedure
from . import services
from . import network
from . import supporters
from . import figures
from . import retention
from . import exchange
