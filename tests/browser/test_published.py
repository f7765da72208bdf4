"""A published site from the disk, without a network: from the start page by the search to a town and on to its ring."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.cli import main
from graph.database import Database

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(sample_kb: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "die seiten"
    assert main(["publish", str(folder)]) == 0
    return folder


def test_a_reader_finds_a_town_and_its_ring_without_a_network(site: Path, seen: Page) -> None:
    requests: list[str] = []
    seen.on("request", lambda request: requests.append(request.url))
    seen.context.set_offline(True)
    seen.goto((site / "index.html").as_uri())
    seen.wait_for_url("**/en/index.html")
    seen.get_by_role("searchbox").fill("Bad Hom")
    seen.get_by_role("button", name="Search").click()
    expect(seen.locator("#results li")).not_to_have_count(0)
    seen.locator("#results a", has_text="Bad Homburg").first.click()
    expect(seen.locator("h1")).to_contain_text("Bad Homburg")
    seen.locator("main a.ring").first.click()
    expect(seen.locator("h1.ring-title")).to_be_visible()
    seen.get_by_role("link", name="Deutsch").click()
    expect(seen.locator("html")).to_have_attribute("lang", "de")
    assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []


@pytest.mark.parametrize(
    ("typed", "found"), [("kréfeld", "Krefeld"), ("Homburg, Germ", "Bad Homburg"), ("atlantis", "")]
)
def test_the_search_takes_any_spelling_and_a_country(site: Path, seen: Page, typed: str, found: str) -> None:
    seen.goto(f"{(site / 'en/search.html').as_uri()}?q={typed}")
    if found:
        expect(seen.locator("#results li").first).to_contain_text(found)
    else:
        expect(seen.locator("#found")).to_contain_text("Nothing found")


def test_a_town_is_shown_by_the_name_of_the_language_before_its_own(site: Path, seen: Page) -> None:
    seen.goto(f"{(site / 'de/search.html').as_uri()}?q=mariansk")
    expect(seen.locator("#results .head")).to_have_text("Marienbad · Mariánské Lázně")


def test_the_map_leads_to_the_pages_beside_it(site: Path, seen: Page) -> None:
    seen.context.set_offline(True)
    seen.goto(f"{(site / 'de/cities/gn2953436.html').as_uri()}")
    seen.get_by_role("link", name="Auf der Karte").click()
    expect(seen.locator("#map-panel")).to_contain_text("Bad Homburg")
    seen.get_by_role("link", name="Seite der Stadt").click()
    expect(seen).to_have_url((site / "de/cities/gn2953436.html").as_uri())
