# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


from ..forms.form_sheet import FormSheet
from ..forms.masked_person import MASKED, SECRET, is_contact_hidden
from ..forms.sheet_parts import GAP, brackets, day_text, pair, table, text_box
from ..forms.sheet_registry import prints

TICK = {True: "◎", False: "○"}


@prints("self_reliance.case", form="reception", report="report_reception")
class ReceptionSheet(FormSheet):
    """【1】相談受付・申込票, of a ``self_reliance.case``."""

    def _get_case(self):
        return self.record

    def _get_day(self):
        return self.case.reception_date or super()._get_day()

    def _secret(self, record, *names):
        """Addresses and telephones, but not of a confidential or restricted case."""
        if self.is_blank:
            # An administrator prints the blank form, and may not read such fields.
            return ""
        if is_contact_hidden(self.case):
            return SECRET
        return "".join(record[name] or "" for name in names)

    def _build_reception_date(self, label):
        return pair(label, day_text(self.case.reception_date))

    def _build_receptionist(self, label):
        return pair(label, self.case.receptionist_id.name or "")

    def _build_route(self, label):
        return pair(label, self.case.route_id.name or "")

    def _build_address(self, label):
        code = self._secret(self.client, "zip")
        place = self._secret(self.client, "city", "street")
        return pair(label, f"〒{code}　{place}", wide=True)

    def _build_phone(self, label):
        return pair(label, self._secret(self.client, "phone"))

    def _build_mobile(self, label):
        return pair(label, self._secret(self.client, "mobile"))

    def _build_email(self, label):
        return pair(label, self._secret(self.client, "email"), wide=True)

    def _build_visitor_name(self, label):
        name = self.case.visitor_name or ""
        return pair(label, MASKED if name and self.is_masked else name)

    def _build_visitor_phone(self, label):
        return pair(label, self._secret(self.case, "visitor_phone"))

    def _build_visitor_relation(self, label):
        relation = "" if self.is_masked else self.case.visitor_relation or ""
        return pair(label, relation, wide=True)

    def _build_topics_hint(self, label):
        return {"kind": "paragraph", "value": label}

    def _build_topics(self, label):
        marks = {topic.code_id: TICK[topic.is_main] for topic in self.case.topic_ids}
        notes = {topic.code_id: topic.note for topic in self.case.topic_ids}
        codes = self.edition.env["self_reliance.code"].search(
            [("category", "=", "topic")]
        )
        cells = [
            (
                marks.get(code, ""),
                code.name + (brackets(notes.get(code)) if code.code == "other" else ""),
            )
            for code in codes
        ]
        half = (len(cells) + 1) // 2
        rows = [
            [*left, *right]
            for left, right in zip(
                cells[:half], [*cells[half:], ("", "")], strict=False
            )
        ]
        return table(None, rows, [10, 82, 10, 82])

    _build_request_hint = _build_topics_hint

    def _build_request(self, label):
        # An administrator prints the blank form, and may not read what people say.
        return text_box("" if self.is_blank else self.case.request, 32)

    def _build_addressee(self, label):
        municipality = self.case.municipality_id
        return {
            "kind": "paragraph",
            "value": f"{municipality.addressee or GAP * 4}　{label}",
        }

    _build_consent = _build_topics_hint

    def _build_signature(self, label):
        seal = "　　印" if self.edition.has_seal else ""
        return {
            "kind": "signature",
            "value": f"　　　　年　　月　　日　　{label}",
            "seal": seal,
        }

    BLOCKS = {
        **FormSheet.BLOCKS,
        "reception_date": _build_reception_date,
        "receptionist": _build_receptionist,
        "route": _build_route,
        "address": _build_address,
        "phone": _build_phone,
        "mobile": _build_mobile,
        "email": _build_email,
        "visitor_name": _build_visitor_name,
        "visitor_phone": _build_visitor_phone,
        "visitor_relation": _build_visitor_relation,
        "topics_hint": _build_topics_hint,
        "topics": _build_topics,
        "request_hint": _build_request_hint,
        "request": _build_request,
        "addressee": _build_addressee,
        "consent": _build_consent,
        "signature": _build_signature,
    }
