// Search as you type: inputs with `data-suggest` become comboboxes (ARIA 1.2, list autocomplete) over /api/search.
// `data-suggest="go"` opens the page of what is chosen; `data-suggest="town"`, and other kinds of things, write it into the field.
// Another script may give a field an `ask` and a `choose` of its own (`citynetSuggest(input, {ask, choose})`).
// Without this script the forms work as they stand.
(() => {
  "use strict";
  const block = document.getElementById("suggest-texts");
  if (!block) return;
  const { texts, things } = JSON.parse(block.textContent);
  const language = document.documentElement.lang;
  const numbers = new Intl.NumberFormat(language === "de" ? "de-DE" : "en-GB");
  const regions = new Intl.DisplayNames(language, { type: "region", fallback: "code" });
  const PAGES = {
    city: "cities", ring: "rings", event: "events", source: "sources", organisation: "organisations", person: "people",
    programme: "programmes", topic: "topics",
  };
  const WAIT = 120; // milliseconds without a key before it is asked
  const LEAST = 2; // letters from which on an answer is of use
  const MOST = 8;
  const answers = new Map();

  const say = (key, count) => texts[`${key}_${count === 1 ? "one" : "other"}`].replace("{count}", numbers.format(count));

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function country(code) {
    return /^[A-Z]{2}$/.test(code ?? "") ? regions.of(code) : (code ?? "");
  }

  async function ask(text, kind, signal) {
    const address = `/api/search?${new URLSearchParams({ q: text, limit: MOST, lang: language, ...(kind === "go" ? {} : { type: kind === "town" ? "city" : kind }) })}`;
    if (!answers.has(address)) {
      const answer = await fetch(address, { signal });
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`); // not the same as nothing found
      if (answers.size > 200) answers.clear();
      answers.set(address, (await answer.json()).results);
    }
    return answers.get(address);
  }

  function about(row) {
    const parts = row.type === "city" ? [row.region, country(row.country)] : [things[row.type], row.about, row.begin?.slice(0, 4)];
    if (row.matched && row.matched !== row.called) parts.push(`${texts.also} ${row.matched}`);
    if (row.partners) parts.push(say("partners", row.partners));
    if (row.population) parts.push(say("people", row.population));
    return parts.filter(Boolean).join(" · ");
  }

  function enhance(input, own = {}) {
    const kind = input.dataset.suggest;
    const holder = input.closest(".suggest");
    const box = element("div", undefined, "suggestions");
    const list = element("ul");
    const none = element("p", texts.none, "quiet");
    const status = element("span", undefined, "hidden");
    let rows = [];
    let active = -1;
    let timer = 0;
    let asking = null;

    box.hidden = true;
    none.hidden = true;
    list.id = `${input.id}-suggestions`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", texts.label);
    status.setAttribute("role", "status");
    box.append(list, none);
    holder.append(box, status);
    if (input.type === "search") Object.assign(input, { type: "text", inputMode: "search", enterKeyHint: "search" });
    input.autocomplete = "off";
    input.spellcheck = false;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) input.setAttribute(name, value);

    const isOpen = () => input.getAttribute("aria-expanded") === "true";

    function mark(index) {
      active = index;
      [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
      if (active < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", list.children[active].id);
      list.children[active].scrollIntoView({ block: "nearest" });
    }

    function close() {
      clearTimeout(timer);
      asking?.abort();
      box.hidden = true;
      input.setAttribute("aria-expanded", "false");
      mark(-1);
    }

    function show(found) {
      rows = found;
      list.replaceChildren(...rows.map((row, index) => {
        const option = element("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.append(element("bdi", row.called ?? row.name));
        if (row.called) option.append(" · ", element("bdi", row.name, "quiet"));
        option.append(element("small", row.told ?? about(row)));
        option.addEventListener("click", () => choose(index));
        return option;
      }));
      none.hidden = rows.length > 0;
      box.hidden = false;
      input.setAttribute("aria-expanded", String(rows.length > 0));
      status.textContent = rows.length ? say("count", rows.length) : texts.none;
      mark(-1);
    }

    async function look() {
      const text = input.value.trim();
      asking?.abort();
      if (text.length < LEAST) return close();
      const mine = (asking = new AbortController());
      try {
        const found = await (own.ask ? own.ask(text, mine.signal) : ask(text, kind, mine.signal));
        if (mine === asking && !mine.signal.aborted && document.activeElement === input) show(found);
      } catch (problem) {
        if (problem.name !== "AbortError") close(); // the form still works
      }
    }

    function choose(index) {
      const row = rows[index];
      close();
      if (own.choose) return own.choose(row);
      if (kind !== "go") {
        input.value = row.written;
        return;
      }
      location.assign(`/${PAGES[row.type]}/${encodeURIComponent(row.id)}${block.dataset.query}`);
    }

    function move(step) {
      if (!isOpen()) return look();
      const places = rows.length + 1; // one of them is the field itself
      mark(((active + 1 + step + places) % places) - 1);
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      asking?.abort();
      mark(-1);
      timer = setTimeout(look, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        event.altKey && event.key === "ArrowUp" ? close() : move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && isOpen() && (active >= 0 || own.choose)) {
        event.preventDefault();
        choose(Math.max(0, active));
      } else if (event.key === "Escape") {
        if (!box.hidden) event.preventDefault();
        close(); // what is still being asked, too
      }
    });
    input.addEventListener("blur", close);
    box.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    input.form?.addEventListener("submit", close);
  }

  for (const input of document.querySelectorAll("input[data-suggest]")) enhance(input);
  addEventListener("pageshow", (event) => { if (event.persisted) document.activeElement?.blur(); });
  globalThis.citynetSuggest = enhance;
})();
