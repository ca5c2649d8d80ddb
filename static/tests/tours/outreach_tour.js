/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

const DOOR = ".o_self_reliance_door";

registry.category("web_tour.tours").add("self_reliance_support_gathering_tour", {
    steps: () => [
        ...Array.from({length: 12}, (_value, index) => ({
            content: "Tick somebody",
            trigger: `${DOOR} button:contains(仲間${String(index).padStart(2, "0")})`,
            run: "click",
        })),
        {
            content: "All are counted",
            trigger: `${DOOR} .o_self_reliance_heads:contains(12)`,
        },
        {
            content: "The first one was a mistake",
            trigger: `${DOOR} button[aria-pressed=true]:contains(仲間00)`,
            run: "click",
        },
        {
            content: "Somebody new",
            trigger: `${DOOR} input.o_self_reliance_newcomer`,
            run: "edit 新顔",
        },
        {
            trigger: `${DOOR} form button`,
            run: "click",
        },
        {
            trigger: `${DOOR} button[aria-pressed=true]:contains(新顔)`,
        },
        {
            content: "Somebody without a name",
            trigger: `${DOOR} button.btn-secondary:contains(＋)`,
            run: "click",
        },
        {
            trigger: `${DOOR} .o_self_reliance_unnamed:contains(1)`,
        },
        {
            trigger: `${DOOR} .o_self_reliance_heads:contains(13)`,
        },
    ],
});
