// The map's layers: ground, links as arcs, rings as a hub with dotted spokes, towns sized by partners.
(() => {
  "use strict";
  const NOTHING = { type: "FeatureCollection", features: [] };
  const FONT = ["Noto Sans", "Segoe UI", "Helvetica Neue", "Arial", "sans-serif"];
  const COLOURS = ["ground", "text", "quiet", "line", "accent", "ring", "land", "water", "border"];

  // MapLibre takes colours of the style sheet only once they are resolved for light or dark.
  function colours() {
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

  function radius(few) {
    const size = ["sqrt", ["max", 1, ["get", "partners"]]];
    const at = (base, slope) => ["+", base, ["*", slope, size]];
    return few ? byZoom(1, at(2.5, 0.4), 6, at(4, 0.8)) : byZoom(1, at(0.2, 0.35), 4, at(0.6, 0.6), 8, at(2.5, 1.2));
  }

  function town(colour, few) {
    return { "circle-radius": radius(few), "circle-color": colour.accent, "circle-stroke-color": colour.ground, "circle-stroke-width": few ? 1.2 : byZoom(2, 0.2, 6, 1), "circle-opacity": 0.9 };
  }

  function label(colour) {
    return { "text-color": colour.text, "text-halo-color": colour.ground, "text-halo-width": 1.6 };
  }

  function written(size, extra) {
    return {
      "text-field": ["get", "name"], "text-font": FONT, "text-size": size, "text-padding": 4,
      "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 0.7, ...extra,
    };
  }

  // Towns that may have a label at a zoom: a tile has room for so many letters only, and a reader's eye, too.
  const WORTH_A_NAME = [">=", ["get", "partners"], ["step", ["zoom"], 25, 2, 18, 3, 12, 4, 8, 5, 4, 6, 2, 7, 0]];

  // [id, type, source, layout, paint(colour), filter]; `few`: so few things that they may be drawn strong.
  function specification(few) {
    const important = { "symbol-sort-key": ["-", 0, ["get", "partners"]] };
    return [
      ["land", "fill", "countries", {}, (c) => ({ "fill-color": c.land })],
      ["borders", "line", "borders", {}, (c) => ({ "line-color": c.border, "line-width": byZoom(1, 0.4, 6, 1) })],
      ["links", "line", "links", { "line-cap": "round" }, (c) => ({ "line-color": c.accent, "line-width": few ? 1.6 : byZoom(1, 0.35, 5, 0.6, 10, 1.4), "line-opacity": few ? 0.8 : byZoom(1, 0.07, 3, 0.05, 7, 0.08, 10, 0.4) })],
      ["spokes", "line", "spokes", { "line-cap": "round" }, (c) => ({ "line-color": c.ring, "line-width": 2, "line-dasharray": [0, 2.2] })],
      ["towns", "circle", "towns", {}, (c) => town(c, few)],
      ["hubs", "symbol", "hubs", written(12, { "icon-image": "hub", "icon-allow-overlap": true, "text-optional": true }), (c) => ({ ...label(c), "text-color": c.ring })],
      ["names", "symbol", "towns", written(few ? 13 : 12, important), label, few ? undefined : WORTH_A_NAME],
      ["focus-lines", "line", "focus-lines", { "line-cap": "round" }, (c) => ({ "line-color": c.accent, "line-width": 2.4 })],
      ["focus-spokes", "line", "focus-spokes", { "line-cap": "round" }, (c) => ({ "line-color": c.ring, "line-width": 2.8, "line-dasharray": [0, 2] })],
      ["focus-towns", "circle", "focus-towns", {}, (c) => ({ ...town(c, true), "circle-opacity": 1 })],
      ["focus-town", "circle", "focus-town", {}, (c) => ({ "circle-radius": 9, "circle-color": c.text, "circle-stroke-color": c.ground, "circle-stroke-width": 2 })],
      ["focus-hubs", "symbol", "focus-hubs", written(13, { "icon-image": "hub", "icon-allow-overlap": true, "text-optional": true }), (c) => ({ ...label(c), "text-color": c.ring })],
      ["focus-names", "symbol", "focus-towns", written(14, important), label],
      ["focus-name", "symbol", "focus-town", written(17, { "text-allow-overlap": true, "text-radial-offset": 0.9 }), label],
    ];
  }

  const FADED = { links: ["line-opacity", 0.12], spokes: ["line-opacity", 0.12], towns: ["circle-opacity", 0.25], names: ["text-opacity", 0], hubs: ["icon-opacity", 0.2] };

  // The diamond that stands for a ring, as in the network pictures.
  function hubImage(colour) {
    const side = 32;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = side;
    const pen = canvas.getContext("2d");
    pen.translate(side / 2, side / 2);
    pen.rotate(Math.PI / 4);
    pen.fillStyle = colour.ring;
    pen.strokeStyle = colour.ground;
    pen.lineWidth = 3;
    pen.fillRect(-8, -8, 16, 16);
    pen.strokeRect(-9.5, -9.5, 19, 19);
    return pen.getImageData(0, 0, side, side);
  }

  function sources(data) {
    const made = Object.fromEntries(["countries", "borders", "focus-lines", "focus-spokes", "focus-towns", "focus-town", "focus-hubs"].map((name) => [name, NOTHING]));
    return { ...made, links: data.linkLines(), spokes: data.spokes(), towns: data.townPoints(), hubs: data.hubPoints() };
  }

  // The style with everything in it from the start, so that the first picture is the whole one.
  function style(data, few) {
    const colour = colours();
    return {
      version: 8,
      transition: { duration: 0, delay: 0 },
      sources: Object.fromEntries(Object.entries(sources(data)).map(([name, geojson]) => [name, { type: "geojson", data: geojson, tolerance: 0.5, maxzoom: 10 }])),
      layers: [
        { id: "water", type: "background", paint: { "background-color": colour.water } },
        ...specification(few).map(([id, type, source, layout, paint, filter]) => ({ id, type, source, layout, paint: paint(colour), ...(filter && { filter }) })),
      ],
    };
  }

  function recolour(map, few) {
    const colour = colours();
    map.setPaintProperty("water", "background-color", colour.water);
    for (const [id, , , , paint] of specification(few)) {
      for (const [name, value] of Object.entries(paint(colour))) map.setPaintProperty(id, name, value);
    }
    map.updateImage("hub", hubImage(colour));
  }

  function fade(map, few, on) {
    const colour = colours();
    for (const [id, , , , paint] of specification(few)) {
      if (!(id in FADED)) continue;
      const [name, value] = FADED[id];
      const faded = few ? value : value / 8;
      map.setPaintProperty(id, name, on ? faded : (paint(colour)[name] ?? 1));
    }
  }

  globalThis.citynetMapLayers = { NOTHING, colours, style, recolour, fade, hubImage };
})();
