// Search on a published site, without a server: over the rows of search-index.js, as `viz.published` writes them.
(() => {
  "use strict";
  const { texts, things } = JSON.parse(document.getElementById("published-texts").textContent);
  const language = document.documentElement.lang;
  const numbers = new Intl.NumberFormat(language === "de" ? "de-DE" : "en-GB");
  const regions = new Intl.DisplayNames(language, { type: "region", fallback: "code" });
  const TYPES = { cities: "city", rings: "ring", events: "event", sources: "source", organisations: "organisation", programmes: "programme", people: "person", topics: "topic" };
  const LETTERS = { ß: "ss", ø: "o", œ: "oe", æ: "ae", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
  const MOST = 50;
  const input = document.getElementById("q");
  const found = document.getElementById("found");
  const results = document.getElementById("results");

  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ßøœæłđðþı]/g, (one) => LETTERS[one]).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const say = (key, count) => texts[`${key}_${count === 1 ? "one" : "other"}`].replace("{count}", numbers.format(count));
  const country = (code) => (/^[A-Z]{2}$/.test(code) ? regions.of(code) : code);

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  // How well a row fits: the whole of a name before its beginning before a word of it.
  function fits(names, wanted) {
    if (names.includes(`|${wanted}|`)) return 3;
    if (names.includes(`|${wanted}`)) return 2;
    return names.includes(` ${wanted}`) ? 1 : 0;
  }

  // "Reading, GB": what stands behind the comma is a country or region, perhaps typed half.
  function search(text) {
    const [name, ...behind] = text.split(",").map(fold);
    const place = behind.filter(Boolean).at(-1);
    if (!name) return [];
    const lies = ([code, region]) => [code, country(code), region].some((one) => fold(one).startsWith(place));
    return globalThis.citynetIndex
      .map((row) => ({ row, fit: fits(row[5], name) }))
      .filter(({ row, fit }) => fit && (!place || lies(row[3])))
      .sort((a, b) => b.fit - a.fit) // rows of one rank stay as they are, the best connected first
      .map(({ row }) => row);
  }

  function entry([kind, file, name, [code, where], ties, , local]) {
    const [item, head, link] = [element("li"), element("div", undefined, "head"), element("a", undefined, kind === "rings" ? "ring" : "")];
    link.href = `./${kind}/${encodeURIComponent(file)}.html`;
    link.append(element("bdi", name));
    head.append(link);
    if (local) head.append(" · ", element("bdi", local, "quiet"));
    const about = [things[TYPES[kind]], where, country(code), ties && say("ties", ties)].filter(Boolean);
    item.append(head, element("div", about.join(" · "), "line"));
    return item;
  }

  function show() {
    const text = input.value.trim();
    const rows = text ? search(text) : [];
    results.replaceChildren(...rows.slice(0, MOST).map(entry));
    if (!text) found.textContent = texts.empty;
    else if (!rows.length) found.textContent = texts.none;
    else if (rows.length > MOST) found.textContent = texts.most.replace("{count}", numbers.format(MOST)).replace("{all}", numbers.format(rows.length));
    else found.textContent = say("found", rows.length);
  }

  input.value = new URLSearchParams(location.search).get("q") ?? "";
  input.addEventListener("input", show);
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  show();
  input.focus();
})();
