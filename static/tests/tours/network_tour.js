/** @odoo-module **/
// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const LIST = [
    "名称,ふりがな,種別,電話番号,対象地域,分野,空き状況,確認日,備考",
    "ひかりの家,ﾋｶﾘﾉｲｴ,NPO,03-0000-0011,東部地区,住まいについて,空きあり,R8.4.1,夜は留守",
    "双子会,,,,東部地区,,,,",
    "乙の会,,宇宙局,12345,,,,,",
].join("\n");

// The tours read no words of the interface: they are played in any language.
const ADD_TO_EXISTING = 1;
const LEAVE_OUT = 3;

const decide = (name, choice) => [
    {
        content: `What is to be done with ${name}`,
        trigger: `.o_data_row:contains(${name}) .o_data_cell[name=action]`,
        run: "click",
    },
    {
        trigger: `.o_selected_row:contains(${name}) .o_field_widget[name=action] input`,
        run: "click",
    },
    {
        trigger: `.o_select_menu_item:eq(${choice})`,
        run: "click",
    },
    {
        content: "The choices of this row are gone before those of the next come",
        trigger: "body:not(:has(.o_select_menu_item))",
    },
];

tours.add("self_reliance_support_network_import_tour", {
    steps: () => [
        {
            content: "Take the list that the office has",
            trigger: ".o_field_widget[name=file] .o_input_file:not(:visible)",
            run() {
                const transfer = new DataTransfer();
                transfer.items.add(new File([LIST], "一覧.csv", {type: "text/csv"}));
                this.anchor.files = transfer.files;
                this.anchor.dispatchEvent(new Event("change", {bubbles: true}));
            },
        },
        {
            trigger: ".o_field_widget[name=file] input.o_input:value(一覧.csv)",
        },
        {
            trigger: "button[name=action_preview]",
            run: "click",
        },
        {
            content: "Every row is shown, and why some are not taken",
            trigger: ".o_data_row:contains(乙の会):contains(宇宙局)",
        },
        ...decide("双子会", ADD_TO_EXISTING),
        ...decide("乙の会", LEAVE_OUT),
        {
            content: "Out of the row",
            trigger: ".o_form_sheet .o_field_widget[name=create_count]",
            run: "click",
        },
        {
            trigger: "button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: "button[name=action_open_imported]",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains(ひかりの家)",
        },
        {
            trigger: ".o_kanban_record:contains(双子会)",
        },
    ],
});

tours.add("self_reliance_support_network_directory_tour", {
    steps: () => [
        {
            content: "By theme",
            trigger: ".o_search_panel_label:contains(住まいについて)",
            run: "click",
        },
        {
            content: "By district",
            trigger: ".o_search_panel_label:contains(東部地区)",
            run: "click",
        },
        {
            content: "By a word, in whatever kana",
            trigger: ".o_searchview_input",
            run: "edit ひかり",
        },
        {
            trigger: ".o_searchview_input",
            run: "press Enter",
        },
        {
            trigger: ".o_kanban_renderer:not(:has(.o_kanban_record:contains(商店)))",
        },
        {
            trigger: ".o_kanban_record:contains(ひかりの家)",
            run: "click",
        },
        {
            content: "What only the own office knows",
            trigger: ".o_field_widget[name=agency_remark_ids]:contains(夜は留守)",
        },
    ],
});

tours.add("self_reliance_support_network_referral_tour", {
    steps: () => [
        {
            trigger: ".o_notebook a[name=team]",
            run: "click",
        },
        {
            trigger: "button[name=action_add_agency]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=partner_id] input",
            run: "edit ひかりの家",
        },
        {
            trigger: ".dropdown-item:contains(ひかりの家)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=role] input",
            run: "edit 住まい探し",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The agency is in the team; no consent covers it yet",
            trigger:
                ".o_field_widget[name=agency_team_ids] .o_data_row:contains(住まい探し) [name=consent_cover] .text-bg-danger",
        },
        {
            trigger: ".o_field_widget[name=agency_team_ids] button[name=action_refer]",
            run: "click",
        },
        {
            content: "It is said that nothing may be told yet",
            trigger: ".alert-warning .o_field_widget[name=consent_warning]",
        },
        {
            trigger: ".o_field_widget[name=reason] textarea",
            run: "edit 今月末までに住む所を探している",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The agency answers",
            trigger: "button[name=action_accepted]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status button[data-value=accepted].o_arrow_button_current",
        },
    ],
});

tours.add("self_reliance_support_network_waiting_tour", {
    steps: () => [
        {
            content: "One referral waits too long; the answered one is not here",
            trigger: ".o_list_view .o_data_row:contains(双子会)",
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row:contains(ひかりの家)))",
        },
        {
            content: "The same as a graph",
            trigger: ".o_switch_view.o_graph",
            run: "click",
        },
        {
            trigger: ".o_graph_renderer canvas",
        },
    ],
});

tours.add("self_reliance_support_network_picture_tour", {
    steps: () => [
        {
            content: "Both agencies that we refer to are drawn",
            trigger: ".o_self_reliance_picture .o_agency[aria-label*=双子会]",
        },
        {
            content: "And are in the table",
            trigger: ".o_self_reliance_network tbody tr:contains(双子会)",
        },
        {
            trigger: ".o_self_reliance_picture .o_agency[aria-label*=ひかりの家]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=name]",
        },
    ],
});

tours.add("self_reliance_support_network_booklet_tour", {
    steps: () => [
        {
            trigger: ".o_switch_view.o_list",
            run: "click",
        },
        {
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: "button[name=action_agency_booklet]",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_print]",
            run: "click",
        },
        {
            content: "It is printed",
            trigger: "body:not(:has(.o_error_dialog)):not(:has(.o_blockUI))",
        },
    ],
});
