"""The whole way in a real Chromium: an error reported and reviewed; a link entered, looked at, saved, taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr

import loaders
from api.app import create_app
from graph.database import Address, Database
from graph.settings import settings
from graph.store import Store
from tests.api.serving import serving
from tests.conftest import SAMPLE

pytestmark = pytest.mark.browser
KEY = "a key of the tests"
KREFELD = "/cities/gn2884509?lang=en"


@pytest.fixture
def site(kb: Database, neo4j_address: Address) -> Iterator[str]:
    """Where an application over one source is served, in which a key allows to write."""
    loaders.load(next(file for file in SAMPLE if "krefeld" in file.name), db=kb)
    config = settings().model_copy(update={"api_key": SecretStr(KEY)})
    with serving(create_app(config, store=Store(kb, neo4j_address, private=True))) as address:
        yield address


def log_in(page: Page) -> None:
    page.get_by_label("Key").fill(KEY)
    page.get_by_role("button", name="Log in").click()


def test_an_error_is_reported_seen_beside_its_thing_and_closed(chromium: Browser, site: str) -> None:
    # Not `seen`: what needs the key is answered with 401 first, which Chromium writes to its console.
    seen = chromium.new_page()
    seen.set_default_navigation_timeout(90_000)
    seen.goto(site + KREFELD)
    seen.get_by_role("link", name=re.compile("Report an error: Krefeld – Charlotte")).click()
    expect(seen.get_by_role("heading", level=1)).to_have_text("Report an error")
    seen.get_by_label("What is wrong?").fill("The year is missing.")
    seen.get_by_label("What would be right?").fill("1984")
    seen.get_by_role("button", name="Send").click()
    expect(seen.get_by_role("status").filter(has_text="Thank you")).to_be_visible()

    seen.goto(site + "/review?lang=en")
    seen.get_by_role("link", name="Reports").click()
    log_in(seen)
    report = seen.get_by_role("article")
    expect(report).to_contain_text("The year is missing.")
    report.get_by_role("link", name="enter the link").click()
    expect(seen.get_by_label("First town")).to_have_value(re.compile(r"^Krefeld, .*\(gn2884509\)$"))
    expect(seen.get_by_label("Second town")).to_have_value(re.compile("^Charlotte"))
    seen.go_back()
    seen.get_by_label("Note (optional)").fill("entered from the archive")
    seen.get_by_role("button", name="Done").click()
    expect(seen.get_by_text("No report stands here.")).to_be_visible()
    seen.get_by_role("link", name="done (1)").click()
    expect(seen.get_by_role("article")).to_contain_text("entered from the archive")
    seen.close()


def enter(page: Page, site: str) -> None:
    """A link whose second town must be asked back, up to its partner's showing and its being taken back."""
    page.goto(site + "/add/link?lang=en")
    log_in(page)
    page.get_by_label("First town").fill("Krefeld")
    page.get_by_label("Second town").fill("Springfield, US")
    page.get_by_label("Since").fill("04/1988")
    page.get_by_label("Title of the source").fill("Records of the town")
    page.get_by_label("Title of the source").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Several towns have this name")
    page.get_by_role("button", name=re.compile("Illinois, United States")).click()
    expect(page.get_by_role("heading", name="This will happen")).to_be_visible()
    expect(page.get_by_text("April 1988")).to_be_visible()
    page.get_by_role("button", name="Save this").click()
    expect(page.get_by_role("status").filter(has_text="Saved as load")).to_be_visible()
    saved = page.url
    page.get_by_role("link", name="To the page").click()
    expect(page.get_by_role("link", name="Springfield").first).to_be_visible()
    page.goto(saved)
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("has been taken back")).to_be_visible()
    page.goto(site + KREFELD)
    expect(page.get_by_role("link", name="Springfield")).to_have_count(0)
    expect(page.get_by_role("link", name="Charlotte").first).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_is_entered_looked_at_saved_and_taken_back(chromium: Browser, site: str, scripts: bool) -> None:
    # Not `seen`, as above: a form with something to mend is answered with 422, which Chromium writes to its console.
    context = chromium.new_context(java_script_enabled=scripts)
    enter(context.new_page(), site)
    context.close()


def test_pages_fit_a_phone(chromium: Browser, site: str) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.goto(site + "/add?lang=en")
    log_in(page)
    wide = {}
    for path in ("/add/link", "/add/event", "/add/file", "/add/loads", "/review/reports"):
        page.goto(f"{site}{path}?lang=de")
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in wide.items() if width > 360} == {}
    page.close()
