// The panel beside the map: what is chosen in words, each line leading on. Says by `choose({…})` what is asked for next.
import { pageAddress } from "./mapserver.js";
import { button, element } from "./dom.js";
import { compare, count, counted, country, date, kilometres, label, land, say, words } from "./mapwords.js";

const MOST = 200; // lines of a list at first
const SOME = 8;

export class Panel {
  constructor(place, data, choose) {
    Object.assign(this, { place, data, choose });
  }

  show(filtered, choice, { adding, add }) {
    const { state } = filtered;
    const parts = state.cities.length > 1 ? this.#several(filtered, choice)
      : state.cities.length ? this.#town(filtered, choice)
        : state.ring !== null ? this.#ring(filtered, choice)
          : state.programme !== null ? this.#programme(filtered, choice)
            : state.partner ? this.#countryPair(filtered)
              : state.country ? this.#country(filtered) : this.#overview(filtered);
    if (state.cities.length) {
      const more = button(say("add"), add, "small-button");
      more.id = "map-add";
      more.setAttribute("aria-pressed", String(adding));
      parts.push(more);
    }
    this.place.replaceChildren(...parts);
    this.place.scrollTop = 0;
  }

  chains(found) {
    const holder = document.getElementById("map-chains");
    if (!holder) return;
    const { index } = this.data;
    const items = found.map((ids) => {
      const item = element("li");
      ids.forEach((id, i) => {
        if (i) item.append(" – ");
        item.append(index.has(id) ? this.#towns([index.get(id)]) : id);
      });
      return item;
    });
    const steps = found.length ? counted("steps", found[0].length - 1) : say("no_chain");
    holder.replaceChildren(element("h3", say("chains")), element("p", steps, "quiet"), this.#list(items));
  }

  #towns(cities, text = this.data.towns.name[cities[0]]) {
    return button(text, () => this.choose({ cities }));
  }

  #list(items, most = MOST) {
    const list = element("ul", undefined, "entries");
    list.append(...items.slice(0, most));
    if (items.length <= most) return list;
    const holder = element("div");
    const more = button(counted("more", items.length - most), () => { list.append(...items.slice(most)); more.remove(); });
    holder.append(list, more);
    return holder;
  }

