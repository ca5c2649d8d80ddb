# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The articles of the services, which were brought with ``noupdate``."""

from odoo import SUPERUSER_ID, api

LAW = "生活困窮者自立支援法"
ARTICLES = {
    "housing_benefit": f"{LAW}第3条第3項第1号",
    "relocation_benefit": f"{LAW}第3条第3項第2号",
    "shelter": f"{LAW}第3条第6項",
    "community_residence": f"{LAW}第3条第6項",
    "household_finance": f"{LAW}第3条第5項",
    "work_preparation": f"{LAW}第3条第4項",
    "certified_training": f"{LAW}第16条",
    "employment_support": f"{LAW}第3条第2項",
    "child_learning": f"{LAW}第3条第7項",
}


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    for service in env["self_reliance.service"].search([("article", "=", False)]):
        service.article = ARTICLES.get(service.code, False)
