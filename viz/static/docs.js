// The API page: shows the OpenAPI document with Swagger UI, in the reader's light or dark.
(() => {
  "use strict";
  const place = document.getElementById("openapi");
  if (!place || !globalThis.SwaggerUIBundle) return;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
  dark.addEventListener("change", follow);
  follow();
  place.replaceChildren();
  SwaggerUIBundle({
    url: place.dataset.openapi,
    domNode: place,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: -1,
    validatorUrl: null,
    syntaxHighlight: { theme: dark.matches ? "nord" : "idea" },
  });
})();
