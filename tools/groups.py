# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The roles, as XML ids of their groups (see security/groups.xml)."""

CLERK = "self_reliance_support.group_clerk"
COUNSELLOR = "self_reliance_support.group_counsellor"
CHIEF = "self_reliance_support.group_chief"
MANAGER = "self_reliance_support.group_manager"
OFFICER = "self_reliance_support.group_municipality"
PREFECTURE = "self_reliance_support.group_prefecture"
ADMIN = "self_reliance_support.group_admin"
# Rights beside the roles.
SENSITIVE = "self_reliance_support.group_sensitive"
EXPORT = "self_reliance_support.group_export"
MIGRATION = "self_reliance_support.group_migration"
