"""Pages opened one after the other in one browser, as wide as a phone, and what is wrong with each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from playwright.sync_api import Browser, Response

from tests.browser.kinds import spoken
from tests.browser.links import broken, few, own_address, tries

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
KEY = "a key of the tests"
LINKS = """() => {
  const named = (name, all) => [...document.querySelectorAll(all)].map((one) => one.getAttribute(name));
  const sets = named("srcset", "[srcset]").flatMap((set) => set.split(",").map((one) => one.trim().split(" ")[0]));
  const forms = named("action", "form[method=get]");
  return [...named("href", "a[href], link[href]"), ...named("src", "[src]"), ...sets, ...forms];
}"""
LOST = """() => [...document.querySelectorAll("a[href^='#'], label[for], [aria-controls]")]
  .map((one) => one.getAttribute("href")?.slice(1) ?? one.getAttribute("for") ?? one.getAttribute("aria-controls"))
  .filter((id) => id && !id.startsWith("/") && !document.getElementById(decodeURIComponent(id)))"""
CONTRAST = """() => {
  const channels = (text) => text.match(/[\\d.]+/g).slice(0, 3).map((one) => one / 255);
  const linear = (one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
  const shares = [0.2126, 0.7152, 0.0722];
  const light = (text) => channels(text).map(linear).reduce((sum, one, at) => sum + one * shares[at], 0);
  const {color} = getComputedStyle(document.querySelector("main"));
  const shades = [light(color), light(getComputedStyle(document.body).backgroundColor)].sort();
  return (shades[1] + 0.05) / (shades[0] + 0.05);
}"""
WIDTH = "document.documentElement.scrollWidth"
GROUND = "getComputedStyle(document.body).backgroundColor"


class Crawl:
    """A browser's page that goes from address to address; `faults` are by the address where each was seen.

    `links` are the addresses of ours that were met, each with the page where that was.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self.site = site
        self.links: dict[str, str] = {}
        self._faults: dict[str, list[str]] = defaultdict(list)
        self._visited: set[str] = set()
        self._at = ""
        self.page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
        self.page.on("console", lambda one: self._console(one.text, one.location["url"]))
        self.page.on("pageerror", lambda error: self._fault(f"script: {error}"))
        self.page.on("request", lambda request: self._asked(request.url))

    @property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong, by the address of the page; pages that are right are not in it."""
        return {path: found for path, found in self._faults.items() if found}

    def close(self) -> None:
        self.page.context.close()

    def log_in(self) -> None:
        """Become a curator, by the form that stands on the page of what is up for review."""
        self.page.goto(f"{self.site}/review?lang=en")
        self.page.get_by_label("Key").fill(KEY)
        self.page.get_by_role("button", name="Log in").click()
        self.page.get_by_role("button", name="Log out").wait_for()

    def visit(self, path: str, lang: str, status: int = 200, *, drawn: bool = False) -> None:
        """Open a page and look at it; of one that scripts draw (`drawn`) not in the dark and at a desk, too."""
        self._at = spoken(path, lang)
        answer = self._opened()
        self._visited.add(self._at)
        for selector, ready in (("#map", "[data-state=ready]"), ("#network", "[data-ready]")):
            if drawn and self.page.locator(selector).count():
                self.page.wait_for_selector(selector + ready, timeout=120_000)
        if not answer or answer.status != status:
            self._fault(f"answered {answer and answer.status}")
        if self.page.locator("html").get_attribute("lang") != lang:
            self._fault(f"is not in '{lang}'")
        if self.page.locator("h1:not(.swagger-ui h1)").count() != 1:
            self._fault("has not one heading of the first rank")
        for lost in self.page.evaluate(LOST):
            self._fault(f"leads to '#{lost}', which is not there")
        self._wide(PHONE["width"])
        if not drawn:
            self._look()
        for address in self.page.evaluate(LINKS):
            own = own_address(self.site, self.page.url, address)
            if own and not (status != 200 and own.startswith(path)):  # an error is one in the other language, too
                self.links.setdefault(own, self._at)

    def check_links(self, each: int, but: Collection[str] = ()) -> None:
        """Ask for what was linked to, each address once, `each` of those that are of one kind; none of `but`."""
        for address, fault in broken(self.site, few(self.links, each, but={*self._visited, *but}), key=KEY):
            self._faults[self.links[address]].append(f"links to {address}: {fault}")

    def _look(self) -> None:
        """Readable in light and in dark, and no wider than the screen at a desk."""
        grounds = set()
        for scheme in ("dark", "light"):
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            grounds.add(self.page.evaluate(GROUND))
            if self.page.evaluate(CONTRAST) < 7:
                self._fault(f"has too little contrast ({scheme})")
        if len(grounds) != 2:
            self._fault("is as light in the dark")
        self.page.set_viewport_size(DESK)  # type: ignore[arg-type]
        self._wide(DESK["width"])
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]

    def _wide(self, most: int) -> None:
        wide = self.page.evaluate(WIDTH)
        if wide > most:
            self._fault(f"is {wide} pixels wide on a screen of {most}")

    def _opened(self) -> Response | None:
        """The page, as soon as the figures of the whole network that it may need are computed."""
        before = len(self._faults[self._at])
        for _ in tries():
            del self._faults[self._at][before:]
            answer = self.page.goto(self.site + self._at)
            if not answer or "retry-after" not in answer.headers:
                break
        return answer

    def _fault(self, text: str) -> None:
        self._faults[self._at].append(text)

    def _console(self, text: str, url: str) -> None:
        error_page = text.startswith("Failed to load resource") and url == self.site + self._at
        if not error_page:
            self._fault(f"console: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.site, "data:", "blob:")):
            self._fault(f"asks another host: {url}")
