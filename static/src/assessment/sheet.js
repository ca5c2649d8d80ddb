// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {useBus, useService} from "@web/core/utils/hooks";
import {groupBy} from "@web/core/utils/arrays";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/**
 * The answers of an assessment as a sheet: by section, choices as tiles, text at full
 * width. On a phone one section at a time.
 */
export class Sheet extends Component {
    static template = "self_reliance_support.Sheet";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.ui = useService("ui");
        this.rootRef = useRef("root");
        this.state = useState({section: 0});
        this.choices = {};
        useBus(this.props.record.model.bus, "NEED_LOCAL_CHANGES", ({detail}) =>
            detail.proms.push(this.keepTyped())
        );
        onWillStart(async () => {
            const choices = await this.orm.searchRead(
                "self_reliance.assessment.choice",
                [],
                ["name", "question_id"],
                {order: "sequence, id"}
            );
            this.choices = groupBy(choices, ({question_id: [id]}) => id);
        });
    }

    get rows() {
        return this.props.record.data[this.props.name].records;
    }

    get sections() {
        const sections = [];
        for (const row of this.rows) {
            const name = row.data.section;
            if (sections.at(-1)?.name !== name) {
                sections.push({name, rows: [], settled: 0});
            }
            const section = sections.at(-1);
            section.rows.push(row);
            section.settled += this.isSettled(row) ? 1 : 0;
        }
        return sections;
    }

    get toAsk() {
        return this.rows.filter((row) => row.data.must_ask && !this.isSettled(row));
    }

    /** As the server counts it, before it is asked. */
    isSettled({data}) {
        return Boolean(
            data.choice_ids.currentIds.length ||
                data.text ||
                (data.kind === "number" && data.number) ||
                (data.not_learned && data.not_learned_reason)
        );
    }

    isShown(index) {
        return !this.ui.isSmall || index === this.state.section;
    }

    /** Choices of the sheet, and what was chosen before it left the sheet. */
    getChoices({data}) {
        const choices = this.choices[data.question_id.id] || [];
        const known = new Set(choices.map((choice) => choice.id));
        const former = data.choice_ids.records
            .filter((choice) => !known.has(choice.resId))
            .map((choice) => ({id: choice.resId, name: choice.data.display_name}));
        return [...choices, ...former];
    }

    isChosen(row, {id}) {
        return row.data.choice_ids.currentIds.includes(id);
    }

    choose(row, {id}) {
        const {choice_ids: chosen, kind} = row.data;
        if (this.isChosen(row, {id})) {
            return chosen.addAndRemove({remove: [id]});
        }
        const remove = kind === "choice" ? [...chosen.currentIds] : [];
        return chosen.addAndRemove({add: [id], remove});
    }

    /** @param {HTMLElement} input of a row, with the name of its field */
    type(row, {dataset: {field}, value}) {
        const typed =
            field === "number" ? Number.parseInt(value, 10) || 0 : value || false;
        if (typed !== (row.data[field] || (field === "number" ? 0 : false))) {
            return row.update({[field]: typed});
        }
    }

    async keepTyped() {
        const input = document.activeElement;
        const item = input?.dataset.field && input.closest("[data-row]");
        const row = this.rows.find(({id}) => id === item?.dataset.row);
        if (row && this.rootRef.el?.contains(input)) {
            await this.type(row, input);
        }
    }

    onInput() {
        this.props.record.model.bus.trigger("FIELD_IS_DIRTY", true);
    }

    async goTo(index) {
        this.state.section = index;
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const section = this.rootRef.el?.querySelectorAll("[data-section]");
        [...(section || [])]
            .find(({dataset}) => Number(dataset.section) === index)
            ?.scrollIntoView({block: "start"});
    }

    async enter(row) {
        const index = this.sections.findIndex(({rows}) => rows.includes(row));
        await this.goTo(index);
        const item = this.rootRef.el?.querySelector(`[data-row="${row.id}"]`);
        item?.scrollIntoView({block: "center"});
        item?.querySelector("input, textarea")?.focus();
    }
}

registry.category("fields").add("self_reliance_sheet", {
    component: Sheet,
    supportedTypes: ["one2many"],
    useSubView: true,
});
