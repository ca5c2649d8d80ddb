// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Component, onWillStart, useState} from "@odoo/owl";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {Layout} from "@web/search/layout";
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
    }

    async load() {
        Object.assign(
            this.state,
            await this.orm.call("self_reliance.case", "get_today", [])
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

    newContact() {
        return this.action.doAction("self_reliance_support.intake_action");
    }

    newRecord() {
        return this.openForm("self_reliance.record", false, {default_is_draft: true});
    }

    async attend({case_id}) {
        const action = await this.orm.call("self_reliance.case", "action_attend", [
            [case_id],
        ]);
        return this.action.doAction(action);
    }
}

registry.category("actions").add("self_reliance_today", Today);
