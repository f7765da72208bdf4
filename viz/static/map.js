// The map page: draws /api/map with MapLibre, finds towns, lights up what a town or a ring is tied to.
(async () => {
  "use strict";
  const place = document.getElementById("map");
  if (!place) return;
  const texts = JSON.parse(document.getElementById("map-texts").textContent);
  const language = document.documentElement.lang;
  const panel = document.getElementById("map-panel");
  const { flat } = globalThis.citynetArcs;
  const { MapData } = globalThis.citynetMapData;
  const { NOTHING, colours, style, recolour, fade, hubImage } = globalThis.citynetMapLayers;
  const numbers = new Intl.NumberFormat(language === "de" ? "de-DE" : "en-GB", { maximumFractionDigits: 0 });
  const [wholes, tenthsOf] = [0, 1].map((digits) => new Intl.NumberFormat(language === "de" ? "de-DE" : "en-GB", { maximumFractionDigits: digits, roundingMode: "halfEven" }));
  const regions = new Intl.DisplayNames(language, { type: "region", fallback: "code" });

  const say = (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // As the tables round: to a tenth, from ten on to a whole.
  function kilometres(km) {
    const tenths = Math.round(km * 10) / 10;
    return `${(tenths < 10 ? tenthsOf : wholes).format(tenths)} km`;
  }

  function country(code) {
    try {
      return /^[A-Z]{2}$/.test(code ?? "") ? regions.of(code) : (code ?? "");
    } catch {
      return code;
    }
  }

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function message(key) {
    place.replaceChildren(element("p", texts[key], "waiting"));
    place.dataset.state = key;
  }

  function hasWebGL() {
    try {
      return Boolean(document.createElement("canvas").getContext("webgl2"));
    } catch {
      return false;
    }
  }

  async function json(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  }

  if (!hasWebGL()) return message("no_webgl");
  let maplibre;
  let data;
  let outlines;
  try {
    const [module, raw, world] = await Promise.all([import(place.dataset.maplibre), json(place.dataset.map), json(place.dataset.outlines)]);
    maplibre = module.default ?? module;
    data = new MapData(raw);
    outlines = world;
  } catch (problem) {
    console.error(problem);
    return message("failed");
  }
  if (!data.count) return message("empty");

  const few = data.links.a.length < 400;
  const duration = few ? 600 : 0; // a flight over tens of thousands of lines would only stutter
  let chosen = null;

  function boundsOf(collections) {
    const bounds = new maplibre.LngLatBounds();
    const add = (coordinates) => (typeof coordinates[0] === "number" ? bounds.extend(coordinates) : coordinates.forEach(add));
    for (const { features } of collections) for (const feature of features) add(feature.geometry.coordinates);
    return bounds.isEmpty() ? null : bounds;
  }

  place.replaceChildren();
  const whole = few ? boundsOf([data.townPoints(), data.linkLines()]) : [[-170, -56], [190, 72]];
  const map = new maplibre.Map({
    container: place,
    style: style(data, few),
    bounds: whole,
    fitBoundsOptions: { padding: 40 },
    fadeDuration: 0,
    minZoom: 0.4,
    maxZoom: 12,
    attributionControl: false,
    dragRotate: false,
    touchPitch: false,
    pitchWithRotate: false,
    cooperativeGestures: document.body.classList.contains("embed"),
    locale: {
      "Map.Title": texts.title, "NavigationControl.ZoomIn": texts.zoom_in, "NavigationControl.ZoomOut": texts.zoom_out,
      "CooperativeGesturesHandler.WindowsHelpText": texts.gesture, "CooperativeGesturesHandler.MacHelpText": texts.gesture, "CooperativeGesturesHandler.MobileHelpText": texts.gesture_touch,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.setMissingStyleImageResolver((id) => { if (id === "hub") map.addImage("hub", hubImage(colours()), { pixelRatio: 2 }); });

  function drawOutlines(world) {
    const countries = world.objects.countries;
    const land = topojson.feature(world, countries).features.map(({ geometry }) => ({ type: "Feature", properties: {}, geometry: flat(geometry) }));
    map.getSource("countries").setData({ type: "FeatureCollection", features: land });
    map.getSource("borders").setData(flat(topojson.mesh(world, countries, (a, b) => a !== b)));
  }

  // ---- What is chosen ----------------------------------------------------------------------------------------

  function show(sources) {
    for (const name of ["focus-lines", "focus-spokes", "focus-towns", "focus-town", "focus-hubs"]) map.getSource(name).setData(sources[name] ?? NOTHING);
    fade(map, few, Object.keys(sources).length > 0);
  }

  function link(address, text) {
    const made = element("a", text);
    made.href = address + (place.dataset.query ?? "");
    return made;
  }

  const townAddress = (town) => `/cities/${encodeURIComponent(data.towns.id[town])}`;
  const ringAddress = (ring) => `/rings/${encodeURIComponent(data.rings[ring].id)}`;

  function choosing(text, choice) {
    const button = element("button", text, "plain-button");
    button.type = "button";
    button.addEventListener("click", () => choose(choice));
    return button;
  }

  function partnerItem(partner) {
    const item = element("li");
    const line = element("span", undefined, "line");
    const parts = [country(data.towns.country[partner.town])];
    if (partner.bilateral) parts.push(partner.kind ? texts[`kind_${partner.kind}`] ?? partner.kind : texts.bilateral);
    for (const ring of partner.rings) parts.push(say("via", { ring: data.rings[ring].name }));
    if (partner.since) parts.push(say("since", { since: String(partner.since) }));
    if (partner.km !== null) parts.push(kilometres(partner.km));
    line.textContent = parts.filter(Boolean).join(" · ");
    item.append(element("span", undefined, partner.bilateral ? "tie bilateral" : "tie ringed"), choosing(data.towns.name[partner.town], { town: partner.town }), line);
    return item;
  }

  function showTown(town) {
    const partners = data.partners(town);
    const towns = partners.map((partner) => partner.town);
    const rings = (data.inRings.get(town) ?? []).slice();
    const bilateral = partners.filter((partner) => partner.bilateral);
    const sources = {
      "focus-lines": data.linesTo(town, bilateral.map((partner) => partner.town)),
      "focus-spokes": data.spokes(rings),
      "focus-towns": data.townPoints(towns),
      "focus-town": data.townPoints([town]),
      "focus-hubs": data.hubPoints(rings),
    };
    show(sources);
    const name = (partner) => data.towns.name[partner.town];
    partners.sort((a, b) => Number(b.bilateral) - Number(a.bilateral) || name(a).localeCompare(name(b), language));
    const list = element("ul", undefined, "entries");
    list.append(...partners.map(partnerItem));
    const open = element("p");
    open.append(link(townAddress(town), texts.open));
    const counts = say("partners_of", { count: numbers.format(partners.length), bilateral: numbers.format(bilateral.length), via: numbers.format(partners.length - bilateral.length) });
    panel.replaceChildren(element("h2", data.towns.name[town]), element("p", country(data.towns.country[town]), "quiet"), open, element("p", partners.length ? counts : texts.no_partners), list);
    return boundsOf(Object.values(sources));
  }

  function showRing(ring) {
    const members = data.rings[ring].members;
    const sources = { "focus-spokes": data.spokes([ring]), "focus-towns": data.townPoints(members), "focus-hubs": data.hubPoints([ring]) };
    show(sources);
    const list = element("ul", undefined, "entries");
    for (const town of members) {
      const item = element("li");
      item.append(choosing(data.towns.name[town], { town }), element("span", country(data.towns.country[town]), "line"));
      list.append(item);
    }
    const open = element("p");
    open.append(link(ringAddress(ring), texts.open_ring));
    panel.replaceChildren(element("h2", data.rings[ring].name), open, element("p", say("members", { count: numbers.format(members.length) })), list);
    return boundsOf(Object.values(sources));
  }

  function showNothing() {
    show({});
    panel.replaceChildren(element("p", texts.choose, "quiet"));
    const list = element("ul", undefined, "entries");
    for (const ring of [...data.rings.keys()].slice(0, 12)) {
      const item = element("li");
      item.append(choosing(data.rings[ring].name, { ring }), element("span", say("members", { count: numbers.format(data.rings[ring].members.length) }), "line"));
      list.append(item);
    }
    if (data.rings.length) panel.append(element("h3", texts.rings), list);
  }

  // `choice`: {town}, {ring} or null. The address keeps it, so that back, forward and sharing work.
  function choose(choice, { remember = true, move = true } = {}) {
    chosen = choice;
    let bounds = null;
    if (choice?.town !== undefined) bounds = showTown(choice.town);
    else if (choice?.ring !== undefined) bounds = showRing(choice.ring);
    else showNothing();
    if (bounds && move) map.fitBounds(bounds, { padding: 60, maxZoom: 7, duration });
    if (!remember) return;
    const address = new URL(location.href);
    address.searchParams.delete("city");
    address.searchParams.delete("ring");
    if (choice?.town !== undefined) address.searchParams.set("city", data.towns.id[choice.town]);
    if (choice?.ring !== undefined) address.searchParams.set("ring", data.rings[choice.ring].id);
    history.pushState(null, "", address);
  }

  function fromAddress() {
    const asked = new URL(location.href).searchParams;
    if (data.index.has(asked.get("city"))) return { town: data.index.get(asked.get("city")) };
    if (data.ringIndex.has(asked.get("ring"))) return { ring: data.ringIndex.get(asked.get("ring")) };
    return null;
  }

  // ---- Pointing and finding ----------------------------------------------------------------------------------

  const TOWNS = ["focus-town", "focus-towns", "towns"];
  const HUBS = ["focus-hubs", "hubs"];

  function under(point) {
    const box = [[point.x - 4, point.y - 4], [point.x + 4, point.y + 4]];
    const found = map.queryRenderedFeatures(box, { layers: [...TOWNS, ...HUBS] })[0];
    if (!found) return null;
    return HUBS.includes(found.layer.id) ? { ring: found.id } : { town: found.id };
  }

  const tip = element("div", undefined, "tip");
  tip.hidden = true;
  place.append(tip);
  map.on("mousemove", ({ point }) => {
    const over = under(point);
    map.getCanvas().style.cursor = over ? "pointer" : "";
    tip.hidden = !over;
    if (!over) return;
    tip.textContent = over.ring !== undefined ? data.rings[over.ring].name : say("town_line", { name: data.towns.name[over.town], country: country(data.towns.country[over.town]), count: numbers.format(data.towns.partners[over.town]) });
    tip.style.transform = `translate(${Math.min(point.x + 12, place.clientWidth - 220)}px, ${point.y + 14}px)`;
  });
  map.on("mouseout", () => { tip.hidden = true; });
  map.on("click", ({ point }) => {
    const over = under(point);
    if (over || chosen) choose(over, { move: false });
  });

  const find = document.getElementById("map-find");
  const hits = document.getElementById("map-hits");
  let waiting = 0;
  let asking = null;

  function hit(name, where, choice) {
    const item = element("li");
    const button = choosing(name, choice);
    button.addEventListener("click", () => { hits.hidden = true; find.value = name; });
    button.append(element("span", where, "where"));
    item.append(button);
    return item;
  }

  function suggestions() {
    const text = find.value.trim();
    const towns = data.find(text);
    const items = [
      ...data.findRings(text).map((ring) => hit(data.rings[ring].name, texts.ring, { ring })),
      ...towns.map((town) => hit(data.towns.name[town], country(data.towns.country[town]), { town })),
    ];
    clearTimeout(waiting);
    asking?.abort();
    hits.replaceChildren(...(items.length || !text ? items : [element("li", texts.none_found, "quiet")]));
    hits.hidden = !text;
    if (place.dataset.search && text.length > 1 && towns.length < 4) waiting = setTimeout(() => byOtherNames(text, towns), 150);
  }

  // The map has one name of each town; the others are asked for.
  async function byOtherNames(text, known) {
    const mine = (asking = new AbortController());
    try {
      const answer = await fetch(`${place.dataset.search}?${new URLSearchParams({ q: text, type: "city", limit: 8 })}`, { signal: mine.signal });
      if (!answer.ok || mine.signal.aborted) return;
      const found = (await answer.json()).results.filter(({ id }) => data.index.has(id) && !known.includes(data.index.get(id)));
      if (found.length) hits.querySelector("li.quiet")?.remove();
      hits.append(...found.map(({ id, matched }) => {
        const town = data.index.get(id);
        return hit(data.towns.name[town], [matched, country(data.towns.country[town])].filter(Boolean).join(", "), { town });
      }));
    } catch (problem) {
      if (problem.name !== "AbortError") console.warn(problem); // what the map knows itself stays
    }
  }

  find.addEventListener("input", suggestions);
  find.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hits.hidden = true;
    if (event.key === "Enter" || event.key === "ArrowDown") {
      const first = hits.querySelector("button");
      event.preventDefault();
      if (first && !hits.hidden) event.key === "Enter" ? first.click() : first.focus();
    }
  });
  hits.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...hits.querySelectorAll("button")];
    if (step) {
      event.preventDefault();
      (buttons[buttons.indexOf(document.activeElement) + step] ?? find).focus();
    }
    if (event.key === "Escape") { hits.hidden = true; find.focus(); }
  });
  document.getElementById("map-all").addEventListener("click", () => {
    choose(null);
    map.fitBounds(whole, { padding: 40, duration });
  });

  // ---- Start -------------------------------------------------------------------------------------------------

  const dated = data.links.since.filter((since) => since !== null).length;
  document.getElementById("map-subtitle").textContent = say("subtitle", {
    towns: numbers.format(data.count), links: numbers.format(data.links.a.length), rings: numbers.format(data.rings.length), dated: numbers.format(dated),
  });
  document.getElementById("map-legend").hidden = false;
  document.getElementById("map-legend-ring").hidden = !data.rings.length;
  document.getElementById("map-tools").hidden = false;
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => recolour(map, few));
  addEventListener("popstate", () => choose(fromAddress(), { remember: false }));

  map.on("load", () => {
    drawOutlines(outlines);
    let fine = false;
    map.on("zoomend", async () => {
      if (fine || map.getZoom() < 3.5) return;
      fine = true;
      drawOutlines(await json(place.dataset.outlinesFine));
    });
    choose(fromAddress(), { remember: false });
    map.once("idle", () => { place.dataset.state = "ready"; });
  });
  globalThis.citynetMap = { map, data, choose };
})();
