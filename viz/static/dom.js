// Elements of the page, made the same way by map and networks; text is text, never markup.
export function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

export function button(text, act, className = "plain-button") {
  const made = element("button", text, className);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

// A link where the address is one of ours or of the web, else plain text.
export function link(address, text) {
  const shown = element("bdi", text);
  if (!/^(https?:\/\/|\/(?!\/)|\.{1,2}\/)/.test(address ?? "")) return shown;
  const made = element("a");
  made.href = address;
  if (address.startsWith("http")) made.rel = "noopener noreferrer external";
  made.append(shown);
  return made;
}

// Gives a blob to the reader as a file of that name.
export function save(blob, name) {
  const made = element("a");
  made.href = URL.createObjectURL(blob);
  made.download = name;
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 10_000);
}

// A name as it is looked for: without marks on letters, in small letters. Scripts that are no modules have the same by themselves.
const LETTERS = { ß: "ss", ø: "o", œ: "oe", æ: "ae", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
export const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ßøœæłđðþı]/g, (one) => LETTERS[one]).trim();
