// The partners of a town, asked of the server and placed around it where nobody stands.
import { given, language } from "./networds.js";

const TURN = Math.PI * (3 - Math.sqrt(5));
const APART = 74;
const FIRST = 110;

export async function partnersOf(id) {
  const address = new URL(given.expand, location.href);
  address.searchParams.set("city", id.replace(/^town:/, ""));
  address.searchParams.set("lang", language);
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} ${address.pathname}`);
  return answer.json();
}

// Free spots for new nodes, from the town outwards on a spiral that begins away from the others.
export function spots(positions, centre, added) {
  const taken = Object.values(positions).map(({ x, y }) => [x, y]);
  const { x, y } = positions[centre];
  const middle = taken.reduce(([sx, sy], [px, py]) => [sx + px / taken.length, sy + py / taken.length], [0, 0]);
  const begin = Math.atan2(y - middle[1], x - middle[0]);
  const found = {};
  let step = 0;
  for (const node of added) {
    let spot;
    do {
      const far = FIRST + 15 * Math.sqrt(step) * 3;
      spot = [x + far * Math.cos(begin + step * TURN) * 1.2, y + far * Math.sin(begin + step * TURN)];
      step += 1;
    } while (step < 4000 && taken.some(([px, py]) => Math.hypot((px - spot[0]) / 1.2, py - spot[1]) < APART));
    taken.push(spot);
    found[node.id] = { x: spot[0], y: spot[1] };
  }
  return found;
}
