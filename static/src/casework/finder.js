// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {onMounted, onWillUnmount} from "@odoo/owl";
import {CommandPalette} from "@web/core/commands/command_palette";
import {FormController} from "@web/views/form/form_controller";
import {KeepLast} from "@web/core/utils/concurrency";
import {_t} from "@web/core/l10n/translation";
import {highlightText} from "@web/core/utils/html";
import {patch} from "@web/core/utils/patch";
import {registry} from "@web/core/registry";
import {session} from "@web/session";

const CATEGORY = "self_reliance_cases";
const INSIDE = "self_reliance_inside";
const ACTIONS = {
    "self_reliance.case": "self_reliance_support.case_action",
    "self_reliance.client": "self_reliance_support.client_action",
};
const OURS = "self_reliance.";
const TYPED_IN = "input, textarea, select, [contenteditable], .modal";

let shownForm = null;

patch(FormController.prototype, {
    setup() {
        super.setup(...arguments);
        if (this.props.resModel.startsWith(OURS) && !this.env.inDialog) {
            onMounted(() => (shownForm = this));
            onWillUnmount(() => {
                if (shownForm === this) {
                    shownForm = null;
                }
            });
        }
    },
});

/** The case that the form on the screen is about. */
function getShownCase() {
    const root = shownForm?.model.root;
    return root?.resModel === "self_reliance.case"
        ? root.resId
        : root?.data.case_id?.id;
}

/**
 * Ctrl+K, or / outside of fields, finds cases and clients beside the commands, and
 * shows the last ones before anything is typed.
 *
 * The palette keeps of its own commands those whose names are like what is typed. What
 * the server finds is found by a number or an address as well, and is put in front. On
 * a form of a case, what is written in it is found, too.
 */
patch(CommandPalette.prototype, {
    setup() {
        this.keepLastFound = new KeepLast();
        super.setup(...arguments);
    },

    async setCommands(namespace, options = {}) {
        await super.setCommands(...arguments);
        if (namespace !== "default" || !session.self_reliance_draft_key) {
            return;
        }
        const {action, orm} = this.env.services;
        const searchValue = options.searchValue || "";
        const find = (method, ...args) =>
            orm.silent
                .call("self_reliance.case", method, [...args, searchValue])
                // Without a line the commands are still there.
                .catch(() => []);
        const caseId = searchValue && getShownCase();
        const [found, inside] = await this.keepLastFound.add(
            Promise.all([find("find_cases"), caseId ? find("find_inside", caseId) : []])
        );
        if (
            !(found.length || inside.length) ||
            this.state.searchValue !== searchValue
        ) {
            return;
        }
        this.categoryKeys = [CATEGORY, INSIDE, ...this.categoryKeys];
        this.categoryNames = {
            ...this.categoryNames,
            [CATEGORY]: searchValue ? _t("Cases and Clients") : _t("Opened Last"),
            [INSIDE]: _t("In This Case"),
        };
        const open = ({model, id}) =>
            model in ACTIONS
                ? action.doAction(ACTIONS[model], {viewType: "form", props: {resId: id}})
                : action.doAction({
                      type: "ir.actions.act_window",
                      res_model: model,
                      res_id: id,
                      views: [[false, "form"]],
                  });
        const commands = [
            ...found.map((item) => [item, CATEGORY]),
            ...inside.map((item) => [item, INSIDE]),
        ].map(([item, category]) => ({
            name: item.name,
            category,
            action: () => open(item),
            keyId: this.keyId++,
            text: highlightText(searchValue, item.name, "fw-bolder text-primary"),
        }));
        this.state.commands = [...commands, ...this.state.commands];
        this.selectCommand(0);
    },
});

registry.category("services").add("self_reliance_finder", {
    dependencies: ["command"],
    start(env, {command}) {
        window.addEventListener("keydown", (ev) => {
            if (
                ev.key === "/" &&
                !(ev.ctrlKey || ev.altKey || ev.metaKey || ev.isComposing) &&
                session.self_reliance_draft_key &&
                !ev.target.closest?.(TYPED_IN)
            ) {
                ev.preventDefault();
                command.openMainPalette();
            }
        });
    },
});
