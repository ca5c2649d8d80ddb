# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The rules of access as the addon ships them, read from its own files."""

import csv
import re
from pathlib import Path

from lxml import etree

from odoo.tools import file_path

MODULE = "self_reliance_support"
PERMISSIONS = ("perm_read", "perm_write", "perm_create", "perm_unlink")
REFERENCE = re.compile(r"ref\(\s*['\"]([^'\"]+)['\"]\s*\)")


def qualify(name):
    """An external id with its module."""
    return name if "." in name else f"{MODULE}.{name}"


def squeeze(text):
    return "".join((text or "").split())


def read_accesses():
    """``{external id: {field: value}}`` of ir.model.access.csv."""
    path = Path(file_path(f"{MODULE}/security/ir.model.access.csv"))
    with path.open(encoding="utf-8") as stream:
        return {
            qualify(row["id"]): {
                "group": qualify(row["group_id:id"]) if row["group_id:id"] else "",
                **{name: row[name] == "1" for name in PERMISSIONS},
            }
            for row in csv.DictReader(stream)
        }


def read_records(model):
    """``(external id, {field: element})`` of the records of a model."""
    folder = Path(file_path(f"{MODULE}/security"))
    for path in sorted(folder.glob("*.xml")):
        for node in etree.parse(str(path)).iterfind(f".//record[@model='{model}']"):
            fields = {child.get("name"): child for child in node.iterfind("field")}
            yield qualify(node.get("id")), fields


def read_rules():
    """``{external id: {field: value}}`` of the record rules."""
    return {
        name: {
            "domain": squeeze(fields["domain_force"].text)
            if "domain_force" in fields
            else "",
            "groups": {
                qualify(group)
                for group in REFERENCE.findall(
                    fields["groups"].get("eval", "") if "groups" in fields else ""
                )
            },
            **{
                perm: perm not in fields or fields[perm].get("eval") in ("True", "1")
                for perm in PERMISSIONS
            },
        }
        for name, fields in read_records("ir.rule")
    }


def read_groups():
    """``{external id: set of the groups that it gives along}``"""
    groups = {}
    for name, fields in read_records("res.groups"):
        implied = fields.get("implied_ids")
        text = implied.get("eval", "") if implied is not None else ""
        groups.setdefault(name, set()).update(
            qualify(group) for group in REFERENCE.findall(text)
        )
    return groups
