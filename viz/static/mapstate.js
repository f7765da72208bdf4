// The state of the map and its address: one says the other.
import { KINDS, STATUSES } from "./mapdata.js";

const NOTHING = Object.freeze({
  cities: [], ring: null, programme: null,
  country: null, partner: null, region: null, kinds: [], statuses: [], bilateral: null, source: null, topic: null, least: 1,
  year: null, undated: "include", view: null,
});
export const CHOICES = { cities: [], ring: null, programme: null };
export const FILTERS = ["country", "partner", "region", "kinds", "statuses", "bilateral", "source", "topic", "least", "year", "undated"];
const OURS = ["city", "ring", "programme", "country", "partner_country", "region", "kind", "status", "bilateral", "source", "topic", "min_partners", "year", "undated", "at"];
const MOST_TOWNS = 12;

const atOf = (things, id) => {
  const at = things.findIndex((thing) => thing.id === id);
  return at < 0 ? null : at;
};

function whole(text, low, high) {
  const number = /^\d{1,4}$/.test(text ?? "") ? Number(text) : null;
  return number !== null && number >= low && number <= high ? number : null;
}

function viewOf(text) {
  const [zoom, lat, lon] = (text ?? "").split("/").map(Number);
  return [zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) <= 85 ? { zoom, lat, lon } : null;
}

// What an address asks for; what it names that is not there is left out.
export function read(address, data) {
  const asked = new URL(address).searchParams;
  const code = (name) => (data.countries.includes(asked.get(name)) ? asked.get(name) : null);
  const country = code("country");
  const region = country && asked.has("region") ? data.regions.findIndex((one) => one.country === country && one.name === asked.get("region")) : -1;
  return {
    ...NOTHING,
    cities: [...new Set(asked.getAll("city").filter((id) => data.index.has(id)).map((id) => data.index.get(id)))].slice(0, MOST_TOWNS),
    ring: atOf(data.rings, asked.get("ring")),
    programme: atOf(data.programmes, asked.get("programme")),
    country,
    partner: country ? code("partner_country") : null,
    region: region < 0 ? null : region,
    kinds: KINDS.filter((kind) => asked.getAll("kind").includes(kind)),
    statuses: STATUSES.filter((status) => asked.getAll("status").includes(status)),
    bilateral: { true: true, false: false }[asked.get("bilateral")] ?? null,
    source: atOf(data.sources, asked.get("source")),
    topic: atOf(data.topics, asked.get("topic")),
    least: whole(asked.get("min_partners"), 1, 999) ?? 1,
    year: whole(asked.get("year"), 800, 2200),
    undated: asked.get("undated") === "exclude" ? "exclude" : "include",
    view: viewOf(asked.get("at")),
  };
}

// The parameters of a state as [name, value], in a fixed order; those of choice and filters as the questions name them.
export function parameters(state, data, { view = true } = {}) {
  const one = (name, value) => (value === null || value === undefined ? [] : [[name, String(value)]]);
  const several = (name, values) => values.map((value) => [name, value]);
  return [
    ...several("city", state.cities.map((town) => data.towns.id[town])),
    ...one("ring", data.rings[state.ring]?.id),
    ...one("programme", data.programmes[state.programme]?.id),
    ...one("country", state.country),
    ...one("partner_country", state.partner),
    ...one("region", data.regions[state.region]?.name),
    ...several("kind", state.kinds),
    ...several("status", state.statuses),
    ...one("bilateral", state.bilateral),
    ...one("source", data.sources[state.source]?.id),
    ...one("topic", data.topics[state.topic]?.id),
    ...(state.least > 1 ? one("min_partners", state.least) : []),
    ...one("year", state.year),
    ...(state.undated === "exclude" ? one("undated", "exclude") : []),
    ...(view && state.view ? one("at", [state.view.zoom.toFixed(2), state.view.lat.toFixed(3), state.view.lon.toFixed(3)].join("/")) : []),
  ];
}

// The address of a state, with what else the page's own address carries (language, embedding).
export function address(state, data, base = location.href) {
  const made = new URL(base);
  for (const name of OURS) made.searchParams.delete(name);
  for (const [name, value] of parameters(state, data)) made.searchParams.append(name, value);
  made.hash = "";
  return made;
}

export const isFiltered = (state) => FILTERS.some((name) => name !== "undated" && JSON.stringify(state[name]) !== JSON.stringify(NOTHING[name]));
export const hasChoice = (state) => state.cities.length > 0 || state.ring !== null || state.programme !== null;
