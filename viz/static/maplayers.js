// The map's layers: ground, sums of links as weighted arcs, single links, rings, towns, events, and what is chosen.
export const EMPTY = { type: "FeatureCollection", features: [] };
const FONT = ["Noto Sans", "Segoe UI", "Helvetica Neue", "Arial", "sans-serif"];
const COLOURS = ["ground", "text", "quiet", "line", "accent", "ring", "event", "other", "land", "water", "border"];
const SOURCES = ["countries", "borders", "flows", "places", "spokes", "towns", "hubs", "events", "chain", "focus"];

// MapLibre takes colours of the style sheet only once they are resolved for light or dark.
export function colours() {
  const probe = document.createElement("span");
  document.body.append(probe);
  const found = {};
  for (const name of COLOURS) {
    probe.style.color = `var(--${name})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}

const byZoom = (...stops) => ["interpolate", ["linear"], ["zoom"], ...stops];
const size = ["sqrt", ["max", 1, ["get", "partners"]]];
const radius = (few) => {
  const at = (base, slope) => ["+", base, ["*", slope, size]];
  return few ? byZoom(1, at(2.5, 0.4), 6, at(4, 0.8)) : byZoom(0, at(0.1, 0.2), 3, at(0.2, 0.34), 5, at(0.6, 0.6), 8, at(2.5, 1.1));
};

const label = (colour) => ({ "text-color": colour.text, "text-halo-color": colour.ground, "text-halo-width": 1.6 });

const written = (points, extra) => ({
  "text-field": ["get", "name"], "text-font": FONT, "text-size": points, "text-padding": 4, "text-max-width": 9,
  "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 0.7, ...extra,
});

// Towns that may have a label at a zoom: a tile has room for so many letters only, and a reader's eye, too.
const WORTH_A_NAME = [">=", ["get", "rank"], ["step", ["zoom"], 999, 3.6, 150, 4.4, 110, 5, 75, 5.6, 45, 6.2, 28, 6.8, 16, 7.4, 8, 8.4, 0]];
const first = (name) => ({ "symbol-sort-key": ["-", 0, ["get", name]] });
const icon = (image, extra) => written(12, { "icon-image": image, "text-optional": true, "icon-padding": 3, ...extra });

const as = (role) => ["==", ["get", "as"], role];

// [id, type, source, layout, paint(colour), filter]; `few`: so few things that they may be drawn strong.
function specification(few) {
  const share = ["get", "share"];
  const round = { "line-cap": "round", "line-join": "round" };
  return [
    ["land", "fill", "countries", {}, (c) => ({ "fill-color": c.land })],
    ["borders", "line", "borders", {}, (c) => ({ "line-color": c.border, "line-width": byZoom(1, 0.4, 6, 1) })],
    ["towns-far", "circle", "towns", {}, (c) => ({ "circle-radius": radius(few), "circle-color": c.accent, "circle-opacity": byZoom(0, 0.25, 3, 0.35, 5, 0.75, 7, 0.9), "circle-stroke-color": c.ground, "circle-stroke-width": few ? 1.2 : byZoom(4, 0, 6, 0.8) })],
    ["flows", "line", "flows", { ...round, "line-sort-key": share }, (c) => ({ "line-color": c.accent, "line-width": ["+", 0.35, ["*", 6.5, share, share]], "line-opacity": ["+", 0.04, ["*", 0.66, share]] }), [">", share, 0]],
    ["links", "line", "flows", round, (c) => ({ "line-color": c.accent, "line-width": few ? 1.6 : byZoom(4, 0.7, 8, 1, 11, 1.6), "line-opacity": few ? 0.8 : ["get", "ink"] }), ["==", share, 0]],
    ["spokes", "line", "spokes", { "line-cap": "round" }, (c) => ({ "line-color": c.ring, "line-width": few ? 2 : byZoom(4, 1.2, 8, 2), "line-opacity": few ? 0.9 : 0.6, "line-dasharray": [0, 2.4] })],
    ["events", "symbol", "events", icon("event", { "icon-allow-overlap": true, "text-size": 11 }), (c) => ({ ...label(c), "text-color": c.event })],
    ["hubs", "symbol", "hubs", icon("hub", { ...first("members"), "text-field": few ? ["get", "name"] : ["step", ["zoom"], "", 5.5, ["get", "name"]], "text-size": 11 }), (c) => ({ ...label(c), "text-color": c.ring })],
    ["names", "symbol", "towns", written(few ? 13 : 12, first("rank")), label, few ? undefined : WORTH_A_NAME],
    ["place-names", "symbol", "places", written(["interpolate", ["linear"], ["get", "share"], 0, 11, 1, 15], { ...first("weight"), "text-radial-offset": 0, "text-variable-anchor": ["center", "top", "bottom"] }), (c) => ({ ...label(c), "text-halo-width": 2 })],
    ["chain", "line", "chain", round, (c) => ({ "line-color": c.other, "line-width": 3, "line-opacity": 0.9 }), ["==", ["geometry-type"], "LineString"]],
    ["chain-towns", "circle", "chain", {}, (c) => ({ "circle-radius": 4.5, "circle-color": c.other, "circle-stroke-color": c.ground, "circle-stroke-width": 1.4 }), ["==", ["geometry-type"], "Point"]],
    ["focus-lines", "line", "focus", round, (c) => ({ "line-color": c.accent, "line-width": 2, "line-opacity": 0.9 }), as("link")],
    ["focus-spokes", "line", "focus", { "line-cap": "round" }, (c) => ({ "line-color": c.ring, "line-width": 2.6, "line-dasharray": [0, 2] }), as("spoke")],
    ["focus-towns", "circle", "focus", {}, (c) => ({ "circle-radius": ["+", 3, ["*", 0.5, size]], "circle-color": c.accent, "circle-stroke-color": c.ground, "circle-stroke-width": 1.4 }), as("town")],
    ["focus-town", "circle", "focus", {}, (c) => ({ "circle-radius": 8, "circle-color": c.text, "circle-stroke-color": c.ground, "circle-stroke-width": 2 }), as("asked")],
    ["focus-hubs", "symbol", "focus", icon("hub", { "icon-allow-overlap": true, "text-size": 13 }), (c) => ({ ...label(c), "text-color": c.ring }), as("hub")],
    ["chain-names", "symbol", "chain", written(13, first("rank")), label, ["==", ["geometry-type"], "Point"]],
    ["focus-names", "symbol", "focus", written(13, first("rank")), label, as("town")],
    ["focus-name", "symbol", "focus", written(16, { "text-allow-overlap": true, "text-radial-offset": 0.9 }), (c) => ({ ...label(c), "text-halo-width": 2.2 }), as("asked")],
  ];
}

// What is not chosen fades behind a veil, over which the ground is drawn once more: three numbers change, and nothing
// is laid out anew.
const FIRST_CHOSEN = "chain";
const VEIL = { veil: ["background-opacity", 0.8], "land-again": ["fill-opacity", 0.75], "borders-again": ["line-opacity", 0.8] };

function veil(colour, isFaded) {
  const opacity = (id) => ({ [VEIL[id][0]]: isFaded ? VEIL[id][1] : 0 });
  return [
    { id: "veil", type: "background", paint: { "background-color": colour.water, ...opacity("veil") } },
    { id: "land-again", type: "fill", source: "countries", paint: { "fill-color": colour.land, ...opacity("land-again") } },
    { id: "borders-again", type: "line", source: "borders", paint: { "line-color": colour.border, ...opacity("borders-again") } },
  ];
}

// A ring's sign is a ring, an event's a square.
function picture(draw) {
  const side = 32;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const pen = canvas.getContext("2d");
  draw(pen);
  return pen.getImageData(0, 0, side, side);
}

export function images(colour) {
  const hub = picture((pen) => {
    for (const [width, shade] of [[11, colour.ground], [6, colour.ring]]) {
      pen.beginPath();
      pen.arc(16, 16, 8, 0, 2 * Math.PI);
      pen.lineWidth = width;
      pen.strokeStyle = shade;
      pen.stroke();
    }
  });
  const event = picture((pen) => {
    pen.fillStyle = colour.ground;
    pen.fillRect(7, 7, 18, 18);
    pen.fillStyle = colour.event;
    pen.fillRect(9, 9, 14, 14);
  });
  return { hub, event };
}

// The style with the data that is there already by source, and with the veil where something is chosen.
export function style(few, data, isFaded) {
  const colour = colours();
  return {
    version: 8,
    transition: { duration: 0, delay: 0 },
    sources: Object.fromEntries(SOURCES.map((name) => [name, { type: "geojson", data: data[name] ?? EMPTY, tolerance: 0.4, maxzoom: 10 }])),
    layers: [
      { id: "water", type: "background", paint: { "background-color": colour.water } },
      ...specification(few).flatMap(([id, type, source, layout, paint, filter]) => [
        ...(id === FIRST_CHOSEN ? veil(colour, isFaded) : []),
        { id, type, source, layout, paint: paint(colour), ...(filter && { filter }) },
      ]),
    ],
  };
}

export function recolour(map, few) {
  const colour = colours();
  for (const id of ["water", "veil"]) map.setPaintProperty(id, "background-color", colour.water);
  map.setPaintProperty("land-again", "fill-color", colour.land);
  map.setPaintProperty("borders-again", "line-color", colour.border);
  for (const [id, , , , paint] of specification(few)) {
    for (const [name, value] of Object.entries(paint(colour))) map.setPaintProperty(id, name, value);
  }
  for (const [name, image] of Object.entries(images(colour))) if (map.hasImage(name)) map.updateImage(name, image);
}

export function fade(map, on) {
  for (const [id, [name, value]] of Object.entries(VEIL)) map.setPaintProperty(id, name, on ? value : 0);
}
