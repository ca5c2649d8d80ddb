# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import io
import re

from lxml import html as lxml_html

from odoo.tools.pdf import PdfReader

from ..common import MODULE, SelfRelianceCase


class FormCase(SelfRelianceCase):
    def _report(self, user=None):
        return self.env["ir.actions.report"].with_user(user or self.counsellor)

    def _html(self, name, records, user=None):
        html = self._report(user)._render_qweb_html(
            f"{MODULE}.action_report_{name}", records.ids
        )[0]
        return re.sub(r"<style>.*?</style>", "", html.decode(), flags=re.S)

    def _text(self, name, records, user=None):
        page = lxml_html.fromstring(self._html(name, records, user))
        return re.sub(r"\s", "", page.find(".//body").text_content())

    def _pdf(self, name, records, user=None):
        report = self._report(user).with_context(force_report_rendering=True)
        pdf, _kind = report._render_qweb_pdf(
            f"{MODULE}.action_report_{name}", records.ids
        )
        return PdfReader(io.BytesIO(pdf))

    def _edition(self, form):
        return self.env.ref(f"{MODULE}.form_edition_{form}_2015")

    def _evaluated_plan(self):
        plan = self._new_plan()
        self._endorse(plan)
        self._decide(plan, is_confirmation=True)
        return (
            self.env["self_reliance.evaluation"]
            .with_user(self.counsellor)
            .create({"plan_id": plan.id, "outcome": "replanned"})
        )
