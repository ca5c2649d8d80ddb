# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which models are the casework's own."""

PREFIX = "self_reliance."


def is_casework(model):
    """Whether the name of a model, or of a field's target, is one of the casework's.

    :param model: technical name such as ``self_reliance.case``; may be empty
    """
    return bool(model) and model.startswith(PREFIX)
