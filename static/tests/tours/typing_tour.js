/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {browser} from "@web/core/browser/browser";
import {draftStore} from "@self_reliance_support/safeguards/draft_store";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const CONTENT = ".o_field_widget[name=content] textarea";
const STATUS = ".o_self_reliance_draft_status";
const {XMLHttpRequest} = window;

/** The line is cut: nothing leaves, and the browser says so. */
class CutRequest extends XMLHttpRequest {
    send() {
        setTimeout(() => this.dispatchEvent(new Event("error")));
    }
}

/** The server does what it is asked, and its answer is lost. */
class UnansweredRequest extends XMLHttpRequest {
    addEventListener(type, listener) {
        if (type === "error") {
            super.addEventListener("load", listener);
        }
    }
}

function check(condition, message) {
    if (!condition) {
        throw new Error(message);
    }
}

async function until(condition) {
    while (!(await condition())) {
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

const keptTexts = async () =>
    JSON.stringify(
        await Promise.all(draftStore.list().map(({key}) => draftStore.get(key)))
    );

/** Close the page as a crash does, once the browser has kept a text. */
const crash = (text) =>
    async function () {
        await until(async () => (await keptTexts()).includes(text));
        navigator.sendBeacon = () => true;
        browser.XMLHttpRequest = CutRequest;
        window.location.reload();
    };

const back = {
    trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item:first a",
    run: "click",
};

tours.add("self_reliance_support_intake_reload_tour", {
    steps: () => [
        {
            trigger: ".o_control_panel button[data-hotkey=c]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit 途中 はるか",
        },
        {
            trigger: ".modal .o_field_widget[name=request] textarea",
            run: "edit 家賃が払えない",
        },
        {
            content: "Reloaded, as by F5: what Odoo sends on leaving arrives",
            trigger: ".modal .o_field_widget[name=phone] input",
            async run() {
                await until(async () => (await keptTexts()).includes("家賃が払えない"));
                window.location.reload();
            },
            expectUnloadPage: true,
        },
        {
            trigger: "body:not(:has(.modal)) .o_control_panel button[data-hotkey=c]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=name] input:value(途中 はるか)",
        },
        {
            trigger: ".modal .o_field_widget[name=request] textarea:value(家賃が払えない)",
        },
        {
            content: "The answer to its button is lost, too",
            trigger: ".modal footer button[name=action_confirm]",
            run() {
                browser.XMLHttpRequest = UnansweredRequest;
                document.querySelector(".modal footer button[name=action_confirm]").click();
            },
        },
        {
            trigger: `.modal ${STATUS}[data-state=offline], .o_notification`,
            async run() {
                browser.XMLHttpRequest = XMLHttpRequest;
                await new Promise((resolve) => setTimeout(resolve, 500));
            },
        },
        {
            trigger: ".modal footer button[name=action_confirm]:enabled",
            run: "click",
        },
        {
            content: "The case is there, and nothing is kept any more",
            trigger: "body:not(:has(.modal)) .o_form_view .o_notebook a[name=reception]",
            async run() {
                await until(async () => !(await keptTexts()).includes("途中 はるか"));
            },
        },
    ],
});

tours.add("self_reliance_support_offline_tour", {
    steps: () => [
        {
            trigger: "button[name=action_new_record]",
            run: "click",
        },
        {
            content: "The answer to the first saving is lost",
            trigger: CONTENT,
            async run(helpers) {
                browser.XMLHttpRequest = UnansweredRequest;
                await helpers.edit("電話した。");
            },
        },
        {
            content: "Then the line is cut",
            trigger: `${STATUS}[data-state=offline]`,
            run() {
                browser.XMLHttpRequest = CutRequest;
            },
        },
        {
            trigger: CONTENT,
            run: "edit 電話した。来週また。",
        },
        {
            content: "It comes back: all is sent without a click",
            trigger: `${STATUS}[data-state=offline], ${STATUS}[data-state=kept]`,
            async run() {
                await until(async () => (await keptTexts()).includes("来週また。"));
                browser.XMLHttpRequest = XMLHttpRequest;
            },
        },
        {
            trigger: `${STATUS}[data-state=saved]`,
            async run() {
                await until(async () => (await keptTexts()) === "[]");
            },
        },
        {
            content: "Finished without a method, it says so in place",
            trigger: "button[name=action_finish]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=method_id].o_field_invalid input:first",
            run: "click",
        },
        {
            content: "The button's answer is lost as well",
            trigger: "button[name=action_finish]",
            run() {
                browser.XMLHttpRequest = UnansweredRequest;
                document.querySelector("button[name=action_finish]").click();
            },
        },
        {
            trigger: `${STATUS}[data-state=offline]`,
            run() {
                browser.XMLHttpRequest = XMLHttpRequest;
            },
        },
        {
            trigger: `.o_form_view:not(:has(button[name=action_finish])) ${STATUS}[data-state=saved]`,
        },
    ],
});

tours.add("self_reliance_support_empty_finish_tour", {
    steps: () => [
        {
            trigger: "button[name=action_new_record]",
            run: "click",
        },
        {
            content: "Nothing typed: nothing is finished",
            trigger: CONTENT,
            run: "press Control+Enter",
        },
        {
            trigger: ".o_field_widget[name=content].o_field_invalid",
        },
        {
            trigger: ".o_field_widget[name=method_id].o_field_invalid",
        },
        back,
        {
            trigger: "button[name=action_new_record]",
        },
    ],
});

/** What was sent and not answered, before the page broke down, is one record. */
tours.add("self_reliance_support_crash_tour", {
    steps: () => [
        {
            trigger: "button[name=action_new_record]",
            run: "click",
        },
        {
            content: "A record of one case: saved, the answer lost, typed on, killed",
            trigger: CONTENT,
            async run(helpers) {
                browser.XMLHttpRequest = UnansweredRequest;
                await helpers.edit("最初の話。");
            },
        },
        {
            trigger: `${STATUS}[data-state=offline]`,
            run() {
                browser.XMLHttpRequest = CutRequest;
            },
        },
        {
            trigger: CONTENT,
            run: "edit 最初の話。続きの話。",
        },
        {
            trigger: CONTENT,
            run: crash("続きの話"),
            expectUnloadPage: true,
        },
        {
            trigger: `${CONTENT}:value(最初の話。続きの話。)`,
        },
        {
            trigger: ".o_self_reliance_draft_status:not([data-state=''])",
            async run() {
                const input = document.querySelector(CONTENT);
                input.dispatchEvent(new Event("input", {bubbles: true}));
            },
        },
        {
            trigger: `${STATUS}[data-state=saved]`,
            async run() {
                check((await keptTexts()) === "[]", await keptTexts());
            },
        },
    ],
});
