/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

// A chief goes through an agenda of two cases without the mouse for turning pages.
registry.category("web_tour.tours").add("self_reliance_support_agenda_tour", {
    steps: () => [
        {
            trigger: "button[name=action_go_through]",
            run: "click",
        },
        {
            content: "The first of two",
            trigger: ".o_pager_value:contains(1)",
        },
        {
            trigger: ".o_field_widget[name=minutes] textarea",
            run: "edit 一件目の議事",
        },
        {
            content: "While one types, the arrows belong to the text",
            trigger: ".o_field_widget[name=minutes] textarea",
            run: "press ArrowRight",
        },
        {
            trigger: ".o_pager_value:contains(1)",
        },
        {
            trigger: ".o_field_widget[name=outcome] input[data-value=endorsed]",
            run: "click",
        },
        {
            content: "Elsewhere they turn to the next case",
            trigger: ".o_form_view h1",
            async run() {
                document.activeElement.blur();
                document.body.dispatchEvent(
                    new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true})
                );
            },
        },
        {
            trigger: ".o_pager_value:contains(2)",
        },
        {
            trigger: ".o_field_widget[name=outcome] input[data-value=continued]",
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
