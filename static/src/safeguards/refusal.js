// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {WarningDialog} from "@web/core/errors/error_dialogs";
import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";

const OURS = "self_reliance.";
const REFUSALS = ["odoo.exceptions.UserError", "odoo.exceptions.ValidationError"];
const LONGEST = 30;
let pressed = "";

window.addEventListener(
    "click",
    ({target}) => {
        const button = target.closest?.("button, .dropdown-item, a.btn");
        const {innerText, ariaLabel, dataset} = button || {};
        const label = innerText?.trim() || ariaLabel || dataset?.tooltip || "";
        pressed = label.includes("\n") ? "" : label.slice(0, LONGEST);
    },
    {capture: true}
);

/** A refusal says in its title what was not done. */
patch(WarningDialog.prototype, {
    inferTitle() {
        const {exceptionName, model} = this.props;
        if (model?.startsWith(OURS) && REFUSALS.includes(exceptionName)) {
            return pressed
                ? _t("“%s” was not done", pressed)
                : _t("Not possible as it is now");
        }
        return super.inferTitle(...arguments);
    },
});
