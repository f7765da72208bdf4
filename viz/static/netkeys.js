// The keyboard on the picture: arrows go from node to node, letters act on the one that is chosen.
const AHEAD = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// The nearest node in a direction, what lies aside counting three times as far.
export function next(spots, from, [dx, dy]) {
  let [best, least] = [null, Infinity];
  const [x, y] = spots.get(from);
  for (const [id, [px, py]] of spots) {
    const ahead = (px - x) * dx + (py - y) * dy;
    const aside = Math.abs((px - x) * dy) + Math.abs((py - y) * dx);
    const far = ahead + 3 * aside;
    if (id !== from && ahead > 2 && far < least) [best, least] = [id, far];
  }
  return best;
}

export function keys(place, page) {
  const first = () => [...page.model.shown.values()].sort((a, b) => b.asked - a.asked || page.model.ties.get(b.id).length - page.model.ties.get(a.id).length)[0]?.id;
  const acts = {
    "+": () => page.zoom(1.3),
    "=": () => page.zoom(1.3),
    "-": () => page.zoom(1 / 1.3),
    0: () => page.fit(),
    e: (id) => id && page.expand(id),
    p: (id) => id && page.pin(id),
    h: (id) => id && page.toggle(id),
    f: () => document.getElementById("network-find").focus(),
    Escape: () => page.choose(null),
  };
  place.addEventListener("keydown", (event) => {
    const undo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (!undo && (event.ctrlKey || event.metaKey || event.altKey)) return;
    const chosen = page.model.shown.has(page.focus) ? page.focus : null;
    const ahead = AHEAD[event.key];
    if (undo) page.undo();
    else if (ahead || event.key === "Enter") {
      const to = ahead && chosen ? next(page.spots(), chosen, ahead) : chosen ?? first();
      if (to) page.choose(to, { reveal: true });
    } else if (acts[event.key]) acts[event.key](chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
