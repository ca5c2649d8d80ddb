# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_access_attacks
from . import test_access_forms
from . import test_access_matrix
from . import test_access_rpc
from . import test_bounds
from . import test_pairs_of_steps
from . import test_doors
from . import test_drafts_tour
from . import test_field_matrix
from . import test_files
from . import test_foreign_modules
from . import test_other_departments
from . import test_neutral_names
from . import test_notes
from . import test_one_place
from . import test_guarded_fields
from . import test_import_right
from . import test_public_methods
from . import test_reading_log
from . import test_rules
from . import test_saved_drafts
from . import test_second_person
from . import test_spreadsheet_guard
from . import test_two_at_once
from . import test_walk
from . import test_wizards
from . import test_once_and_shown
from . import test_days
