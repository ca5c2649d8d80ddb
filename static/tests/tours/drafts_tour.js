/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {draftStore} from "@self_reliance_support/safeguards/draft_store";
import {registry} from "@web/core/registry";
import {serializeDateTime} from "@web/core/l10n/dates";

const {DateTime} = luxon;
const CONTENT = ".o_field_widget[name=content] textarea";

const caseId = () => Number(window.location.pathname.match(/(\d+)[^\d]*$/)[1]);
const daysAgo = (days) => serializeDateTime(DateTime.now().minus({days}));
const TOKEN = "c0ffee";
const recordKey = (id) => draftStore.key("self_reliance.record", `case_id=${id}`, TOKEN);
const caseKey = () => draftStore.key("self_reliance.case", "", caseId());

function check(condition, message) {
    if (!condition) {
        throw new Error(message);
    }
}

let opened = 0;
let path = "";

registry.category("web_tour.tours").add("self_reliance_support_drafts_tour", {
    steps: () => [
        {
            content: "Kept for another case, and one that is too old",
            trigger: "button[name=action_new_record]",
            async run() {
                opened = caseId();
                path = window.location.pathname;
                const other = recordKey(opened + 100000);
                await draftStore.put(other, {
                    date: daysAgo(1),
                    stamp: false,
                    values: {
                        case_id: {id: opened + 100000, display_name: "別のケース"},
                        content: "別の人の話",
                    },
                });
                const young = draftStore.key("self_reliance.plan", "", 1);
                const old = draftStore.key("self_reliance.plan", "", 2);
                await draftStore.put(young, {date: daysAgo(13), values: {}});
                await draftStore.put(old, {date: daysAgo(15), values: {}});
                draftStore.removeOld();
                check(await draftStore.get(young), "Thirteen days old: kept");
                check(!(await draftStore.get(old)), "Fifteen days old: gone");
                draftStore.remove(young);
                const text = draftStore.storage.getItem(other);
                check(!text.includes("別の人の話"), "Not readable in the browser");
            },
        },
        {
            trigger: "button[name=action_new_record]",
            run: "click",
        },
        {
            content: "It does not come back in a record of this case",
            trigger: CONTENT,
            async run({anchor}) {
                await new Promise((resolve) => setTimeout(resolve, 500));
                check(!anchor.value, `Empty, and not “${anchor.value}”`);
                await draftStore.put(recordKey(opened), {
                    date: daysAgo(1),
                    stamp: false,
                    values: {
                        case_id: {id: opened, display_name: "このケース"},
                        content: "この人の話",
                    },
                });
            },
        },
        {
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item:first a",
            run: "click",
        },
        {
            trigger: "button[name=action_new_record]",
            run: "click",
        },
        {
            content: "What was typed for this case comes back, and is saved",
            trigger: `${CONTENT}:value(この人の話)`,
            run: "edit この人の話。続き",
        },
        {
            trigger: ".o_self_reliance_draft_status[data-state=saved]",
            async run() {
                check(!(await draftStore.get(recordKey(opened))), "Saved: kept no longer");
                const other = await draftStore.get(recordKey(opened + 100000));
                check(other?.values.content === "別の人の話", "The other one stays");
            },
        },
        {
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item:first a",
            run: "click",
        },
        {
            content: "An old draft of the case, which a colleague has saved since",
            trigger: "button[name=action_new_record]",
            async run() {
                await draftStore.put(draftStore.key("self_reliance.case", "", opened), {
                    date: daysAgo(1),
                    stamp: "2020-01-01T00:00:00",
                    values: {request: "下書きの古い文"},
                });
                window.location.assign(path);
            },
            expectUnloadPage: true,
        },
        {
            content: "It is shown, to copy from, and overwrites nothing",
            trigger: ".o_self_reliance_kept_text:contains(下書きの古い文)",
        },
        {
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
            async run() {
                check(!(await draftStore.get(caseKey())), "Read once");
            },
        },
        {
            trigger: ".o_notebook a[name=reception]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=request] textarea:value(同僚が保存した文)",
        },
    ],
});
