# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which models are the casework's own."""

PREFIX = "self_reliance."
# Tables that whoever keeps them may fill from a list and vary from a row that is there:
# what stands in them is of no person and no procedure.
KEPT_TABLES = frozenset(
    PREFIX + name
    for name in (
        "agreement",
        "area",
        "code",
        "form.edition",
        "form.edition.row",
        "form.edition.text",
        "notice.text",
        "municipality.population",
        "resource",
        "service",
        "service.rule",
        "standard.amount",
        "target",
    )
)


def is_casework(model):
    """Whether the name of a model, or of a field's target, is one of the casework's.

    :param model: technical name such as ``self_reliance.case``; may be empty
    """
    return bool(model) and model.startswith(PREFIX)
