// Keys for the page /review: what they press are the buttons that stand there, so that all works without them too.
(() => {
  "use strict";
  const all = [...document.querySelectorAll("article.review")];
  if (!all.length && !document.querySelector("[data-key=u]")) return;
  let current = all.find((one) => `#${one.id}` === location.hash) ?? all[0];

  function go(step) {
    const next = all[all.indexOf(current) + step];
    if (!next) return document.querySelector(step > 0 ? "a[rel=next]" : "a[rel=prev]")?.click();
    current = next;
    current.focus({ preventScroll: true });
    current.scrollIntoView({ block: "start" });
    return undefined;
  }

  for (const one of all) one.addEventListener("focusin", () => { current = one; });
  (current ?? document.querySelector("#done"))?.focus({ preventScroll: !location.hash });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    // Single keys are for what has the focus only, so that a voice or a slip elsewhere decides nothing (WCAG 2.1.4).
    if (!event.target.closest("article.review, #done")) return;
    const key = event.key.toLowerCase();
    if (key === "s" || key === "p") {
      event.preventDefault();
      go(key === "s" ? 1 : -1);
      return;
    }
    // Where nothing of the gazetteer was decided, a town of its own is what would be confirmed.
    const wanted = key === "o" && !current?.querySelector('[data-key="o"]') ? "c" : key;
    if (!/^[1-5cou]$/.test(wanted)) return;
    const place = wanted === "u" ? document : current;
    const button = place?.querySelector(`button[data-key="${wanted}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();
