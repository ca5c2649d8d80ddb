// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Component, onMounted, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {newRecordAction} from "./new_record";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

/** What a counsellor sees first: what waits today, and why. */
export class Today extends Component {
    static template = "self_reliance_support.Today";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.display = {controlPanel: {}};
        this.state = useState({});
        onWillStart(() => this.load());
        // The page does not wait for it.
        onMounted(() => this.state.is_chief && this.loadOffice());
    }

    async load() {
        Object.assign(
            this.state,
            await this.orm.call("self_reliance.case", "get_today", [])
        );
    }

    async loadOffice() {
        this.state.office = await this.orm.call(
            "self_reliance.case",
            "get_today_office",
            []
        );
    }

    time(start) {
        return start ? deserializeDateTime(start).toFormat("H:mm") : "";
    }

    openForm(resModel, resId, context = {}) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
            context,
        });
    }

    openList({name, model, domain}) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: model,
            domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }

    countersign() {
        const resIds = [...this.state.office.countersign];
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: _t("To Be Countersigned"),
                res_model: "self_reliance.record",
                views: [[false, "form"]],
                context: {self_reliance_countersigning: true},
            },
            {props: {resId: resIds[0], resIds}}
        );
    }

    newContact() {
        return this.action.doAction("self_reliance_support.intake_action");
    }

    newRecord() {
        return this.action.doAction(newRecordAction);
    }

    async attend({case_id}) {
        const action = await this.orm.call("self_reliance.case", "action_attend", [
            [case_id],
        ]);
        return this.action.doAction(action);
    }
}

registry.category("actions").add("self_reliance_today", Today);
