// Paints a scene on a canvas, and tells which tie lies under the pointer.
import { font } from "./netlabels.js";

const SIDES = { ring: 4, event: 4, programme: 3, person: 3, organisation: 6 };
const TURN = { ring: -Math.PI / 2, event: -Math.PI / 4, programme: -Math.PI / 2, person: Math.PI / 2, organisation: 0 };
const NAMES = ["ground", "raised", "text", "quiet", "line", "accent", "ring", "event", "other"];
const SERIES = [["land", 7], ["ink", 7], ["ring", 6]];

// The corners of a mark, or nothing for a circle.
export function corners({ type, x, y, r }) {
  const sides = SIDES[type];
  if (!sides) return null;
  const far = type === "ring" || type === "event" ? r * 1.2 : r * 1.15;
  return [...Array(sides).keys()].map((side) => {
    const turn = TURN[type] + (2 * Math.PI * side) / sides;
    return [x + far * Math.cos(turn), y + far * Math.sin(turn)];
  });
}

// The style sheet's colours, so that light and dark come out right; `scheme` asks for one of them.
export function palette(place, scheme = "") {
  const probe = document.createElement("span");
  if (scheme) probe.style.colorScheme = scheme;
  place.append(probe);
  const names = [...NAMES, ...SERIES.flatMap(([name, many]) => [...Array(many).keys()].map((one) => `${name}-${one}`))];
  const found = Object.fromEntries(names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  }));
  probe.remove();
  return found;
}

export function paint(ctx, { halos, lines, marks, labels }, colours) {
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  for (const halo of halos) paintHalo(ctx, halo, colours);
  for (const line of lines) {
    ctx.globalAlpha = line.faint ? Math.min(0.13, line.alpha / 2) : line.strong ? 1 : line.ended ? line.alpha / 2 : line.alpha;
    ctx.strokeStyle = colours[line.strong ? "text" : line.colour];
    ctx.lineWidth = line.strong ? line.width + 1 : line.width;
    ctx.setLineDash(line.dash ?? []);
    ctx.beginPath();
    ctx.moveTo(...line.from);
    ctx.lineTo(...line.to);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  for (const mark of marks) paintMark(ctx, mark, colours);
  for (const label of labels) paintLabel(ctx, label, colours);
  ctx.globalAlpha = 1;
}

function paintHalo(ctx, { colour, hub, members, width, faint }, colours) {
  // One path, painted once, so that what overlaps does not grow darker.
  const sheet = new Path2D();
  for (const { at: [x, y], r } of members) {
    const far = Math.hypot(x - hub[0], y - hub[1]) || 1;
    const [nx, ny] = [(-(y - hub[1]) / far) * (width / 2), ((x - hub[0]) / far) * (width / 2)];
    const strip = new Path2D();
    strip.moveTo(hub[0] + nx, hub[1] + ny);
    strip.lineTo(x + nx, y + ny);
    strip.lineTo(x - nx, y - ny);
    strip.lineTo(hub[0] - nx, hub[1] - ny);
    strip.closePath();
    sheet.addPath(strip);
    const disc = new Path2D();
    disc.arc(x, y, r, 0, 2 * Math.PI, true);
    sheet.addPath(disc);
  }
  ctx.globalAlpha = faint ? 0.05 : 0.17;
  ctx.fillStyle = colours[colour];
  ctx.fill(sheet, "nonzero");
}

function shape(ctx, mark, more = 0) {
  const points = corners({ ...mark, r: mark.r + more });
  ctx.beginPath();
  if (points) {
    points.forEach(([x, y], place) => (place ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.closePath();
  } else {
    ctx.arc(mark.x, mark.y, mark.r + more, 0, 2 * Math.PI);
  }
}

function paintMark(ctx, mark, colours) {
  if (mark.faint) {
    shape(ctx, mark);
    ctx.globalAlpha = 1;
    ctx.fillStyle = colours.ground; // nothing shines through
    ctx.fill();
  }
  ctx.globalAlpha = mark.faint ? 0.3 : 1;
  if (mark.asked || mark.chosen) {
    shape(ctx, mark, 4);
    ctx.fillStyle = colours[mark.chosen ? "accent" : "text"];
    ctx.fill();
    shape(ctx, mark, 1.6);
    ctx.fillStyle = colours.ground;
    ctx.fill();
  }
  shape(ctx, mark);
  ctx.fillStyle = colours[mark.fill];
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = colours[mark.fill === "raised" ? "quiet" : "ground"];
  ctx.stroke();
  if (mark.pinned) {
    ctx.beginPath();
    ctx.arc(mark.x + mark.r * 0.75, mark.y - mark.r * 0.75, 4, 0, 2 * Math.PI);
    ctx.fillStyle = colours.text;
    ctx.fill();
    ctx.stroke();
  }
  if (!mark.code) return;
  ctx.font = font(Math.round(mark.r * (mark.code.length > 2 ? 0.72 : 0.88)), true);
  ctx.fillStyle = colours[mark.ink];
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(mark.code, mark.x, mark.y + 0.5);
}

function paintLabel(ctx, { lines, tag, size, bold, faint, align, box }, colours) {
  ctx.globalAlpha = faint ? 0.3 : 1;
  ctx.textBaseline = "middle";
  ctx.direction = "ltr";
  ctx.strokeStyle = colours.ground;
  ctx.lineWidth = 3.5;
  lines.forEach((line, place) => {
    const last = place === lines.length - 1 && tag ? ` ${tag}` : "";
    ctx.font = font(size, bold);
    const wide = ctx.measureText(line).width;
    ctx.font = font(size - 2, false);
    const all = wide + (last ? ctx.measureText(last).width : 0);
    const x = align === "left" ? box[0] : align === "right" ? box[2] - all : (box[0] + box[2]) / 2 - all / 2;
    const y = box[1] + size * 1.22 * (place + 0.5);
    ctx.textAlign = "left";
    write(ctx, line, x, y, font(size, bold), colours.text);
    if (last) write(ctx, last, x + wide, y, font(size - 2, false), colours.quiet);
  });
}

function write(ctx, text, x, y, face, colour) {
  ctx.font = face;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

// The tie nearest to a point, if it is near.
export function tieAt(lines, [x, y], near = 7) {
  let [best, least] = [null, near];
  for (const { id, from: [ax, ay], to: [bx, by] } of lines) {
    const [dx, dy] = [bx - ax, by - ay];
    const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    const far = Math.hypot(x - ax - along * dx, y - ay - along * dy);
    if (far < least) [best, least] = [id, far];
  }
  return best;
}
