// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";
import {useTurning} from "../safeguards/turn_pages";

/**
 * The agenda of a meeting, one case at a time. The arrow keys turn the pages while
 * nobody types, and save what was typed.
 */
export class AgendaFormController extends FormController {
    setup() {
        super.setup(...arguments);
        useTurning(this);
    }
}

registry.category("views").add("self_reliance_agenda_form", {
    ...formView,
    Controller: AgendaFormController,
});

/** Open a form on one of several records, which its pager then knows. */
function openAgenda(env, {params}) {
    const {action, item_id: resId, item_ids: resIds} = params;
    return env.services.action.doAction(action, {props: {resId, resIds}});
}

registry.category("actions").add("self_reliance_open_agenda", openAgenda);
