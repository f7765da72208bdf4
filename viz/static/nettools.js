// The row of tools above the picture.
import { element, fold, save } from "./dom.js";
import { compare, given, say } from "./networds.js";
import { svg, png } from "./nettake.js";

const at = (id) => document.getElementById(id);

export function tools(page) {
  finder(page);
  at("network-fit").addEventListener("click", () => page.fit());
  at("network-in").addEventListener("click", () => page.zoom(1.3));
  at("network-out").addEventListener("click", () => page.zoom(1 / 1.3));
  at("network-undo").addEventListener("click", () => page.undo());
  const motion = at("network-motion");
  motion.addEventListener("click", () => page.move(motion.getAttribute("aria-pressed") !== "true"));
  const full = at("network-full");
  const figure = full.closest("figure");
  if (!document.fullscreenEnabled) full.hidden = true;
  full.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : figure.requestFullscreen()));
  document.addEventListener("fullscreenchange", () => full.setAttribute("aria-pressed", String(document.fullscreenElement === figure)));
  at("network-svg").addEventListener("click", () => save(new Blob([svg(page)], { type: "image/svg+xml" }), `${name()}.svg`));
  at("network-png").addEventListener("click", async () => save(await png(page), `${name()}.png`));
  for (const id of ["network-tools", "network-take"]) at(id).hidden = false;
}

const name = () => `citynet-${fold(given.title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "network"}`;

function finder(page) {
  const find = at("network-find");
  const names = at("network-names");
  const fill = () => names.replaceChildren(...[...page.model.shown.values()].map(({ label }) => label).sort(compare).map((label) => {
    const option = element("option");
    option.value = label;
    return option;
  }));
  find.addEventListener("focus", fill);
  find.addEventListener("change", () => {
    const wanted = fold(find.value);
    if (!wanted) return;
    const shown = [...page.model.shown.values()];
    const found = shown.find((node) => fold(node.label) === wanted) ?? shown.find((node) => fold(node.label).includes(wanted));
    if (found) page.choose(found.id, { move: true });
    else page.panel.nothing(say("none_found"));
  });
}
