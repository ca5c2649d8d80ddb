// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Component, xml} from "@odoo/owl";
import {RadioField, radioField} from "@web/views/fields/radio/radio_field";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";

const {DateTime} = luxon;
const KEYS = 9;

/** The methods as buttons: 1 to 9 where nobody types, with Alt from within a text. */
export class MethodField extends RadioField {
    static template = xml`
        <div
            role="radiogroup"
            class="o_self_reliance_methods d-flex flex-wrap gap-1"
            t-att-aria-label="props.label"
        >
            <label
                t-foreach="items"
                t-as="item"
                t-key="item[0]"
                class="btn btn-outline-secondary d-flex align-items-center gap-1"
                t-att-class="{active: item[0] === value, disabled: props.readonly}"
            >
                <input
                    type="radio"
                    class="form-check-input o_radio_input mt-0"
                    t-att-checked="item[0] === value"
                    t-att-disabled="props.readonly"
                    t-att-name="id"
                    t-att-data-value="item[0]"
                    t-on-change="() => this.onChange(item)"
                />
                <span t-out="item[1]"/>
                <kbd
                    t-if="item_index lt ${KEYS}"
                    class="d-none d-md-inline"
                    aria-hidden="true"
                    t-out="item_index + 1"
                />
            </label>
        </div>`;

    setup() {
        super.setup();
        for (let key = 1; key <= KEYS; key++) {
            const choose = () => this.onChange(this.items[key - 1]);
            const isAvailable = () => !this.props.readonly && this.items.length >= key;
            useHotkey(`${key}`, choose, {isAvailable});
            useHotkey(`alt+${key}`, choose, {
                isAvailable,
                bypassEditableProtection: true,
            });
        }
    }
}

registry.category("fields").add("self_reliance_method", {
    ...radioField,
    component: MethodField,
});

class EndsNow extends Component {
    static template = "self_reliance_support.EndsNow";
    static props = {...standardWidgetProps};

    stop() {
        return this.props.record.update({date_stop: DateTime.now().set({millisecond: 0})});
    }
}

class CopyLast extends Component {
    static template = "self_reliance_support.CopyLast";
    static props = {...standardWidgetProps};

    async copy() {
        const {record} = this.props;
        // Asks the fields for what is typed and not left yet.
        await record.getChanges();
        const {content, last_note} = record.data;
        await record.update({content: [content, last_note].filter(Boolean).join("\n")});
    }
}

const widgets = registry.category("view_widgets");
widgets.add("self_reliance_ends_now", {component: EndsNow});
widgets.add("self_reliance_copy_last", {component: CopyLast});
