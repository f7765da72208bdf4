// The legend: what is in the picture with its signs and counts; each entry hides and shows what it names.
import { TONES } from "./netmodel.js";
import { element } from "./dom.js";
import { compare, count, country, given, say } from "./networds.js";

const TYPES = ["town", "ring", "event", "programme", "organisation", "person"];
const LOOKS = ["bilateral", "via", "event", "planned"];
const MOST_RINGS = 8;

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

// Entries as { part, group, className, sign, label, count }, of what is in the picture, hidden or not.
export function entries(model, { hidden = true } = {}) {
  const nodes = [...(hidden ? model.nodes : model.shown).values()];
  const edges = hidden ? [...model.edges.values()] : model.shownEdges;
  const types = tally(nodes.map((node) => node.group));
  const made = TYPES.filter((type) => types.has(type)).map((type) => ({ part: `type:${type}`, group: "things", className: `node ${type}`, label: given.texts[`node_${type}`], count: types.get(type) }));
  const lands = tally(nodes.filter((node) => node.group === "town").map((node) => model.part(node)));
  for (const [code, slot] of model.slots) {
    const part = `country:${code}`;
    if (lands.has(part)) made.push({ part, group: "lands", className: `land land-${slot}`, sign: code, label: country(code), count: lands.get(part) });
  }
  if (lands.has("country:other")) made.push({ part: "country:other", group: "lands", className: "land other", label: say("other_lands"), count: lands.get("country:other") });
  const rings = nodes.filter((node) => node.group === "ring").sort((a, b) => a.number - b.number);
  for (const ring of rings.slice(0, MOST_RINGS)) {
    made.push({ part: ring.id, group: "rings", className: `ringsign ring-${(ring.number - 1) % TONES}`, sign: String(ring.number), label: ring.label, count: model.ties.get(ring.id).filter(({ look }) => look === "via").length, isolated: true });
  }
  if (rings.length > MOST_RINGS) made.push({ part: null, group: "rings", className: "", label: say("more_rings", { count: count(rings.length - MOST_RINGS) }), count: null });
  const looks = tally(edges.map((edge) => edge.look));
  for (const look of LOOKS) if (looks.has(look)) made.push({ part: `look:${look}`, group: "ties", className: `tie ${look}`, label: given.texts[`edge_${look}`], count: looks.get(look) });
  if (edges.some((edge) => edge.ended)) made.push({ part: "ended", group: "ties", className: "tie ended", label: given.texts.edge_ended, count: edges.filter((edge) => edge.ended).length });
  const kinds = tally(edges.filter((edge) => edge.kind).map((edge) => edge.kind));
  if (kinds.size > 1) for (const kind of [...kinds.keys()].sort((a, b) => compare(a, b))) made.push({ part: `kind:${kind}`, group: "kinds", className: "kind", label: given.kinds[kind] ?? kind, count: kinds.get(kind) });
  return made;
}

export function showLegend(place, model, toggle) {
  const held = document.activeElement?.dataset?.part;
  let group = null;
  place.replaceChildren(...entries(model).map((entry) => {
    const item = element("li");
    if (group && entry.group !== group) item.className = "next";
    group = entry.group;
    const sign = element("span", entry.sign, entry.className);
    if (entry.sign === undefined) sign.setAttribute("aria-hidden", "true");
    const label = element(entry.isolated ? "bdi" : "span", entry.label);
    if (entry.part === null) {
      item.append(label);
      return item;
    }
    const button = element("button", undefined, "part");
    button.type = "button";
    button.dataset.part = entry.part;
    button.setAttribute("aria-pressed", String(!model.hidden.has(entry.part)));
    button.append(sign, label, element("span", count(entry.count), "number"));
    button.addEventListener("click", () => toggle(entry.part));
    item.append(button);
    return item;
  }));
  if (held) [...place.querySelectorAll("button")].find((one) => one.dataset.part === held)?.focus();
}
