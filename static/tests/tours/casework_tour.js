/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";
import {session} from "@web/session";

const tours = registry.category("web_tour.tours");

tours.add("self_reliance_support_intake_tour", {
    steps: () => [
        {
            content: "Take a call from the screen 今日",
            trigger: ".o_control_panel button[data-hotkey=c]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit 髙橋 まこと",
        },
        {
            trigger: ".modal .o_field_widget[name=phone] input",
            run: "edit 090-0000-1234",
        },
        {
            trigger: ".modal .o_field_widget[name=birthdate_era] input",
            run: "edit S50.4.1",
        },
        {
            content: "○ for the rent",
            trigger: ".modal .o_self_reliance_tiles button:nth-child(4)",
            run: "click",
        },
        {
            content: "◎ for the housing: two taps",
            trigger: ".modal .o_self_reliance_tiles button:nth-child(2)",
            run: "click",
        },
        {
            trigger:
                ".modal .o_self_reliance_tiles button:nth-child(2) .o_self_reliance_mark:contains(○)",
            run: "click",
        },
        {
            trigger:
                ".modal .o_self_reliance_tiles button:nth-child(2) .o_self_reliance_mark:contains(◎)",
        },
        {
            trigger: ".modal .o_field_widget[name=request] textarea",
            run: "edit 家賃が払えず、来月出るように言われた",
        },
        {
            trigger: ".modal footer button[name=action_confirm]",
            run: "click",
        },
        {
            content: "The case is there; screen it",
            trigger: ".o_form_view .o_notebook a[name=reception]",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=screening_outcome] input[data-value=continuing]",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger:
                ".o_statusbar_status button[data-value=assessment].o_arrow_button_current",
        },
        {
            content: "Write the assessment",
            trigger: ".o_notebook a[name=household]",
            run: "click",
        },
        {
            trigger: "button[name=action_open_assessment]",
            run: "click",
        },
        {
            trigger: ".o_notebook a[name=issues]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=summary] textarea",
            run: "edit 住まいを失うおそれ。住居確保給付金と家計改善を検討する。",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_button_save:visible))",
        },
        {
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb .o_back_button",
            run: "click",
        },
        {
            content: "Begin the plan",
            trigger: "button[name=action_new_plan]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=goal] textarea",
            run: "edit 家賃の滞納をなくす",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger:
                ".o_statusbar_status button[data-value=draft].o_arrow_button_current",
        },
        {
            trigger: ".o_form_view:not(:has(.o_form_button_save:visible))",
        },
    ],
});

tours.add("self_reliance_support_lost_session_tour", {
    steps: () => [
        {
            content: "Write a record from the case",
            trigger: "button[name=action_new_record]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=content] textarea",
            run: "edit 電話で体調を聞いた。",
        },
        {
            content: "It is saved without a click; then the session is lost",
            trigger: ".o_self_reliance_draft_status[data-state=saved]",
            run: () => rpc("/web/session/destroy", {}),
        },
        {
            trigger: ".o_field_widget[name=content] textarea",
            run: "edit 電話で体調を聞いた。来週、同行する。",
        },
        {
            content: "Log in over the form",
            trigger: ".o_self_reliance_login input[type=password]",
            run: "edit srs_counsellor",
        },
        {
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "It is sent without a click",
            trigger:
                "body:not(:has(.modal)) .o_self_reliance_draft_status[data-state=saved]",
        },
        {
            content: "Finished without a method, it says so in place",
            trigger: "button[name=action_finish]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=method_id].o_field_invalid",
        },
        {
            trigger: ".o_field_widget[name=method_id] input:first",
            run: "click",
        },
        {
            trigger: "button[name=action_finish]",
            run: "click",
        },
        {
            trigger:
                ".o_form_view:not(:has(button[name=action_finish])) .o_self_reliance_draft_status[data-state=saved]",
        },
    ],
});

tours.add("self_reliance_support_replan_tour", {
    steps: () => [
        {
            content: "Evaluate the plan",
            trigger: "button[name=action_evaluate]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=outcome] input[data-value=replanned]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=client_wish] textarea",
            run: "edit もう少し続けたい",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: "button[name=action_replan]",
            run: "click",
        },
        {
            content: "A new draft",
            trigger:
                ".o_statusbar_status button[data-value=draft].o_arrow_button_current",
        },
        {
            trigger: ".o_field_widget[name=goal] textarea:value(家計を整える)",
        },
    ],
});

tours.add("self_reliance_support_closing_tour", {
    steps: () => [
        {
            trigger: "button[name=action_close]",
            run: "click",
        },
        {
            content: "What is missing leads to its field",
            trigger: ".modal .o_field_widget[name=missing_items] button:first",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=client_wish] textarea:focus",
        },
        {
            trigger: ".modal .o_field_widget[name=client_wish] textarea",
            run: "edit 自分でやっていけそうです",
        },
        {
            trigger: ".modal .o_field_widget[name=follow_up] input",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=follow_up_date] input, .modal .o_field_widget[name=follow_up_date] button",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=follow_up_date] input",
            run: "edit 2027/03/31",
        },
        {
            trigger: ".modal .o_field_widget[name=client_wish] textarea",
            run: "click",
        },
        {
            trigger: ".modal footer button[name=action_confirm]",
            run: "click",
        },
        {
            trigger:
                ".o_statusbar_status button[data-value=follow_up].o_arrow_button_current",
        },
        {
            trigger: "button[name=action_follow_up_done]",
            run: "click",
        },
        {
            trigger:
                ".o_statusbar_status button[data-value=closed].o_arrow_button_current",
        },
        {
            trigger: "button[name=action_reopen]",
            run: "click",
        },
        {
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            trigger:
                ".o_statusbar_status button[data-value=assessment].o_arrow_button_current",
        },
    ],
});

tours.add("self_reliance_support_two_people_tour", {
    steps: () => [
        {
            trigger: ".o_notebook a[name=reception]",
            run: "click",
        },
        {
            content: "Meanwhile a colleague saves the same field",
            trigger: ".o_field_widget[name=request] textarea",
            async run() {
                const id = Number(window.location.pathname.split("/").pop());
                await rpc("/web/dataset/call_kw/self_reliance.case/write", {
                    model: "self_reliance.case",
                    method: "write",
                    args: [[id], {request: "同僚が書いた"}],
                    kwargs: {},
                });
            },
        },
        {
            trigger: ".o_field_widget[name=request] textarea",
            run: "edit 私が書いた",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The second one is told",
            trigger: ".modal .modal-body:contains(srs_counsellor)",
        },
        {
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "And what was typed is still there",
            trigger: ".o_field_widget[name=request] textarea:value(私が書いた)",
        },
        {
            trigger: ".o_form_button_cancel",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=request] textarea:value(同僚が書いた)",
        },
    ],
});
