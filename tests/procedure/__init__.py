# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_issued_notices
from . import test_issued_papers
from . import test_meeting_grounds
from . import test_meetings
from . import test_plan_guards
from . import test_mended_by_update
from . import test_plan_procedure
from . import test_procedure_edges
from . import test_procedure_properties
