# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64

from odoo import Command

from ..common import MODULE


def prepare_case(env):
    """A case with an attachment, a plan and an entry in the access log.

    :return: its counsellor, with an account
    """
    municipality = env["self_reliance.municipality"].create(
        {"name": "みなと野市", "code": "131016"}
    )
    office = env["self_reliance.office"].create(
        {"name": "本所", "municipality_id": municipality.id}
    )
    user = env["res.users"].create(
        {
            "name": "相談 花子",
            "login": "srs_counsellor",
            "password": "srs_counsellor-secret",
            "group_ids": [
                Command.link(env.ref("base.group_user").id),
                Command.link(env.ref(f"{MODULE}.group_counsellor").id),
            ],
        }
    )
    office.user_ids = user
    env = env(user=user.id)
    client = env["self_reliance.client"].create({"name": "髙𠮷 花子"})
    case = env["self_reliance.case"].create(
        {
            "client_id": client.id,
            "request": "家賃が払えない",
            "screening_outcome": "continuing",
            "reception_date": "2026-04-10",
        }
    )
    env["self_reliance.consent"].create(
        {
            "case_id": case.id,
            "scan": base64.b64encode("署名".encode()),
            "scan_name": "同意書.pdf",
        }
    )
    case.message_post(body="電話", attachments=[("メモ.txt", "折り返す".encode())])
    env["self_reliance.plan"].create({"case_id": case.id, "goal": "家計を整える"})
    case.read(["request"])
    return user
