// The table that says what the map shows: for readers of tables and screens read aloud, and where there is no WebGL.
import { button, element } from "./dom.js";
import { compare, count, country, date, kilometres, label, say } from "./mapwords.js";

const MOST = 300;

// The rows of what is shown: pairs of a choice, or sums between countries, or single links in view.
export function rows(filtered, choice, level) {
  const { data } = filtered;
  if (choice && (choice.ties.length || choice.asked.length)) return { kind: "links", rows: choice.ties.map((tie) => ({ a: tie.from, b: tie.town, ...tie })) };
  if (choice) return { kind: "towns", rows: [...choice.towns].sort((a, b) => compare(data.towns.name[a], data.towns.name[b])) };
  if (filtered.state.partner || filtered.totals.pairs <= MOST || level?.level === "town") {
    const drawn = level?.level === "town" && filtered.totals.pairs > MOST ? level.lines.map((line) => line.id) : [...filtered.shown.keys()].filter((pair) => filtered.shown[pair]);
    return { kind: "links", rows: drawn.map((pair) => ({ a: data.a[pair], b: data.b[pair], ...filtered.standing.told(pair) })) };
  }
  const sums = new Map();
  for (let pair = 0; pair < data.pairs; pair += 1) {
    if (!filtered.shown[pair]) continue;
    const codes = [data.towns.country[data.a[pair]], data.towns.country[data.b[pair]]].map((code) => code ?? "").sort();
    const sum = sums.get(codes.join(" ")) ?? { codes, pairs: 0, bilateral: 0 };
    sum.pairs += 1;
    sum.bilateral += filtered.standing.bilateral[pair];
    sums.set(codes.join(" "), sum);
  }
  return { kind: "sums", rows: [...sums.values()].sort((a, b) => b.pairs - a.pairs) };
}

const town = (data, i, choose) => [button(data.towns.name[i], () => choose({ cities: [i] })), element("span", ` ${country(data.towns.country[i])}`, "where")];

const COLUMNS = {
  links: {
    town: (row, data, choose) => town(data, row.a, choose),
    partner: (row, data, choose) => town(data, row.b, choose),
    tie: (row, data) => [row.bilateral ? (row.kind ? label("kind", row.kind) : say("bilateral")) : row.rings.map((ring) => say("via", { ring: data.rings[ring].name })).join(", ")],
    begin: (row) => [row.since ? date(row.since) : ""],
    distance: (row, data) => { const km = data.distance(row.a, row.b); return [km === null ? "" : kilometres(km)]; },
    source: (row, data) => [row.sources.map((source) => data.sources[source].title).join("; ")],
  },
  towns: { town: (row, data, choose) => town(data, row, choose) },
  sums: {
    country: (row, _, choose) => [button(country(row.codes[0]) || "–", () => choose({ country: row.codes[0] || null, partner: null, region: null }))],
    partner_country: (row, _, choose) => [button(country(row.codes[1]) || "–", () => choose({ country: row.codes[1] || null, partner: null, region: null }))],
    links: (row) => [count(row.pairs)],
    bilateral: (row) => [count(row.bilateral)],
    ring: (row) => [count(row.pairs - row.bilateral)],
  },
};
const NUMBERS = new Set(["links", "bilateral", "ring", "distance"]);
const HEADS = { town: "head_town", partner: "head_partner", tie: "head_tie", begin: "head_since", distance: "head_distance", source: "head_source", country: "head_country", partner_country: "head_partner_country", links: "head_links", bilateral: "head_bilateral", ring: "head_ring" };

// An element with its role, for on a phone the style sheet lays rows out as lists, which takes it away.
function part(name, role, text, className) {
  const made = element(name, text, className);
  made.setAttribute("role", role);
  return made;
}

export function table(place, found, data, choose) {
  const columns = COLUMNS[found.kind];
  const made = part("table", "table");
  const caption = element("caption", found.rows.length > MOST ? say("table_some", { most: count(MOST), count: count(found.rows.length) }) : say("table_all", { count: count(found.rows.length) }));
  const head = part("tr", "row");
  for (const name of Object.keys(columns)) {
    const cell = part("th", "columnheader", say(HEADS[name]), NUMBERS.has(name) ? "number" : undefined);
    cell.scope = "col";
    head.append(cell);
  }
  const body = part("tbody", "rowgroup");
  for (const row of found.rows.slice(0, MOST)) {
    const line = part("tr", "row");
    for (const [name, write] of Object.entries(columns)) {
      const cell = part("td", "cell", undefined, NUMBERS.has(name) ? "number" : undefined);
      cell.dataset.label = say(HEADS[name]);
      cell.append(...write(row, data, choose));
      line.append(cell);
    }
    body.append(line);
  }
  const top = part("thead", "rowgroup");
  top.append(head);
  made.append(caption, top, body);
  place.replaceChildren(made);
}
