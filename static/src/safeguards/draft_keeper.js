// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {
    onMounted,
    onWillUnmount,
    reactive,
    status,
    useExternalListener,
    useSubEnv,
} from "@odoo/owl";
import {ConnectionLostError, rpcBus} from "@web/core/network/rpc";
import {BACK, isLost, probe} from "./connection";
import {AlertDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {FormController} from "@web/views/form/form_controller";
import {Record} from "@web/model/relational_model/record";
import {_t} from "@web/core/l10n/translation";
import {deserializeDateTime, formatDateTime, serializeDateTime} from "@web/core/l10n/dates";
import {draftStore} from "./draft_store";
import {patch} from "@web/core/utils/patch";
import {readValues, writeValues} from "./form_values";
import {session} from "@web/session";
import {useDebounced} from "@web/core/utils/timing";
import {useBus, useService} from "@web/core/utils/hooks";

const {DateTime} = luxon;
const OURS = "self_reliance.";
const SEEN = "self_reliance_seen";
const TOKEN = "self_reliance_token";
const PLACES = ["case_id", "plan_id", "meeting_id", "client_id"];
const PROBE_EVERY = 3000;

/** A few wizards hold nothing of anybody and know neither stamps nor tokens. */
const isStamped = (record) => "read_stamp" in record.fields;
const isWizard = (resModel) => (session.self_reliance_wizards || []).includes(resModel);

function newToken() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * What the server has to know of a form beside its values: which sending it is, and
 * what the user had read.
 *
 * @param {Object} record of the relational model
 * @param {Object} changes as they are sent
 */
function sign(record, changes) {
    if (!isStamped(record)) {
        return;
    }
    changes[TOKEN] = record.model.selfRelianceToken;
    if (record.resId && record.data.read_stamp) {
        const former = {};
        for (const name of Object.keys(changes)) {
            const {type} = record.fields[name] || {};
            if (type && !["one2many", "many2many", "properties"].includes(type)) {
                former[name] = record._formatServerValue(type, record._values[name]);
            }
        }
        changes[SEEN] = {stamp: record.data.read_stamp, values: former};
    }
}

patch(Record.prototype, {
    _getChanges() {
        const changes = super._getChanges(...arguments);
        // On closing the page nobody is asked before sending.
        if (
            this.model._urgentSave &&
            this.model.root === this &&
            this.model.selfRelianceToken &&
            Object.keys(changes).length
        ) {
            sign(this, changes);
        }
        return changes;
    },
});

/**
 * Every form of this addon keeps what is typed until the server has it, and tells the
 * server what it had read, so that nobody overwrites somebody else's words unseen.
 *
 * A new record is kept under the token of its form. The token is sent with the save,
 * and the server makes one record of it, however often it is sent.
 */
patch(FormController.prototype, {
    setup() {
        super.setup(...arguments);
        this.isOurs = this.props.resModel.startsWith(OURS);
        if (!this.isOurs) {
            return;
        }
        this.isWizard = isWizard(this.props.resModel);
        this.notification = useService("notification");
        this.draft = reactive({state: ""});
        this.model.selfRelianceToken = newToken();
        useSubEnv({selfRelianceDraft: this.draft});
        const keep = useDebounced(() => this.keepDraft(), 200);
        const onTyped = (ev) => {
            if (!ev.isComposing && this.rootRef.el?.contains(ev.target)) {
                this.draft.state = "typing";
                keep();
                this.onTyped?.();
            }
        };
        useExternalListener(window, "input", onTyped);
        useExternalListener(window, "compositionend", onTyped);
        // Tiles and buttons change values without typing.
        useExternalListener(window, "click", (ev) => {
            if (this.rootRef.el?.contains(ev.target)) {
                keep();
            }
        });
        useExternalListener(window, "online", () => this.sendAgain());
        useExternalListener(window, BACK, () => this.sendAgain());
        useBus(rpcBus, "RPC:RESPONSE", ({detail}) => this.onAnswer(detail));
        onMounted(() => {
            this.restoreDraft();
            this.probing = setInterval(() => this.probe(), PROBE_EVERY);
        });
        onWillUnmount(() => {
            clearInterval(this.probing);
            if (draftStore.ofTab === this.keptKey) {
                draftStore.ofTab = null;
            }
            this.release?.();
        });
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
        if (this.isOurs && this.isWizard) {
            // Saved, it would be gone: nobody finds a wizard again.
            this.keepDraft();
            return;
        }
        return this.isUntouched ? undefined : super.beforeUnload(...arguments);
    },

    beforeVisibilityChange() {
        if (this.isOurs && this.isWizard) {
            this.keepDraft();
            return;
        }
        return this.isUntouched ? undefined : super.beforeVisibilityChange(...arguments);
    },

    // what the browser keeps

    get isByToken() {
        return this.isWizard || !this.model.root.resId;
    },

    get place() {
        const {data} = this.model.root;
        const name = PLACES.find((place) => data[place]?.id);
        return name ? `${name}=${data[name].id}` : "";
    },

    get draftKey() {
        const {resId, resModel} = this.model.root;
        return this.isByToken
            ? draftStore.key(resModel, this.place, this.model.selfRelianceToken)
            : draftStore.key(resModel, "", resId);
    },

    async keepDraft() {
        const root = this.model.root;
        if (status(this) !== "mounted" || !root.isInEdition || this.isTaken) {
            return;
        }
        const values = await readValues(root);
        if (!Object.keys(values).length) {
            return;
        }
        // A new record has its defaults, whether anybody typed or not.
        if (this.isByToken && !this.keptKey && this.draft.state === "" && !root.dirty) {
            return;
        }
        const key = this.draftKey;
        await draftStore.put(key, {
            date: serializeDateTime(DateTime.now()),
            stamp: root.data.read_stamp || false,
            token: this.model.selfRelianceToken,
            values,
        });
        if (this.isTaken || key !== this.draftKey) {
            // Saved meanwhile.
            draftStore.remove(key);
            return;
        }
        await this.holdDraft(key);
        if (this.draft.state === "typing") {
            this.draft.state = "kept";
        }
    },

    async holdDraft(key) {
        if (key === this.keptKey) {
            return true;
        }
        const release = await draftStore.hold(key);
        if (!release) {
            return false;
        }
        if (this.keptKey) {
            draftStore.remove(this.keptKey);
        }
        this.release?.();
        this.release = release;
        this.keptKey = key;
        draftStore.ofTab = this.isByToken ? key : null;
        return true;
    },

    /** Nothing is left to be kept of what this form held. */
    dropDraft() {
        draftStore.remove(this.draftKey);
        if (this.keptKey) {
            draftStore.remove(this.keptKey);
        }
        if (draftStore.ofTab === this.keptKey) {
            draftStore.ofTab = null;
        }
        this.release?.();
        this.release = null;
        this.keptKey = null;
        this.model.selfRelianceToken = newToken();
    },

    async restoreDraft() {
        draftStore.removeOld();
        const root = this.model.root;
        if (!root.isInEdition) {
            return;
        }
        if (root.resId) {
            const key = this.draftKey;
            const draft = await draftStore.get(key);
            if (draft && (await this.holdDraft(key))) {
                let isSame = draft.stamp === (root.data.read_stamp || false);
                let sentLines = {};
                if (!isSame && draft.token) {
                    // The server may have had it, and the answer was lost.
                    const saved = await this.orm.call(root.resModel, "get_saved_draft", [
                        draft.token,
                    ]);
                    isSame = saved.id === root.resId && saved.is_as_left;
                    if (isSame) {
                        this.model.selfRelianceToken = draft.token;
                        sentLines = saved.lines;
                    }
                }
                await this.bringBack(draft, isSame, sentLines);
            }
            return;
        }
        for (const {key, id} of this.findDrafts()) {
            const draft = await draftStore.get(key);
            if (!draft || !(await this.holdDraft(key))) {
                continue;
            }
            const saved = isStamped(root)
                ? await this.orm.call(root.resModel, "get_saved_draft", [id])
                : {};
            if (saved.is_taken) {
                this.dropDraft();
                continue;
            }
            this.model.selfRelianceToken = id;
            if (saved.id && !this.isWizard) {
                // The answer was lost: the server has it.
                await this.model.load({resId: saved.id, resIds: [saved.id]});
                await this.bringBack(draft, saved.is_as_left, saved.lines);
            } else {
                await this.bringBack(draft, true);
            }
            return;
        }
    },

    /** Of new records: the one asked for, that of this tab, those of the same case. */
    findDrafts() {
        const {resModel} = this.model.root;
        const drafts = draftStore.list().filter((draft) => draft.resModel === resModel);
        const wanted = this.props.context.self_reliance_draft || draftStore.ofTab;
        draftStore.ofTab = null;
        const found = drafts.filter(({key}) => key === wanted);
        return found.length
            ? found
            : drafts.filter(
                  ({place, id}) => place === this.place && !/^\d+$/.test(id)
              );
    },

    /**
     * @param {Object} draft
     * @param {Boolean} isSame whether nobody has saved since
     * @param {Object} sentLines ids of new lines that the server has, by field
     */
    async bringBack(draft, isSame, sentLines = {}) {
        const root = this.model.root;
        const date = formatDateTime(deserializeDateTime(draft.date));
        const differing = Object.entries(draft.values).filter(
            ([name, value]) =>
                ["char", "text"].includes(root.fields[name]?.type) &&
                value &&
                value !== root.data[name]
        );
        if (isSame) {
            // The last letters went with the page itself.
            for (const [name, value] of differing) {
                if (root.data[name]?.startsWith?.(value)) {
                    delete draft.values[name];
                }
            }
        }
        if (!isSame) {
            // Bringing it back could undo what somebody else has saved.
            if (!differing.length) {
                // The page managed to save on being closed.
                this.dropDraft();
                return;
            }
            this.dialogService.add(AlertDialog, {
                title: _t("Typed on %s, not saved", date),
                body: _t(
                    "The record has been changed since. Copy from here what is missing:\n\n%s",
                    differing.map(([, value]) => value).join("\n")
                ),
                confirm: () => this.dropDraft(),
                contentClass: "o_self_reliance_kept_text",
            });
            return;
        }
        const {values} = draft;
        for (const [name, known] of Object.entries(sentLines)) {
            for (const line of values[name]?.lines || []) {
                line.resId = line.resId || known[line.virtualId] || false;
            }
        }
        await this.model.readTables?.(Object.keys(values));
        await writeValues(root, values);
        this.draft.state = "kept";
        const isNew = !root.resId;
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
                            this.dropDraft();
                            this.draft.state = "";
                            await root.discard();
                        },
                    },
                    ...(isNew && !this.env.inDialog
                        ? [
                              {
                                  name: _t("Keep It, Begin Another"),
                                  onClick: async () => {
                                      close();
                                      await this.beginAnother();
                                  },
                              },
                          ]
                        : []),
                ],
            }
        );
    },

    async beginAnother() {
        this.release?.();
        this.release = null;
        this.keptKey = null;
        draftStore.ofTab = null;
        this.model.selfRelianceToken = newToken();
        await this.model.load({resId: false});
        this.draft.state = "";
    },

    // what is sent

    async onWillSaveRecord(record, changes) {
        const result = await super.onWillSaveRecord(...arguments);
        if (record.resModel.startsWith(OURS)) {
            sign(record, changes);
        }
        return result;
    },

    async onRecordSaved(record, changes) {
        delete changes[SEEN];
        delete changes[TOKEN];
        await super.onRecordSaved(...arguments);
        if (record.resModel.startsWith(OURS)) {
            if (!this.isWizard) {
                this.dropDraft();
            }
            this.draft.state = "saved";
        }
    },

    /** A wizard's draft ends when its button has succeeded. */
    onAnswer({data, error, result}) {
        const {model, method, args} = data?.params || {};
        if (
            !error &&
            this.isWizard &&
            model === this.props.resModel &&
            method?.startsWith("action_") &&
            args?.[0]?.includes?.(this.model.root.resId) &&
            result?.res_model !== model
        ) {
            this.isTaken = true;
            this.dropDraft();
        }
    },

    async onSaveError(error) {
        if (this.isOurs && isLost(error)) {
            this.onLost(error);
            return false;
        }
        return super.onSaveError(...arguments);
    },

    async beforeExecuteActionButton() {
        try {
            return await super.beforeExecuteActionButton(...arguments);
        } catch (error) {
            if (this.isOurs && isLost(error)) {
                this.onLost(error);
                return false;
            }
            throw error;
        }
    },

    /** Neither line nor login: what is typed is kept, and sent when they are back. */
    onLost(error) {
        this.draft.state = error instanceof ConnectionLostError ? "offline" : "login";
        this.keepDraft();
        this.probe();
    },

    get isWaiting() {
        return ["offline", "login"].includes(this.draft?.state);
    },

    async probe() {
        if (this.isWaiting && (await probe(this.env)) && status(this) === "mounted") {
            await this.sendAgain();
        }
    },

    async sendAgain() {
        if (!this.isWaiting || status(this) !== "mounted") {
            return;
        }
        this.draft.state = "saving";
        if (this.isWizard) {
            // Its button is the user's to press.
            this.draft.state = "kept";
            return;
        }
        await this.save({
            onError: (error, options) => {
                if (isLost(error)) {
                    this.onLost(error);
                    return false;
                }
                this.draft.state = "refused";
                return super.onSaveError(error, options, false);
            },
        });
    },

    async discard() {
        if (this.isOurs) {
            this.dropDraft();
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
