// What is in the picture, what is hidden, pinned and undone; nothing of how it is drawn.
import { compare } from "./networds.js";

const LANDS = 7;
export const TONES = 6;
const MOST_UNDONE = 60;

export class Model {
  constructor(given) {
    this.nodes = new Map(given.nodes.map((node) => [node.id, node]));
    this.edges = new Map(given.edges.map((edge) => [edge.id, edge]));
    this.sources = given.sources;
    this.hidden = new Set();
    this.pinned = new Set();
    this.past = [];
    this.settle();
  }

  // Colours of countries and numbers of rings stay what they are when more comes in.
  settle() {
    const towns = [...this.nodes.values()].filter((node) => node.group === "town");
    const counts = new Map();
    for (const { country } of towns) if (country) counts.set(country, (counts.get(country) ?? 0) + 1);
    this.slots ??= new Map();
    for (const [code] of [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
      if (!this.slots.has(code) && this.slots.size < LANDS) this.slots.set(code, this.slots.size);
    }
    let last = Math.max(0, ...[...this.nodes.values()].map((node) => node.number ?? 0));
    for (const node of this.nodes.values()) if (node.group === "ring" && !node.number) node.number = last += 1;
    this.ties = new Map([...this.nodes.keys()].map((id) => [id, []]));
    for (const edge of this.edges.values()) for (const end of [edge.from, edge.to]) this.ties.get(end)?.push(edge);
    this.look();
  }

  part(node) {
    if (node.group !== "town") return `type:${node.group}`;
    return this.slots.has(node.country) ? `country:${node.country}` : "country:other";
  }

  // What is seen: nothing that is hidden, no tie with a hidden end, nobody whose ties are all hidden.
  look() {
    const { hidden } = this;
    const gone = (node) => hidden.has(node.id) || hidden.has(`type:${node.group}`) || hidden.has(this.part(node));
    const here = new Set([...this.nodes.values()].filter((node) => !gone(node)).map((node) => node.id));
    const tied = (edge) => here.has(edge.from) && here.has(edge.to) && !hidden.has(`look:${edge.look}`) && !(edge.kind && hidden.has(`kind:${edge.kind}`)) && !(edge.ended && hidden.has("ended"));
    this.shownEdges = [...this.edges.values()].filter(tied);
    const kept = new Set(this.shownEdges.flatMap(({ from, to }) => [from, to]));
    this.shown = new Map([...this.nodes].filter(([id, node]) => here.has(id) && (node.asked || kept.has(id) || !this.ties.get(id).length)));
  }

  other(edge, id) {
    return this.nodes.get(edge.from === id ? edge.to : edge.from);
  }

  neighbours(id) {
    return new Set(this.shownEdges.filter(({ from, to }) => from === id || to === id).map((edge) => this.other(edge, id).id));
  }

  tiesOf(id) {
    return this.shownEdges.filter(({ from, to }) => from === id || to === id).sort((a, b) => compare(this.other(a, id).label, this.other(b, id).label));
  }

  // Takes in what another answer brings, as much as there is room for; gives what was added and what found no room.
  merge(block, most) {
    const fresh = block.nodes.filter((node) => !this.nodes.has(node.id));
    const added = fresh.slice(0, Math.max(0, most - this.nodes.size));
    for (const node of added) this.nodes.set(node.id, { ...node, asked: false, number: undefined });
    const offset = this.sources.length;
    this.sources = [...this.sources, ...block.sources];
    let ties = 0;
    for (const edge of block.edges) {
      const twin = [...(this.ties.get(edge.from) ?? [])].some((one) => one.look === edge.look && one.to + one.from === edge.from + edge.to);
      if (this.edges.has(edge.id) || twin || !this.nodes.has(edge.from) || !this.nodes.has(edge.to)) continue;
      this.edges.set(edge.id, { ...edge, sources: edge.sources.map((source) => source + offset) });
      ties += 1;
    }
    this.settle();
    return { added, ties, left: fresh.length - added.length };
  }

  remember(positions) {
    this.past.push({ nodes: new Map(this.nodes), edges: new Map(this.edges), sources: this.sources, hidden: new Set(this.hidden), pinned: new Set(this.pinned), positions });
    if (this.past.length > MOST_UNDONE) this.past.shift();
  }

  // Takes the last step back; gives where the nodes lay, or nothing where there is no step.
  undo() {
    const before = this.past.pop();
    if (!before) return null;
    const { positions, ...state } = before;
    Object.assign(this, state);
    this.settle();
    return positions;
  }
}
