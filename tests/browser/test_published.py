"""A published site from the disk, without a network, and on a plain web host: search, links and pictures for all."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from api.cli import main
from graph.database import Database
from tests.browser.crawling import PHONE, WIDTH
from tests.browser.test_accessible import AXE, faults

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(sample_kb: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "die seiten"
    with ThreadPoolExecutor(1) as apart:  # it runs an event loop, and the browser may have one in this thread
        assert apart.submit(main, ["publish", str(folder)]).result() == 0
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


@pytest.fixture(scope="module")
def hosted(site: Path) -> Iterator[str]:
    """The same site on Python's own web host, which knows nothing of us."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(site)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as host:
        assert host.stdout
        port = host.stdout.readline().split(" port ")[1].split()[0]
        address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + 30
        while httpx.get(address).status_code != 200 and time.monotonic() < until:
            time.sleep(0.1)
        yield address
        host.terminate()


def kinds(site: Path, lang: str) -> list[str]:
    """A page of each kind: all of the first rank, and the first of each folder."""
    of_folders = {page.parent: page for page in sorted((site / lang).glob("*/*.html"), reverse=True)}
    pages = [*(site / lang).glob("*.html"), *of_folders.values()]
    return [f"/{page.relative_to(site).as_posix()}" for page in sorted(pages)]


@pytest.mark.parametrize("lang", ["de", pytest.param("en", marks=pytest.mark.long)])
def test_each_kind_of_page_is_for_everybody_on_any_web_host(
    chromium: Browser, site: Path, hosted: str, lang: str
) -> None:
    page = chromium.new_page(viewport=PHONE)  # type: ignore[arg-type]
    found: dict[str, list[object]] = {}
    said: list[object] = []
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda one: None if one.url.startswith((hosted, "data:", "blob:")) else said.append(one.url))
    for path in kinds(site, lang):
        page.emulate_media(color_scheme="light")
        page.goto(hosted + path)
        if page.evaluate(WIDTH) > PHONE["width"]:
            said.append("is wider than a phone")
        page.add_script_tag(path=AXE)
        said += faults(page)
        page.emulate_media(color_scheme="dark")
        said += faults(page, ["color-contrast"])
        found[path], said[:] = list(said), []
    page.close()
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_a_reader_searches_and_sees_a_network_on_a_web_host(seen: Page, site: Path, hosted: str) -> None:
    seen.goto(hosted)
    seen.wait_for_url("**/en/index.html")
    seen.get_by_role("searchbox").fill("partnerschaftsring bad")
    seen.keyboard.press("Enter")
    seen.locator("#results a", has_text="Partnerschaftsring Bad Homburg").first.click()
    expect(seen.locator("h1.ring-title")).to_be_visible()
    seen.locator("a[href*='networks/']").first.click()
    seen.wait_for_selector("#network[data-ready]")
    assert len(seen.evaluate("JSON.parse(document.getElementById('network-data').textContent).nodes")) > 5
