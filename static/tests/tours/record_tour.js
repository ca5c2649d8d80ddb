/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const CONTENT = ".o_field_widget[name=content] textarea";

tours.add("self_reliance_support_record_keys_tour", {
    steps: () => [
        {
            content: "From another page: Alt+R, three kana, Enter, the text, Ctrl+Enter",
            trigger: ".o_list_view",
            run: "press Alt+r",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=case_id] input:focus",
            run: "edit かぎう",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(鍵内 ひと)",
        },
        {
            trigger: ".o_field_widget[name=case_id] input",
            run: "press Enter",
        },
        {
            content: "How it was last time, and what it was about, are there",
            trigger: ".o_field_widget[name=last_note]:contains(前回の話)",
        },
        {
            trigger: ".o_field_widget[name=method_id] label.active",
        },
        {
            trigger: `${CONTENT}:focus`,
            run: "edit 電話で様子を聞いた。",
        },
        {
            trigger: CONTENT,
            run: "press Alt+2",
        },
        {
            trigger: ".o_field_widget[name=method_id] label:nth-child(2).active",
        },
        {
            trigger: "button:contains(Ends Now), .o_widget_self_reliance_ends_now button",
            run: "click",
        },
        {
            trigger: CONTENT,
            run: "press Control+Enter",
        },
        {
            trigger:
                ".o_form_view:not(:has(button[name=action_finish])) .o_self_reliance_draft_status[data-state=saved]",
        },
    ],
});

const QUEUE = ".o_self_reliance_office button[data-hotkey=k]";
const NOTE = ".o_form_view .o_field_widget[name=content]";

tours.add("self_reliance_support_countersign_tour", {
    steps: () => [
        {
            content: "Each record is read, and signed by one key",
            trigger: `${QUEUE}:contains(3)`,
            run: "click",
        },
        {
            trigger: `${NOTE}:contains(一件目)`,
            run: "press Enter",
        },
        {
            trigger: `${NOTE}:contains(二件目)`,
            run: "press ArrowRight",
        },
        {
            trigger: `${NOTE}:contains(三件目)`,
            run: "press Enter",
        },
        {
            trigger: ".o_field_widget[name=countersigned_date]",
        },
        {
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item:first a",
            run: "click",
        },
        {
            content: "The one that was passed over waits",
            trigger: `${QUEUE}:contains(1)`,
        },
    ],
});

tours.add("self_reliance_support_next_step_tour", {
    steps: () => [
        {
            trigger: ".o_form_view button[name=action_next_step]",
            run: "click",
        },
        {
            content: "The page is open, and the field has the cursor",
            trigger: ".o_field_widget[name=screening_outcome] input:focus",
        },
    ],
});
