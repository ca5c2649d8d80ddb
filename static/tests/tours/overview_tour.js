/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("self_reliance_support_overview_tour", {
    steps: () => [
        {
            content: "Pictures and numbers are there",
            trigger: ".o_self_reliance_overview canvas",
        },
        {
            content: "Choose the month",
            trigger: ".o_self_reliance_overview .btn-group:last button:first",
            run: "click",
        },
        {
            trigger: ".btn-group:last button:first[aria-pressed=true]",
        },
        {
            content: "A number opens what it counts",
            trigger: "button[data-key=open]:contains(2)",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:eq(1)",
        },
        {
            content: "Back",
            trigger: ".o_back_button a, .breadcrumb-item.o_back_button",
            run: "click",
        },
        {
            content: "The page of the own cases",
            trigger: ".o_self_reliance_overview .btn-group:first button:eq(1)",
            run: "click",
        },
        {
            content: "The guideline stands beside the number",
            trigger: "button[data-key=caseload]:contains(30)",
        },
    ],
});
