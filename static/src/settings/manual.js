// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Component, useState} from "@odoo/owl";
import {manualPage} from "./manual_pages";
import {registry} from "@web/core/registry";
import {useBus, useService} from "@web/core/utils/hooks";

const APP = "self_reliance_support.menu_root";

/** ？ in the top bar of our own screens: opens the manual where it speaks of them. */
export class Manual extends Component {
    static template = "self_reliance_support.Manual";
    static props = {};

    setup() {
        this.menu = useService("menu");
        this.action = useService("action");
        this.state = useState({isOurs: this.isOurs});
        useBus(this.env.bus, "MENUS:APP-CHANGED", () => {
            this.state.isOurs = this.isOurs;
        });
    }

    get isOurs() {
        return this.menu.getCurrentApp()?.xmlid === APP;
    }

    open() {
        const model = this.action.currentController?.action.res_model;
        window.open(manualPage(model), "_blank", "noopener");
    }
}

registry
    .category("systray")
    .add("self_reliance_support.manual", {Component: Manual}, {sequence: 90});
