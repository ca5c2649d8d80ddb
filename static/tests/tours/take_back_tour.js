/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

// A counsellor has finished too early.
registry.category("web_tour.tours").add("self_reliance_support_take_back_tour", {
    steps: () => [
        {
            trigger: "button[name=action_take_back]",
            run: "click",
        },
        {
            content: "It is a draft again",
            trigger:
                ".o_form_view:not(:has(button[name=action_take_back])) button[name=action_finish]",
        },
    ],
});
