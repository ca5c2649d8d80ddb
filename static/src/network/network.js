// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
/* global d3 */

import {Component, onMounted, onWillStart, onWillUnmount, useRef, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {loadBundle} from "@web/core/assets";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useDebounced} from "@web/core/utils/timing";
import {useService} from "@web/core/utils/hooks";

// Told apart by anybody, and by their shapes without any colour (Okabe and Ito).
const COLOURS = [
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#d55e00",
    "#7f7f7f",
];
// Corners of each shape and the angle of the first; a circle has none.
const SHAPES = [
    [0, 0],
    [4, Math.PI / 4],
    [3, -Math.PI / 2],
    [4, 0],
    [6, 0],
];
const LETTERS = 10;
const NARROW = 600;
const NARROW_LETTERS = 7;
const CENTRE_LETTERS = 18;
const ROOM = 11000;
const TICKS = 160;

/** The office in the middle, agencies around it, lines as strong as the exchange. */
export class Network extends Component {
    static template = "self_reliance_support.Network";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.display = {controlPanel: {}};
        this.picture = useRef("picture");
        this.periods = [
            [3, _t("3 months")],
            [6, _t("6 months")],
            [12, _t("12 months")],
            [24, _t("2 years")],
            [0, _t("All the time")],
        ];
        this.state = useState({
            months: 12,
            kind: 0,
            area: 0,
            office: 0,
            data: null,
            width: 0,
            height: 0,
            nodes: [],
            legend: [],
            notDrawn: 0,
        });
        onWillStart(() =>
            Promise.all([this.load(), loadBundle("self_reliance_support.assets_d3")])
        );
        const redraw = useDebounced(() => this.draw(), 150);
        onMounted(() => {
            this.draw();
            window.addEventListener("resize", redraw);
        });
        onWillUnmount(() => window.removeEventListener("resize", redraw));
    }

    async load() {
        const {months, kind, area, office} = this.state;
        this.state.data = await this.orm.call(
            "self_reliance.referral.figure",
            "get_network",
            [],
            {
                months,
                kind_id: kind || false,
                area_id: area || false,
                office_id: office || false,
            }
        );
    }

    async filter(name, value) {
        this.state[name] = Number(value);
        await this.load();
        this.draw();
    }

    get centre() {
        const {offices} = this.state.data;
        const chosen = offices.find(([id]) => id === this.state.office);
        if (chosen || offices.length === 1) {
            return this.shorten((chosen || offices[0])[1], CENTRE_LETTERS);
        }
        return _t("%s offices", offices.length);
    }

    get centreWidth() {
        return 13 * this.centre.length + 24;
    }

    shorten(text, letters) {
        return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
    }

    getHeight(width) {
        return Math.max(460, Math.min(540, width * 0.4));
    }

    getLetters(width) {
        return width < NARROW ? NARROW_LETTERS : LETTERS;
    }

    /** Reckon where everything stands; the same data give the same picture. */
    draw() {
        const width = this.picture.el ? this.picture.el.clientWidth : 0;
        if (!width) {
            return;
        }
        const height = this.getHeight(width);
        const {data} = this.state;
        const most = Math.min(data.most_drawn, Math.floor((width * height) / ROOM));
        const agencies = data.agencies.slice(0, most);
        const strongest = Math.max(1, ...agencies.map((row) => row.out + row.in));
        const kinds = [...new Set(agencies.map((row) => row.kind_id || 0))].sort(
            (a, b) => a - b
        );
        const names = new Map(data.kinds);
        const nodes = agencies
            .map((row) => {
                const index = kinds.indexOf(row.kind_id || 0);
                const strength = Math.sqrt((row.out + row.in) / strongest);
                return {
                    row,
                    strength,
                    radius: 8 + 8 * strength,
                    kind: names.get(row.kind_id) || "",
                    colour: COLOURS[index % COLOURS.length],
                    shape: SHAPES[index % SHAPES.length],
                };
            })
            // Agencies of one kind stand side by side.
            .sort((a, b) => (a.row.kind_id || 0) - (b.row.kind_id || 0));
        this.place(nodes, width, height);
        Object.assign(this.state, {
            width,
            height,
            notDrawn: data.agencies.length - nodes.length,
            nodes: nodes.map((node) => this.describe(node, width, height)),
            legend: kinds.map((kind, index) => ({
                id: kind,
                name: names.get(kind) || _t("Without a kind"),
                colour: COLOURS[index % COLOURS.length],
                path: this.outline(SHAPES[index % SHAPES.length], 8, 8, 6),
            })),
        });
    }

    /** Around the middle, the stronger the nearer, none upon another. */
    place(nodes, width, height) {
        const [halfWidth, halfHeight] = [width / 2, height / 2];
        const halfLabel = 6.5 * this.getLetters(width);
        const centre = {fx: 0, fy: 0, room: 20 + this.centreWidth / 3};
        nodes.forEach((node, index) => {
            const angle = (2 * Math.PI * index) / nodes.length - Math.PI / 2;
            const distance = 0.9 - 0.35 * node.strength;
            node.room = Math.min(44, halfLabel);
            node.goalX = Math.cos(angle) * distance * halfWidth;
            node.goalY = Math.sin(angle) * distance * halfHeight;
            [node.x, node.y] = [node.goalX, node.goalY];
        });
        const simulation = d3
            .forceSimulation([centre, ...nodes])
            .force("x", d3.forceX((node) => node.goalX || 0).strength(0.12))
            .force("y", d3.forceY((node) => node.goalY || 0).strength(0.12))
            .force("room", d3.forceCollide((node) => node.room).strength(0.9))
            .stop();
        for (let tick = 0; tick < TICKS; tick++) {
            simulation.tick();
            for (const node of nodes) {
                const [left, top] = [halfWidth - halfLabel - 2, halfHeight - 30];
                node.x = Math.max(-left, Math.min(left, node.x));
                node.y = Math.max(-top, Math.min(top, node.y));
            }
        }
        for (const node of nodes) {
            node.x += halfWidth;
            node.y += halfHeight;
        }
    }

    describe({row, x, y, radius, colour, shape, kind}, width, height) {
        const [middleX, middleY] = [width / 2, height / 2];
        return {
            row,
            x,
            y,
            colour,
            path: this.outline(shape, x, y, radius),
            // Away from the middle, where no line runs.
            labelY: y < middleY ? y - radius - 5 : y + radius + 13,
            label: this.shorten(row.name, this.getLetters(width)),
            lines: this.lines(row, x - middleX, y - middleY, middleX, middleY),
            text: [
                row.name,
                kind,
                _t("out %(out)s, in %(in)s", {out: row.out, in: row.in}),
                row.unanswered ? _t("unanswered %s", row.unanswered) : "",
                row.is_silent ? _t("no contact for half a year") : "",
            ]
                .filter(Boolean)
                .join(" / "),
        };
    }

    /** Referrals out and in as two lines beside each other, as thick as they are many. */
    lines(row, x, y, middleX, middleY) {
        const length = Math.hypot(x, y) || 1;
        const [sideX, sideY] = [-y / length, x / length];
        const drawn = [
            ["out", row.out],
            ["in", row.in],
        ].filter(([, number]) => number);
        const both = drawn.length === 2;
        return (drawn.length ? drawn : [["none", 0]]).map(([name, number], index) => {
            const shift = both ? (index ? 4 : -4) : 0;
            return {
                name,
                width: number ? Math.min(9, 1 + 1.5 * Math.sqrt(number)) : 1,
                x1: middleX + sideX * shift,
                y1: middleY + sideY * shift,
                x2: middleX + x + sideX * shift,
                y2: middleY + y + sideY * shift,
            };
        });
    }

    outline([corners, first], x, y, radius) {
        if (!corners) {
            return `M ${x - radius} ${y} a ${radius} ${radius} 0 1 0 ${2 * radius} 0 a ${radius} ${radius} 0 1 0 ${-2 * radius} 0 Z`;
        }
        const points = Array.from({length: corners}, (_, index) => {
            const angle = first + (2 * Math.PI * index) / corners;
            return `${x + radius * Math.cos(angle)} ${y + radius * Math.sin(angle)}`;
        });
        return `M ${points.join(" L ")} Z`;
    }

    kindName(id) {
        return (this.state.data.kinds.find(([key]) => key === id) || ["", ""])[1];
    }

    day(text) {
        return text ? formatDate(deserializeDate(text)) : "";
    }

    days(number) {
        return number === null || number === false ? "" : number.toFixed(1);
    }

    open({id}) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    onKey(ev, row) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            this.open(row);
        }
    }

    openLeftOut() {
        return this.action.doAction("self_reliance_support.agency_action_silent");
    }
}

registry.category("actions").add("self_reliance_network", Network);
