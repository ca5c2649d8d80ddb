/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

const INPUT = ".o_command_palette_search input";
const ITEM = ".o_command_palette .o_command";

registry.category("web_tour.tours").add("self_reliance_support_finder_tour", {
    steps: () => [
        {
            content: "By a part of the address, from any page",
            trigger: ".o_control_panel button[data-hotkey=c]",
            run: "press Control+k",
        },
        {
            trigger: INPUT,
            run: "edit みどり町3",
        },
        {
            trigger: `${ITEM}.focused:contains(探索 はな)`,
        },
        {
            trigger: INPUT,
            run: "press Enter",
        },
        {
            trigger: ".o_form_view button[name=action_new_record]",
            run: () =>
                document.body.dispatchEvent(
                    new KeyboardEvent("keydown", {key: "/", bubbles: true})
                ),
        },
        {
            content: "The case that was opened last is there before typing",
            trigger: `${ITEM}:first:contains(探索 はな)`,
        },
        {
            content: "What is written in the case is found as well",
            trigger: INPUT,
            run: "edit そのはなし",
        },
        {
            trigger: `${ITEM}:contains(探索 はな)`,
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=content]",
            run: "press Control+k",
        },
        {
            trigger: INPUT,
            run: "press Escape",
        },
        {
            trigger: "body:not(:has(.o_command_palette))",
        },
    ],
});
