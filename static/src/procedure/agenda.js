// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Component, onWillStart, useSubEnv} from "@odoo/owl";
import {turn, useTurning} from "../safeguards/turn_pages";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {FormController} from "@web/views/form/form_controller";
import {_t} from "@web/core/l10n/translation";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";
import {user} from "@web/core/user";

const MEETING = "self_reliance.meeting";

/**
 * The agenda of a meeting, one case at a time. The arrow keys turn the pages while
 * nobody types, and save what was typed. After the last case comes the end, not the
 * first one again.
 */
export class AgendaFormController extends FormController {
    setup() {
        super.setup(...arguments);
        useTurning(this);
        useSubEnv({
            // Odoo's pager goes round.
            config: {...this.env.config, pagerProps: undefined},
            turnAgenda: (step) => turn(this, step),
        });
    }
}

registry.category("views").add("self_reliance_agenda_form", {
    ...formView,
    Controller: AgendaFormController,
});

/** Where one is on the agenda, and the way on: to the next case or to the end. */
export class AgendaSteps extends Component {
    static template = "self_reliance_support.AgendaSteps";
    static props = {...standardWidgetProps};

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        onWillStart(async () => {
            this.isChief = await user.hasGroup("self_reliance_support.group_chief");
        });
    }

    get position() {
        const {resId, resIds} = this.props.record;
        return resIds.indexOf(resId) + 1;
    }

    get total() {
        return this.props.record.resIds.length;
    }

    get mayEnd() {
        return this.isChief && this.props.record.data.meeting_state === "planned";
    }

    turn(step) {
        return this.env.turnAgenda(step);
    }

    /** Shows every outcome, then closes the meeting. */
    async end() {
        if (!(await this.props.record.save())) {
            return;
        }
        const {id} = this.props.record.data.meeting_id;
        const [[{shown}], items] = await Promise.all([
            this.orm.read(MEETING, [id], ["shown"]),
            this.orm.searchRead(
                "self_reliance.meeting.item",
                [["meeting_id", "=", id]],
                ["result_text"]
            ),
        ]);
        this.dialog.add(ConfirmationDialog, {
            title: _t("Close the Meeting"),
            body: [
                ...items.map((item) => item.result_text),
                "",
                _t(
                    "The outcomes are taken over: endorsed plans go to the municipality, the others return to the office. The minutes are closed."
                ),
            ].join("\n"),
            confirmLabel: _t("Close the Meeting"),
            confirm: async () => {
                await this.action.doAction(
                    await this.orm.call(MEETING, "action_hold", [[id]], {
                        context: {...user.context, self_reliance_shown: shown},
                    })
                );
                await this.openMeeting();
            },
            cancel: () => undefined,
        });
    }

    async openMeeting() {
        if (!(await this.props.record.save())) {
            return;
        }
        const {breadcrumbs, historyBack} = this.env.config;
        if (breadcrumbs?.length > 1) {
            return historyBack();
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MEETING,
            res_id: this.props.record.data.meeting_id.id,
            views: [[false, "form"]],
        });
    }
}

/** Who is there, as names to tap. */
export class Attendance extends Component {
    static template = "self_reliance_support.Attendance";
    static props = {...standardWidgetProps};

    get people() {
        return this.props.record.data.attendee_ids.records;
    }

    tap(person) {
        return person.update({is_present: !person.data.is_present});
    }
}

const widgets = registry.category("view_widgets");
widgets.add("self_reliance_agenda_steps", {component: AgendaSteps});
widgets.add("self_reliance_attendance", {component: Attendance});

/** Open a form on one of several records, which its pager then knows. */
function openAgenda(env, {params}) {
    const {action, item_id: resId, item_ids: resIds} = params;
    return env.services.action.doAction(action, {props: {resId, resIds}});
}

registry.category("actions").add("self_reliance_open_agenda", openAgenda);
