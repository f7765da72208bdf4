// What is drawn of many links: summed up between countries or regions, single ones where few are in view.
import { arc, middle } from "./arcs.js";

const LEVELS = ["country", "region", "town"];
const FINER = { town: 6.8, region: 4.4 }; // zooms from which on links open into those between regions, then single ones
const FEW = { town: 500, region: 260 }; // so few in view that they open sooner
const MOST = { country: 2500, region: 700, town: 4000 };

const collection = (features) => ({ type: "FeatureCollection", features });
const point = (coordinates, properties, id) => ({ type: "Feature", id, properties, geometry: { type: "Point", coordinates } });
const line = (coordinates, properties, id) => ({ type: "Feature", id, properties, geometry: { type: "LineString", coordinates } });
export { collection, line, point };

// Sums of links between countries (level 0) or regions (level 1; a town without one counts for its country).
export class Flows {
  constructor(data) {
    this.data = data;
    const regions = data.regions.length;
    const land = (town) => (data.country[town] < 0 ? -1 : data.country[town]);
    this.nodes = [
      Int32Array.from({ length: data.count }, (_, town) => land(town)),
      Int32Array.from({ length: data.count }, (_, town) => (data.region[town] >= 0 ? data.region[town] : land(town) < 0 ? -1 : regions + land(town))),
    ];
    this.places = this.nodes.map((nodes, level) => this.#middles(nodes, level ? regions + data.countries.length : data.countries.length));
    this.arcs = new Map();
  }

  // Where a country or region stands: in the middle of its links.
  #middles(nodes, size) {
    const { data } = this;
    const towns = Array.from({ length: size }, () => []);
    for (let town = 0; town < data.count; town += 1) {
      if (nodes[town] < 0 || !data.hasPlace(town)) continue;
      const weight = Math.max(1, data.pairsOf[town].length);
      for (let i = 0; i < weight; i += 1) towns[nodes[town]].push(data.place(town));
    }
    return towns.map((places) => (places.length ? middle(places) : null));
  }

  // Whether a node of regions stands for what has none in its country.
  isRest(level, node) {
    return level === 1 && node >= this.data.regions.length;
  }

  nodeName(level, node, countryName) {
    const { regions, countries } = this.data;
    if (level === 1 && node < regions.length) return regions[node].name;
    return countryName(countries[level === 1 ? node - regions.length : node]);
  }

  // [{a, b, count, bilateral}] with a <= b, the strongest first; pairs within one node have a = b.
  sums(level, filtered, wanted = () => true) {
    const { data } = this;
    const nodes = this.nodes[level];
    const size = this.places[level].length;
    const found = new Map();
    const { shown, standing } = filtered;
    for (let pair = 0; pair < data.pairs; pair += 1) {
      if (!shown[pair]) continue;
      const [one, other] = [nodes[data.a[pair]], nodes[data.b[pair]]];
      if (one < 0 || other < 0) continue;
      const [a, b] = one < other ? [one, other] : [other, one];
      const key = a * size + b;
      let sum = found.get(key);
      if (sum === undefined) {
        if (!wanted(level, a) && !wanted(level, b)) { found.set(key, null); continue; }
        found.set(key, (sum = { a, b, count: 0, bilateral: 0 }));
      }
      if (sum === null) continue;
      sum.count += 1;
      sum.bilateral += standing.bilateral[pair];
    }
    return [...found.values()].filter(Boolean).sort((one, other) => other.count - one.count || one.a - other.a || one.b - other.b);
  }

  // The line of a sum, made once.
  arcOf(level, a, b) {
    const key = `${level}/${a}/${b}`;
    if (!this.arcs.has(key)) {
      const [from, to] = [this.places[level][a], this.places[level][b]];
      this.arcs.set(key, from && to ? arc(from, to) : []);
    }
    return this.arcs.get(key);
  }
}

// A box of degrees that may go across the 180th meridian: longitudes as the map gives them.
export function inside({ west, south, east, north }) {
  const wide = east - west >= 360;
  return (lon, lat) => lat >= south && lat <= north && (wide || ((((lon - west) % 360) + 360) % 360) <= east - west);
}

// What to draw in a view: {level, lines, nodes, total, drawn, within}. Lines of rings are drawn as rings, not here.
export function drawn(flows, filtered, bounds, zoom) {
  const { data } = flows;
  const inView = inside(bounds);
  const seen = Uint8Array.from({ length: data.count }, (_, town) => (data.hasPlace(town) && inView(...data.place(town)) ? 1 : 0));
  const singles = [];
  for (let pair = 0; pair < data.pairs; pair += 1) {
    if (filtered.shown[pair] && filtered.standing.bilateral[pair] && (seen[data.a[pair]] || seen[data.b[pair]])) singles.push(pair);
  }
  if (zoom >= FINER.town || singles.length <= FEW.town) return single(flows, filtered, singles);
  const nodeSeen = (level, node) => { const place = flows.places[level][node]; return place !== null && inView(...place); };
  const regional = flows.sums(1, filtered, nodeSeen);
  if (zoom >= FINER.region || regional.length <= FEW.region) return summed(flows, 1, regional, regional.length);
  return summed(flows, 0, flows.sums(0, filtered));
}

function single(flows, filtered, pairs) {
  const { data } = flows;
  const lines = [];
  const ink = Math.min(0.75, Math.max(0.06, 80 / pairs.length)); // the more lines, the fainter each of them
  for (const pair of pairs.slice(0, MOST.town)) {
    const [a, b] = [data.a[pair], data.b[pair]];
    const coordinates = data.hasPlace(a) && data.hasPlace(b) ? arc(data.place(a), data.place(b)) : [];
    if (coordinates.length) lines.push(line(coordinates, { weight: 1, share: 0, ink }, pair));
  }
  return { level: "town", lines, nodes: [], total: pairs.length, drawn: lines.length, within: 0 };
}

function summed(flows, level, sums) {
  const between = sums.filter(({ a, b, bilateral }) => a !== b && bilateral > 0);
  const within = sums.filter(({ a, b }) => a === b).reduce((all, { bilateral }) => all + bilateral, 0);
  const strongest = between.slice(0, MOST[LEVELS[level]]);
  const top = strongest[0]?.bilateral ?? 1;
  const lines = [];
  const weight = new Map();
  for (const { a, b, bilateral } of strongest) {
    const coordinates = flows.arcOf(level, a, b);
    for (const node of [a, b]) weight.set(node, (weight.get(node) ?? 0) + bilateral);
    if (coordinates.length) lines.push(line(coordinates, { weight: bilateral, share: Math.sqrt(bilateral / top), a, b, level }, a * flows.places[level].length + b));
  }
  for (const { a, b, bilateral } of sums) if (a === b) weight.set(a, (weight.get(a) ?? 0) + bilateral);
  return { level: LEVELS[level], lines, nodes: weight, total: between.length, drawn: lines.length, within };
}
