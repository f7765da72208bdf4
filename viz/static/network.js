// The network picture: vis-network pans, zooms, drags and moves; what is seen is painted from a scene of our own.
import { paint, palette, tieAt } from "./netcanvas.js";
import { partnersOf, spots } from "./netexpand.js";
import { keys } from "./netkeys.js";
import { showLegend } from "./netlegend.js";
import { Model } from "./netmodel.js";
import { Panel } from "./netpanel.js";
import { radius, scene } from "./netscene.js";
import { tools } from "./nettools.js";
import { element } from "./dom.js";
import { counted, given, isolated, say } from "./networds.js";

const at = (id) => document.getElementById(id);
const SIDE = [84, 46];
const LEAST_TARGET = 13;

class Page {
  constructor(place) {
    this.place = place;
    this.model = new Model(given);
    this.panel = new Panel(at("network-panel"), this);
    this.focus = this.hover = null;
    this.narrow = place.clientWidth < 0.95 * place.clientHeight;
    this.colours = palette(place);
    place.replaceChildren();
    this.nodes = new vis.DataSet([...this.model.nodes.values()].map((node) => this.drawn(node, this.narrow ? node.tall : [node.x, node.y])));
    this.edges = new vis.DataSet([...this.model.edges.values()].map(({ id, from, to }) => ({ id, from, to, hidden: true })));
    this.network = new vis.Network(place, { nodes: this.nodes, edges: this.edges }, {
      physics: { enabled: false, barnesHut: { springLength: 130, avoidOverlap: 0.5, gravitationalConstant: -4000 } },
      edges: { smooth: false }, layout: { improvedLayout: false },
      interaction: { hover: true, selectable: true, tooltipDelay: 1e9, keyboard: false, zoomSpeed: 0.6 },
    });
    this.canvas = place.querySelector("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    this.listen();
    this.refresh();
    this.panel.nothing();
  }

  drawn(node, [x, y]) {
    const reach = () => Math.max(LEAST_TARGET, radius(node, this.network?.getScale() ?? 1)) / (this.network?.getScale() ?? 1);
    return { id: node.id, x, y, shape: "custom", fixed: false, ctxRenderer: () => ({ drawNode() {}, nodeDimensions: { width: 2 * reach(), height: 2 * reach() } }) };
  }

  listen() {
    const { network, place } = this;
    network.on("afterDrawing", (ctx) => this.paint(ctx));
    network.on("click", ({ pointer: { DOM } }) => this.choose(network.getNodeAt(DOM) ?? tieAt(this.scene.lines, [DOM.x, DOM.y])));
    network.on("doubleClick", ({ pointer: { DOM } }) => this.expand(network.getNodeAt(DOM)));
    network.on("dragStart", ({ nodes }) => nodes.length && this.remember());
    network.on("dragEnd", ({ nodes }) => {
      if (nodes.length && this.moving) this.hold(nodes[0], true);
      network.unselectAll();
    });
    network.on("hoverNode", ({ node }) => this.over(node));
    network.on("blurNode", () => this.over(null));
    // The wheel scrolls the page, until the picture has the focus or the whole screen.
    place.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !document.fullscreenElement && !place.contains(document.activeElement)) event.stopPropagation();
    }, { capture: true, passive: true });
    place.addEventListener("pointerdown", () => place.focus({ preventScroll: true }), { capture: true });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.colours = palette(place);
      network.redraw();
    });
    new ResizeObserver(() => this.fit()).observe(place);
    keys(place, this);
    tools(this);
  }

  positions() {
    return this.network.getPositions();
  }

  // Where the nodes that are shown lie on the screen.
  spots() {
    const { x, y } = this.network.getViewPosition();
    const scale = this.network.getScale();
    const [wide, tall] = [this.place.clientWidth, this.place.clientHeight];
    const positions = this.positions();
    return new Map([...this.model.shown.keys()].map((id) => [id, [(positions[id].x - x) * scale + wide / 2, (positions[id].y - y) * scale + tall / 2]]));
  }

  paint(ctx) {
    const here = this.spots();
    const ratio = this.canvas.width / this.place.clientWidth;
    this.scene = scene(this.model, {
      place: (id) => here.get(id), scale: this.network.getScale(), focus: this.focus, hover: this.hover,
      frame: [2, 2, this.place.clientWidth - 2, this.place.clientHeight - 2],
    });
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(ctx, this.scene, this.colours);
    ctx.restore();
  }

  over(id) {
    this.hover = id;
    this.canvas.style.cursor = id ? "pointer" : "";
    this.network.redraw();
  }

  choose(id, { move = false, reveal = false } = {}) {
    this.focus = id;
    if (this.model.nodes.has(id)) this.panel.node(id);
    else if (this.model.edges.has(id)) this.panel.edge(id);
    else {
      this.focus = null;
      this.panel.nothing();
    }
    this.network.unselectAll();
    const spot = (move || reveal) && this.spots().get(id);
    const outside = spot && (spot[0] < 20 || spot[1] < 20 || spot[0] > this.place.clientWidth - 20 || spot[1] > this.place.clientHeight - 20);
    if (spot && ((move && this.network.getScale() < 0.6) || outside)) this.network.focus(id, { scale: Math.max(this.network.getScale(), move ? 0.8 : 0), animation: false });
    this.network.redraw();
  }

  remember() {
    this.model.remember(this.positions());
    at("network-undo").disabled = false;
  }

  undo() {
    const positions = this.model.undo();
    if (!positions) return;
    this.moving && this.move(false);
    this.nodes.remove(this.nodes.getIds().filter((id) => !this.model.nodes.has(id)));
    this.edges.remove(this.edges.getIds().filter((id) => !this.model.edges.has(id)));
    for (const [id, { x, y }] of Object.entries(positions)) this.network.moveNode(id, x, y);
    for (const id of this.model.nodes.keys()) this.fix(id);
    this.refresh();
    this.choose(this.model.shown.has(this.focus) ? this.focus : null);
    at("network-undo").disabled = !this.model.past.length;
    this.tell(say("undone"));
  }

  toggle(part) {
    this.remember();
    const { hidden } = this.model;
    if (!hidden.delete(part)) hidden.add(part);
    this.refresh();
    if (this.focus && !this.model.shown.has(this.focus)) this.choose(null);
  }

  pin(id) {
    this.remember();
    this.hold(id, !this.model.pinned.has(id));
    if (this.focus === id) this.panel.node(id);
  }

  hold(id, held) {
    this.model.pinned[held ? "add" : "delete"](id);
    this.fix(id);
    this.network.redraw();
  }

  fix(id) {
    const fixed = this.model.pinned.has(id);
    if (this.nodes.get(id).fixed !== fixed) this.nodes.update({ id, fixed });
  }

  async expand(id) {
    const node = this.model.nodes.get(id);
    if (node?.group !== "town") return undefined;
    if (!given.expand) return this.tell(say("expand_offline"));
    this.tell(say("asking", { name: isolated(node.label) }));
    try {
      const block = await partnersOf(id);
      this.remember();
      const positions = this.positions();
      const { added, ties, left } = this.model.merge(block, given.most);
      const found = spots(positions, id, added);
      this.nodes.add(added.map((one) => this.drawn(this.model.nodes.get(one.id), [found[one.id].x, found[one.id].y])));
      this.edges.add([...this.model.edges.values()].filter((edge) => !this.edges.get(edge.id)).map((edge) => ({ id: edge.id, from: edge.from, to: edge.to, hidden: true })));
      this.refresh();
      if (added.length) this.fit();
      this.choose(id);
      const room = left ? ` ${counted("no_room", left, { most: given.most })}` : "";
      return this.tell(added.length || ties ? `${counted("expanded", added.length, { name: isolated(node.label) })}${room}` : `${say("expanded_none", { name: isolated(node.label) })}${room}`);
    } catch (problem) {
      console.warn(problem);
      return this.tell(say("expand_failed"));
    }
  }

  tell(text) {
    at("network-said").textContent = text;
  }

  refresh() {
    this.model.look();
    const hidden = new Map([...this.model.nodes.keys()].map((id) => [id, !this.model.shown.has(id)]));
    this.nodes.update([...hidden].filter(([id, one]) => Boolean(this.nodes.get(id)?.hidden) !== one).map(([id, one]) => ({ id, hidden: one })));
    showLegend(at("network-legend"), this.model, (part) => this.toggle(part));
    at("network-count").textContent = this.panel.counted();
    this.network.redraw();
  }

  move(on) {
    this.moving = on;
    if (on) this.remember();
    at("network-motion").setAttribute("aria-pressed", String(on));
    this.network.setOptions({ physics: { enabled: on } });
  }

  zoom(by) {
    this.network.moveTo({ scale: Math.min(6, Math.max(0.05, this.network.getScale() * by)), animation: false });
  }

  // All of it, with room for the labels at the edges.
  fit() {
    const positions = this.positions();
    const ids = [...this.model.shown.keys()];
    if (!ids.length || !this.place.clientWidth) return;
    const [xs, ys] = ["x", "y"].map((axis) => ids.map((id) => positions[id][axis]));
    const [left, right, up, down] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const side = this.place.clientWidth < 500 ? 44 : SIDE[0];
    const scale = Math.min(1.35, (this.place.clientWidth - 2 * side) / Math.max(1, right - left), (this.place.clientHeight - 2 * SIDE[1]) / Math.max(1, down - up));
    this.network.moveTo({ position: { x: (left + right) / 2, y: (up + down) / 2 }, scale, animation: false });
  }
}

function start(place) {
  try {
    const page = new Page(place);
    globalThis.citynetNetwork = page;
    page.fit();
    page.network.once("afterDrawing", () => { place.dataset.ready = "true"; });
    page.network.redraw();
  } catch (problem) {
    place.replaceChildren(element("p", given?.texts.failed ?? "", "waiting"));
    console.error(problem);
  }
}

const place = at("network");
if (place && given) {
  if (document.readyState === "complete") start(place);
  else addEventListener("DOMContentLoaded", () => start(place), { once: true });
}
