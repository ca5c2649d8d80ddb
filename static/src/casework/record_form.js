// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";
import {_t} from "@web/core/l10n/translation";
import {isLost} from "../safeguards/connection";
import {registry} from "@web/core/registry";
import {onMounted, status, useEffect} from "@odoo/owl";
import {turn, useTurning} from "../safeguards/turn_pages";
import {useDebounced} from "@web/core/utils/timing";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";

const ENTERED = "input, textarea, select, button, a, [role=tab], .modal";

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
        // Once the case is picked, the next key is of the text.
        useEffect(
            (isChosen) => {
                if (isChosen && this.wantsCase) {
                    this.rootRef.el.querySelector("[name=content] textarea")?.focus();
                }
                this.wantsCase = !isChosen;
            },
            () => [Boolean(this.model.root.data.case_id)]
        );
        useHotkey("control+enter", () => this.finish(), {
            bypassEditableProtection: true,
        });
        this.isQueue = Boolean(this.props.context.self_reliance_countersigning);
        useTurning(this, () => this.isQueue);
        useHotkey("enter", () => this.countersign(), {
            allowRepeat: false,
            isAvailable: (target) => this.isQueue && !target.closest(ENTERED),
        });
    }

    /** In the chief's queue: read, signed, and on to the next one. */
    async countersign() {
        const {data, resId, resModel} = this.model.root;
        if (data.can_countersign && !data.is_draft) {
            await this.orm.call(resModel, "action_countersign", [[resId]]);
        }
        if (!(await turn(this, 1))) {
            await this.model.load();
            this.notification.add(_t("That was the last record to countersign."), {
                type: "success",
            });
        }
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
        if (this.isWaiting) {
            return;
        }
        this.draft.state = "saving";
        await root.save({
            onError: (error) => {
                if (isLost(error)) {
                    this.onLost(error);
                } else {
                    this.draft.state = "refused";
                }
                return false;
            },
        });
    }

    async finish(params = {}) {
        const {root} = this.model;
        // Asks the fields for what is typed and not left yet.
        await root.getChanges();
        const missing = ["method_id", "content"].filter((name) => {
            const value = root.data[name];
            return !value || (typeof value === "string" && !value.trim());
        });
        if (missing.length) {
            this.showMissing(missing);
            return false;
        }
        const wasDraft = root.data.is_draft;
        this.draft.state = "saving";
        await root.update({is_draft: false});
        let saved = false;
        try {
            saved = await this.save({reload: true, ...params});
        } finally {
            if (!saved && !this.isWaiting) {
                // Refused: saving while typing must not finish it later.
                this.draft.state = "refused";
                await root.update({is_draft: wasDraft});
            }
        }
        return saved;
    }

    /** In place: the fields are marked, and the first one has the cursor. */
    showMissing(names) {
        const fields = names
            .map((name) => this.rootRef.el.querySelector(`[name=${name}]`))
            .filter(Boolean);
        for (const field of fields) {
            field.classList.add("o_field_invalid");
            field.addEventListener(
                "input",
                () => field.classList.remove("o_field_invalid"),
                {once: true}
            );
        }
        fields[0]?.querySelector("textarea, input")?.focus();
        const labels = names.map((name) => this.model.root.fields[name].string);
        this.notification.add(
            _t("Not finished yet. Please fill in: %s", labels.join("、")),
            {type: "warning"}
        );
    }

    async beforeExecuteActionButton(clickParams) {
        if (clickParams.name === "action_countersign" && this.isQueue) {
            await this.countersign();
            return false;
        }
        if (clickParams.name === "action_finish") {
            await this.finish();
            return false;
        }
        return super.beforeExecuteActionButton(...arguments);
    }

    async saveButtonClicked(params = {}) {
        return this.finish(params);
    }
}

registry.category("views").add("self_reliance_record_form", {
    ...formView,
    Controller: RecordFormController,
});
