# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import assessment_question
from . import assessment_choice
from . import assessment
from . import assessment_part_mixin
from . import assessment_answer
from . import assessment_job
from . import assessment_money
from . import case
