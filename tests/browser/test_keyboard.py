"""The keyboard alone: on each kind of page Tab reaches all that can be clicked, in order, and one sees where one is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr

from api.app import create_app
from graph.database import Address, Database
from graph.settings import settings
from graph.store import Store
from tests.api.serving import serving
from tests.browser import map_samples, network_pages
from tests.browser.conftest import Site
from tests.browser.crawling import KEY, Crawl
from tests.browser.kinds import CURATED
from tests.viz.samples import PAGES
from viz.pages import View, render

pytestmark = pytest.mark.browser
PICTURES = ["map", "network"]
READ = [name for name in PAGES if name not in ("map.html", "docs.html", "published_search.html")]  # these fetch data
START = """() => {
  const native = "a[href], button, input:not([type=hidden]), select, textarea, summary, audio, video, iframe";
  const takes = "[tabindex]:not([tabindex^='-'])";
  const all = {visibilityProperty: true, opacityProperty: true};
  const seen = (one) => one.checkVisibility(all) && !one.closest("[inert]");
  const outside = (one) => { const {left, top} = one.getBoundingClientRect(); return left < -900 || top < -900; };
  const mayFocus = (one) => !one.disabled && one.matches(`${native}, ${takes}`) && one.tabIndex >= 0;
  const name = (one) => one.outerHTML.slice(0, 120).replace(/\\s+/g, " ");
  const wanted = [...document.querySelectorAll("*")].filter((one) => mayFocus(one) && seen(one));
  // Swagger's bars, which take a click, hold a button each that does the same.
  const clicked = [...document.querySelectorAll("*")].filter((one) => seen(one) && !one.closest(".swagger-ui")
    && getComputedStyle(one).cursor === "pointer" && !one.closest(`${native}, ${takes}, label, [role=listbox]`));
  const reached = [];
  const unseen = [];
  let round = false;
  const plain = new Map(wanted.map((one) => [one, signs(one)]));
  function signs(one) {
    const {outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor} = getComputedStyle(one);
    const outlined = outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
    return [outlined ? "outlined" : "", boxShadow, borderColor, backgroundColor];
  }
  document.addEventListener("focusin", ({target}) => {
    round ||= reached.length > 1 && target === reached[0];
    globalThis.focusRound = round;
    if (target === document.body || round) return;
    reached.push(target);
    const now = signs(target);
    const before = plain.get(target);
    if (now[0] === "" && (!before || now.every((sign, at) => sign === before[at]))) unseen.push(name(target));
    if (outside(target)) unseen.push(`outside: ${name(target)}`);
  });
  document.documentElement.dataset.stops = wanted.length;
  globalThis.focusFound = () => {
    // Of the choices of a group of radio buttons Tab reaches one; arrows lead to the others.
    const grouped = (one, other) => one.type === "radio" && other.name === one.name && reached.includes(other);
    const group = (one) => wanted.some((other) => grouped(one, other));
    const places = reached.filter((one) => wanted.includes(one)).map((one) => wanted.indexOf(one));
    return {
      missed: wanted.filter((one) => !reached.includes(one) && !group(one)).map(name),
      clicked: clicked.map(name),
      unseen,
      disordered: places.filter((place, at) => at && place < places[at - 1]).map((place) => name(wanted[place])),
    };
  };
  return wanted.length;
}"""
NOTHING: dict[str, Any] = {"missed": [], "clicked": [], "unseen": [], "disordered": []}


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    """A page at a desk; what the samples lead to need not be there."""
    page = chromium.new_page(viewport={"width": 1200, "height": 800})
    yield page
    page.close()


@pytest.fixture(scope="module")
def served(sample_kb: Database, neo4j_address: Address) -> Iterator[str]:
    """Where an application over the five sources is served, in which a key allows to write."""
    config = settings().model_copy(update={"api_key": SecretStr(KEY)})
    with serving(create_app(config, store=Store(sample_kb, neo4j_address, private=True))) as address:
        yield address


@pytest.fixture(scope="module")
def curator(chromium: Browser, served: str) -> Iterator[Page]:
    """The page of somebody who is logged in."""
    crawl = Crawl(chromium, served)
    crawl.page.set_viewport_size({"width": 1200, "height": 800})
    crawl.log_in()
    yield crawl.page
    crawl.close()


def tabbed(page: Page) -> dict[str, Any]:
    """What Tab does not reach or show, from the beginning of the page to its end."""
    stops: int = page.evaluate(START)
    assert stops > 0
    for _ in range(2 * stops + 20):  # what scrolls takes the focus, too
        page.keyboard.press("Tab")
        if page.evaluate("globalThis.focusRound || document.activeElement === document.body"):
            break
    found: dict[str, Any] = page.evaluate("focusFound()")
    return found


def settled(page: Page) -> None:
    """Wait until nothing is added any more, as by the description of the API, which draws itself."""
    before = -1
    while (now := page.locator("a, button, input").count()) != before:
        before = now
        page.wait_for_timeout(500)


def opened(page: Page, site: Site, kind: str) -> None:
    """A page of the samples by its template, or one that scripts draw."""
    if kind == "map":
        map_samples.opened(page, map_samples.put(site))
    elif kind == "network":
        network_pages.opened(page, site.put("/network", network_pages.picture()))
    else:
        page.goto(site.put(f"/{kind}", render(kind, lang="de", view=View(path=f"/{kind}"), **PAGES[kind])))


@pytest.mark.parametrize("kind", [*READ, *PICTURES])
def test_tab_reaches_all_that_can_be_clicked_in_order_and_shows_where_it_is(desk: Page, site: Site, kind: str) -> None:
    opened(desk, site, kind)
    assert tabbed(desk) == NOTHING


@pytest.mark.parametrize("path", [*CURATED.values(), "/network", "/docs", "/ask/partners?city=Bad+Homburg"])
def test_tab_reaches_all_that_a_curator_can_click(curator: Page, served: str, path: str) -> None:
    curator.goto(f"{served}{path}", wait_until="networkidle")
    if path == "/docs":
        settled(curator)
    assert tabbed(curator) == NOTHING


@pytest.mark.parametrize("kind", PICTURES)
def test_what_is_folded_is_reached_when_it_is_open(desk: Page, site: Site, kind: str) -> None:
    opened(desk, site, kind)
    desk.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert tabbed(desk) == NOTHING


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_reflows_at_400_per_cent(chromium: Browser, site: Site, kind: str) -> None:
    """1,280 pixels at 400 % are 320 (WCAG 1.4.10); what is folded is open."""
    page = chromium.new_page(viewport={"width": 320, "height": 256})
    if kind == "map":
        page.goto(map_samples.put(site) + "?city=hg")
        page.wait_for_selector("#map[data-state='ready']", timeout=60_000)
    else:
        opened(page, site, kind)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_escape_folds_what_is_open_and_stays_there(desk: Page, site: Site) -> None:
    opened(desk, site, "map")
    desk.locator("#map-filters summary").focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    expect(desk.locator("#map-country")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.locator("#map-filters")).not_to_have_attribute("open", "")
    expect(desk.locator("#map-filters summary")).to_be_focused()


def test_escape_takes_the_text_of_a_field_before_it_folds(desk: Page, site: Site) -> None:
    opened(desk, site, "map")
    desk.locator("#map-filters summary").press("Enter")
    desk.locator("#map-least").fill("3")
    desk.keyboard.press("Escape")
    expect(desk.locator("#map-least")).to_be_visible()


def test_escape_lets_go_of_the_town_that_is_chosen_on_the_map(desk: Page, site: Site) -> None:
    desk.goto(map_samples.put(site) + "?city=hg")
    desk.wait_for_selector("#map[data-state='ready']", timeout=60_000)
    expect(desk.locator("#map-panel h2")).to_have_text("Bad Homburg")
    desk.locator("#map-panel button").first.focus()
    desk.keyboard.press("Escape")
    expect(desk.locator("#map-panel h2")).to_have_count(0)
    assert "city=" not in desk.url
    assert desk.evaluate("document.activeElement.closest('.stage') !== null")
