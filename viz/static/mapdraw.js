// The picture: MapLibre with the layers, redrawn for a state and a view. Knows nothing of panel, filters or address.
import { flat } from "./arcs.js";
import { chainFeatures, features, spokesOf, townPoint } from "./mapfocus.js";
import { Flows, collection, drawn, inside, point } from "./mapflows.js";
import { EMPTY, colours, fade, images, recolour, style } from "./maplayers.js";
import { isFiltered } from "./mapstate.js";
import { country, say } from "./mapwords.js";

const SPOKES_AT_ONCE = 60; // with more of them in view, rings are told by their signs only, until one zooms in
const SPOKES_FROM = 7.5;
const WORLD = [[-128, -42], [152, 68]];
const EUROPE = [[-11, 35.5], [33, 61.5]];

export function hasWebGL() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

export class Drawing {
  // What the picture needs beside the data, fetched while that is still on its way.
  static parts(place) {
    const parts = Promise.all([import(place.dataset.maplibre), fetch(place.dataset.outlines).then((answer) => answer.json())]);
    parts.catch(() => {}); // told where it is waited for
    return parts;
  }

  constructor([module, world], place, data, { few, embedded, view }) {
    const maplibre = module.default ?? module;
    Object.assign(this, { maplibre, place, data, few, flows: new Flows(data), filtered: null, isFaded: false, level: null, onView: () => {}, held: {} });
    place.replaceChildren();
    this.whole = this.#whole();
    this.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = new maplibre.Map({
      container: place, ...(view ? { center: [view.lon, view.lat], zoom: view.zoom } : { bounds: this.whole, fitBoundsOptions: { padding: 30 } }),
      fadeDuration: 0, minZoom: 0.2, maxZoom: 12, attributionControl: false, dragRotate: false, touchPitch: false, pitchWithRotate: false,
      boxZoom: false, // Shift and a click choose one more
      cooperativeGestures: embedded || matchMedia("(pointer: coarse)").matches, // a finger on the map scrolls the page
      locale: {
        "Map.Title": say("title"), "NavigationControl.ZoomIn": say("zoom_in"), "NavigationControl.ZoomOut": say("zoom_out"),
        "CooperativeGesturesHandler.WindowsHelpText": say("gesture"), "CooperativeGesturesHandler.MacHelpText": say("gesture"), "CooperativeGesturesHandler.MobileHelpText": say("gesture_touch"),
      },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
    this.map.setMissingStyleImageResolver((id) => { const image = images(colours())[id]; if (image) this.map.addImage(id, image, { pixelRatio: 2 }); });
    this.#outline(world);
  }

  // The first picture is the whole one: everything stands in the style before it is drawn.
  async begin(filtered, choice, chains, where) {
    const { map, few } = this;
    const lit = this.show(filtered, { choice, chains });
    const bounds = where === undefined ? undefined : (lit ?? where);
    if (bounds) {
      map.fitBounds(bounds, this.#fit(0));
      this.#flow();
    }
    map.setStyle(style(few, this.held, this.isFaded));
    this.held = null;
    await new Promise((done) => { map.once("idle", done); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => recolour(map, few));
    map.on("moveend", () => this.#moved());
    this.#refine();
  }

  #set(name, geojson) {
    if (this.held) this.held[name] = geojson;
    else this.map.getSource(name).setData(geojson);
  }

  // Where it all is: Europe first where most of it is there.
  #whole() {
    const { data } = this;
    const inEurope = inside({ west: EUROPE[0][0], south: EUROPE[0][1], east: EUROPE[1][0], north: EUROPE[1][1] });
    const towns = [...data.towns.id.keys()].filter((town) => data.hasPlace(town));
    if (towns.filter((town) => inEurope(...data.place(town))).length > towns.length / 2 && towns.length > 400) return EUROPE;
    if (!this.few) return WORLD;
    const bounds = new this.maplibre.LngLatBounds();
    for (const town of towns) bounds.extend(data.place(town));
    return bounds.isEmpty() ? WORLD : bounds;
  }

  #outline(world) {
    const { countries } = world.objects;
    const land = topojson.feature(world, countries).features.map(({ geometry }) => ({ type: "Feature", properties: {}, geometry: flat(geometry) }));
    this.#set("countries", collection(land));
    this.#set("borders", flat(topojson.mesh(world, countries, (a, b) => a !== b)));
  }

  async #refine() {
    if (this.fine || this.map.getZoom() < 3.5) return;
    this.fine = true;
    this.#outline(await (await fetch(this.place.dataset.outlinesFine)).json());
  }

  #moved() {
    this.#refine();
    this.#flow();
    this.onView();
  }

  bounds() {
    const box = this.map.getBounds();
    return { west: box.getWest(), south: box.getSouth(), east: box.getEast(), north: box.getNorth() };
  }

  view() {
    const { lng, lat } = this.map.getCenter().wrap();
    return { zoom: this.map.getZoom(), lat, lon: lng };
  }

