# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What of a person is masked on paper: the one place that says it.

* papers and spreadsheets of a restricted case (閲覧制限) leave out who the person is,
  and who came for them: the ID is enough for those who may know. Named is whom a
  notice or a letter is about, and the person's own copy;
* address and telephone are left out for a restricted case, and for a confidential
  address.
"""

from contextlib import contextmanager
from contextvars import ContextVar

# Whether what is rendered now is to name nobody, whatever the case. Not a key of the
# context, which comes from clients.
HIDES = ContextVar("self_reliance_hides", default=False)
MASKED = "（閲覧制限）"
SECRET = "（非公開）"
NAMELESS = "氏名不明"


@contextmanager
def naming_nobody():
    """Papers that are rendered inside are those of a restricted case."""
    token = HIDES.set(True)
    try:
        yield
    finally:
        HIDES.reset(token)


def is_masked(record):
    """:return: whether papers about a case, or what hangs on it, name nobody"""
    if HIDES.get():
        return True
    case = record if record._name == "self_reliance.case" else record.case_id
    return bool(case[:1].is_restricted)


def printed_name(client, masked, nameless=""):
    """:return: the name, what stands for it, or ``nameless`` if it is not known"""
    return MASKED if masked else client.name or nameless


def shown_client(case):
    """:return: the person whose particulars a sheet prints, empty if it names nobody"""
    return case.client_id.browse() if is_masked(case) else case.client_id


def printed_case_name(case):
    """:return: the person's name where a list or an agenda names a case"""
    return printed_name(case.client_id, is_masked(case), NAMELESS)


def is_contact_hidden(case):
    """:return: whether address and telephone are left out"""
    return is_masked(case) or case.client_id.is_address_confidential
