// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";
import {onMounted, status} from "@odoo/owl";
import {useDebounced} from "@web/core/utils/timing";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";

/**
 * The form of a support record saves while the user types: as a draft, until it is
 * finished by Ctrl+Enter, the button, or saving by hand.
 */
export class RecordFormController extends FormController {
    setup() {
        super.setup(...arguments);
        this.autosave = useDebounced(() => this._autosave(), 2000);
        onMounted(() => {
            if (!this.model.root.data.case_id) {
                this.rootRef.el.querySelector("[name=case_id] input")?.focus();
            }
        });
        useHotkey("control+enter", () => this.finish(), {
            bypassEditableProtection: true,
        });
    }

    onTyped() {
        this.autosave();
    }

    async _autosave() {
        const root = this.model.root;
        if (
            status(this) !== "mounted" ||
            !root.isInEdition ||
            !(await root.checkValidity({displayNotification: false}))
        ) {
            return;
        }
        this.draft.state = "saving";
        await root.save({
            onError: (error) => {
                this.draft.state = error.exceptionName?.startsWith("odoo.exceptions")
                    ? "refused"
                    : "offline";
                return false;
            },
        });
    }

    async finish() {
        await this.model.root.update({is_draft: false});
        return this.save({reload: true});
    }

    async saveButtonClicked(params = {}) {
        await this.model.root.update({is_draft: false});
        return super.saveButtonClicked(params);
    }
}

registry.category("views").add("self_reliance_record_form", {
    ...formView,
    Controller: RecordFormController,
});
