// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {
    Component,
    markRaw,
    onMounted,
    onWillStart,
    onWillUnmount,
    onWillUpdateProps,
    xml,
} from "@odoo/owl";
import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {FormController} from "@web/views/form/form_controller";
import {RelationalModel} from "@web/model/relational_model/relational_model";
import {formView} from "@web/views/form/form_view";
import {getBasicEvalContext} from "@web/model/relational_model/utils";
import {omit, pick} from "@web/core/utils/objects";
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
        /** Names of the tables on the screen, each as often as it is there. */
        this.shownTables = [];
        this.tablesToRead = new Set();
    }

    _getNextConfig() {
        const config = super._getNextConfig(...arguments);
        // At the first loading it has all of them.
        this.allFields = this.allFields || markRaw(config.activeFields);
        const unread = config.resId
            ? this.laterFields.filter((name) => !this.shownTables.includes(name))
            : [];
        config.activeFields = omit(
            {...this.allFields, ...config.activeFields},
            ...unread
        );
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
        await this.mutex.exec(() => this._readTables());
    }

    async _readTables() {
        const {root} = this;
        const names = [...this.tablesToRead];
        const unread = this.laterFields.filter(
            (name) => names.includes(name) && !(name in root.activeFields)
        );
        if (unread.length) {
            const activeFields = pick(this.allFields, ...unread);
            const [values] = await this._loadRecords(
                {...root.config, activeFields},
                getBasicEvalContext(root.config)
            );
            if (root.id !== this.root.id) {
                // Another record has been loaded meanwhile: read its tables.
                return this._readTables();
            }
            this._updateConfig(
                root.config,
                {activeFields: {...root.activeFields, ...activeFields}},
                {reload: false}
            );
            root._applyValues(values);
        }
        names.forEach((name) => this.tablesToRead.delete(name));
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
        const {shownTables} = record.model;
        onWillStart(() => this.read(this.props));
        onWillUpdateProps((props) => this.read(props));
        onMounted(() => shownTables.push(name));
        onWillUnmount(() => shownTables.splice(shownTables.indexOf(name), 1));
    }

    async read({name, record}) {
        if (!record.data[name]) {
            // An error is told like any other; the form and what is typed stay.
            await record.model.readTables([name]).catch((error) => {
                Promise.reject(error);
            });
        }
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
