// The map page: one state in the address; picture, panel, filters and table follow it.
import { Controls } from "./mapcontrols.js";
import { MapData, load } from "./mapdata.js";
import { Drawing, hasWebGL } from "./mapdraw.js";
import { Filtered } from "./mapfilter.js";
import { Finder } from "./mapfind.js";
import { chosen } from "./mapfocus.js";
import { Panel } from "./mappanel.js";
import * as server from "./mapserver.js";
import { CHOICES, FILTERS, address, hasChoice, parameters, read } from "./mapstate.js";
import { rows, table } from "./maptable.js";
import { EXPORTS, copy, csv, embedCode, geojson, taken } from "./maptake.js";
import { element, save } from "./dom.js";
import { count, counted, country, land, say, words } from "./mapwords.js";

const FEW = 400; // so few links that they may be drawn strong
// Where the page calls a part of the state by its name.
const SAYS = {
  country: "label[for=map-country]", partner_country: "label[for=map-partner]", region: "label[for=map-region]", bilateral: "label[for=map-tie]",
  source: "label[for=map-source]", topic: "label[for=map-topic]", min_partners: "label[for=map-least]", kind: "#map-kinds legend", status: "#map-statuses legend",
  year: "label[for=map-year]",
};
const place = document.getElementById("map");
const one = (id) => document.getElementById(id);
const embedded = document.body.classList.contains("embed");

// Where the page begins: its address, or, in a file without one of its own, the state that was saved with it.
const begin = () => (place.dataset.start && !location.search ? new URL(place.dataset.start, location.href).href : location.href);

// A page from the disk may not change its address.
function remember(where, how = "pushState") {
  if (location.protocol !== "file:") history[how](null, "", where);
}

function message(key) {
  place.replaceChildren(element("p", say(key), "waiting"));
  place.dataset.state = key;
}

class MapPage {
  constructor(data) {
    Object.assign(this, { data, state: read(begin(), data), drawing: null, filtered: null, choice: null, adding: false, few: data.links.a.length < FEW });
    this.choose = (choice) => this.change(this.#chosen(choice));
    this.panel = new Panel(one("map-panel"), data, this.choose);
    this.controls = new Controls(data, (changes, how) => this.change(changes, { move: false, ...how }));
    this.#buttons();
    addEventListener("popstate", () => {
      this.state = read(location.href, data);
      this.apply({ move: !this.state.view });
      if (this.state.view) this.drawing?.goTo(this.state.view);
    });
  }

  // A first choice lets go of a country that was chosen; with a town chosen, a country is said of its partners.
  #chosen(choice) {
    const lands = hasChoice(this.state) ? {} : { country: null, partner: null, region: null };
    return { ...CHOICES, ...lands, ...choice };
  }

  change(changes, { move = true, lasting = true } = {}) {
    this.state = { ...this.state, ...changes };
    cancelAnimationFrame(this.frame);
    if (!lasting) { // a slider on its way: the newest of what came within a frame
      this.frame = requestAnimationFrame(() => this.apply());
      return;
    }
    this.apply({ move });
    remember(address(this.state, this.data));
  }

  // Everything for the state; what only another choice changes is not counted anew.
  apply({ move = false } = {}) {
    const { data, state } = this;
    const key = JSON.stringify(FILTERS.map((name) => state[name]));
    const again = key !== this.key;
    if (again) Object.assign(this, { key, filtered: new Filtered(data, state) });
    this.filtered.state = state;
    this.choice = chosen(this.filtered, state);
    this.#chains(move);
    const where = again ? this.drawing?.show(this.filtered, { choice: this.choice, chains: this.chained }) : this.drawing?.focus(this.choice);
    this.panel.show(this.filtered, this.choice, { adding: this.adding, add: () => this.#add() });
    if (move && this.drawing) this.drawing.go(where ?? this.#where());
    this.#say();
    if (again) this.#count(key);
    this.#table();
  }

  // Counts beside the filters come once the state rests; a slider on its way needs none.
  #count(key) {
    this.controls.year(this.filtered);
    setTimeout(() => { if (this.key === key) this.controls.show(this.filtered); }, 120);
  }

  // Where a country or pair of countries lies.
  #where() {
    const { state, filtered } = this;
    if (!state.country) return null;
    const codes = [state.country, state.partner].filter(Boolean);
    const towns = [...filtered.partners.keys()].filter((town) => filtered.partners[town] && codes.includes(this.data.towns.country[town]));
    return this.drawing.extentOf(towns);
  }

  async #chains(move) {
    this.asking?.abort();
    this.chained = [];
    if (this.state.cities.length !== 2 || !server.isServed()) return;
    const mine = (this.asking = new AbortController());
    try {
      const found = await server.chains(this.state, this.data, mine.signal);
      if (mine.signal.aborted) return;
      this.panel.chains(found);
      this.chained = found[0]?.length > 2 ? found : []; // two partners have their own line already
      this.drawing?.chain(this.chained);
      if (move && this.chained.length) this.drawing?.go(this.drawing.extentOf(found.flat().map((id) => this.data.index.get(id)).filter((town) => town !== undefined)));
    } catch (problem) {
      if (problem.name !== "AbortError") console.warn(problem);
    }
  }

