// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** The towns that share a postal code: a tap takes one, and keeps the house number. */
export class Places extends Component {
    static template = "self_reliance_support.Places";
    static props = {...standardFieldProps};

    get places() {
        return this.props.record.data[this.props.name] || [];
    }

    choose([city, town]) {
        const street = this.props.record.data.street || "";
        const former = this.places.map((place) => place[1]);
        const begun = former.find((each) => each && street.startsWith(each)) || "";
        return this.props.record.update({
            city,
            street: town + street.slice(begun.length),
        });
    }
}

registry.category("fields").add("self_reliance_places", {
    component: Places,
    supportedTypes: ["json"],
});
