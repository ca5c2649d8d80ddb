# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What of a person is masked on paper: the one place that says it.

* papers of a restricted case (閲覧制限) leave out who the person is: the ID is enough
  for those who may know;
* address and telephone are left out for a restricted case, and for a confidential
  address.

A plan, an assessment or a meeting's papers that are printed for the case itself say
with ``masked`` whether they leave the hands of its team.
"""

MASKED = "（閲覧制限）"
SECRET = "（非公開）"
NAMELESS = "氏名不明"


def is_masked(record):
    """:return: whether papers about a case, or what hangs on it, name nobody"""
    case = record if record._name == "self_reliance.case" else record.case_id
    return bool(case[:1].is_restricted)


def printed_name(client, masked, nameless=""):
    """:return: the name, what stands for it, or ``nameless`` if it is not known"""
    return MASKED if masked else client.name or nameless


def printed_case_name(case):
    """:return: the person's name where a list or an agenda names a case"""
    return printed_name(case.client_id, is_masked(case), NAMELESS)


def is_contact_hidden(client, masked):
    """:return: whether address and telephone are left out"""
    return bool(masked or client.is_address_confidential)
