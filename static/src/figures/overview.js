// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {
    Component,
    onWillStart,
    onWillUnmount,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {cookie} from "@web/core/browser/cookie";
import {getColor} from "@web/core/colors/colors";
import {loadBundle} from "@web/core/assets";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

/** A picture of numbers; the same numbers stand below it as buttons. */
export class OverviewChart extends Component {
    static template = "self_reliance_support.OverviewChart";
    static props = {chart: Object, open: Function};

    setup() {
        this.canvas = useRef("canvas");
        useEffect(
            () => this.draw(),
            () => [this.props.chart]
        );
        onWillUnmount(() => this.picture?.destroy());
    }

    get isEmpty() {
        return !this.props.chart.datasets[0].data.some((number) => number);
    }

    /** The longest bar, or the end of the guideline with some room after it. */
    get most() {
        const {datasets, band} = this.props.chart;
        return Math.max(...datasets[0].data, band ? band[1] * 1.2 : 0);
    }

    get bandStyle() {
        const [from, to] = this.props.chart.band;
        return `left: ${this.share(from)}%; width: ${this.share(to - from)}%`;
    }

    share(number) {
        return (100 * number) / this.most;
    }

    isOver(number) {
        return this.props.chart.band && number > this.props.chart.band[1];
    }

    get rows() {
        const {labels, datasets, actions} = this.props.chart;
        return labels.map((label, index) => ({
            label,
            number: datasets[0].data[index],
            action: actions[index],
        }));
    }

    get description() {
        return this.rows
            .map(({label, number}) => `${label}: ${number ?? "－"}`)
            .join(", ");
    }

    get target() {
        return this.props.chart.datasets.find((dataset) => dataset.is_target);
    }

    draw() {
        this.picture?.destroy();
        this.picture = null;
        if (this.canvas.el) {
            this.picture = new window.Chart(this.canvas.el, this.getConfig());
        }
    }

    getConfig() {
        const {type, labels, datasets} = this.props.chart;
        const scheme = cookie.get("color_scheme");
        const isRound = type === "doughnut";
        return {
            type,
            data: {
                labels,
                datasets: datasets.map((dataset) => ({
                    label: dataset.label,
                    data: dataset.data,
                    ...(dataset.is_target
                        ? {
                              type: "line",
                              borderColor: "#b02a37",
                              backgroundColor: "transparent",
                              borderDash: [6, 4],
                              borderWidth: 2,
                              pointRadius: 0,
                              order: 0,
                          }
                        : {
                              backgroundColor: isRound
                                  ? labels.map((label, index) =>
                                        getColor(index, scheme, "sm")
                                    )
                                  : getColor(0, scheme, "sm"),
                              maxBarThickness: 28,
                              order: 1,
                          }),
                })),
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                plugins: {
                    legend: {
                        display: isRound || datasets.length > 1,
                        position: isRound ? "right" : "top",
                    },
                },
                scales: isRound
                    ? {}
                    : {
                          x: {grid: {display: false}},
                          y: {beginAtZero: true, ticks: {precision: 0}},
                      },
                onClick: (ev, elements) => {
                    const [element] = elements;
                    if (element) {
                        this.props.open(this.props.chart.actions[element.index]);
                    }
                },
            },
        };
    }
}

/** Where the work stands: one page for each role. */
export class Overview extends Component {
    static template = "self_reliance_support.Overview";
    static components = {Layout, OverviewChart};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.display = {controlPanel: {}};
        this.periods = [
            {key: "month", name: _t("This month")},
            {key: "quarter", name: _t("This quarter")},
            {key: "year", name: _t("Fiscal year")},
            {key: "range", name: _t("Any days")},
        ];
        this.state = useState({role: null, page: null, period: {key: "year"}});
        onWillStart(async () => {
            await Promise.all([loadBundle("web.chartjs_lib"), this.load()]);
        });
    }

    async load() {
        const {key, date_from, date_to} = this.state.period;
        const page = await this.orm.call("self_reliance.overview", "get_overview", [
            this.state.role,
            key,
            date_from || null,
            date_to || null,
        ]);
        Object.assign(this.state, {page, role: page.role, period: page.period});
    }

    choosePeriod(key) {
        this.state.period.key = key;
        // A range begins with the days that were shown, and waits for its dates.
        return key === "range" ? undefined : this.load();
    }

    chooseRole(role) {
        this.state.role = role;
        return this.load();
    }

    setDay(name, value) {
        this.state.period[name] = value;
        const {date_from, date_to} = this.state.period;
        return date_from && date_to && date_from <= date_to ? this.load() : undefined;
    }

    open({name, model, domain}) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: model,
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain,
            context: {create: false},
        });
    }
}

registry.category("actions").add("self_reliance_overview", Overview);
