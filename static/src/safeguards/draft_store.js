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

    key(resModel, resId) {
        return [PREFIX, session.db, user.userId, resModel, resId || "new"].join(":");
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
