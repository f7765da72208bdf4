// The picture to take away: SVG with text as text, PNG made of it; each with title, legend, sources, version, address.
import { corners, palette } from "./netcanvas.js";
import { FACE, width } from "./netlabels.js";
import { entries } from "./netlegend.js";
import { scene } from "./netscene.js";
import { count, given, language } from "./networds.js";

const NS = "http://www.w3.org/2000/svg";
const [WIDE, EDGE, TALL] = [1400, 40, 860];
const MOST_NAMED = 6; // sources
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function make(name, attributes = {}, text) {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text.replace(FORBIDDEN, "");
  return made;
}

const spot = (value) => Math.round(value * 10) / 10;

// Words in lines of at most so many pixels.
function wrapped(text, size, wide, bold = false) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (width(longer, size, bold) <= wide || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function written(root, text, { x, y, size, bold = false, colour, wide = WIDE - 2 * EDGE }) {
  let down = y;
  for (const line of wrapped(text, size, wide, bold)) {
    root.append(make("text", { x, y: spot(down), "font-size": size, "font-weight": bold ? 600 : undefined, fill: colour }, line));
    down += size * 1.35;
  }
  return down;
}

// The whole of what is not hidden, as large as the frame lets it be, wherever the screen looks just now.
function framed(page, top) {
  const positions = page.positions();
  const ids = [...page.model.shown.keys()];
  const [xs, ys] = ["x", "y"].map((axis) => ids.map((id) => positions[id][axis]));
  const [left, right, up, down] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min(1.3, (WIDE - 2 * EDGE - 180) / Math.max(1, right - left), (TALL - 90) / Math.max(1, down - up));
  const middle = [(left + right) / 2, (up + down) / 2];
  const place = (id) => [WIDE / 2 + (positions[id].x - middle[0]) * scale, top + TALL / 2 + (positions[id].y - middle[1]) * scale];
  return scene(page.model, { place, scale, frame: [EDGE, top, WIDE - EDGE, top + TALL] });
}

export function svg(page) {
  const colours = palette(page.place, "light");
  const root = make("svg", { xmlns: NS, width: WIDE, role: "img", "font-family": FACE, "xml:lang": language });
  root.append(make("title", {}, given.title), make("desc", {}, given.subtitle));
  const ground = make("rect", { width: WIDE, fill: colours.ground });
  root.append(ground);
  let down = written(root, given.title, { x: EDGE, y: 56, size: 28, bold: true, colour: colours.text });
  down = written(root, given.subtitle, { x: EDGE, y: down, size: 16, colour: colours.quiet });
  const drawn = framed(page, down);
  root.append(halos(drawn, colours), lines(drawn, colours), marks(drawn, colours), labels(drawn, colours));
  down = legend(root, page, colours, down + TALL + 26);
  down = written(root, credit(page), { x: EDGE, y: down + 14, size: 12, colour: colours.quiet });
  const tall = Math.ceil(down + 14);
  root.setAttribute("height", tall);
  root.setAttribute("viewBox", `0 0 ${WIDE} ${tall}`);
  ground.setAttribute("height", tall);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}`;
}

function credit(page) {
  const { about } = given;
  // Partners that were added bring their sources along, the same ones again.
  const named = [...new Set(page.model.sources.map(({ title, licence }) => (licence ? `${title} (${licence})` : title)))];
  const rest = named.length - MOST_NAMED;
  const sources = named.length ? `${about.sources} ${named.slice(0, MOST_NAMED).join("; ")}${rest > 0 ? `; +${count(rest)}` : ""}. ` : "";
  return `${sources}${[about.version, about.address].filter(Boolean).join(" · ")}`;
}

function halos(drawn, colours) {
  const group = make("g");
  for (const halo of drawn.halos) {
    const one = make("g", { opacity: 0.17, fill: colours[halo.colour], stroke: colours[halo.colour], "stroke-linecap": "round" });
    for (const { at: [x, y], r } of halo.members) {
      one.append(make("line", { x1: spot(halo.hub[0]), y1: spot(halo.hub[1]), x2: spot(x), y2: spot(y), "stroke-width": spot(halo.width) }));
      one.append(make("circle", { cx: spot(x), cy: spot(y), r: spot(r), stroke: "none" }));
    }
    group.append(one);
  }
  return group;
}

function lines(drawn, colours) {
  const group = make("g", { fill: "none", "stroke-linecap": "round" });
  for (const { from, to, colour, width: wide, dash, ended, alpha } of drawn.lines) {
    group.append(make("line", { x1: spot(from[0]), y1: spot(from[1]), x2: spot(to[0]), y2: spot(to[1]), stroke: colours[colour], "stroke-width": spot(wide), "stroke-dasharray": dash?.join(" "), opacity: Math.round(100 * (ended ? alpha / 2 : alpha)) / 100 }));
  }
  return group;
}

function marks(drawn, colours) {
  const group = make("g", { "text-anchor": "middle", "font-weight": 600 });
  for (const mark of drawn.marks) {
    const outline = (more, paint) => {
      const points = corners({ ...mark, r: mark.r + more });
      if (points) group.append(make("polygon", { points: points.map((point) => point.map(spot).join(",")).join(" "), ...paint }));
      else group.append(make("circle", { cx: spot(mark.x), cy: spot(mark.y), r: spot(mark.r + more), ...paint }));
    };
    if (mark.asked) {
      outline(4, { fill: colours.text });
      outline(1.6, { fill: colours.ground });
    }
    outline(0, { fill: colours[mark.fill], stroke: colours[mark.fill === "raised" ? "quiet" : "ground"], "stroke-width": 1.5 });
    if (mark.code) group.append(make("text", { x: spot(mark.x), y: spot(mark.y + mark.r * 0.3), "font-size": Math.round(mark.r * (mark.code.length > 2 ? 0.72 : 0.88)), fill: colours[mark.ink] }, mark.code));
  }
  return group;
}

function labels(drawn, colours) {
  const group = make("g", { fill: colours.text, stroke: colours.ground, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke" });
  for (const { lines: said, tag, size, bold, align, box } of drawn.labels) {
    const x = align === "left" ? box[0] : align === "right" ? box[2] : (box[0] + box[2]) / 2;
    const anchor = { left: undefined, right: "end", center: "middle" }[align];
    said.forEach((line, place) => {
      const one = make("text", { x: spot(x), y: spot(box[1] + size * (1.22 * place + 0.95)), "font-size": size, "font-weight": bold ? 600 : undefined, "text-anchor": anchor }, line);
      if (tag && place === said.length - 1) one.append(make("tspan", { fill: colours.quiet, "font-size": size - 2 }, ` ${tag}`));
      group.append(one);
    });
  }
  return group;
}

function legend(root, page, colours, top) {
  let [x, y, group] = [EDGE, top, null];
  for (const entry of entries(page.model, { hidden: false })) {
    const said = entry.count === null ? entry.label : `${entry.label} (${count(entry.count)})`;
    const wide = 34 + width(said, 13, false) + 22;
    if (x > EDGE && (x + wide > WIDE - EDGE || (group && group !== entry.group))) [x, y] = [EDGE, y + 24];
    group = entry.group;
    if (entry.className) root.append(sign(entry, x, y, colours));
    root.append(make("text", { x: spot(x + 34), y: spot(y + 4.5), "font-size": 13, fill: colours.text }, said));
    x += wide;
  }
  return y + 24;
}

function sign({ className, sign: said = "" }, x, y, colours) {
  const group = make("g");
  const [kind, which] = className.split(" ");
  if (kind === "tie") {
    const dash = { via: "0.1 5", planned: "7 5" }[which];
    const colour = { bilateral: "quiet", via: "ring", ended: "line" }[which] ?? "event";
    group.append(make("line", { x1: x, y1: y, x2: x + 26, y2: y, stroke: colours[colour], "stroke-width": 2.2, "stroke-dasharray": dash, "stroke-linecap": "round" }));
    return group;
  }
  if (kind === "kind") return group;
  const type = { node: which, ringsign: "ring" }[kind] ?? "town";
  const fill = { land: which === "other" ? "raised" : which, ringsign: which }[kind] ?? { town: "ground", ring: "ring", event: "event" }[type] ?? "other";
  const points = corners({ type, x: x + 14, y, r: 9 });
  const paint = { fill: colours[fill], stroke: colours[type === "town" && (fill === "ground" || fill === "raised") ? "quiet" : "ground"] };
  group.append(points ? make("polygon", { points: points.map((point) => point.map(spot).join(",")).join(" "), ...paint }) : make("circle", { cx: x + 14, cy: y, r: 10, ...paint }));
  const ink = fill.startsWith("land-") ? `ink-${fill.slice(5)}` : "ground";
  if (said) group.append(make("text", { x: x + 14, y: y + 3.2, "font-size": 9, "font-weight": 600, "text-anchor": "middle", fill: colours[ink] }, said));
  return group;
}

export async function png(page, scale = 2) {
  const text = svg(page);
  const [, tall] = /viewBox="0 0 \d+ (\d+)"/.exec(text);
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDE * scale, Number(tall) * scale];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
}
