# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_access_attacks
from . import test_access_matrix
from . import test_access_rpc
from . import test_agency_import
from . import test_assessment
from . import test_casework
from . import test_clients_and_handover
from . import test_duplicates
from . import test_forms
from . import test_figures
from . import test_figures_tour
from . import test_intake
from . import test_japanese_calendar
from . import test_meetings
from . import test_network
from . import test_other_reports
from . import test_plan_procedure
from . import test_plan_report
from . import test_postal_code
from . import test_procedure_properties
from . import test_scaling
from . import test_services
from . import test_synthetic_cases
from . import test_tours
from . import test_translation
from . import test_two_at_once
from . import test_wheel
