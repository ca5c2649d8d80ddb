// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Component, onMounted, onWillStart, onWillUnmount, xml} from "@odoo/owl";
import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {FormController} from "@web/views/form/form_controller";
import {RelationalModel} from "@web/model/relational_model/relational_model";
import {formView} from "@web/views/form/form_view";
import {getBasicEvalContext} from "@web/model/relational_model/utils";
import {registry} from "@web/core/registry";

const VIEW = "self_reliance_case_form";

class CaseRecord extends RelationalModel.Record {
    /**
     * @override
     * What the browser kept of the form is shown first; what the server answers then
     * comes without the tables that have been read meanwhile.
     */
    _setData(data, {keepChanges} = {}) {
        const missing = keepChanges
            ? this.model.laterFields.filter(
                  (name) => name in this.activeFields && !(name in data)
              )
            : [];
        this.keptTables = Object.fromEntries(
            missing.map((name) => [name, this._values[name]])
        );
        super._setData(...arguments);
        this.keptTables = {};
    }

    _parseServerValues() {
        return {...this.keptTables, ...super._parseServerValues(...arguments)};
    }
}

/**
 * A model whose tables on notebook pages are read when their page is opened first:
 * a case has over a dozen, of which hardly one is wanted at a time.
 *
 * New records have all of them, because their default values come in one call.
 */
class CaseModel extends RelationalModel {
    static Record = CaseRecord;

    setup(params) {
        super.setup(...arguments);
        this.laterFields = params.laterFields;
        /** Active fields that are not read yet, by name. */
        this.unreadFields = {};
        /** Names of the tables on the screen, each as often as it is there. */
        this.shownTables = [];
        this.tablesToRead = new Set();
    }

    _getNextConfig() {
        const config = super._getNextConfig(...arguments);
        const all = {...this.unreadFields, ...config.activeFields};
        this.unreadFields = {};
        if (config.resId) {
            for (const name of this.laterFields) {
                if (name in all && !this.shownTables.includes(name)) {
                    this.unreadFields[name] = all[name];
                    delete all[name];
                }
            }
        }
        config.activeFields = all;
        return config;
    }

    /**
     * Read tables of the root record that are not read yet; what was typed stays.
     *
     * Tables asked for at the same time are read in one call.
     *
     * @param {Iterable<String>} names of fields
     */
    async readTables(names) {
        for (const name of names) {
            this.tablesToRead.add(name);
        }
        await Promise.resolve();
        await this.mutex.exec(async () => {
            const activeFields = {};
            for (const name of this.tablesToRead) {
                if (name in this.unreadFields) {
                    activeFields[name] = this.unreadFields[name];
                }
            }
            this.tablesToRead.clear();
            const {root} = this;
            if (!Object.keys(activeFields).length) {
                return;
            }
            const [values] = await this._loadRecords(
                {...root.config, activeFields},
                getBasicEvalContext(root.config)
            );
            if (root !== this.root) {
                // Another record has been loaded meanwhile, with what it shows.
                return;
            }
            this.unreadFields = Object.fromEntries(
                Object.entries(this.unreadFields).filter(
                    ([name]) => !(name in activeFields)
                )
            );
            this._updateConfig(
                root.config,
                {activeFields: {...root.activeFields, ...activeFields}},
                {reload: false}
            );
            root._applyValues(values);
        });
    }
}

class CaseFormController extends FormController {
    get modelParams() {
        const {fieldNodes, xmlDoc} = this.archInfo;
        const [, ...laterPages] = xmlDoc.querySelectorAll("page");
        const onLaterPages = laterPages
            .flatMap((page) => [...page.querySelectorAll("field:not(field field)")])
            .map((node) => node.getAttribute("name"));
        const laterFields = Object.values(fieldNodes)
            .filter(({field}) => field.component === CaseTable)
            .map(({name}) => name)
            .filter((name) => onLaterPages.includes(name));
        return {...super.modelParams, laterFields};
    }
}

/** A table of other records, read when it is shown first. */
class CaseTable extends Component {
    static template = xml`<X2ManyField t-if="props.record.data[props.name]" t-props="props"/>`;
    static components = {X2ManyField};
    static props = X2ManyField.props;

    setup() {
        const {name, record} = this.props;
        const {model} = record;
        const {shownTables} = model;
        onWillStart(() => model.readTables([name]));
        onMounted(() => shownTables.push(name));
        onWillUnmount(() => shownTables.splice(shownTables.indexOf(name), 1));
    }
}

registry.category("views").add(VIEW, {
    ...formView,
    Controller: CaseFormController,
    Model: CaseModel,
});
const caseTable = {...x2ManyField, component: CaseTable};
registry.category("fields").add(`${VIEW}.one2many`, caseTable);
registry.category("fields").add(`${VIEW}.many2many`, caseTable);
