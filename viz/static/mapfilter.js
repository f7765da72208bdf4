// Filters on pairs: what is shown, and how many each choice would leave, the other filters kept.
import { KINDS, STATUSES } from "./mapdata.js";
import { Standing } from "./mapstanding.js";

const WHERE = 1;
const KIND = 2;
const STATUS = 4;
const TIE = 8;
const SOURCE = 16;
const TOPIC = 32;
const LEAST = 64;

const kept = new Map(); // the last few years asked, for a slider goes back and forth

function standing(data, { year, undated, statuses }) {
  const key = JSON.stringify([year, undated, statuses.includes("ended") ? statuses : []]);
  if (!kept.has(key)) {
    if (kept.size > 12) kept.delete(kept.keys().next().value);
    kept.set(key, new Standing(data, { year, undated, statuses }));
  }
  return kept.get(key);
}

// Whether a pair lies where it is asked for: a country, two countries, a region of the first.
function where(data, { country, partner, region }) {
  if (!country) return null;
  const [here, there] = [data.countries.indexOf(country), partner ? data.countries.indexOf(partner) : null];
  const own = (town) => data.country[town] === here && (region === null || data.region[town] === region);
  const theirs = (town) => there === null || data.country[town] === there;
  return (pair) => (own(data.a[pair]) && theirs(data.b[pair])) || (own(data.b[pair]) && theirs(data.a[pair]));
}

export class Filtered {
  constructor(data, state) {
    this.data = data;
    this.state = state;
    this.standing = standing(data, state);
    this.fails = this.#fails(this.standing);
    this.shown = Uint8Array.from(this.fails, (fails, pair) => (fails === 0 && this.standing.alive[pair] ? 1 : 0));
    this.partners = new Uint16Array(data.count);
    this.totals = { pairs: 0, bilateral: 0, towns: 0 };
    for (let pair = 0; pair < data.pairs; pair += 1) if (this.shown[pair]) this.#add(pair);
    for (const number of this.partners) if (number) this.totals.towns += 1;
  }

