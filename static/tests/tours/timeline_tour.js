/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

const TIMELINE = ".o_self_reliance_timeline";
const ENTRY = `${TIMELINE} article`;

// A counsellor looks for one of many records among all that happened in a case.
registry.category("web_tour.tours").add("self_reliance_support_timeline_tour", {
    steps: () => [
        {
            trigger: ".o_notebook a[name=records]",
            run: "click",
        },
        {
            trigger: `${TIMELINE} button[data-kind=event]`,
            run: "click",
        },
        {
            trigger: `${TIMELINE}:not(:has(article[data-kind=record])) article[data-kind=event]`,
        },
        {
            trigger: `${TIMELINE} button[data-kind=record]`,
            run: "click",
        },
        {
            content: "Records only, and not all at once",
            trigger: `${TIMELINE}:not(:has(article[data-kind=event])):has(button[name=earlier])`,
        },
        {
            trigger: `${TIMELINE} button[name=earlier]`,
            run: "click",
        },
        {
            trigger: `${TIMELINE}:not(:has(button[name=earlier])) article:contains(家賃の相談0)`,
        },
        {
            trigger: `${TIMELINE} input[type=search]`,
            run: "edit 家賃の相談17",
        },
        {
            trigger: `${TIMELINE} section:only-of-type article:only-of-type`,
        },
        {
            trigger: `${ENTRY}:contains(家賃の相談17) button`,
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_field_widget[name=content] textarea:value(家賃の相談17)",
        },
    ],
});
