// Finding on the map as one types: towns, rings, programmes and countries it knows, towns by other names from the server.
import { search } from "./mapserver.js";
import { fold } from "./dom.js";
import { counted, country, label, say, words } from "./mapwords.js";

const MOST = 8;

// A town that the map has not: to choose it is to ask the server for its links.
const leftOut = (row) => ({ type: "city", id: row.id, name: row.name, called: row.called, told: [row.region, country(row.country), row.matched === row.called ? null : row.matched].filter(Boolean).join(" · "), choice: { away: row.id } });

export class Finder {
  constructor(data, partners) {
    Object.assign(this, { data, partners });
    this.folded = data.towns.name.map(fold);
    this.given = data.towns.given.map((name, i) => (name === data.towns.name[i] ? "" : fold(name))); // the name of its own country
    this.others = [
      ...data.rings.map((ring, i) => ({ type: "ring", id: ring.id, name: ring.name, told: label("ring_kind", ring.kind), choice: { ring: i } })),
      ...data.programmes.map((programme, i) => ({ type: "programme", id: programme.id, name: words(programme.title), told: label("programme_kind", programme.kind), choice: { programme: i } })),
      ...data.countries.map((code) => ({ type: "country", id: code, name: country(code), told: say("country"), choice: { country: code, partner: null, region: null } })),
    ].map((row) => ({ ...row, folded: fold(row.name) }));
  }

  // Whole names before beginnings before parts, the best connected first.
  towns(text) {
    const wanted = fold(text);
    const ranked = (folded) => (folded === wanted ? 0 : folded.startsWith(wanted) ? 1 : 2);
    const rank = (town) => Math.min(ranked(this.folded[town]), ranked(this.given[town]));
    const fits = (town) => this.folded[town].includes(wanted) || this.given[town].includes(wanted);
    const found = [];
    for (let town = 0; town < this.folded.length; town += 1) if (fits(town)) found.push(town);
    found.sort((a, b) => rank(a) - rank(b) || this.partners[b] - this.partners[a] || a - b);
    return found.slice(0, MOST);
  }

  #row(town, matched) {
    const { data } = this;
    const number = this.partners[town];
    const [shown, given] = [data.towns.name[town], data.towns.given[town]];
    const other = matched === shown ? null : matched;
    const about = [data.regions[data.towns.region[town]]?.name, country(data.towns.country[town]), other, counted("partners", number)];
    const names = shown === given ? { name: given } : { name: given, called: shown };
    return { type: "city", id: data.towns.id[town], ...names, told: about.filter(Boolean).join(" · "), choice: { cities: [town] } };
  }

  async ask(text, signal) {
    const { data } = this;
    const wanted = fold(text);
    const towns = this.towns(text);
    const starts = this.others.filter((row) => row.folded.includes(wanted)).slice(0, 4);
    const rows = [...starts.filter((row) => row.folded === wanted), ...towns.map((town) => this.#row(town)), ...starts.filter((row) => row.folded !== wanted)];
    if (towns.length > 3 && !data.left_out) return rows;
    const named = await search(text, signal).catch(() => []); // what the map knows itself stays
    const away = data.left_out ? named.filter(({ id }) => !data.index.has(id)) : [];
    const more = named.filter(({ id }) => data.index.has(id) && !towns.includes(data.index.get(id)));
    return [...rows, ...more.map(({ id, matched }) => this.#row(data.index.get(id), matched)), ...away.map(leftOut)];
  }
}
