# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import guard_mixin
from . import chatter_mixin
from . import fiscal_sequence_mixin
from . import plan_content_mixin
from . import code
from . import municipality
from . import municipality_population
from . import office
from . import res_users
from . import client
from . import household_member
from . import service
from . import form_edition
from . import form_edition_row
from . import case
from . import case_closing
from . import case_topic
from . import plan
from . import plan_line
from . import plan_revision
from . import service_use
from . import meeting
from . import meeting_attendee
from . import meeting_item
from . import decision
from . import assessment_question
from . import assessment_choice
from . import assessment
from . import assessment_answer
from . import record
from . import record_revision
from . import consent
from . import referral
from . import evaluation
