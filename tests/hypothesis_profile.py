# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How all property tests run: the same examples each time, on a slow machine too."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "self_reliance_support",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("self_reliance_support")
