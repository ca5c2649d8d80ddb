/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {browser} from "@web/core/browser/browser";
import {draftStore} from "@self_reliance_support/safeguards/draft_store";
import {registry} from "@web/core/registry";
import {rpcBus} from "@web/core/network/rpc";

const CHILD = ".o_field_widget[name=household_ids] .o_data_row";
const asked = [];

/** What the page asked of cases since the last look. */
function takeAsked() {
    return asked.splice(0, asked.length);
}

function check(condition, message) {
    if (!condition) {
        throw new Error(message);
    }
}

class LostRequest extends window.XMLHttpRequest {
    send() {
        // Nothing leaves.
    }
}

registry.category("web_tour.tours").add("self_reliance_support_case_pages_tour", {
    steps: () => [
        {
            content: "Listen to what is asked, then open a case",
            trigger: ".o_list_view .o_data_row:contains(甲野)",
            run({anchor}) {
                rpcBus.addEventListener("RPC:REQUEST", ({detail}) => {
                    const {model, method, kwargs} = detail.data.params;
                    if (model === "self_reliance.case" && method === "web_read") {
                        asked.push(Object.keys(kwargs.specification));
                    }
                });
                anchor.querySelector("td[name=name]").click();
            },
        },
        {
            content: "The page in front shows what the person wants",
            trigger: ".o_field_widget[name=request] textarea:value(住むところ)",
            run() {
                const [names, ...others] = takeAsked();
                check(!others.length, "One call opens the form");
                for (const name of ["household_ids", "record_ids", "agency_team_ids"]) {
                    check(!names.includes(name), `${name} waits for its page`);
                }
                check(names.includes("assessment_summary"), "The first page is read");
            },
        },
        {
            trigger: ".o_notebook a[name=household]",
            run: "click",
        },
        {
            content: "Its rows come with the page, in one call",
            trigger: `${CHILD}:contains(甲野 子)`,
            run() {
                const names = takeAsked();
                check(names.length === 1, JSON.stringify(names));
                check(
                    names[0].sort().join() === "assessment_ids,household_ids",
                    names[0].join()
                );
            },
        },
        {
            trigger: `${CHILD} td[name=occupation]`,
            run: "click",
        },
        {
            trigger: `${CHILD} .o_field_widget[name=occupation] input`,
            run: "edit 高校生",
        },
        {
            content: "Tables of one page are read together",
            trigger: ".o_notebook a[name=plans]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=employment_ids] .o_list_renderer",
            run() {
                const names = takeAsked();
                check(names.length === 1, JSON.stringify(names));
                check(
                    names[0].sort().join() ===
                        "benefit_ids,employment_ids,meeting_item_ids,plan_ids",
                    names[0].join()
                );
            },
        },
        {
            trigger: ".o_notebook a[name=household]",
            run: "click",
        },
        {
            content: "What was typed is still there, and nothing was read again",
            trigger: `${CHILD}:contains(高校生)`,
            run: () => check(!takeAsked().length, "Read once"),
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_view:not(:has(.o_form_button_save:visible))",
            run: () => takeAsked(),
        },
        {
            content: "The next case comes with the table on the screen, and no other",
            trigger: ".o_pager_next",
            run: "click",
        },
        {
            trigger: `${CHILD}:contains(乙野 親)`,
            run() {
                const [names] = takeAsked();
                check(names.includes("household_ids"), "What is seen is read");
                check(!names.includes("employment_ids"), "What is not seen waits");
            },
        },
        {
            trigger: `${CHILD} td[name=occupation]`,
            run: "click",
        },
        {
            trigger: `${CHILD} .o_field_widget[name=occupation] input`,
            run: "edit パート",
        },
        {
            content: "The page is lost before anything is saved",
            trigger: `${CHILD} .o_field_widget[name=occupation] input:value(パート)`,
            async run() {
                const id = Number(window.location.pathname.split("/").pop());
                const key = draftStore.key("self_reliance.case", "", id);
                while (!(await draftStore.get(key))?.values.household_ids) {
                    await new Promise((resolve) => setTimeout(resolve, 50));
                }
                // What Odoo sends while the page closes is lost as well.
                navigator.sendBeacon = () => true;
                browser.XMLHttpRequest = LostRequest;
                window.location.reload();
            },
            expectUnloadPage: true,
        },
        {
            trigger: ".o_form_button_save:visible",
        },
        {
            trigger: ".o_notebook a[name=household]",
            run: "click",
        },
        {
            content: "Rows come back as well, though their page was not open",
            trigger: `${CHILD}:contains(パート)`,
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_view:not(:has(.o_form_button_save:visible))",
        },
    ],
});
