/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

const LINES = ".o_field_widget[name=line_ids]";

// A counsellor adds what the office does, and the person signs.
registry.category("web_tour.tours").add("self_reliance_support_plan_lines_tour", {
    steps: () => [
        {
            trigger: `${LINES} .o_field_x2many_list_row_add a:contains(支援機関)`,
            run: "click",
        },
        {
            trigger: `${LINES} .o_selected_row .o_field_widget[name=name] textarea`,
            run: "edit 家計表の確認",
        },
        {
            trigger: ".o_field_widget[name=is_consented] input",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
    ],
});
