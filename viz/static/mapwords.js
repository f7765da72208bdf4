// Words of the map in the page's language: texts of the one catalogue, countries, numbers, dates.
const { texts, countries, labels, towns } = JSON.parse(document.getElementById("map-texts").textContent);
export const language = document.documentElement.lang;
const locale = language === "de" ? "de-DE" : "en-GB";
const wholes = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, roundingMode: "halfEven" });
const tenthsOf = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, roundingMode: "halfEven" });
const collator = new Intl.Collator(language, { sensitivity: "base" });
const formats = [{ year: "numeric" }, { year: "numeric", month: "long" }, { year: "numeric", month: "long", day: "numeric" }]
  .map((parts) => new Intl.DateTimeFormat(locale, { ...parts, timeZone: "UTC" }));

export const say = (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
export const count = (number) => wholes.format(number);
export const compare = (a, b) => collator.compare(a, b);
export const country = (code) => countries[code] ?? code ?? "";
// The region that is chosen, or else the country.
export const land = (data, state) => data.regions[state.region]?.name ?? country(state.country);
// What the page calls a town, where its language has a name of its own.
export const townName = (id, name) => towns[id] ?? name;
export const label = (group, value) => labels[group][value] ?? value ?? "";
export const words = (value) => value[language] ?? value.und ?? Object.values(value)[0] ?? "";

// "1 Verbindung", "2 Verbindungen": the text `key_one` or `key_other`.
export const counted = (key, number, values = {}) => say(`${key}_${number === 1 ? "one" : "other"}`, { ...values, count: count(number) });

// As the tables round: to a tenth, from ten on to a whole.
export function kilometres(km) {
  const tenths = Math.round(km * 10) / 10;
  return `${(tenths < 10 ? tenthsOf : wholes).format(tenths)} km`;
}

// A date as precise as known: `1988`, `2020-10`, `2021-01-28`.
export function date(value) {
  const parts = value.split("-");
  return formats[parts.length - 1].format(new Date(`${parts[0].padStart(4, "0")}-${parts[1] ?? "01"}-${parts[2] ?? "01"}T00:00:00Z`));
}
