// What is to be painted, in pixels: halos of rings, lines, marks, labels. Screen and file paint the same.
import { TONES } from "./netmodel.js";
import { labels } from "./netlabels.js";

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
const sizing = (scale) => clamp(scale ** 0.8, 0.42, 1.25);
export const radius = (node, scale) => Math.max(node.group === "ring" ? 8 : 3, node.size * sizing(scale));
const ANY_CODE = 8;
const MOST_AVOIDED = 250;

const toneOf = (node) => `ring-${(node.number - 1) % TONES}`;

function fillOf(model, node) {
  if (node.group === "town") return model.slots.has(node.country) ? `land-${model.slots.get(node.country)}` : "raised";
  if (node.group === "ring") return toneOf(node);
  return node.group === "event" ? "event" : "other";
}

function inkOf(fill) {
  if (fill.startsWith("land-")) return `ink-${fill.slice(5)}`;
  return fill === "raised" ? "text" : "ground";
}

const lined = (line, { width, alpha }) => ({ ...line, width: line.width * width, alpha });

function lineOf(model, edge) {
  if (edge.look === "bilateral") return { colour: "quiet", width: 1.7 };
  if (edge.look === "via") {
    const ring = [edge.from, edge.to].map((id) => model.nodes.get(id)).find((node) => node.group === "ring");
    return { colour: ring ? toneOf(ring) : "ring", width: 2, dash: [0.1, 5] };
  }
  return { colour: "event", width: 1.7, dash: edge.look === "planned" ? [7, 5] : undefined };
}

// Of many ties each is painted thinner and paler, those of what was asked about less so.
function thinning(ties) {
  const much = clamp((ties - 60) / 600, 0, 1);
  return { width: 1 - 0.45 * much, alpha: 0.72 - 0.5 * Math.sqrt(much) };
}

// `place` gives a node's spot in pixels; `focus` is a node or a tie that is chosen, `hover` one under the pointer.
export function scene(model, { place, scale, frame, focus = null, hover = null }) {
  const spots = new Map([...model.shown.keys()].map((id) => [id, place(id)]));
  const edge = focus && model.edges.get(focus);
  const near = edge ? new Set([edge.from, edge.to]) : focus && model.shown.has(focus) ? model.neighbours(focus).add(focus) : null;
  const over = hover && model.shown.has(hover) ? model.neighbours(hover) : new Set();
  const faint = (id) => (near ? !near.has(id) : false);
  const thin = thinning(model.shownEdges.length);
  const asked = (one) => [one.from, one.to].some((id) => model.nodes.get(id).asked);
  const lines = model.shownEdges.filter(({ from, to }) => spots.has(from) && spots.has(to)).map((one) => ({
    ...lined(lineOf(model, one), asked(one) ? { width: 1, alpha: 0.72 } : thin), id: one.id, from: spots.get(one.from), to: spots.get(one.to), ended: one.ended,
    faint: near ? (edge ? one.id !== focus : one.from !== focus && one.to !== focus) : false,
    strong: one.id === focus || one.id === hover || one.from === hover || one.to === hover,
  }));
  const halo = new Set(model.shownEdges.filter(({ look }) => look === "via").flatMap(({ from, to }) => [from, to]));
  const few = [...model.shown.values()].filter((node) => node.asked).length <= 12;
  const marks = [...model.shown.values()].map((node) => mark(model, node, spots, scale, { halo, faint: faint(node.id), focus, hover, must: (few && node.asked) || node.id === hover || node.id === focus || over.has(node.id) || (near?.has(node.id) ?? false) }));
  const ranked = [...marks].sort((a, b) => b.must - a.must || b.asked - a.asked || (b.type === "ring") - (a.type === "ring") || b.degree - a.degree || (a.id < b.id ? -1 : 1));
  const crowd = ranked.filter((one) => one.must).length > 40;
  const size = Math.round(clamp(13 * scale ** 0.35, 10.5, 14) * 2) / 2;
  return { halos: halos(model, spots, scale, near), lines, marks, labels: labels(lines.length <= MOST_AVOIDED ? lines : [], crowd ? ranked.map((one) => ({ ...one, must: one.asked || one.id === focus || one.id === hover })) : ranked, frame, size) };
}

function mark(model, node, spots, scale, { faint, focus, hover, must, halo }) {
  const [x, y] = spots.get(node.id);
  const r = radius(node, scale);
  const fill = fillOf(model, node);
  const code = node.group === "ring" ? String(node.number) : node.group === "town" ? node.country ?? "?" : "";
  let [dx, dy, ties] = [0, 0, 0];
  for (const one of model.ties.get(node.id)) {
    const other = spots.get(one.from === node.id ? one.to : one.from);
    if (!other) continue;
    const far = Math.hypot(x - other[0], y - other[1]) || 1;
    dx += (x - other[0]) / far;
    dy += (y - other[1]) / far;
    ties += 1;
  }
  return {
    id: node.id, x, y, r, type: node.group, fill, ink: inkOf(fill), code: r >= ANY_CODE ? code : "", tag: r < ANY_CODE && node.group === "town" && scale > 0.25 ? node.country : null,
    lines: node.lines, asked: node.asked, pinned: model.pinned.has(node.id), chosen: node.id === focus || node.id === hover, faint, must, degree: ties, pad: node.asked || node.id === focus || node.id === hover ? 5 : halo.has(node.id) ? 4 : 0, away: ties ? [dx / ties, dy / ties] : [0, 1],
  };
}

// A soft ground behind each ring's members, in the ring's colour: they are seen as a group, and nobody else is inside.
function halos(model, spots, scale, near) {
  const rings = [...model.shown.values()].filter((node) => node.group === "ring");
  return rings.map((ring) => {
    const members = model.tiesOf(ring.id).filter((one) => one.look === "via").map((one) => model.other(one, ring.id).id).filter((id) => spots.has(id));
    return { colour: toneOf(ring), hub: spots.get(ring.id), members: members.map((id) => ({ at: spots.get(id), r: radius(model.nodes.get(id), scale) + clamp(7 * scale, 3, 8) })), width: clamp(13 * scale, 4, 16), faint: near ? !near.has(ring.id) : false };
  });
}
