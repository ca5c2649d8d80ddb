# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import io
import json
import re
import zipfile
from datetime import date
from unittest.mock import patch
from uuid import NAMESPACE_OID, uuid5

from odoo import Command

from ...dev.synthetic_cases import synthetic_cases
from ...dev.synthetic_loader import load_cases
from ...models.exchange.plain_writer import PlainWriter
from ...tools.plain_archive import ArchiveWriter
from ...tools.plain_format import file_name
from ..safeguards.common import EveryModelCase

YEAR = (date(2024, 4, 1), date(2025, 3, 31))


def export(municipality):
    stream = io.BytesIO()
    PlainWriter(municipality, stream).export({})
    return stream.getvalue()


def read_files(content):
    """``{name: bytes}`` of an archive, attachments included, without the manifest."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if name != "manifest.json"
        }


def read_rows(content, name):
    lines = read_files(content)[file_name(name)].decode().splitlines()
    return [json.loads(line) for line in lines]


def rewrite(content, changes):
    """An archive again, with right checksums, after rows were changed.

    :param changes: ``{file: function}`` that gets the list of rows
    """
    stream = io.BytesIO()
    writer = ArchiveWriter(stream)
    for name, data in read_files(content).items():
        if name.startswith("attachments/"):
            writer.attach(io.BytesIO(data))
            continue
        rows = [json.loads(line) for line in data.decode().splitlines()]
        changes.get(name, lambda rows: None)(rows)
        with writer.rows(name) as add:
            for row in rows:
                add(row)
    writer.close({})
    return stream.getvalue()


def as_another(content, code):
    """The same data under other keys and another code: a second municipality."""

    def other_key(value):
        if isinstance(value, list):
            return [other_key(one) for one in value]
        is_key = isinstance(value, str) and re.fullmatch("[0-9a-f-]{36}", value)
        return str(uuid5(NAMESPACE_OID, value)) if is_key else value

    def rename(rows):
        for row in rows:
            row.update({name: other_key(value) for name, value in row.items()})

    def recode(rows):
        rename(rows)
        rows[0]["code"] = code

    changes = dict.fromkeys(read_files(content), rename)
    return rewrite(content, {**changes, file_name("municipality"): recode})


def run_cron(env):
    # A test must not commit; that it is done is tried in test_killed.py.
    with patch.object(type(env["ir.cron"]), "_commit_progress"):
        env["self_reliance.data.export"]._cron_export()


class PlainFormatCase(EveryModelCase):
    @classmethod
    def _make_municipality_full(cls):
        """Something of every model and of every kind of reference."""
        cls.records = cls._new_records(cls.counsellor, cls.chief, cls.officer)
        case = cls.records["case"].sudo()
        agency = cls.env["res.partner"].create(
            {
                "name": "みなと野公共職業安定所",
                "is_company": True,
                "phone": "03-0000-0000",
                "is_agency": True,
            }
        )
        person = cls.env["res.partner"].create(
            {"name": "窓口 太郎", "parent_id": agency.id}
        )
        cls.records["referral"].sudo().write(
            {"partner_id": agency.id, "contact_id": person.id}
        )
        cls.records["consent"].sudo().write(
            {
                "partner_ids": [Command.set(agency.ids)],
                "scan": base64.b64encode("署名 髙𠮷".encode()),
                "scan_name": "同意書.pdf",
            }
        )
        cls.records["assessment"].sudo().write(
            {
                "issue_ids": [
                    Command.set(
                        cls.env["self_reliance.code"]
                        .search([("category", "=", "issue")], limit=2)
                        .ids
                    )
                ]
            }
        )
        cls.records["client.merge"].with_user(cls.chief).action_merge()
        case.with_user(cls.counsellor).message_post(
            body="電話があった",
            attachments=[("メモ.txt", "折り返す".encode())],
        )
        running = cls._new_plan(services=["work_preparation"])
        running.sudo().write({"state": "decided", "submitted_date": "2026-05-02"})
        modify = (
            cls.env["self_reliance.plan.modify"]
            .with_user(cls.chief)
            .create({"plan_id": running.id, "reason": "誤字"})
        )
        modify.goal = "家計を立て直す"
        modify.action_confirm()
        cls.records["assessment"].sudo().copy()
        load_cases(cls.office, synthetic_cases(40, 5, *YEAR))
        cls.report = cls.env["self_reliance.monthly.report"].create(
            {
                "municipality_id": cls.municipality.id,
                "office_id": False,
                "date_from": YEAR[0],
                "date_to": YEAR[1],
            }
        )
        cls.report.with_user(cls.officer).action_close_final()
