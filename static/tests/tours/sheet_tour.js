/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

const SHEET = ".o_self_reliance_sheet";
const ITEM = `${SHEET} fieldset:contains(相談歴)`;

// A counsellor fills in the sheet; what must still be asked leads to its item.
registry.category("web_tour.tours").add("self_reliance_support_sheet_tour", {
    steps: () => [
        {
            trigger: `${ITEM} label:contains(無) input`,
            run: "click",
        },
        {
            content: "Of one choice, the second takes the place of the first",
            trigger: `${ITEM} label.active:contains(無)`,
        },
        {
            trigger: `${ITEM} label:contains(有) input`,
            run: "click",
        },
        {
            trigger: `${ITEM} label.active:contains(有)`,
        },
        {
            trigger: `${SHEET} [data-go="0"]:contains(1/2)`,
        },
        {
            trigger: `${SHEET} .o_self_reliance_to_ask:contains(本人の主訴)`,
            run: "click",
        },
        {
            trigger: `${SHEET} fieldset:contains(本人の主訴) textarea:focus`,
            run: "edit 家賃を払えない",
        },
        {
            content: "Saved while the cursor is still in the text",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
        {
            trigger: `${SHEET} [data-go="0"]:contains(2/2)`,
        },
    ],
});