  #add(pair) {
    this.partners[this.data.a[pair]] += 1;
    this.partners[this.data.b[pair]] += 1;
    this.totals.pairs += 1;
    this.totals.bilateral += this.standing.bilateral[pair];
  }

  #fails(stand) {
    const { data, state } = this;
    const { kinds, statuses, bilateral, source, topic, least } = state;
    const fails = new Uint8Array(data.pairs);
    const inPlace = where(data, state);
    const kindCodes = new Set(kinds.map((kind) => KINDS.indexOf(kind) + 1));
    const statusCodes = new Set(stand.ended ? [] : statuses.map((status) => STATUSES.indexOf(status) + 1));
    for (let pair = 0; pair < data.pairs; pair += 1) {
      if (!stand.alive[pair]) continue;
      let failed = 0;
      if (inPlace && !inPlace(pair)) failed |= WHERE;
      if (kindCodes.size && !kindCodes.has(stand.kind[pair])) failed |= KIND;
      if (statusCodes.size && !statusCodes.has(stand.status[pair])) failed |= STATUS;
      if (bilateral !== null && Boolean(stand.bilateral[pair]) !== bilateral) failed |= TIE;
      if (source !== null && !stand.isSaidBy(pair, source)) failed |= SOURCE;
      if (topic !== null && !stand.topics(pair).includes(topic)) failed |= TOPIC;
      fails[pair] = failed;
    }
    if (least > 1) this.#failFew(stand, fails, least);
    return fails;
  }

  #failFew(stand, fails, least) {
    const { data } = this;
    const number = new Uint16Array(data.count);
    for (let pair = 0; pair < data.pairs; pair += 1) {
      if (fails[pair] || !stand.alive[pair]) continue;
      number[data.a[pair]] += 1;
      number[data.b[pair]] += 1;
    }
    for (let pair = 0; pair < data.pairs; pair += 1) {
      if (number[data.a[pair]] < least && number[data.b[pair]] < least) fails[pair] |= LEAST;
    }
  }

  // How many pairs each choice of a filter would leave: maps by value.
  facets() {
    const { data, standing: stand, state } = this;
    const tally = (facet, each) => this.#tally(facet, each);
    const ties = tally(TIE, (pair) => [stand.bilateral[pair]]);
    const statuses = tally(STATUS, (pair) => [STATUSES[stand.status[pair] - 1]]);
    if (!stand.ended && state.year === null) statuses.set("ended", this.#ended());
    return {
      country: tally(WHERE, (pair) => new Set([data.towns.country[data.a[pair]], data.towns.country[data.b[pair]]])),
      ...this.#places(),
      kind: tally(KIND, (pair) => [KINDS[stand.kind[pair] - 1]]),
      status: statuses,
      bilateral: new Map([["true", ties.get(1) ?? 0], ["false", ties.get(0) ?? 0]]),
      source: tally(SOURCE, (pair) => stand.sourcesOf(pair)),
      topic: tally(TOPIC, (pair) => new Set(stand.topics(pair))),
    };
  }

  // By value, over the pairs that stand and fail at most in the facet itself.
  #tally(facet, each) {
    const { fails, standing: stand } = this;
    const found = new Map();
    for (let pair = 0; pair < fails.length; pair += 1) {
      if (!stand.alive[pair] || fails[pair] & ~facet) continue;
      for (const value of each(pair)) found.set(value, (found.get(value) ?? 0) + 1);
    }
    return found;
  }

  // Partner countries and regions, once a country is chosen.
  #places() {
    const { data, state } = this;
    if (!state.country) return { partner: new Map(), region: new Map() };
    const inCountry = where(data, { ...state, partner: null });
    const inPair = where(data, { ...state, region: null });
    const { country: codes } = data.towns;
    const others = (pair) => {
      const [one, other] = [codes[data.a[pair]], codes[data.b[pair]]];
      return inCountry(pair) ? [one === state.country ? other : one] : [];
    };
    const regions = (pair) => {
      const ends = inPair(pair) ? [data.a[pair], data.b[pair]] : [];
      return new Set(ends.filter((town) => codes[town] === state.country && data.region[town] >= 0).map((town) => data.region[town]));
    };
    return { partner: this.#tally(WHERE, others), region: this.#tally(WHERE, regions) };
  }

  #ended() {
    const { data, state } = this;
    return new Filtered(data, { ...state, statuses: ["ended"] }).totals.pairs;
  }

  // Pairs that are there, or left out, only because no date says otherwise.
  undated() {
    const { state, data, totals } = this;
    if (state.year === null) {
      let dated = 0;
      for (let pair = 0; pair < data.pairs; pair += 1) if (this.shown[pair] && this.standing.isDated(pair)) dated += 1;
      return totals.pairs - dated;
    }
    const other = state.undated === "include" ? "exclude" : "include";
    return Math.abs(totals.pairs - new Filtered(data, { ...state, undated: other }).totals.pairs);
  }

  // Rings that tie a shown pair, each with the towns of such pairs.
  rings() {
    const found = new Map();
    for (const pair of this.data.viasOf.keys()) {
      if (!this.shown[pair]) continue;
      for (const { ring } of this.standing.vias(pair)) {
        if (!found.has(ring)) found.set(ring, new Set());
        found.get(ring).add(this.data.a[pair]).add(this.data.b[pair]);
      }
    }
    return new Map([...found].sort(([a], [b]) => a - b).map(([ring, towns]) => [ring, [...towns]]));
  }

  // Members of a ring as the question has them, by all filters that it takes.
  membersOf(ring) {
    const { data, state, standing: stand } = this;
    const { members } = data;
    const here = (town) => !state.country || (data.towns.country[town] === state.country && (state.region === null || data.region[town] === state.region));
    const asked = new Set(stand.ended ? [] : state.statuses);
    return data.members_of[ring].filter((i) => stand.memberLives[i] && here(members.town[i]) && (!asked.size || asked.has(members.status[i]))
      && (state.source === null || data.said_by[members.sources[i]].includes(state.source))).map((i) => members.town[i]);
  }

  // Partners of a town as the question has them: country and region are the partner's.
  partnersOf(town) {
    const { data, state, fails, standing: stand } = this;
    const code = state.country ? data.countries.indexOf(state.country) : null;
    return data.pairsOf[town].flatMap((pair) => {
      const other = data.other(pair, town);
      if (!stand.alive[pair] || fails[pair] & ~(WHERE | LEAST)) return [];
      if (code !== null && (data.country[other] !== code || (state.region !== null && data.region[other] !== state.region))) return [];
      return [{ ...stand.told(pair), town: other, km: data.distance(town, other) }];
    });
  }

  // Towns that all of these have as partners, each with the ties in the order asked.
  sharedBy(towns) {
    const lists = towns.map((town) => new Map(this.partnersOf(town).map((partner) => [partner.town, partner])));
    const [first, ...others] = lists;
    return [...first.keys()].filter((town) => others.every((list) => list.has(town))).map((town) => ({ town, by: lists.map((list) => list.get(town)) }));
  }
}
