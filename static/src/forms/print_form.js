// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {_t} from "@web/core/l10n/translation";
import {download} from "@web/core/network/download";
import {getReportUrl} from "@web/webclient/actions/reports/utils";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

// Longer prints run in the background.
const LONG = 60;

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
    const ids = action.context?.active_ids || [];
    if (ids.length > LONG) {
        const message = await env.services.orm.call("self_reliance.print.job", "start", [
            action.report_name,
            ids,
        ]);
        env.services.notification.add(message, {type: "info"});
        return true;
    }
    env.services.ui.block({message: _t("The sheets are being printed…")});
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
