// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {deserializeDate, deserializeDateTime} from "@web/core/l10n/dates";

// Values of a form's record as plain data, and back. Fields that hold files or rich
// text are left out.

/**
 * @param {Object} record of the relational model
 * @returns {Promise<Object>} what the user changed, by field name
 */
export async function readValues(record) {
    const values = {};
    for (const name of Object.keys(await record.getChanges())) {
        const type = record.fields[name]?.type;
        const value = record.data[name];
        if (["char", "text", "selection", "boolean"].includes(type)) {
            values[name] = value;
        } else if (["integer", "float", "monetary"].includes(type)) {
            values[name] = value;
        } else if (["date", "datetime"].includes(type)) {
            values[name] = value && record._formatServerValue(type, value);
        } else if (type === "many2one") {
            values[name] = value && {id: value.id, display_name: value.display_name};
        } else if (type === "many2many") {
            values[name] = {ids: [...value.currentIds]};
        } else if (type === "one2many") {
            const lines = [];
            for (const line of value.records) {
                if (line.isNew || line.dirty) {
                    const lineValues = await readValues(line);
                    lines.push({
                        resId: line.resId || false,
                        virtualId: line._virtualId,
                        values: lineValues,
                    });
                }
            }
            values[name] = {lines};
        }
    }
    return values;
}

/**
 * @param {Object} record of the relational model
 * @param {Object} values as ``readValues`` gave them
 */
export async function writeValues(record, values) {
    const update = {};
    for (const [name, value] of Object.entries(values)) {
        const type = record.fields[name]?.type;
        if (!(name in record.activeFields) || value?.ids || value?.lines) {
            continue;
        }
        if (value && type === "date") {
            update[name] = deserializeDate(value);
        } else if (value && type === "datetime") {
            update[name] = deserializeDateTime(value);
        } else {
            update[name] = value;
        }
    }
    await record.update(update);
    for (const [name, value] of Object.entries(values)) {
        if (name in record.activeFields && (value?.ids || value?.lines)) {
            await writeLines(record.data[name], value);
        }
    }
}

async function writeLines(list, {ids, lines}) {
    if (ids) {
        const add = ids.filter((id) => !list.currentIds.includes(id));
        const remove = list.currentIds.filter((id) => !ids.includes(id));
        if (add.length || remove.length) {
            await list.addAndRemove({add, remove});
        }
        return;
    }
    for (const {resId, values} of lines) {
        let line = list.records.find((candidate) => candidate.resId === resId);
        if (!resId) {
            line = await list.addNewRecord({position: "bottom"});
        }
        if (line) {
            await writeValues(line, values);
        }
    }
}
