// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

const OWN_BUTTON = "[data-hotkey=r]:not(:disabled)";

export const newRecordAction = {
    type: "ir.actions.act_window",
    res_model: "self_reliance.record",
    views: [[false, "form"]],
    context: {default_is_draft: true},
};

/** Alt+R writes a record from anywhere; where a page has a button for it, of its case. */
registry.category("services").add("self_reliance_new_record", {
    dependencies: ["action", "hotkey"],
    async start(env, {action, hotkey}) {
        if (await user.hasGroup("self_reliance_support.group_counsellor")) {
            hotkey.add("alt+r", () => action.doAction(newRecordAction), {
                bypassEditableProtection: true,
                isAvailable: () => !document.querySelector(OWN_BUTTON),
            });
        }
    },
});
