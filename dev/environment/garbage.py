# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A plugin of pytest: what stays until the end is not looked through again and again.

The registry of Odoo's models is some millions of objects, which Python's collector goes
through for every few hundred that a test makes.
"""

import gc

# Objects made before the youngest are looked through; Python's own number is 700.
YOUNG = 50_000


def pytest_collection_finish(session):
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 100)
