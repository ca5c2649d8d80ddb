// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useDebounced} from "@web/core/utils/timing";
import {useService} from "@web/core/utils/hooks";

const TYPING = 300;

/** All that happened in a case, by day, with a filter and a search. */
export class Timeline extends Component {
    static template = "self_reliance_support.Timeline";
    static props = {...standardWidgetProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({kind: "", text: "", entries: [], hasMore: false});
        this.search = useDebounced(() => this.load(), TYPING);
        onWillStart(() => this.load());
        onWillUpdateProps(({record}) => {
            // Another case, or this one as it was saved.
            if (record.resId !== this.shownId || record.data !== this.shownData) {
                return this.load(record);
            }
        });
    }

    get kinds() {
        return [
            ["", _t("All")],
            ["record", _t("Records")],
            ["contact", _t("Contacts with Agencies")],
            ["meeting", _t("Meetings")],
            ["decision", _t("Decisions")],
            ["paper", _t("Papers")],
            ["event", _t("Events")],
        ];
    }

    /** The entries of a day under one heading, the newest day first. */
    get days() {
        const days = [];
        for (const entry of this.state.entries) {
            if (days.at(-1)?.name !== entry.day) {
                days.push({name: entry.day, entries: []});
            }
            days.at(-1).entries.push(entry);
        }
        return days;
    }

    async load(record = this.props.record, offset = 0) {
        this.shownId = record.resId;
        this.shownData = record.data;
        if (!record.resId) {
            this.state.entries = [];
            this.state.hasMore = false;
            return;
        }
        const {kind, text} = this.state;
        const {entries, has_more} = await this.keepLast.add(
            this.orm.call("self_reliance.case", "get_timeline", [record.resId], {
                kind: kind || false,
                text,
                offset,
            })
        );
        this.state.entries = offset ? [...this.state.entries, ...entries] : entries;
        this.state.hasMore = has_more;
    }

    loadMore() {
        return this.load(this.props.record, this.state.entries.length);
    }

    choose(kind) {
        this.state.kind = kind;
        return this.load();
    }

    type(ev) {
        this.state.text = ev.target.value;
        this.search();
    }

    open({model, id}) {
        return this.action.doAction(
            model === "ir.attachment"
                ? {type: "ir.actions.act_url", url: `/web/content/${id}?download=true`}
                : {
                      type: "ir.actions.act_window",
                      res_model: model,
                      res_id: id,
                      views: [[false, "form"]],
                  }
        );
    }
}

registry.category("view_widgets").add("self_reliance_timeline", {component: Timeline});