  #page(kind, id, text, land) {
    const address = pageAddress(kind, id, land);
    if (!address) return [];
    const [holder, link] = [element("p"), element("a", text)];
    link.href = address;
    holder.append(link);
    return [holder];
  }

  // "Partnerschaft · seit 1965 · über den Ring … · 862 km · Quelle"
  #tie(tie, { place = true, sources = true } = {}) {
    const { data } = this;
    const line = element("span", undefined, "line");
    const parts = place ? [country(data.towns.country[tie.town])] : [];
    if (tie.bilateral) parts.push(tie.kind ? label("kind", tie.kind) : say("bilateral"));
    for (const ring of tie.rings) parts.push(say("via", { ring: data.rings[ring].name }));
    if (tie.since) parts.push(say("since", { since: date(tie.since) }));
    if (tie.until) parts.push(say("until", { until: date(tie.until) }));
    if (tie.status && tie.status !== "active") parts.push(label("status", tie.status));
    if (tie.km !== null && tie.km !== undefined) parts.push(kilometres(tie.km));
    line.textContent = parts.filter(Boolean).join(" · ");
    if (sources && tie.sources.length) line.append(" · ", ...this.#sources(tie.sources));
    return line;
  }

  #sources(numbers) {
    const [first, ...others] = numbers.map((number) => this.data.sources[number]);
    const address = pageAddress("sources", first.id) ?? first.url;
    const link = element(address ? "a" : "span", first.title, "source");
    if (address) link.href = address;
    link.title = first.title;
    return others.length ? [link, `\u00a0+${others.length}`] : [link];
  }

  #partner(tie) {
    const { data } = this;
    const item = element("li");
    const more = button("+", () => this.choose({ cities: [tie.from, tie.town] }), "plus");
    more.title = say("with", { name: data.towns.name[tie.town] });
    more.setAttribute("aria-label", more.title);
    item.append(element("span", undefined, tie.bilateral ? "tie bilateral" : "tie ringed"), this.#towns([tie.town]), more, this.#tie(tie));
    return item;
  }

  #town(filtered, choice) {
    const { data } = this;
    const [town] = filtered.state.cities;
    const ties = [...choice.ties].sort((a, b) => Number(b.bilateral) - Number(a.bilateral) || compare(data.towns.name[a.town], data.towns.name[b.town]));
    const bilateral = ties.filter((tie) => tie.bilateral).length;
    const numbers = { count: count(ties.length), bilateral: count(bilateral), via: count(ties.length - bilateral) };
    const region = data.regions[data.towns.region[town]]?.name;
    const parts = [
      element("h2", data.towns.name[town]), element("p", [region, country(data.towns.country[town])].filter(Boolean).join(", "), "quiet"),
      ...this.#page("cities", data.towns.id[town], say("open"), data.towns.country[town]), element("p", ties.length ? say("partners_of", numbers) : say("no_partners")), this.#list(ties.map((tie) => this.#partner(tie))),
    ];
    return [...parts, ...this.#events((event) => event.towns.includes(town)), ...this.#rings(this.#ringsOf(filtered, town))];
  }

  #ringsOf(filtered, town) {
    return this.data.rings.map((_, ring) => ring).filter((ring) => filtered.standing.membersOf(ring).includes(town));
  }

  #rings(rings) {
    if (!rings.length) return [];
    const items = rings.map((ring) => {
      const item = element("li");
      item.append(button(this.data.rings[ring].name, () => this.choose({ ring })));
      return item;
    });
    return [element("h3", say("rings")), this.#list(items, SOME)];
  }

  #events(wanted) {
    const events = this.data.events.filter(wanted);
    if (!events.length) return [];
    const items = events.map((event) => {
      const item = element("li");
      const address = pageAddress("events", event.id);
      const link = element(address ? "a" : "span", words(event.title));
      if (address) link.href = address;
      item.append(link, element("span", [event.begin && date(event.begin), label("event_status", event.status)].filter(Boolean).join(" · "), "line"));
      return item;
    });
    return [element("h3", say("events")), this.#list(items, SOME)];
  }

  #chosen(cities) {
    const list = element("ul", undefined, "chips");
    for (const town of cities) {
      const item = element("li");
      const away = button("×", () => this.choose({ cities: cities.filter((one) => one !== town) }), "plus");
      away.setAttribute("aria-label", say("without", { name: this.data.towns.name[town] }));
      item.append(this.#towns([town]), away);
      list.append(item);
    }
    return list;
  }

  #several(filtered, choice) {
    const { data } = this;
    const { cities } = filtered.state;
    const shared = [...choice.shared].sort((a, b) => compare(data.towns.name[a.town], data.towns.name[b.town]));
    const items = shared.map(({ town, by }) => {
      const item = element("li");
      item.append(this.#towns([town]), element("span", country(data.towns.country[town]), "line"));
      by.forEach((tie, i) => {
        const line = this.#tie(tie, { place: false });
        line.prepend(element("span", undefined, tie.bilateral ? "tie bilateral" : "tie ringed"), `${data.towns.name[cities[i]]}: `);
        item.append(line);
      });
      return item;
    });
    const direct = choice.direct.map((tie) => {
      const item = element("li", `${data.towns.name[tie.from]} – ${data.towns.name[tie.town]}`);
      item.append(this.#tie(tie, { place: false }));
      return item;
    });
    const chains = element("div");
    chains.id = "map-chains";
    return [
      element("h2", cities.map((town) => data.towns.name[town]).join(" + ")), this.#chosen(cities),
      element("p", shared.length ? counted("shared", shared.length) : say("nothing_shared")), this.#list(items),
      ...(direct.length ? [element("h3", say("direct")), this.#list(direct)] : []), chains,
    ];
  }

  #members(towns) {
    const { data } = this;
    const sorted = [...towns].sort((a, b) => compare(data.towns.name[a], data.towns.name[b]));
    return this.#list(sorted.map((town) => {
      const item = element("li");
      item.append(this.#towns([town]), element("span", country(data.towns.country[town]), "line"));
      return item;
    }));
  }

  #ring(filtered, choice) {
    const ring = this.data.rings[filtered.state.ring];
    const about = [label("ring_kind", ring.kind), ring.founded && say("founded", { since: date(ring.founded) })].filter(Boolean).join(" · ");
    return [
      element("h2", ring.name), element("p", about, "quiet"), ...this.#page("rings", ring.id, say("open_ring")),
      element("p", counted("members", choice.towns.length)), this.#members(choice.towns),
    ];
  }

  #programme(filtered, choice) {
    const programme = this.data.programmes[filtered.state.programme];
    return [element("h2", words(programme.title)), element("p", label("programme_kind", programme.kind), "quiet"), ...this.#page("programmes", programme.id, say("open_programme")), element("p", counted("takes_part", choice.towns.length)), this.#members(choice.towns)];
  }

  #sums(filtered) {
    const { data } = this;
    const found = new Map();
    for (let pair = 0; pair < data.pairs; pair += 1) {
      if (!filtered.shown[pair]) continue;
      const key = [data.towns.country[data.a[pair]], data.towns.country[data.b[pair]]].sort().join(" ");
      found.set(key, (found.get(key) ?? 0) + 1);
    }
    return [...found].map(([key, number]) => ({ codes: key.split(" "), number })).filter(({ codes }) => codes[1]).sort((a, b) => b.number - a.number);
  }

  #most(filtered, wanted = () => true) {
    const { partners } = filtered;
    return [...partners.keys()].filter((town) => partners[town] > 0 && wanted(town)).sort((a, b) => partners[b] - partners[a] || a - b).slice(0, SOME);
  }

  #townItems(filtered, towns) {
    return towns.map((town) => {
      const item = element("li", undefined, "counted");
      item.append(this.#towns([town]), element("span", count(filtered.partners[town])));
      return item;
    });
  }

  #country(filtered) {
    const { data } = this;
    const code = filtered.state.country;
    const sums = this.#sums(filtered).map(({ codes, number }) => ({ other: codes[0] === code ? codes[1] : codes[0], number }));
    const items = sums.map(({ other, number }) => {
      const item = element("li", undefined, "counted");
      item.append(button(country(other), () => this.choose({ country: code, partner: other, region: filtered.state.region })), element("span", count(number)));
      return item;
    });
    const towns = this.#most(filtered, (town) => this.data.towns.country[town] === code);
    return [
      element("h2", land(data, filtered.state)), ...this.#page("countries", code, say("open_country")), element("p", this.#total(filtered)),
      element("h3", say("linked_countries")), this.#list(items, 12), element("h3", say("most_partners")), this.#list(this.#townItems(filtered, towns)),
    ];
  }

  #total(filtered) {
    const { pairs, bilateral } = filtered.totals;
    return say("links_of", { count: count(pairs), bilateral: count(bilateral), via: count(pairs - bilateral) });
  }

  #countryPair(filtered) {
    const { data } = this;
    const { country: code, partner } = filtered.state;
    const items = [];
    for (let pair = 0; pair < data.pairs; pair += 1) {
      if (!filtered.shown[pair]) continue;
      const [own, other] = data.towns.country[data.a[pair]] === code ? [data.a[pair], data.b[pair]] : [data.b[pair], data.a[pair]];
      items.push({ own, other, pair });
    }
    items.sort((a, b) => compare(data.towns.name[a.own], data.towns.name[b.own]) || compare(data.towns.name[a.other], data.towns.name[b.other]));
    const made = items.map(({ own, other, pair }) => {
      const item = element("li");
      const tie = { ...filtered.standing.told(pair), km: data.distance(own, other) };
      item.append(element("span", undefined, tie.bilateral ? "tie bilateral" : "tie ringed"), this.#towns([own]), " – ", this.#towns([other]), this.#tie(tie, { place: false }));
      return item;
    });
    const back = element("p");
    back.append(button(say("all_of", { country: country(code) }), () => this.choose({ country: code, partner: null })));
    return [element("h2", `${land(data, filtered.state)} – ${country(partner)}`), back, element("p", this.#total(filtered)), this.#list(made, 60)];
  }

  #overview(filtered) {
    const sums = this.#sums(filtered).slice(0, SOME).map(({ codes, number }) => {
      const item = element("li", undefined, "counted");
      item.append(button(codes.map(country).join(" – "), () => this.choose({ country: codes[0], partner: codes[1] })), element("span", count(number)));
      return item;
    });
    const programmes = this.data.programmes.map((programme, i) => ({ programme, i })).filter(({ programme }) => programme.towns.length).map(({ programme, i }) => {
      const item = element("li");
      item.append(button(words(programme.title), () => this.choose({ programme: i })));
      return item;
    });
    return [
      element("p", say("choose"), "quiet"),
      ...(sums.length > 1 ? [element("h3", say("strongest")), this.#list(sums)] : []),
      element("h3", say("most_partners")), this.#list(this.#townItems(filtered, this.#most(filtered))),
      ...this.#rings([...filtered.rings().keys()]),
      ...(programmes.length ? [element("h3", say("programmes")), this.#list(programmes, SOME)] : []),
    ];
  }
}
