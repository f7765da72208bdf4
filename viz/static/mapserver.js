// What needs the server: the questions behind a state, finding by other names, chains. Without one the rest still works.
import { isFiltered, parameters } from "./mapstate.js";

let place = null;
export const connect = (where) => { place = where; };
const has = (name) => Boolean(place?.dataset[name]);
export const isServed = () => has("ask");
const spoken = () => new URLSearchParams(place?.dataset.query ?? "").entries();
const LINKS = ["kind", "status", "source", "year", "undated"];
const TOWNS = ["country", "region"];

// The question that says as a table what a state shows: its name, and the parameters that it takes.
const QUESTIONS = [
  [(state) => state.cities.length > 1, "shared-partners", ["city", ...TOWNS, ...LINKS]],
  [(state) => state.cities.length === 1, "partners", ["city", ...TOWNS, ...LINKS]],
  [(state) => state.ring !== null, "ring-members", ["ring", ...TOWNS, "status", "source", "year", "undated"]],
  [(state) => state.programme !== null, null, []],
  [(state) => state.partner && state.topic === null, "country-pair", [...TOWNS, "partner_country", "bilateral", ...LINKS]],
  [isFiltered, "links", [...TOWNS, "partner_country", "bilateral", "topic", ...LINKS]],
  [() => true, "country-matrix", LINKS],
];

// {name, asked: [[name, value]], left: [name]}: `left` are parts of the state that the question does not take.
export function question(state, data) {
  const [, name, takes] = QUESTIONS.find(([fits]) => fits(state));
  const given = parameters(state, data, { view: false });
  return name && { name, asked: given.filter(([one]) => takes.includes(one)), left: [...new Set(given.map(([one]) => one).filter((one) => !takes.includes(one)))] };
}

const query = (pairs) => new URLSearchParams([...pairs, ...spoken()]).toString();

export function tableAddress({ name, asked }) {
  return `${place.dataset.ask}/${name}${asked.length || place.dataset.query ? `?${query(asked)}` : ""}`;
}

export const networkAddress = ({ name, asked }) => `${place.dataset.network}?${query([["question", name], ...asked])}`;

// The page of a thing: on the server, or as a file beside the map, where it has one; a town's `land` tells whether.
export function pageAddress(kind, id, land) {
  if (isServed()) return `/${kind}/${encodeURIComponent(id)}${place.dataset.query ?? ""}`;
  const lands = place?.dataset.lands;
  if (!lands || !/^[A-Za-z0-9][\w.-]{0,79}$/.test(id)) return null;
  return kind !== "cities" || lands === "*" || lands.split(" ").includes(land) ? `./${kind}/${id}.html` : null;
}

// The shortest chains between two towns: lists of ids, none where there is no chain. Throws where the server does not say.
export async function chains(state, data, signal) {
  const [from, to] = state.cities.map((town) => data.towns.id[town]);
  const asked = parameters(state, data, { view: false }).filter(([name]) => ["source", "year", "undated"].includes(name));
  const answer = await fetch(`${place.dataset.questions}/path?${new URLSearchParams([["from", from], ["to", to], ["limit", "20"], ...asked])}`, { signal });
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  return (await answer.json()).rows.map((row) => row.towns);
}

// Towns by any of their names; the map itself has one of each.
export async function search(text, signal) {
  if (!has("search")) return [];
  const answer = await fetch(`${place.dataset.search}?${new URLSearchParams({ q: text, type: "city", limit: 8 })}`, { signal });
  return answer.ok ? (await answer.json()).results : [];
}
