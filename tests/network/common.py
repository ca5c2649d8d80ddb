# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command

from ..common import MODULE, SelfRelianceCase


class NetworkCase(SelfRelianceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.area = cls.env["self_reliance.area"].create({"name": "東部地区"})
        cls.agency = (
            cls.env["res.partner"]
            .with_user(cls.manager)
            .create(
                {
                    "name": "ハローワークみなと野",
                    "is_company": True,
                    "is_agency": True,
                    "agency_kana": "ﾊﾛｰﾜｰｸﾐﾅﾄﾉ",
                    "agency_kind_id": cls.env.ref(f"{MODULE}.code_agency_hellowork").id,
                    "agency_theme_ids": [
                        Command.link(cls.env.ref(f"{MODULE}.code_topic_housing").id)
                    ],
                    "agency_area_ids": [Command.link(cls.area.id)],
                    "agency_services": "職業相談、職業紹介",
                    "agency_remark_ids": [
                        Command.create({"text": "担当者は午後が話しやすい"})
                    ],
                    "child_ids": [Command.create({"name": "加藤 信一"})],
                }
            )
        ).sudo(False)
        cls.contact = cls.env["res.partner"].create({"name": "みなと野商店"})
