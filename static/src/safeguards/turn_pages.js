// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {useHotkey} from "@web/core/hotkeys/hotkey_hook";

/**
 * Go to another of the records that a form was opened on, and save what was typed.
 *
 * @param {Object} controller of the form
 * @param {Number} step 1 or -1
 * @returns {Boolean} whether there is one
 */
export async function turn(controller, step) {
    const {resId, resIds} = controller.model.root;
    const offset = resIds.indexOf(resId) + step;
    const isThere = offset >= 0 && offset < resIds.length;
    if (isThere) {
        await controller.onPagerUpdate({offset, resIds});
    }
    return isThere;
}

/** The arrow keys turn the pages while nobody types. */
export function useTurning(controller, isAvailable = () => true) {
    for (const [key, step] of [
        ["arrowleft", -1],
        ["arrowright", 1],
    ]) {
        useHotkey(key, () => turn(controller, step), {
            allowRepeat: false,
            // The arrows choose among the options while one of them has the focus.
            isAvailable: (target) =>
                !target.closest("input, [role=tab]") && isAvailable(),
        });
    }
}
