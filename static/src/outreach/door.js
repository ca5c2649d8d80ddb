// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

const MODEL = "self_reliance.gathering";

/**
 * The list at the door, for a tablet: a tap ticks who comes, a second one takes the
 * tick back. A tap shows at once; where the server refuses it, it is shown as it was.
 */
export class Door extends Component {
    static template = "self_reliance_support.Door";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.state = useState({people: [], unnamed: 0, is_open: false, name: ""});
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps(({record}) => {
            if (record.resId !== this.id) {
                return this.load(record.resId);
            }
        });
    }

    async load(id) {
        this.id = id;
        if (id) {
            Object.assign(this.state, await this.orm.call(MODEL, "get_door", [[id]]));
        }
    }

    get heads() {
        return this.people.filter((person) => person.is_present).length + this.unnamed;
    }

    get people() {
        return this.state.people;
    }

    get unnamed() {
        return this.state.unnamed;
    }

    async onTap(person) {
        person.is_present = !person.is_present;
        try {
            await this.orm.silent.call(MODEL, "set_attendance", [
                [this.id],
                person.id,
                person.is_present,
            ]);
        } catch (error) {
            person.is_present = !person.is_present;
            throw error;
        }
    }

    async onUnnamed(number) {
        const arguments_ = [[this.id], number];
        this.state.unnamed = await this.orm.call(MODEL, "add_unnamed", arguments_);
    }

    async onAdd(ev) {
        ev.preventDefault();
        const name = this.state.name.trim();
        if (name) {
            this.state.name = "";
            const id = await this.orm.call(MODEL, "add_participant", [[this.id], name]);
            this.state.people.unshift({id, name, is_present: true});
        }
    }
}

registry.category("view_widgets").add("self_reliance_door", {component: Door});
