// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** People who may be the same one: a tap takes that person. */
export class Matches extends Component {
    static template = "self_reliance_support.Matches";
    static props = {...standardFieldProps, target: String};

    get items() {
        return this.props.record.data[this.props.name].records.map(({resId, data}) => ({
            id: resId,
            display_name: data.display_name,
            hint: data.match_hint,
        }));
    }

    choose({id, display_name}) {
        return this.props.record.update({[this.props.target]: {id, display_name}});
    }
}

registry.category("fields").add("self_reliance_matches", {
    component: Matches,
    supportedTypes: ["many2many"],
    relatedFields: [
        {name: "display_name", type: "char"},
        {name: "match_hint", type: "char"},
    ],
    extractProps: ({options}) => ({target: options.target}),
});
