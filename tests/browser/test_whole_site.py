"""The application with the five sources, as readers meet it: pictures, keyboard, files, and without scripts.

That each kind of page reads well in both languages, in light and dark and on a phone is seen by `test_crawl`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from api.app import create_app
from graph.database import Address, Database
from graph.settings import settings
from graph.store import Store
from tests.api.serving import serving
from tests.browser.crawling import CONTRAST, GROUND, WIDTH
from tests.browser.kinds import RING, spoken

pytestmark = pytest.mark.browser

PARTNERS = "question=partners&city=Bad+Homburg"


@pytest.fixture(scope="module")
def site(sample_kb: Database, neo4j_address: Address) -> Iterator[str]:
    """Where the application is served."""
    with serving(create_app(settings(), store=Store(sample_kb, neo4j_address, private=True))) as address:
        yield address


def width(page: Page) -> int:
    found: int = page.evaluate(WIDTH)
    return found


def checked(page: Page) -> None:
    """Readable in light and in dark, at a desk and on a phone, where nothing leads sideways."""
    grounds = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        grounds.add(page.evaluate(GROUND))
        assert page.evaluate(CONTRAST) >= 7, scheme
    assert len(grounds) == 2
    page.set_viewport_size({"width": 360, "height": 740})
    assert width(page) <= 360


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_network_of_bad_homburg_has_eleven_nodes(seen: Page, site: str, lang: str) -> None:
    seen.goto(site + spoken(f"/network?{PARTNERS}", lang))
    seen.wait_for_selector("#network[data-ready]")
    nodes = seen.evaluate("JSON.parse(document.getElementById('network-data').textContent).nodes")
    assert len(nodes) == 11
    assert sorted(one["group"] for one in nodes) == ["ring"] + ["town"] * 10
    checked(seen)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_map_shows_the_towns_links_and_the_ring_of_the_sources(seen: Page, site: str, lang: str) -> None:
    seen.goto(site + spoken("/map", lang))
    seen.wait_for_selector("#map[data-state='ready']", timeout=60_000)
    counts = seen.evaluate(
        """async () => {
          const {map} = citynetMap.drawing;
          const held = async (name) => (await map.getSource(name).getData()).features.length;
          return Promise.all(["towns", "flows", "spokes", "hubs"].map(held));
        }"""
    )
    assert counts == [18, 6, 6, 1]
    seen.set_viewport_size({"width": 360, "height": 740})
    assert width(seen) <= 360


def test_the_map_tells_the_distances_of_the_table(seen: Page, site: str) -> None:
    seen.goto(site + "/cities/gn2953436?lang=de")
    rows = seen.locator("#partners ~ .table tbody tr")
    table = {row.locator("td a").first.inner_text(): row.locator("td.number").inner_text() for row in rows.all()}
    seen.goto(site + "/map?city=gn2953436&lang=de")
    seen.wait_for_selector("#map[data-state='ready']", timeout=60_000)
    items = seen.locator("#map-panel .entries").first.locator("li")
    kilometres = re.compile(r"[\d.,]+ km")
    panel = {
        one.locator("button").first.inner_text(): kilometres.findall(one.locator(".line").inner_text())[0]
        for one in items.all()
    }
    assert len(table) == 9
    assert {name: km.replace("\u00a0", " ") for name, km in table.items()} == panel


def test_the_map_finds_a_town_by_another_name(seen: Page, site: str) -> None:
    seen.goto(site + "/map?lang=de")
    seen.wait_for_selector("#map[data-state='ready']", timeout=60_000)
    seen.locator("#map-find").press_sequentially("marienbad")
    seen.locator("#map-find-suggestions li", has_text="Marienbad").click()
    expect(seen.locator("#map-panel h2")).to_have_text("Marienbad")


def test_the_map_credits_the_sources_it_draws(seen: Page, site: str) -> None:
    seen.goto(site + "/map?lang=en")
    credit = seen.locator(".credit")
    expect(credit).to_contain_text("Partnerschaftsring im Gespräch (Bad Homburg)")
    expect(credit).to_contain_text("GeoNames (CC BY 4.0)")
    assert "Hekman" not in credit.inner_text()


def test_the_page_about_the_api_lists_every_question(seen: Page, site: str) -> None:
    names = [one["name"] for one in httpx.get(f"{site}/api/questions").json()["questions"]]
    seen.goto(site + "/docs?lang=de")
    for name in names:
        expect(seen.locator(".opblock-summary-path", has_text=re.compile(rf"/{name}$"))).to_have_count(1)
    checked(seen)


def test_the_network_file_works_from_the_disk_without_a_network(seen: Page, site: str, tmp_path: Path) -> None:
    file = tmp_path / "Bad Homburg.html"
    file.write_bytes(httpx.get(f"{site}/api/questions/partners.html?city=Bad+Homburg&lang=de", timeout=60).content)
    requests: list[str] = []
    seen.on("request", lambda request: requests.append(request.url))
    seen.context.set_offline(True)
    seen.goto(file.as_uri())
    seen.wait_for_selector("#network[data-ready]")
    assert len(seen.evaluate("JSON.parse(document.getElementById('network-data').textContent).nodes")) == 11
    assert [one for one in requests if not one.startswith("data:")] == [file.as_uri()]


@pytest.fixture(scope="module")
def scriptless(chromium: Browser) -> Iterator[Page]:
    """A page that runs no script."""
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/", "Bad Homburg"),
        ("/search?q=Marienbad", "Marienbad"),
        ("/ask/partners?city=Bad+Homburg", "Mondorf-les-Bains"),
        ("/cities/gn2953436", "Mondorf-les-Bains"),
        (f"/rings/{RING}", "1956"),
        ("/events", "Tag der Städtepartnerschaften"),
        ("/events/washington-partnership-conference-2022", "Urban Diplomacy Exchange"),
        ("/docs", "/api/questions/partners"),
        ("/map", "JavaScript"),
        (f"/network?{PARTNERS}", "JavaScript"),
    ],
)
def test_without_javascript_the_content_is_there_or_what_is_missing_is_said(
    scriptless: Page, site: str, path: str, shown: str
) -> None:
    scriptless.goto(site + spoken(path, "de"))
    expect(scriptless.locator("main").get_by_text(shown).first).to_be_visible()


def focused(page: Page) -> dict[str, Any]:
    """What has the focus, and whether one sees that it has."""
    found: dict[str, Any] = page.evaluate(
        """() => {
          const one = document.activeElement, {outlineStyle, outlineWidth} = getComputedStyle(one);
          const box = one.getBoundingClientRect();
          return {tag: one.tagName, id: one.id, href: one.getAttribute("href"), text: one.textContent.trim(),
            outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1, shown: box.width > 0 && box.top >= 0};
        }"""
    )
    return found


def tabbed_to(page: Page, wanted: str, most: int = 40) -> list[dict[str, Any]]:
    """What has the focus one after the other until `wanted` has it."""
    passed = []
    for _ in range(most):
        page.keyboard.press("Tab")
        passed.append(focused(page))
        if wanted in (passed[-1]["id"], passed[-1]["href"]):
            return passed
    raise AssertionError(f"{wanted} is not reached by {most} tabs; these are: {passed}")


def test_the_keyboard_leads_from_the_start_page_to_a_town(seen: Page, site: str) -> None:
    seen.goto(site + "/?lang=de")
    passed = tabbed_to(seen, "q")
    assert passed[0]["href"] == "#main"
    seen.keyboard.type("marianske lazne")
    seen.keyboard.press("Enter")
    expect(seen.locator("h1")).to_contain_text("marianske lazne")
    passed += tabbed_to(seen, "/cities/gn3071024?lang=de")
    seen.keyboard.press("Enter")
    expect(seen.locator("h1")).to_have_text("Marienbad")
    assert [one for one in passed if not (one["outlined"] and one["shown"])] == []


def test_the_way_past_the_head_of_the_page_leads_to_its_content(seen: Page, site: str) -> None:
    seen.goto(site + "/sources?lang=de")
    seen.keyboard.press("Tab")
    seen.keyboard.press("Enter")
    seen.keyboard.press("Tab")
    assert seen.evaluate("document.activeElement.closest('main') !== null")


def test_the_other_language_is_one_click_away_on_the_same_page(seen: Page, site: str) -> None:
    seen.goto(site + "/events/dortmund-day-of-partnerships-2015?lang=de")
    seen.get_by_role("link", name="English").click()
    expect(seen.locator("h1")).to_have_text("Day of town partnerships")


def test_a_planner_asks_with_the_form_and_takes_the_answer_away(seen: Page, site: str) -> None:
    seen.goto(site + "/ask/partners?lang=de")
    seen.get_by_label("Stadt", exact=True).fill("Bad Homburg")
    seen.keyboard.press("Escape")  # the suggestions lie over it
    seen.get_by_role("button", name="Fragen").click()
    expect(seen.locator("#answer tbody tr")).to_have_count(9)
    with seen.expect_download() as taken:
        seen.locator("#answer").get_by_role("link", name="CSV", exact=True).click()
    assert taken.value.suggested_filename == "partners.csv"


def test_a_picture_is_one_click_from_the_answer(seen: Page, site: str) -> None:
    seen.goto(site + "/ask/partners?city=Bad+Homburg&lang=de")
    seen.locator("#answer").get_by_role("link", name="Als Netz").click()
    seen.wait_for_selector("#network[data-ready]")
    expect(seen.locator("html")).to_have_attribute("lang", "de")
