// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {session} from "@web/session";
import {user} from "@web/core/user";

const PREFIX = "self_reliance_draft";
const MAX_AGE = 14 * 24 * 60 * 60 * 1000;

/**
 * What was typed and has not reached the server, kept in this browser.
 *
 * The texts are about people in trouble and the computer may be shared: they are
 * encrypted with a key that the server gives to the same user only. Without a secure
 * connection browsers do not encrypt; then they are kept for as long as the tab is
 * open, and no longer.
 */
export const draftStore = {
    get isEncrypted() {
        return Boolean(window.crypto?.subtle && session.self_reliance_draft_key);
    },

    get storage() {
        return this.isEncrypted ? window.localStorage : window.sessionStorage;
    },

    /**
     * @param {String} resModel
     * @param {String} place what a new record hangs on, such as "case_id=3"; else ""
     * @param {Number|String} id of the record, or the token of a new one
     * @returns {String}
     */
    key(resModel, place, id) {
        return [this._prefix, resModel, place, id].join(":");
    },

    get _prefix() {
        return [PREFIX, session.db, user.userId].join(":");
    },

    /** @returns {Object[]} ``{key, resModel, place, id, date}``, the newest first */
    list() {
        const prefix = `${this._prefix}:`;
        return Object.keys(this.storage)
            .filter((key) => key.startsWith(prefix))
            .map((key) => {
                const [resModel, place, id] = key.slice(prefix.length).split(":");
                const {date} = JSON.parse(this.storage.getItem(key));
                return {key, resModel, place, id, date};
            })
            .sort((one, other) => (one.date < other.date ? 1 : -1));
    },

    /**
     * Hold a draft for this page, so that no other page takes it over.
     *
     * @param {String} key
     * @returns {Promise<Function|null>} lets it go; null while another page holds it
     */
    async hold(key) {
        if (!navigator.locks) {
            return () => {};
        }
        return new Promise((resolve) => {
            navigator.locks.request(key, {ifAvailable: true}, (lock) => {
                if (!lock) {
                    return resolve(null);
                }
                return new Promise((release) => resolve(release));
            });
        });
    },

    /** The draft that this tab was on; it outlives a reload of the page only. */
    get ofTab() {
        return window.sessionStorage.getItem(`${PREFIX}_tab`);
    },

    set ofTab(key) {
        if (key) {
            window.sessionStorage.setItem(`${PREFIX}_tab`, key);
        } else {
            window.sessionStorage.removeItem(`${PREFIX}_tab`);
        }
    },

    async _getCryptoKey() {
        const bytes = session.self_reliance_draft_key
            .match(/../g)
            .map((pair) => parseInt(pair, 16));
        return window.crypto.subtle.importKey(
            "raw",
            new Uint8Array(bytes),
            "AES-GCM",
            false,
            ["encrypt", "decrypt"]
        );
    },

    async put(key, draft) {
        let text = JSON.stringify(draft);
        if (this.isEncrypted) {
            const iv = window.crypto.getRandomValues(new Uint8Array(12));
            const data = await window.crypto.subtle.encrypt(
                {name: "AES-GCM", iv},
                await this._getCryptoKey(),
                new TextEncoder().encode(text)
            );
            text = JSON.stringify({
                date: draft.date,
                iv: [...iv],
                data: [...new Uint8Array(data)],
            });
        }
        this.storage.setItem(key, text);
    },

    /**
     * @param {String} key
     * @returns {Object|null} null too for what cannot be read any more
     */
    async get(key) {
        const text = this.storage.getItem(key);
        if (!text) {
            return null;
        }
        try {
            const kept = JSON.parse(text);
            if (!kept.iv) {
                return kept;
            }
            const data = await window.crypto.subtle.decrypt(
                {name: "AES-GCM", iv: new Uint8Array(kept.iv)},
                await this._getCryptoKey(),
                new Uint8Array(kept.data)
            );
            return JSON.parse(new TextDecoder().decode(data));
        } catch {
            this.remove(key);
            return null;
        }
    },

    remove(key) {
        this.storage.removeItem(key);
    },

    removeOld() {
        for (const key of Object.keys(this.storage)) {
            if (!key.startsWith(`${PREFIX}:`)) {
                continue;
            }
            const {date} = JSON.parse(this.storage.getItem(key));
            if (new Date(date).getTime() < Date.now() - MAX_AGE) {
                this.remove(key);
            }
        }
    },
};
