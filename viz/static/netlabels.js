// Which labels stand, and where: by importance, none over another or over a node, at one size on the screen.
const GAP = 3;
const FACE = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
export const font = (size, bold) => `${bold ? "600 " : ""}${size}px ${FACE}`;
export { FACE };

const widths = new Map();
let pen = null;
export function width(text, size, bold) {
  const key = `${bold ? 1 : 0}${size}|${text}`;
  if (!widths.has(key)) {
    pen ??= document.createElement("canvas").getContext("2d");
    pen.font = font(size, bold);
    widths.set(key, pen.measureText(text).width);
  }
  return widths.get(key);
}

// Boxes taken so far, found by cells of a coarse grid.
class Taken {
  constructor(cell = 64) {
    this.cell = cell;
    this.cells = new Map();
  }

  * around([left, top, right, bottom]) {
    for (let x = Math.floor(left / this.cell); x <= Math.floor(right / this.cell); x += 1) {
      for (let y = Math.floor(top / this.cell); y <= Math.floor(bottom / this.cell); y += 1) yield x * 100_003 + y;
    }
  }

  add(box, owner) {
    for (const key of this.around(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push({ box, owner });
    }
  }

  free(box, owner) {
    for (const key of this.around(box)) {
      for (const { box: other, owner: whose } of this.cells.get(key) ?? []) {
        if (whose !== owner && box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
      }
    }
    return true;
  }
}

// Where the label of a mark may stand: first away from what it is tied to, below where that says nothing.
function places({ x, y, r: bare, pad, away: [dx, dy] }, wide, tall) {
  const r = bare + pad;
  const below = { align: "center", box: [x - wide / 2, y + r + GAP, x + wide / 2, y + r + GAP + tall] };
  const above = { align: "center", box: [x - wide / 2, y - r - GAP - tall, x + wide / 2, y - r - GAP] };
  const right = { align: "left", box: [x + r + GAP, y - tall / 2, x + r + GAP + wide, y + tall / 2] };
  const left = { align: "right", box: [x - r - GAP - wide, y - tall / 2, x - r - GAP, y + tall / 2] };
  const near = r * 0.75 + GAP;
  const slant = (across, along) => ({ align: across > 0 ? "left" : "right", box: across > 0 ? [x + near, along > 0 ? y + near : y - near - tall, x + near + wide, along > 0 ? y + near + tall : y - near] : [x - near - wide, along > 0 ? y + near : y - near - tall, x - near, along > 0 ? y + near + tall : y - near] });
  const sides = dx > 0 ? [right, left] : [left, right];
  const ends = dy >= -0.2 ? [below, above] : [above, below];
  const straight = Math.abs(dx) > 1.1 * Math.abs(dy) ? [sides[0], ...ends, sides[1]] : [ends[0], ...sides, ends[1]];
  const [across, along] = [dx >= 0 ? 1 : -1, dy >= 0 ? 1 : -1];
  return [...straight, slant(across, along), slant(across, -along), slant(-across, along), slant(-across, -along)];
}

// Whether a line goes through a box.
function crosses({ from: [ax, ay], to: [bx, by] }, [left, top, right, bottom]) {
  if (Math.max(ax, bx) < left || Math.min(ax, bx) > right || Math.max(ay, by) < top || Math.min(ay, by) > bottom) return false;
  const side = (x, y) => Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
  const sides = new Set([side(left, top), side(right, top), side(left, bottom), side(right, bottom)]);
  return sides.size > 1;
}

// `lines` are avoided where another place is free, `marks` come by importance; `frame` is what labels must lie in; `must` are drawn wherever they lie.
export function labels(lines, marks, frame, size) {
  const taken = new Taken();
  for (const mark of marks) taken.add([mark.x - mark.r, mark.y - mark.r, mark.x + mark.r, mark.y + mark.r], mark.id);
  const placed = [];
  for (const mark of marks) {
    if (mark.x < frame[0] - 200 || mark.x > frame[2] + 200 || mark.y < frame[1] - 60 || mark.y > frame[3] + 60) continue;
    const points = mark.asked ? size + 3 : size;
    const wide = Math.max(...mark.lines.map((line) => width(line, points, mark.asked))) + (mark.tag ? width(` ${mark.tag}`, points - 2, false) : 0);
    const tall = mark.lines.length * points * 1.22;
    const inside = ({ box }) => box[0] >= frame[0] && box[2] <= frame[2] && box[1] >= frame[1] && box[3] <= frame[3];
    const tries = places(mark, wide, tall);
    const free = tries.filter((one) => inside(one) && taken.free(one.box, mark.id));
    const crossed = free.map((one) => lines.reduce((sum, line) => sum + crosses(line, one.box), 0));
    const spot = free[crossed.indexOf(Math.min(...crossed))] ?? (mark.must ? tries.find(inside) ?? tries[0] : null);
    if (!spot) continue;
    taken.add([spot.box[0] - GAP, spot.box[1], spot.box[2] + GAP, spot.box[3]], mark.id);
    placed.push({ id: mark.id, lines: mark.lines, tag: mark.tag, size: points, bold: mark.asked, faint: mark.faint, align: spot.align, box: spot.box });
  }
  return placed;
}
