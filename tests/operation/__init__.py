# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_architecture
from . import test_killed
from . import test_clock
from . import test_commands
from . import test_jobs
from . import test_life_cycle
from . import test_loading
from . import test_mutations
from . import test_scaling
from . import test_synthetic_cases
from . import test_tours
from . import test_translation
from . import test_upgrade
from . import test_wheel
from . import test_manual
