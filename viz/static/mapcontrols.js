// Filters with counts, and the year: the form above the map. Says changes of the state by `change({…})`.
import { element } from "./dom.js";
import { count, counted, country, label, say, words } from "./mapwords.js";
import { KINDS, STATUSES } from "./mapdata.js";

const one = (id) => document.getElementById(id);

export class Controls {
  constructor(data, change) {
    Object.assign(this, { data, change });
    this.first = this.#firstYear();
    const number = (value) => (value === "" ? null : Number(value));
    const choosing = (id, make, how) => one(id).addEventListener("change", (event) => change(make(event.target.value), how));
    choosing("map-country", (value) => ({ country: value || null, partner: null, region: null }), { move: true });
    choosing("map-partner", (value) => ({ partner: value || null }), { move: true });
    choosing("map-region", (value) => ({ region: number(value) }), { move: true });
    choosing("map-tie", (value) => ({ bilateral: { true: true, false: false }[value] ?? null }));
    choosing("map-source", (value) => ({ source: number(value) }));
    choosing("map-topic", (value) => ({ topic: number(value) }));
    choosing("map-least", (value) => ({ least: Math.max(1, Math.trunc(Number(value)) || 1) }));
    for (const [id, name, values] of [["map-kinds", "kinds", KINDS], ["map-statuses", "statuses", STATUSES]]) this.#boxes(id, name, values);
    const slider = one("map-year");
    Object.assign(slider, { min: this.first, max: data.year, value: data.year });
    slider.addEventListener("input", () => change({ year: Number(slider.value) }, { lasting: false }));
    slider.addEventListener("change", () => change({ year: Number(slider.value) }));
    one("map-now").addEventListener("click", () => change({ year: null, undated: "include" }));
    one("map-undated").addEventListener("change", (event) => change({ undated: event.target.checked ? "include" : "exclude" }));
    one("map-clear").addEventListener("click", () => change({ country: null, partner: null, region: null, kinds: [], statuses: [], bilateral: null, source: null, topic: null, least: 1, year: null, undated: "include" }));
  }

  // The slider begins with the decade in which the first dated links begin that are not a century apart from others.
  #firstYear() {
    const { links, members, year } = this.data;
    const known = [...links.sinceYear, ...members.sinceYear].filter(Boolean).sort((a, b) => a - b);
    const early = known[Math.floor(known.length / 100)] ?? year - 100;
    return Math.min(year - 1, Math.floor(early / 10) * 10);
  }

  #boxes(id, name, values) {
    const group = one(id);
    this[name] = new Map(values.map((value) => {
      const [holder, box, number] = [element("label", undefined, "box"), element("input"), element("span", "", "quiet")];
      Object.assign(box, { type: "checkbox", value });
      box.addEventListener("change", () => this.change({ [name]: values.filter((each) => this[name].get(each).box.checked) }));
      holder.append(box, ` ${label(name === "kinds" ? "kind" : "status", value)} `, number);
      group.append(holder);
      return [value, { box, number }];
    }));
  }

  #select(id, found, chosen, name, all) {
    const field = one(id);
    const known = new Set(found.keys());
    if (chosen !== null) known.add(chosen);
    const rows = [...known].filter((value) => value !== null && value !== undefined).map((value) => [value, found.get(value) ?? 0]);
    rows.sort((a, b) => b[1] - a[1]);
    field.replaceChildren(new Option(say(all), ""), ...rows.map(([value, number]) => new Option(`${name(value)} (${count(number)})`, value)));
    field.value = chosen ?? "";
    field.disabled = rows.length === 0;
  }

  // What is set; and, where it is open, how many links each choice would leave.
  show(filtered) {
    const { state } = filtered;
    const active = ["country", "partner", "region", "source", "topic", "bilateral"].filter((name) => state[name] !== null).length + state.kinds.length + state.statuses.length + (state.least > 1);
    one("map-filters").querySelector("summary").textContent = active ? say("filters_set", { count: active }) : say("filters");
    one("map-clear").hidden = !active && state.year === null;
    if (one("map-filters").open) this.#choices(filtered);
  }

  #choices(filtered) {
    const { data } = this;
    const { state } = filtered;
    const facets = filtered.facets();
    this.#select("map-country", facets.country, state.country, country, "every_country");
    this.#select("map-partner", facets.partner, state.partner, country, "every_country");
    this.#select("map-region", facets.region, state.region, (region) => data.regions[region].name, "every_region");
    this.#select("map-tie", facets.bilateral, state.bilateral === null ? null : String(state.bilateral), (value) => say(value === "true" ? "only_bilateral" : "only_ring"), "both_ties");
    this.#select("map-source", facets.source, state.source, (source) => data.sources[source].title.slice(0, 70), "every_source");
    this.#select("map-topic", facets.topic, state.topic, (topic) => words(data.topics[topic].name), "every_topic");
    if (document.activeElement !== one("map-least")) one("map-least").value = state.least;
    for (const [name, found] of [["kinds", facets.kind], ["statuses", facets.status]]) {
      for (const [value, { box, number }] of this[name]) {
        box.checked = state[name].includes(value);
        number.textContent = count(found.get(value) ?? 0);
      }
    }
    const unsaid = facets.kind.get(undefined) ?? 0;
    one("map-kinds-unsaid").textContent = unsaid ? counted("kind_unsaid", unsaid) : "";
  }

  // The year and how many links are there only for want of a date.
  year(filtered) {
    const { state, totals } = filtered;
    const slider = one("map-year");
    if (state.year !== null && state.year < Number(slider.min)) slider.min = state.year;
    if (document.activeElement !== slider || state.year === null) slider.value = state.year ?? this.data.year;
    const undated = filtered.undated();
    const numbers = { year: state.year ?? "", undated: count(undated), count: count(totals.pairs) };
    const sentence = state.year === null ? say("year_now", numbers) : say(state.undated === "include" ? "year_with" : "year_without", numbers);
    one("map-year-shown").textContent = state.year ?? say("today");
    one("map-year-note").textContent = sentence;
    slider.setAttribute("aria-valuetext", `${state.year ?? say("today")}. ${sentence}`);
    one("map-undated").checked = state.undated === "include";
    one("map-undated").closest("label").hidden = state.year === null;
    one("map-now").hidden = state.year === null;
  }
}
