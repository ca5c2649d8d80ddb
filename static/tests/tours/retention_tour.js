/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("self_reliance_support_disposal_propose_tour", {
    steps: () => [
        {
            content: "Collect what is due, without typing anything",
            trigger: "button[name=action_collect].btn-primary",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=line_ids] .o_data_row:eq(1)",
        },
        {
            content: "One case is kept longer",
            trigger:
                ".o_field_widget[name=line_ids] .o_data_row:eq(0) button[name=action_hold]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit A lawsuit goes on",
        },
        {
            trigger: ".modal footer button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_field_widget[name=line_ids]",
        },
        {
            trigger: "button[name=action_propose]",
            run: "click",
        },
        {
            content: "Somebody else approves",
            trigger:
                ".o_statusbar_status button[data-value=proposed].o_arrow_button_current",
        },
    ],
});

registry.category("web_tour.tours").add("self_reliance_support_disposal_approve_tour", {
    steps: () => [
        {
            trigger: "button[name=action_approve]",
            run: "click",
        },
        {
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            trigger: "button[name=action_execute]",
            run: "click",
        },
        {
            content: "It cannot be undone, and that is said",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            trigger: "button[name=action_print_certificate]",
        },
    ],
});

registry.category("web_tour.tours").add("self_reliance_support_disclosure_tour", {
    steps: () => [
        {
            trigger: "button[name=action_new_disclosure]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=identity_check] input",
            run: "edit Driving licence",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The household's names are on the list of words",
            trigger: ".o_field_widget[name=mask_ids]:contains(次郎)",
        },
        {
            trigger: "button[name=action_preview]",
        },
    ],
});
