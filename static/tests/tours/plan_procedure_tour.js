/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// The four steps of the procedure, each as the person who takes it. The Python test
// opens the record, runs the tour and looks at what it left behind.
tours.add("self_reliance_support_agree_tour", {
    steps: () => [
        {
            content: "Record the consent",
            trigger: "button[name=action_agree]",
            run: "click",
        },
        {
            content: "Submit, once it is agreed",
            trigger: ".o_form_view header, .o_form_statusbar button[name=action_submit]",
        },
        {
            trigger: "button[name=action_submit]",
            run: "click",
        },
        {
            content: "The wizard offers the next meeting",
            trigger: ".modal .o_field_widget[name=meeting_id] input:value(会議)",
        },
        {
            trigger: ".modal footer button[name=action_confirm]",
            run: "click",
        },
        {
            content: "The plan is before the meeting",
            trigger:
                ".o_statusbar_status button[data-value=submitted].o_arrow_button_current",
        },
    ],
});

tours.add("self_reliance_support_hold_tour", {
    steps: () => [
        {
            content: "Open the first case of the agenda",
            trigger: ".o_field_widget[name=item_ids] .o_data_row td[name=case_id]",
            run: "click",
        },
        {
            content: "Endorse it",
            trigger:
                ".modal .o_field_widget[name=outcome] input[data-value=endorsed]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=minutes] textarea",
            run: "edit 了承。次回に家計の状況を確認する。",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "Close the meeting",
            trigger: "body:not(:has(.modal)) button[name=action_hold]",
            run: "click",
        },
        {
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status button[data-value=held].o_arrow_button_current",
        },
    ],
});

tours.add("self_reliance_support_decide_tour", {
    steps: () => [
        {
            content: "Tick the plan that waits",
            trigger: ".o_data_row .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel button[name=action_open_approval]",
            run: "click",
        },
        {
            content: "Both boxes are ticked for a mixed plan",
            trigger: ".modal .o_field_widget[name=is_decision] input:checked",
        },
        {
            trigger: ".modal .o_field_widget[name=is_confirmation] input:checked",
        },
        {
            trigger: ".modal footer button[name=action_confirm]",
            run: "click",
        },
        {
            content: "Nothing waits any more",
            trigger: ".o_view_nocontent",
        },
    ],
});
