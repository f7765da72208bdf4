// The first page of a published site: on to the page in the reader's language, German or else English.
document.addEventListener("DOMContentLoaded", () => {
  const offered = [...document.querySelectorAll("a[hreflang]")];
  const wanted = (navigator.languages ?? [navigator.language]).map((one) => one.slice(0, 2));
  const spoken = wanted.find((one) => offered.some((link) => link.hreflang === one)) ?? "en";
  location.replace((offered.find((link) => link.hreflang === spoken) ?? offered[0]).href);
});
