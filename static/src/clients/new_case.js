// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {KanbanController} from "@web/views/kanban/kanban_controller";
import {ListController} from "@web/views/list/list_controller";
import {patch} from "@web/core/utils/patch";

/** A case begins with the call: whichever list it is, New takes it. */
const byIntake = () => ({
    async createRecord() {
        if (this.props.resModel === "self_reliance.case" && !this.env.inDialog) {
            return this.actionService.doAction("self_reliance_support.intake_action");
        }
        return super.createRecord(...arguments);
    },
});

patch(ListController.prototype, byIntake());
patch(KanbanController.prototype, byIntake());
