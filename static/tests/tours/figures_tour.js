/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

const card = (number) => `.o_field_widget[name=line_ids] .o_kanban_record:eq(${number})`;

registry.category("web_tour.tours").add("self_reliance_support_figures_tour", {
    steps: () => [
        {
            content: "A number opens what it counts",
            trigger: `${card(0)} button[name=action_open_records]:contains(2)`,
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:eq(1)",
        },
        {
            content: "Back to the report",
            trigger: ".o_back_button a, .breadcrumb-item.o_back_button",
            run: "click",
        },
        {
            trigger: "button[name=action_close_final]",
            run: "click",
        },
        {
            content: "It is said that the numbers will stay",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "A correction makes a new version",
            trigger: "button[name=action_new_version]",
            run: "click",
        },
        {
            trigger: `${card(0)}:has(button[name=action_open_records]:contains(2))`,
        },
        {
            content: "The new version is open again",
            trigger: "button[name=action_count]",
        },
    ],
});
