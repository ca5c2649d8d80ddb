// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {onMounted, reactive, status, useExternalListener, useSubEnv} from "@odoo/owl";
import {AlertDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {FormController} from "@web/views/form/form_controller";
import {_t} from "@web/core/l10n/translation";
import {deserializeDateTime, formatDateTime, serializeDateTime} from "@web/core/l10n/dates";
import {draftStore} from "./draft_store";
import {patch} from "@web/core/utils/patch";
import {readValues, writeValues} from "./form_values";
import {useDebounced} from "@web/core/utils/timing";
import {useService} from "@web/core/utils/hooks";

const {DateTime} = luxon;
const OURS = "self_reliance.";
const SEEN = "self_reliance_seen";

/**
 * Every form of this addon keeps what is typed until the server has it, and tells the
 * server what it had read, so that nobody overwrites somebody else's words unseen.
 */
patch(FormController.prototype, {
    setup() {
        super.setup(...arguments);
        if (!this.props.resModel.startsWith(OURS)) {
            return;
        }
        this.notification = useService("notification");
        this.draft = reactive({state: ""});
        useSubEnv({selfRelianceDraft: this.draft});
        const keep = useDebounced(() => this.keepDraft(), 500);
        const onTyped = (ev) => {
            if (!ev.isComposing && this.rootRef.el?.contains(ev.target)) {
                this.draft.state = "typing";
                keep();
                this.onTyped?.();
            }
        };
        useExternalListener(window, "input", onTyped);
        useExternalListener(window, "compositionend", onTyped);
        onMounted(() => this.restoreDraft());
    },

    /** A new record that nobody has touched; Odoo would save even that on leaving. */
    get isUntouched() {
        const root = this.model.root;
        return (
            root.resModel.startsWith(OURS) &&
            root.isNew &&
            !root.dirty &&
            this.draft.state === ""
        );
    },

    async beforeUnload() {
        return this.isUntouched ? undefined : super.beforeUnload(...arguments);
    },

    beforeVisibilityChange() {
        return this.isUntouched ? undefined : super.beforeVisibilityChange(...arguments);
    },

    get draftKey() {
        return draftStore.key(this.props.resModel, this.model.root.resId);
    },

    async keepDraft() {
        const root = this.model.root;
        if (status(this) !== "mounted" || !root.isInEdition) {
            return;
        }
        const values = await readValues(root);
        if (Object.keys(values).length) {
            await draftStore.put(this.draftKey, {
                date: serializeDateTime(DateTime.now()),
                stamp: root.data.read_stamp || false,
                values,
            });
            if (this.draft.state === "typing") {
                this.draft.state = "kept";
            }
        }
    },

    async restoreDraft() {
        draftStore.removeOld();
        const root = this.model.root;
        const key = this.draftKey;
        const draft = await draftStore.get(key);
        if (!draft || !root.isInEdition || !this.isDraftOfThis(draft)) {
            return;
        }
        const date = formatDateTime(deserializeDateTime(draft.date));
        if (draft.stamp !== (root.data.read_stamp || false)) {
            // Somebody has saved since: bringing it back could undo that.
            const texts = Object.entries(draft.values)
                .filter(
                    ([name, value]) =>
                        ["char", "text"].includes(root.fields[name]?.type) &&
                        value &&
                        value !== root.data[name]
                )
                .map(([, value]) => value);
            if (!texts.length) {
                // The page managed to save on being closed.
                draftStore.remove(key);
                return;
            }
            this.dialogService.add(AlertDialog, {
                title: _t("Typed on %s, not saved", date),
                body: _t(
                    "The record has been changed since. Copy from here what is missing:\n\n%s",
                    texts.join("\n")
                ),
                confirm: () => draftStore.remove(key),
                contentClass: "o_self_reliance_kept_text",
            });
            return;
        }
        await this.model.readTables?.(Object.keys(draft.values));
        await writeValues(root, draft.values);
        this.draft.state = "kept";
        const close = this.notification.add(
            _t("What you typed on %s and had not saved is back.", date),
            {
                type: "info",
                sticky: true,
                buttons: [
                    {
                        name: _t("Throw It Away"),
                        onClick: async () => {
                            close();
                            draftStore.remove(key);
                            this.draft.state = "";
                            await root.discard();
                        },
                    },
                ],
            }
        );
    },

    /**
     * A new record of one case does not take over what was typed for another.
     *
     * @param {Object} draft
     * @returns {Boolean}
     */
    isDraftOfThis({values}) {
        const current = this.model.root.data.case_id;
        return !current || !values.case_id || current.id === values.case_id.id;
    },

    async onWillSaveRecord(record, changes) {
        const result = await super.onWillSaveRecord(...arguments);
        if (record.resModel.startsWith(OURS) && record.resId && record.data.read_stamp) {
            const former = {};
            for (const name of Object.keys(changes)) {
                const {type} = record.fields[name];
                if (!["one2many", "many2many", "properties"].includes(type)) {
                    former[name] = record._formatServerValue(type, record._values[name]);
                }
            }
            changes[SEEN] = {stamp: record.data.read_stamp, values: former};
        }
        return result;
    },

    async onRecordSaved(record, changes) {
        delete changes[SEEN];
        await super.onRecordSaved(...arguments);
        if (record.resModel.startsWith(OURS)) {
            draftStore.remove(draftStore.key(record.resModel, record.resId));
            draftStore.remove(draftStore.key(record.resModel, false));
            this.draft.state = "saved";
        }
    },

    async discard() {
        if (this.props.resModel.startsWith(OURS)) {
            draftStore.remove(this.draftKey);
            this.draft.state = "";
        }
        await super.discard(...arguments);
        const root = this.model.root;
        if (root.resModel.startsWith(OURS) && root.resId && !this.env.inDialog) {
            // Somebody else may have saved: show that, not what was read before.
            await this.model.load();
        }
    },
});
