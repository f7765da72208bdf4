// Which links stand in a year, and which of them are bilateral: the rules of the questions (bilateral, weights in
// graph/questions/cypher/fragments.cypher), worked out here for all pairs at once.
import { KINDS, STATUSES } from "./mapdata.js";

const ENDED = STATUSES.indexOf("ended") + 1;

export class Standing {
  constructor(data, { year = null, undated = "include", statuses = [] }) {
    this.data = data;
    this.year = year;
    this.ended = year === null && statuses.includes("ended");
    this.asked = new Set(statuses.map((status) => STATUSES.indexOf(status) + 1));
    const lives = this.#lives(undated);
    const { links, members } = data;
    this.linkLives = Uint8Array.from(links.a, (_, i) => lives(links, i));
    this.memberLives = Uint8Array.from(members.town, (_, i) => lives(members, i));
    this.alive = new Uint8Array(data.pairs);
    this.bilateral = new Uint8Array(data.pairs);
    this.kind = new Uint8Array(data.pairs);
    this.status = new Uint8Array(data.pairs);
    this.link = new Int32Array(data.pairs).fill(-1);
    for (let pair = 0; pair < data.pairs; pair += 1) this.#weigh(pair);
  }

  #lives(undated) {
    const { year, asked, data } = this;
    if (year !== null && undated === "exclude") {
      return (said, i) => said.sinceYear[i] > 0 && said.sinceYear[i] <= year && (said.untilYear[i] || year) >= year && !(said.statusCode[i] === ENDED && !said.untilYear[i]);
    }
    if (year !== null) return (said, i) => (said.sinceYear[i] || year) <= year && (said.untilYear[i] || year) >= year;
    const over = (said, i) => said.untilYear[i] > 0 && said.untilYear[i] < data.year;
    if (this.ended) return (said, i) => asked.has(said.statusCode[i]) || over(said, i);
    return (said, i) => said.statusCode[i] !== ENDED && !over(said, i);
  }

  // The rings that tie a pair: {ring, since, ended, sources}.
  vias(pair) {
    const { members, rings } = this.data;
    const found = [];
    for (const [ring, m, n] of this.data.viasOf.get(pair) ?? []) {
      if (!(this.ended ? this.memberLives[m] || this.memberLives[n] : this.memberLives[m] && this.memberLives[n])) continue;
      const [one, other] = [members.since[m], members.since[n]];
      const since = one === null || other === null ? null : one > other ? one : other;
      const ended = members.statusCode[m] === ENDED || members.statusCode[n] === ENDED;
      found.push({ ring, since, ended, founded: rings[ring].founded, sources: [members.sources[m], members.sources[n]] });
    }
    return found;
  }

  #weigh(pair) {
    const { links, linksOf, viasOf } = this.data;
    const living = linksOf[pair].length === 1 ? (this.linkLives[linksOf[pair][0]] ? linksOf[pair] : []) : linksOf[pair].filter((i) => this.linkLives[i]);
    const vias = viasOf.has(pair) ? this.vias(pair) : [];
    if (!living.length && !vias.length) return;
    this.alive[pair] = 1;
    const rank = (i) => [links.since[i] ?? "", links.kind[i] ?? ""];
    const last = living.reduce((best, i) => {
      if (best < 0) return i;
      const [[since, kind], [bestSince, bestKind]] = [rank(i), rank(best)];
      return since > bestSince || (since === bestSince && kind > bestKind) ? i : best;
    }, -1);
    this.link[pair] = last;
    if (last >= 0 && this.#isBilateral(living, vias)) {
      this.bilateral[pair] = 1;
      this.kind[pair] = links.kindCode[last];
      this.status[pair] = links.statusCode[last];
    } else if (vias.every((via) => via.ended)) {
      this.status[pair] = ENDED;
    }
  }

  // Said of the two, or older than the time both were in the ring, or without a ring.
  #isBilateral(living, vias) {
    const { links } = this.data;
    if (!vias.length || living.some((i) => links.pair[i])) return true;
    return living.some((i) => links.since[i] !== null && vias.every((via) => {
      const both = via.since ?? via.founded ?? "9";
      return links.since[i] < both && !both.startsWith(links.since[i]);
    }));
  }

  // All that a list says of a pair, as the question `partners` has it.
  told(pair) {
    const { links } = this.data;
    const vias = this.vias(pair);
    const last = this.link[pair];
    const bilateral = Boolean(this.bilateral[pair]);
    const beginnings = vias.map((via) => via.since).filter((since) => since !== null).sort();
    return {
      pair,
      bilateral,
      kind: KINDS[this.kind[pair] - 1] ?? null,
      status: STATUSES[this.status[pair] - 1] ?? null,
      since: bilateral ? links.since[last] : (beginnings[0] ?? null),
      until: bilateral ? links.until[last] : null,
      rings: vias.map((via) => via.ring),
      sources: this.sourcesOf(pair, vias),
    };
  }

  sourcesOf(pair, vias = this.data.viasOf.has(pair) ? this.vias(pair) : []) {
    const { links, linksOf, said_by: sets } = this.data;
    const [only, ...others] = linksOf[pair];
    if (!vias.length && only !== undefined && !others.length) return this.linkLives[only] ? sets[links.sources[only]] : [];
    const living = linksOf[pair].filter((i) => this.linkLives[i]).map((i) => links.sources[i]);
    return [...new Set([...living, ...vias.flatMap((via) => via.sources)].flatMap((set) => sets[set]))];
  }

  isDated(pair) {
    return this.bilateral[pair] ? this.data.links.since[this.link[pair]] !== null : this.vias(pair).some((via) => via.since !== null);
  }

  isSaidBy(pair, source) {
    return this.sourcesOf(pair).includes(source);
  }

  topics(pair) {
    const { topics } = this.data.links;
    return this.data.linksOf[pair].flatMap((i) => (this.linkLives[i] ? (topics[i] ?? []) : []));
  }

  // Members of a ring today, or in the year asked.
  membersOf(ring) {
    const { members_of: inRings, members } = this.data;
    return inRings[ring].filter((i) => this.memberLives[i]).map((i) => members.town[i]);
  }
}
