// What the map knows, as /api/map or a block in the page gives it: towns, links, rings, and pairs of towns.
import { distance, middle } from "./arcs.js";
import { townName } from "./mapwords.js";

export const KINDS = ["partnership", "friendship", "contact", "project"];
export const STATUSES = ["active", "dormant", "suspended", "ended"];

// The data: out of a block in the page where there is one, else from the address that the map carries.
export async function load(place) {
  const block = document.getElementById("map-data");
  if (block) return JSON.parse(block.textContent);
  const raw = await fetched(place.dataset.map);
  // Where there are more towns than a map can have, those that the address asks for are asked for.
  const asked = raw.left_out ? new URLSearchParams(location.search).getAll("city") : [];
  return asked.length ? fetched(`${place.dataset.map}?${new URLSearchParams(asked.map((id) => ["city", id]))}`) : raw;
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

const codes = (values, known) => Uint8Array.from(values, (value) => known.indexOf(value) + 1); // 0: not recorded
const years = (dates) => Int16Array.from(dates, (date) => (date === null ? 0 : Number(date.slice(0, 4))));

export class MapData {
  constructor(raw) {
    Object.assign(this, raw);
    const { towns, links, rings, members } = raw;
    this.count = towns.id.length;
    towns.given = towns.name; // as data have it
    towns.name = towns.given.map((name, i) => townName(towns.id[i], name));
    this.index = new Map(towns.id.map((id, i) => [id, i]));
    this.ringIndex = new Map(rings.map((ring, i) => [ring.id, i]));
    this.countries = [...new Set(towns.country)].filter(Boolean).sort();
    const number = new Map(this.countries.map((code, i) => [code, i]));
    this.country = Int16Array.from(towns.country, (code) => number.get(code) ?? -1);
    this.region = Int32Array.from(towns.region, (region) => region ?? -1);
    for (const said of [links, members]) {
      Object.assign(said, { statusCode: codes(said.status, STATUSES), sinceYear: years(said.since), untilYear: years(said.until) });
    }
    links.kindCode = codes(links.kind, KINDS);
    this.members_of = rings.map(() => []);
    members.ring.forEach((ring, i) => this.members_of[ring].push(i));
    this.#pair();
  }

  // Two towns that some link or ring ties are a pair: `linksOf` and `viasOf` say by what.
  #pair() {
    const { links, members, rings, count } = this;
    const known = new Map();
    const a = [];
    const b = [];
    this.linksOf = [];
    this.viasOf = new Map(); // pair -> [[ring, membership of a, membership of b]]
    const pairOf = (one, other) => {
      const [low, high] = one < other ? [one, other] : [other, one];
      const key = low * count + high;
      if (!known.has(key)) {
        known.set(key, a.length);
        a.push(low);
        b.push(high);
        this.linksOf.push([]);
      }
      return known.get(key);
    };
    links.a.forEach((one, i) => { if (one !== links.b[i]) this.linksOf[pairOf(one, links.b[i])].push(i); });
    this.members_of.forEach((inRing, ring) => {
      if (rings[ring].kind === "association") return; // its members are not partners through it
      for (const [i, m] of inRing.entries()) {
        for (const n of inRing.slice(i + 1)) {
          const pair = pairOf(members.town[m], members.town[n]);
          if (!this.viasOf.has(pair)) this.viasOf.set(pair, []);
          this.viasOf.get(pair).push([ring, m, n]);
        }
      }
    });
    this.a = Int32Array.from(a);
    this.b = Int32Array.from(b);
    this.pairOf = (one, other) => known.get(Math.min(one, other) * count + Math.max(one, other));
    this.pairsOf = Array.from({ length: count }, () => []);
    for (let pair = 0; pair < a.length; pair += 1) {
      this.pairsOf[a[pair]].push(pair);
      this.pairsOf[b[pair]].push(pair);
    }
  }

  get pairs() {
    return this.a.length;
  }

  other(pair, town) {
    return this.a[pair] === town ? this.b[pair] : this.a[pair];
  }

  place(town) {
    return [this.towns.lon[town], this.towns.lat[town]];
  }

  hasPlace(town) {
    return Number.isFinite(this.towns.lon[town]) && Number.isFinite(this.towns.lat[town]);
  }

  distance(one, other) {
    return this.hasPlace(one) && this.hasPlace(other) ? distance(this.place(one), this.place(other)) : null;
  }

  middle(towns) {
    const places = towns.filter((town) => this.hasPlace(town)).map((town) => this.place(town));
    return places.length ? middle(places) : null;
  }
}
