// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** Says whether what is on the screen is safe. */
export class DraftStatus extends Component {
    static template = "self_reliance_support.DraftStatus";
    static props = {"*": true};

    setup() {
        this.draft = useState(this.env.selfRelianceDraft || {state: ""});
    }

    get text() {
        return {
            typing: _t("Typing…"),
            kept: _t("Kept in this browser"),
            saving: _t("Saving…"),
            saved: _t("Saved"),
            offline: _t("No connection: kept in this browser, sent when it is back"),
            login: _t("Logged out: kept in this browser, sent after the login"),
            refused: _t("Not saved: press Save to see why"),
        }[this.draft.state];
    }

    get isTrouble() {
        return ["offline", "login", "refused"].includes(this.draft.state);
    }
}

registry.category("view_widgets").add("self_reliance_draft_status", {
    component: DraftStatus,
});
