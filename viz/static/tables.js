// Tables that can be sorted and filtered. Without this script they are plain tables in the order of the answer.
(() => {
  "use strict";
  const language = document.documentElement.lang;
  const collator = new Intl.Collator(language, { numeric: false, sensitivity: "base" });
  const LETTERS = { ß: "ss", ø: "o", œ: "oe", æ: "ae", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ßøœæłđðþı]/g, (one) => LETTERS[one]);

  function compare(a, b, numeric) {
    if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1; // unknown values stand last both ways
    return numeric ? Number(a) - Number(b) : collator.compare(a, b);
  }

  function sort(table, index, heading) {
    const down = heading.getAttribute("aria-sort") === "ascending";
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => ({ row, value: row.cells[index].dataset.sort ?? row.cells[index].textContent.trim() }));
    const numeric = rows.every(({ value }) => value === "" || Number.isFinite(Number(value))); // lists sort by how many they have
    rows.sort((a, b) => {
      const order = compare(a.value, b.value, numeric);
      return a.value === "" || b.value === "" || !down ? order : -order;
    });
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...rows.map(({ row }) => row));
  }

  function makeSortable(table) {
    [...table.tHead.rows[0].cells].forEach((heading, index) => {
      if (heading.classList.contains("reports")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      button.addEventListener("click", () => sort(table, index, heading));
      heading.replaceChildren(button);
    });
  }

  function makeFilterable(table) {
    const label = document.createElement("label");
    label.className = "filter";
    const input = document.createElement("input");
    input.type = "search";
    input.placeholder = table.dataset.filterLabel;
    input.setAttribute("aria-label", table.dataset.filterLabel);
    const none = document.createElement("p");
    none.textContent = table.dataset.none;
    none.hidden = true;
    none.setAttribute("role", "status");
    const texts = new Map([...table.tBodies[0].rows].map((row) => [row, fold(row.textContent)]));
    input.addEventListener("input", () => {
      const wanted = fold(input.value.trim());
      let shown = 0;
      for (const [row, text] of texts) {
        row.hidden = !text.includes(wanted);
        shown += row.hidden ? 0 : 1;
      }
      none.hidden = shown > 0;
    });
    label.append(input);
    table.parentElement.before(label);
    table.parentElement.after(none);
  }

  function makeGrowing(group) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = group.dataset.more;
    button.className = "plain-button";
    button.addEventListener("click", () => {
      const last = [...group.querySelectorAll("input")].at(-1);
      const next = last.cloneNode();
      next.id = `${last.id}-more`;
      next.value = "";
      next.required = false;
      next.setAttribute("aria-label", group.querySelector("legend").textContent);
      const holder = last.closest(".suggest");
      if (holder) {
        const other = holder.cloneNode();
        other.append(next);
        holder.after(other);
        globalThis.citynetSuggest?.(next);
      } else {
        last.after(next);
      }
      next.focus();
    });
    group.append(button);
  }

  for (const table of document.querySelectorAll("table[data-filter-label]")) {
    if ("sortable" in table.dataset) makeSortable(table); // a part of a table is sorted by the server
    if (table.tBodies[0].rows.length > 8) makeFilterable(table);
  }
  for (const group of document.querySelectorAll("fieldset[data-more]")) makeGrowing(group);
})();
