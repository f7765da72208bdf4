// Words of the network picture in the page's language.
const block = document.getElementById("network-data");
export const given = block ? JSON.parse(block.textContent) : null;
export const language = document.documentElement.lang;
const locale = language === "de" ? "de-DE" : "en-GB";
const numbers = new Intl.NumberFormat(locale);
const collator = new Intl.Collator(language, { sensitivity: "base" });
const TURNING = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/;
const MARKS = /[\u202a-\u202e\u2066-\u2069]/g;

export const say = (key, values = {}) => given.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
export const count = (number) => numbers.format(number);
export const counted = (key, number, values = {}) => say(`${key}_${number === 1 ? "one" : "other"}`, { ...values, count: count(number) });
export const compare = (a, b) => collator.compare(a, b);
export const country = (code) => given.countries[code] ?? code;

// A name for use inside a sentence: one that could turn the direction of writing is closed off.
export const isolated = (name) => (TURNING.test(name) ? `\u2068${name.replace(MARKS, "")}\u2069` : name);
