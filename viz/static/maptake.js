// What can be taken away: links in view as CSV and GeoJSON with sources and licences, the address, the code of an embed.
import { arc, cut } from "./arcs.js";
import { inside } from "./mapflows.js";
import { parameters } from "./mapstate.js";
import { say } from "./mapwords.js";

const FORMULA = /^[=+\-@\t\r\n]/; // what a spreadsheet takes for the beginning of a formula

// The links that a file has: of what is chosen, else all that have an end in view.
export function taken(filtered, choice, bounds) {
  const { data, shown, standing } = filtered;
  if (choice?.rings) {
    const members = new Set(choice.towns);
    return [...data.viasOf].filter(([pair, vias]) => vias.some(([ring]) => choice.rings.includes(ring)) && members.has(data.a[pair]) && members.has(data.b[pair])).map(([pair]) => ({ ...standing.told(pair), a: data.a[pair], b: data.b[pair] }));
  }
  if (choice && choice.asked.length) return choice.ties.map((tie) => ({ ...tie, a: tie.from, b: tie.town }));
  const within = choice ? new Set(choice.towns) : null;
  const inView = bounds ? inside(bounds) : () => true;
  const seen = (town) => (within ? within.has(town) : !bounds || (data.hasPlace(town) && inView(...data.place(town))));
  const rows = [];
  for (let pair = 0; pair < data.pairs; pair += 1) {
    const [a, b] = [data.a[pair], data.b[pair]];
    if (shown[pair] && (within ? seen(a) && seen(b) : seen(a) || seen(b))) rows.push({ ...standing.told(pair), a, b });
  }
  return rows;
}

function record(row, data) {
  const end = (name, town) => ({ [`${name}_id`]: data.towns.id[town], [name]: data.towns.given[town], [`${name}_country`]: data.towns.country[town], [`${name}_lat`]: data.towns.lat[town], [`${name}_lon`]: data.towns.lon[town] });
  const km = data.distance(row.a, row.b);
  const sources = row.sources.map((source) => data.sources[source]);
  return {
    ...end("town", row.a), ...end("partner", row.b), kind: row.kind, status: row.status, since: row.since, until: row.until, bilateral: row.bilateral,
    rings: row.rings.map((ring) => data.rings[ring].name).join("; "), distance_km: km === null ? null : Math.round(km * 10) / 10,
    sources: sources.map((source) => source.title).join("; "), source_urls: sources.map((source) => source.url).filter(Boolean).join(" "),
    licences: [...new Set(sources.map((source) => source.licence).filter(Boolean))].join("; "),
  };
}

function cell(value) {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const today = () => new Date().toISOString().slice(0, 10);

export function csv(rows, data) {
  const about = { data_version: data.data_version, date: today() };
  const records = rows.map((row) => ({ ...record(row, data), ...about }));
  const names = Object.keys(records[0] ?? { town: 0, partner: 0, ...about });
  return [names, ...records.map((one) => names.map((name) => one[name]))].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}

export function geojson(rows, data, { title, address, state }) {
  const towns = new Set(rows.flatMap(({ a, b }) => [a, b]));
  const points = [...towns].map((town) => ({
    type: "Feature", id: data.towns.id[town], properties: { name: data.towns.given[town], country: data.towns.country[town] },
    geometry: data.hasPlace(town) ? { type: "Point", coordinates: data.place(town) } : null,
  }));
  const lines = rows.map((row) => {
    const points_ = data.hasPlace(row.a) && data.hasPlace(row.b) ? arc(data.place(row.a), data.place(row.b)) : [];
    return { type: "Feature", properties: record(row, data), geometry: points_.length ? cut(points_) : null };
  });
  const used = [...new Set(rows.flatMap((row) => row.sources))].map((source) => data.sources[source]);
  const about = { title, address, data_version: data.data_version, date: today(), parameters: parameters(state, data), sources: used.map(({ title: name, url, licence }) => ({ title: name, url, licence })) };
  return JSON.stringify({ type: "FeatureCollection", citynet: about, features: [...points, ...lines] });
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

export function embedCode(address, title) {
  const framed = new URL(address);
  framed.searchParams.set("embed", "1");
  return `<iframe src="${escaped(framed.href)}" title="${escaped(title)}" width="100%" height="520" style="border:0" loading="lazy"></iframe>`;
}

export const EXPORTS = {
  csv: { type: "text/csv;charset=utf-8", name: "citynet-map.csv" },
  geojson: { type: "application/geo+json", name: "citynet-map.geojson" },
};

export async function copy(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return say("copied");
  } catch {
    field.select(); // without leave to write to the clipboard a person copies what is selected
    return say("copy_yourself");
  }
}