  #title() {
    const { data, state, choice } = this;
    const names = state.cities.map((town) => data.towns.name[town]);
    if (names.length > 1) return names.join(" + ");
    if (names.length) return counted("title_town", choice.ties.length, { name: names[0] });
    if (state.ring !== null) return data.rings[state.ring].name;
    if (state.programme !== null) return words(data.programmes[state.programme].title);
    if (state.country) {
      const here = land(data, state);
      return state.partner ? `${here} – ${country(state.partner)}` : here;
    }
    return say("heading");
  }

  // What is chosen in numbers.
  #about() {
    const { state, choice } = this;
    if (!choice) return null;
    if (state.cities.length > 1) return choice.towns.length ? counted("shared", choice.towns.length) : say("nothing_shared");
    if (!state.cities.length) return counted(state.ring === null ? "takes_part" : "members", choice.towns.length);
    const bilateral = choice.ties.filter((tie) => tie.bilateral).length;
    const numbers = { count: count(choice.ties.length), bilateral: count(bilateral), via: count(choice.ties.length - bilateral) };
    return [say("partners_of", numbers), state.year === null ? "" : state.year].filter(Boolean).join(" · ");
  }

  #say() {
    const { data, filtered, state } = this;
    const { pairs, bilateral, towns } = filtered.totals;
    const title = this.#title();
    one("map-heading").textContent = title;
    document.title = `${title} · citynet`;
    const numbers = { links: count(pairs), bilateral: count(bilateral), via: count(pairs - bilateral), towns: count(towns), rings: count(filtered.rings().size) };
    one("map-subtitle").textContent = this.#about() ?? say(state.statuses.includes("ended") && state.year === null ? "subtitle_ended" : state.year === null ? "subtitle" : "subtitle_year", { ...numbers, year: state.year });
    this.#views();
    this.#level();
    this.#less();
    one("map-legend-event").hidden = !data.events.length;
    one("map-legend-ring").hidden = !data.rings.length;
    one("map-legend-chain").hidden = state.cities.length !== 2;
    const credit = one("map-credit-link");
    if (credit) credit.href = this.#public();
    for (const link of document.querySelectorAll("#map-take [data-format]")) link.href = `${link.dataset.format}?${new URLSearchParams(parameters(state, data))}`;
  }

  // What a map of more than can be drawn leaves out.
  #less() {
    const { left_out: left, count: towns, links } = this.data;
    one("map-less").hidden = !left;
    if (left) one("map-less").textContent = say("less", { towns: count(towns), links: count(links.a.length), towns_left: count(left.towns), links_left: count(left.links) });
  }

  // The same state as table and as network.
  #views() {
    const { data, state } = this;
    const asked = server.isServed() ? server.question(state, data) : null;
    one("map-as-table").hidden = !asked;
    const drawable = asked && place.dataset.networks.split(" ").includes(asked.name);
    one("map-as-network").hidden = !drawable;
    if (asked) one("map-as-table").href = server.tableAddress(asked);
    if (drawable) one("map-as-network").href = server.networkAddress(asked);
    const left = (asked?.left ?? []).map((name) => document.querySelector(SAYS[name])?.textContent).filter(Boolean);
    one("map-left").textContent = left.length ? say("left", { names: left.join(", ") }) : "";
  }

  // What the lines are in this view.
  #level() {
    const level = this.drawing?.level;
    one("map-level").hidden = !level || this.choice !== null || !(level.total || level.within);
    if (!level) return;
    const numbers = { total: count(level.total), drawn: count(level.drawn), within: count(level.within) };
    const parts = [say(`level_${level.level}`, numbers)];
    if (level.within) parts.push(say("level_within", numbers));
    if (level.drawn < level.total && level.level !== "town") parts.push(say("level_some", numbers));
    one("map-level").textContent = parts.join(" ");
  }

  #table() {
    if (!one("map-twin").open) return;
    table(one("map-table"), rows(this.filtered, this.choice, this.drawing?.level), this.data, this.choose);
  }

  #buttons() {
    one("map-all").addEventListener("click", () => {
      this.change({ ...CHOICES, country: null, partner: null, region: null }, { move: false });
      this.drawing?.go(this.drawing.whole);
    });
    // Escape lets go of what is chosen; the picture stays where it is, and the focus where it can be seen.
    place.closest(".stage").addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || !hasChoice(this.state)) return;
      event.preventDefault();
      this.change({ ...CHOICES }, { move: false });
      if (document.activeElement === document.body) place.querySelector("canvas")?.focus({ preventScroll: true });
    });
    one("map-twin").addEventListener("toggle", () => this.#table());
    one("map-filters").addEventListener("toggle", () => this.controls.show(this.filtered));
    if (embedded) return;
    const files = { csv: () => csv(this.#taken(), this.data), geojson: () => geojson(this.#taken(), this.data, { title: this.#title(), address: this.#public(), state: this.state }) };
    for (const [name, make] of Object.entries(files)) one(`map-${name}`).addEventListener("click", () => save(new Blob([make()], { type: EXPORTS[name].type }), EXPORTS[name].name));
    const fields = { link: () => this.#public(), embed: () => embedCode(this.#public(), this.#title()) };
    if (!one("map-link")) return; // a file without a site behind it has nothing to lead to
    one("map-take").addEventListener("toggle", () => { for (const [name, make] of Object.entries(fields)) one(`map-${name}`).value = make(); });
    for (const [name, make] of Object.entries(fields)) {
      one(`map-copy-${name}`).addEventListener("click", async () => {
        one(`map-${name}`).value = make();
        one("map-copied").textContent = await copy(make(), one(`map-${name}`));
      });
    }
  }

  #taken() {
    return taken(this.filtered, this.choice, this.drawing?.bounds() ?? null);
  }

  // The address that a link or an embed carries: the public one, without what is of this reader alone.
  #public() {
    const made = address(this.state, this.data, new URL(place.dataset.address, location.href).href);
    if (place.dataset.query) made.searchParams.set("lang", document.documentElement.lang);
    return made.href;
  }

  #add() {
    this.adding = !this.adding;
    one("map-add")?.setAttribute("aria-pressed", String(this.adding));
  }

  // A town that was met with a click or found by name: alone, or beside those chosen.
  pick(choice, { beside = false, move = true } = {}) {
    const { cities } = this.state;
    const [town] = choice.cities ?? [];
    if (town === undefined || !cities.length || !(beside || this.adding)) return this.change(this.#chosen(choice), { move });
    this.adding = false;
    return this.change({ cities: cities.includes(town) ? cities.filter((each) => each !== town) : [...cities, town] }, { move: false });
  }

  find() {
    const input = one("map-find");
    if (!input || !globalThis.citynetSuggest) return;
    const finder = new Finder(this.data, this.filtered.partners);
    globalThis.citynetSuggest(input, {
      ask: (text, signal) => finder.ask(text, signal),
      choose: ({ choice }) => {
        if (choice.away) {
          const there = address({ ...this.state, ...CHOICES, view: null }, this.data);
          there.searchParams.set("city", choice.away);
          return location.assign(there);
        }
        this.pick(choice);
        input.value = "";
        return undefined;
      },
    });
  }

  async attach(drawing) {
    this.drawing = drawing;
    await drawing.begin(this.filtered, this.choice, this.chained, this.state.view ? undefined : this.#where());
    let waiting = 0;
    drawing.onView = () => {
      this.#level();
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        this.state = { ...this.state, view: drawing.view() };
        remember(address(this.state, this.data), "replaceState");
        this.#table();
      }, 250);
    };
    this.#point(drawing);
    this.#level();
    place.dataset.state = "ready";
  }

  #told(over) {
    const { data, filtered, drawing } = this;
    if (over.ring !== undefined) return `${data.rings[over.ring].name} · ${counted("members", filtered.standing.membersOf(over.ring).length)}`;
    if (over.events) return `${data.towns.name[over.town]} · ${counted("events", over.events)}`;
    if (over.town !== undefined) return `${data.towns.name[over.town]}, ${country(data.towns.country[over.town])} · ${counted("partners", filtered.partners[over.town])}`;
    if (over.pair !== undefined) return `${data.towns.name[data.a[over.pair]]} – ${data.towns.name[data.b[over.pair]]}`;
    const { a, b, level, weight } = over.sum;
    return `${[a, b].map((node) => drawing.flows.nodeName(level, node, country)).join(" – ")} · ${counted("links", weight)}`;
  }

  #point(drawing) {
    const tip = element("div", undefined, "tip");
    tip.hidden = true;
    place.append(tip);
    drawing.map.on("mousemove", ({ point }) => {
      const over = drawing.under(point);
      drawing.map.getCanvas().style.cursor = over ? "pointer" : "";
      tip.hidden = !over;
      if (!over) return;
      tip.textContent = this.#told(over);
      tip.style.transform = `translate(${Math.max(4, Math.min(point.x + 12, place.clientWidth - 230))}px, ${point.y + 14}px)`;
    });
    drawing.map.on("mouseout", () => { tip.hidden = true; });
    drawing.map.on("click", ({ point, originalEvent }) => {
      const over = drawing.under(point);
      if (over?.town !== undefined) return this.pick({ cities: [over.town] }, { beside: originalEvent.shiftKey || originalEvent.ctrlKey || originalEvent.metaKey, move: false });
      if (over?.ring !== undefined) return this.pick({ ring: over.ring }, { move: false });
      if (over?.pair !== undefined) return this.pick({ cities: [this.data.a[over.pair], this.data.b[over.pair]] }, { move: false });
      if (over?.sum) return this.#open(over.sum);
      return hasChoice(this.state) ? this.change(CHOICES, { move: false }) : undefined;
    });
  }

  // Where nothing can be drawn here, the picture for print stands in.
  still() {
    const address = place.dataset.still;
    if (!address) return;
    const picture = element("img", undefined, "still");
    picture.alt = one("map-subtitle").textContent;
    picture.src = `${address}?${new URLSearchParams(parameters(this.state, this.data))}`;
    place.append(picture);
  }

  // A sum between countries opens the pair of countries, one between regions the towns behind it.
  #open({ a, b, level }) {
    const { data, drawing, filtered } = this;
    if (level === 0) return this.choose({ country: data.countries[a], partner: data.countries[b], region: null });
    const nodes = drawing.flows.nodes[1];
    const towns = [];
    for (let pair = 0; pair < data.pairs; pair += 1) {
      const ends = [data.a[pair], data.b[pair]];
      const [one_, other] = ends.map((town) => nodes[town]);
      if (filtered.shown[pair] && ((one_ === a && other === b) || (one_ === b && other === a))) towns.push(...ends);
    }
    return drawing.go(drawing.extentOf(towns));
  }
}

async function start() {
  server.connect(place);
  const parts = hasWebGL() ? Drawing.parts(place) : null;
  let data;
  try {
    data = new MapData(await load(place));
  } catch (problem) {
    console.error(problem);
    return message("failed");
  }
  if (!data.count) return message("empty");
  const page = new MapPage(data);
  globalThis.citynetMap = page;
  page.apply();
  page.find();
  for (const id of ["map-tools", "map-legend", "map-twin"]) one(id).hidden = false;
  if (parts) {
    try {
      return await page.attach(new Drawing(await parts, place, data, { few: page.few, embedded, view: page.state.view }));
    } catch (problem) {
      console.error(problem);
    }
  }
  one("map-twin").open = true;
  message(parts ? "failed" : "no_webgl");
  page.still();
}

if (place) {
  if (document.readyState === "complete") start();
  else addEventListener("DOMContentLoaded", start, { once: true });
}
