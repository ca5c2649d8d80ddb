// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {download} from "@web/core/network/download";
import {getReportUrl} from "@web/webclient/actions/reports/utils";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

/**
 * Download the forms that the addon's own engine prints.
 *
 * Odoo's client shows HTML in place of any PDF as long as wkhtmltopdf is not
 * installed, and these forms do without it.
 */
async function printForm(action, options, env) {
    if (
        action.report_type !== "qweb-pdf" ||
        !action.report_name.startsWith("self_reliance_support.")
    ) {
        return false;
    }
    env.services.ui.block();
    try {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([getReportUrl(action, "pdf"), action.report_type]),
                context: JSON.stringify({...user.context, ...action.context}),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    return true;
}

registry.category("ir.actions.report handlers").add("self_reliance_support", printForm);