  // Everything anew for filtered pairs; a choice lies over it. Returns where the choice lies.
  show(filtered, { choice, chains }) {
    this.filtered = filtered;
    const { data } = this;
    const all = !isFiltered(filtered.state); // towns that only events and projects name, too
    const points = [];
    for (let town = 0; town < data.count; town += 1) if ((all || filtered.partners[town]) && data.hasPlace(town)) points.push(townPoint(data, town, filtered.partners[town]));
    this.#set("towns", collection(points));
    this.rings = [...filtered.rings()].map(([ring, members]) => ({ ring, members, ...spokesOf(data, ring, filtered.standing.membersOf(ring), members) }));
    this.#set("hubs", collection(this.rings.flatMap(({ hub }) => hub)));
    this.#events(filtered);
    this.#flow();
    const where = this.focus(choice);
    this.chain(chains);
    return where;
  }

  // Where events took place; once links are left out, only at towns that still have some.
  #events({ state, partners }) {
    const { data } = this;
    const { year } = state;
    const some = isFiltered({ ...state, year: null });
    const at = new Map();
    for (const event of data.events) {
      const [town] = event.at.length ? event.at : event.towns;
      if (town === undefined || !data.hasPlace(town) || (some && !partners[town]) || (year !== null && !event.begin?.startsWith(String(year)))) continue;
      at.set(town, (at.get(town) ?? 0) + 1);
    }
    this.#set("events", collection([...at].map(([town, number]) => point(data.place(town), { name: number > 1 ? String(number) : "", number }, town))));
  }

  // Links for the view: sums or single ones.
  #flow() {
    const { data, filtered, map } = this;
    const bounds = this.bounds();
    const found = drawn(this.flows, filtered, bounds, map.getZoom());
    this.level = found;
    this.#set("flows", collection(found.lines));
    const level = found.level === "region" ? 1 : 0;
    const most = Math.max(1, ...(found.nodes.values?.() ?? [1]));
    const places = found.level === "town" ? [] : [...found.nodes].filter(([node]) => this.flows.places[level][node])
      .map(([node, weight]) => point(this.flows.places[level][node], { name: this.flows.isRest(level, node) ? "" : this.flows.nodeName(level, node, country), weight, share: Math.sqrt(weight / most) }, node));
    this.#set("places", collection(places));
    const inView = inside(bounds);
    const near = this.rings.filter(({ members }) => members.some((town) => data.hasPlace(town) && inView(...data.place(town))));
    const spokes = near.flatMap((one) => one.spokes);
    const open = spokes.length <= SPOKES_AT_ONCE || map.getZoom() >= SPOKES_FROM || filtered.state.bilateral === false;
    this.#set("spokes", open ? collection(spokes) : EMPTY);
  }

  // Lights up a choice, or nothing; returns where it lies.
  focus(choice) {
    const made = choice ? features(this.filtered, choice) : EMPTY;
    if (this.isFaded || choice) this.#set("focus", made);
    this.chain([]);
    if (this.isFaded !== Boolean(choice)) {
      this.isFaded = Boolean(choice);
      if (!this.held) this.#veil();
    }
    return choice ? this.#extent(made) : null;
  }

  // The veil falls with what it is to show, in one frame.
  #veil() {
    const { map, isFaded } = this;
    if (!isFaded) return fade(map, false);
    const fall = ({ sourceId }) => {
      if (sourceId !== "focus" || !map.isSourceLoaded("focus")) return;
      map.off("sourcedata", fall);
      fade(map, this.isFaded);
    };
    return map.on("sourcedata", fall);
  }

  chain(chains) {
    if (!chains.length && !this.isChained) return;
    this.isChained = chains.length > 0;
    this.#set("chain", chainFeatures(this.data, chains));
  }

  #extent({ features: all }) {
    const bounds = new this.maplibre.LngLatBounds();
    const add = (coordinates) => (typeof coordinates[0] === "number" ? bounds.extend(coordinates) : coordinates.forEach(add));
    for (const feature of all) add(feature.geometry.coordinates);
    return bounds.isEmpty() ? null : bounds;
  }

  extentOf(towns) {
    const bounds = new this.maplibre.LngLatBounds();
    for (const town of towns) if (this.data.hasPlace(town)) bounds.extend(this.data.place(town));
    return bounds.isEmpty() ? null : bounds;
  }

  #fit(duration) {
    return { padding: this.place.clientWidth < 500 ? 30 : 60, maxZoom: 7, duration };
  }

  // Few lines are flown to; a flight over thousands would only stutter.
  go(bounds) {
    if (bounds) this.map.fitBounds(bounds, this.#fit(this.few && !this.still ? 600 : 0));
  }

  goTo({ zoom, lat, lon }) {
    this.map.jumpTo({ center: [lon, lat], zoom });
  }

  // What lies under a point: {town}, {ring}, {sum} or nothing; towns are met sooner than lines.
  under(at) {
    const around = (pixels) => [[at.x - pixels, at.y - pixels], [at.x + pixels, at.y + pixels]];
    const layers = this.isFaded ? ["focus-hubs", "focus-town", "focus-towns", "chain-towns", "towns-far"] : ["hubs", "events", "towns-far"];
    const [found] = this.map.queryRenderedFeatures(around(4), { layers });
    if (found) return found.layer.id.endsWith("hubs") ? { ring: found.id } : found.layer.id === "events" ? { town: found.id, events: found.properties.number } : { town: found.id };
    if (this.isFaded) return null;
    const sums = this.map.queryRenderedFeatures(around(3), { layers: ["flows", "links"] });
    const best = sums.sort((one, other) => other.properties.weight - one.properties.weight)[0];
    if (!best) return null;
    return best.layer.id === "links" ? { pair: best.id } : { sum: best.properties };
  }
}
