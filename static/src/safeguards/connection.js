// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";
import {ConnectionLostError, rpc} from "@web/core/network/rpc";
import {Dialog} from "@web/core/dialog/dialog";
import "@web/core/errors/error_dialogs";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {session} from "@web/session";
import {useAutofocus} from "@web/core/utils/hooks";
import {user} from "@web/core/user";

export const BACK = "self_reliance_login_back";
const EXPIRED = "odoo.http.SessionExpiredException";
let shown = 0;

const isExpired = (error) => error?.exceptionName === EXPIRED || error?.code === 100;

/** @returns {Boolean} the line or the login is missing; the values are not at fault */
export const isLost = (error) => error instanceof ConnectionLostError || isExpired(error);

/** @returns {Promise<Boolean>} whether it is this user who is logged in */
async function isLoggedIn() {
    const info = await rpc("/web/session/get_session_info", {}, {silent: true});
    // Somebody else may have logged in in another window: not in this user's name.
    return info.uid === user.userId;
}

/**
 * Ask whether line and login are there; without a login, offer one.
 *
 * @param {Object} env
 * @returns {Promise<Boolean>}
 */
export async function probe(env) {
    let isBack = false;
    try {
        isBack = await isLoggedIn();
    } catch (error) {
        if (!isExpired(error)) {
            return false;
        }
    }
    if (!isBack && !shown) {
        env.services.dialog.add(LoginDialog, {});
    }
    return isBack;
}

/** Log in over the page, which stays as it is. */
export class LoginDialog extends Component {
    static template = "self_reliance_support.LoginDialog";
    static components = {Dialog};
    static props = {"*": true};

    setup() {
        this.title = _t("Please log in again");
        this.login = user.login;
        this.state = useState({password: "", error: "", isBusy: false});
        useAutofocus({refName: "password"});
        shown += 1;
        const isSecond = shown > 1;
        onMounted(() => {
            if (isSecond) {
                this.props.close();
                return;
            }
            // Somebody may log in in another window, with a second factor.
            this.timer = setInterval(() => this.look(), 3000);
        });
        onWillUnmount(() => {
            shown -= 1;
            clearInterval(this.timer);
        });
    }

    async look() {
        if (!this.state.isBusy) {
            await isLoggedIn().then(
                (isBack) => isBack && this.done(),
                () => {}
            );
        }
    }

    async onSubmit() {
        this.state.isBusy = true;
        this.state.error = "";
        try {
            const info = await rpc(
                "/web/session/authenticate",
                {db: session.db, login: this.login, password: this.state.password},
                {silent: true}
            );
            if (info.uid === user.userId) {
                return await this.done();
            }
            this.state.error = _t("A second factor is wanted: log in in another window.");
        } catch (error) {
            this.state.error =
                error instanceof ConnectionLostError
                    ? _t("No connection")
                    : error.data?.message || _t("This did not work.");
        } finally {
            this.state.isBusy = false;
            this.state.password = "";
        }
    }

    async done() {
        clearInterval(this.timer);
        // Files are sent with the token of the new session.
        const page = await (await fetch("/odoo")).text();
        const [, token] = page.match(/csrf_token: "(\w+)"/) || [];
        odoo.csrf_token = token || odoo.csrf_token;
        this.props.close();
        window.dispatchEvent(new CustomEvent(BACK));
    }
}

if (session.self_reliance_draft_key) {
    registry.category("error_dialogs").add(EXPIRED, LoginDialog, {force: true});
}
