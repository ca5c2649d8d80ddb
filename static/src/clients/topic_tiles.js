// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {getFieldDomain} from "@web/model/relational_model/utils";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useSpecialData} from "@web/views/fields/relational_utils";

/**
 * Choices as tiles: a tap ticks (○), a second one makes it the main one (◎), a third
 * clears it. There is one main choice at most, held by another field of the record.
 */
export class TopicTiles extends Component {
    static template = "self_reliance_support.TopicTiles";
    static props = {...standardFieldProps, main: String, domain: {optional: true}};

    setup() {
        this.choices = useSpecialData((orm, props) => {
            const {relation} = props.record.fields[props.name];
            const domain = getFieldDomain(props.record, props.name, props.domain);
            return orm.searchRead(relation, domain, ["display_name"]);
        });
    }

    get items() {
        const ticked = this.props.record.data[this.props.name].currentIds;
        const main = this.props.record.data[this.props.main];
        return this.choices.data.map(({id, display_name}) => {
            const isMain = Boolean(main) && main.id === id;
            const isTicked = ticked.includes(id);
            return {
                id,
                display_name,
                isTicked,
                mark: isMain ? "◎" : isTicked ? "○" : "",
                label: isMain ? _t("main item") : isTicked ? _t("ticked") : _t("not ticked"),
            };
        });
    }

    async onTap(item) {
        if (this.props.readonly) {
            return;
        }
        const list = this.props.record.data[this.props.name];
        const value = {id: item.id, display_name: item.display_name};
        if (item.mark === "") {
            await list.addAndRemove({add: [item.id]});
        } else if (item.mark === "○") {
            await this.props.record.update({[this.props.main]: value});
        } else {
            await this.props.record.update({[this.props.main]: false});
            await list.addAndRemove({remove: [item.id]});
        }
    }
}

registry.category("fields").add("self_reliance_tiles", {
    component: TopicTiles,
    supportedTypes: ["many2many"],
    relatedFields: [{name: "display_name", type: "char"}],
    extractProps: ({options}, {domain}) => ({main: options.main, domain}),
});
