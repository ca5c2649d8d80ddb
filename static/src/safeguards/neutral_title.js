// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {onRendered, onWillUnmount} from "@odoo/owl";
import {FormController} from "@web/views/form/form_controller";
import {patch} from "@web/core/utils/patch";
import {registry} from "@web/core/registry";
import {titleService} from "@web/core/browser/title_service";

const OURS = "self_reliance.";
const shown = {form: null, title: ""};

/**
 * The title of a tab stands on shared screens, in the list of windows and in the history
 * of the browser: it says which page it is, and nobody's name. The page says the rest.
 */
registry.category("services").add(
    "title",
    {
        start() {
            const service = titleService.start(...arguments);
            return Object.create(service, {
                setParts: {
                    value: (parts) =>
                        service.setParts(
                            shown.form && "action" in parts
                                ? {...parts, action: shown.title}
                                : parts
                        ),
                },
            });
        },
    },
    {force: true}
);

patch(FormController.prototype, {
    setup() {
        // Before the form gives its own title.
        if (this.props.resModel.startsWith(OURS) && !this.env.inDialog) {
            onRendered(() => {
                const {data, resId} = this.model.root;
                const number =
                    this.props.resModel === "self_reliance.case" && data.name;
                shown.form = this;
                shown.title = `${this.env.config.actionName || ""} ${number || resId || ""}`.trim();
            });
            onWillUnmount(() => {
                if (shown.form === this) {
                    shown.form = null;
                }
            });
        }
        super.setup(...arguments);
    },
});
