/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

const POSITION = ".o_self_reliance_agenda_position";

// A chief notes who is absent, goes through an agenda of two cases without the mouse
// for turning pages, and closes the meeting after the last one.
registry.category("web_tour.tours").add("self_reliance_support_agenda_tour", {
    steps: () => [
        {
            trigger: ".o_notebook a[name=attendees]",
            run: "click",
        },
        {
            trigger: ".o_self_reliance_attendance button[aria-pressed=true]",
            run: "click",
        },
        {
            trigger: ".o_self_reliance_attendance button[aria-pressed=false]",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
        {
            trigger: "button[name=action_go_through]",
            run: "click",
        },
        {
            content: "The first of two",
            trigger: `${POSITION}:contains("1 / 2")`,
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
            trigger: `${POSITION}:contains("1 / 2")`,
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
            trigger: `${POSITION}:contains("2 / 2")`,
        },
        {
            trigger: ".o_field_widget[name=outcome] input[data-value=continued]",
            run: "click",
        },
        {
            content: "Behind the last one is no first one",
            trigger: ".o_form_view:not(:has(.o_pager, button[name=agenda_next])) h1",
            run() {
                document.activeElement.blur();
                document.body.dispatchEvent(
                    new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true})
                );
            },
        },
        {
            trigger: `${POSITION}:contains("2 / 2")`,
        },
        {
            trigger: "button[name=agenda_end]",
            run: "click",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "The meeting says what moved",
            trigger: ".o_field_widget[name=result_summary]:contains(→)",
        },
    ],
});
