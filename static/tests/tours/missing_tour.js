/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
let pressed = "";

tours.add("self_reliance_support_missing_tour", {
    steps: () => [
        {
            content: "What is missing leads to its field",
            trigger: ".o_field_widget[name=missing_items] button",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=consent_date]",
            run({anchor}) {
                if (!anchor.contains(document.activeElement)) {
                    throw new Error("The field of the day has the cursor");
                }
            },
        },
        {
            content: "A refusal says what was not done",
            trigger: "button[name=action_agree]",
            run({anchor, click}) {
                pressed = anchor.innerText.trim();
                return click();
            },
        },
        {
            trigger: ".o_error_dialog .modal-title",
            run({anchor}) {
                if (!pressed || !anchor.innerText.includes(pressed)) {
                    throw new Error(`The title is about the button: ${anchor.innerText}`);
                }
            },
        },
        {
            trigger: ".o_error_dialog footer .btn-primary",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_field_widget[name=missing_items] button",
        },
    ],
});

tours.add("self_reliance_support_new_case_tour", {
    steps: () => [
        {
            content: "A new case of a list is a new contact",
            trigger: ".o_list_button_add:visible, .o-kanban-button-new:visible",
            run: "click",
        },
        {
            trigger: ".modal footer button[name=action_confirm]",
        },
        {
            trigger: ".modal .btn-close",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});
