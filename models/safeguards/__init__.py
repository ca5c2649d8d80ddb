# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import attached_mixin
from . import base
from . import bounds
from . import my_number
from . import export_right
from . import input_mixin
from . import log_target_mixin
from . import change_log_mixin
from . import confirm_mixin
from . import lock_mixin
from . import read_log_mixin
from . import guard_mixin
from . import import_right
from . import job_failure
from . import job_mixin
from . import chatter_mixin
from . import calendar_event
from . import ir_attachment
from . import ir_binary
from . import ir_http
from . import ir_model
from . import ir_rule
from . import mail_activity
from . import mail_compose_message
from . import mail_message_note
from . import mail_followers_edit
from . import mail_message
from . import saved_draft
