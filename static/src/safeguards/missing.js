// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Component, xml} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const ENTERED = "textarea, input, select, button, a, [tabindex]";
const FRAMES = 120;

/** Show a field of a form and put the cursor into it.
 *
 * @returns {Boolean} whether the field is on the screen
 */
function enterField(form, name) {
    const field = form?.querySelector(`.o_field_widget[name="${name}"]`);
    if (field) {
        field.scrollIntoView({block: "center"});
        field.querySelector(ENTERED)?.focus();
    }
    return Boolean(field);
}

/** The next step of a case may be a field of the form that is on the screen. */
async function enterFieldOfPage(env, {params}) {
    const form = document.querySelector(".o_action_manager .o_form_view");
    form?.querySelector(`.o_notebook .nav-link[name="${params.page}"]`)?.click();
    // A page is drawn in one of the next frames; a busy browser takes several.
    for (let frame = 0; frame < FRAMES && !enterField(form, params.field); frame++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
    }
}

registry.category("actions").add("self_reliance_enter_field", enterFieldOfPage);

/** What is missing, a line each; a click opens the page of the field and enters it. */
export class Missing extends Component {
    static template = xml`
        <ul class="mb-0 ps-3">
            <li t-foreach="items" t-as="item" t-key="item_index">
                <button
                    type="button"
                    class="btn btn-link p-0 text-start alert-link"
                    t-out="item.text"
                    t-on-click="(ev) => this.enter(ev, item.name)"
                />
            </li>
        </ul>`;
    static props = {...standardFieldProps};

    get items() {
        const {data} = this.props.record;
        const names = data.missing_fields || [];
        return (data[this.props.name] || "")
            .split("\n")
            .filter(Boolean)
            .map((text, index) => ({text, name: names[index]}));
    }

    enter(ev, name) {
        enterField(ev.target.closest(".o_form_view"), name);
    }
}

registry.category("fields").add("self_reliance_missing", {
    component: Missing,
    supportedTypes: ["text"],
});
