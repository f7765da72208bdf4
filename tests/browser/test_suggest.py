"""Search as you type in a real Chromium: a combobox by keyboard, mouse and touch, and a plain form without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from api.app import create_app
from graph.database import Address, Database
from graph.settings import settings
from graph.store import Store
from tests.api.serving import serving

pytestmark = pytest.mark.browser
MARIENBAD = "/cities/gn3071024"


@pytest.fixture(scope="module")
def site(sample_kb: Database, neo4j_address: Address) -> Iterator[str]:
    """Where the application is served."""
    with serving(create_app(settings(), store=Store(sample_kb, neo4j_address, private=True))) as address:
        yield address


def typed(page: Page, field: str, text: str) -> Locator:
    """Type into a field and wait for what is suggested."""
    page.locator(field).press_sequentially(text)
    found = page.locator("[role=option]")
    expect(found.first).to_be_visible()
    return found


@pytest.mark.parametrize(("path", "field"), [("/", "#q"), ("/events", "#q-top"), ("/search", "#q")])
def test_a_town_is_found_by_another_name_and_opened_by_keyboard(seen: Page, site: str, path: str, field: str) -> None:
    seen.goto(f"{site}{path}?lang=de")
    (option,) = typed(seen, field, "marienb").all()
    expect(option).to_contain_text("Marienbad · Mariánské Lázně")
    expect(option.locator("small")).to_contain_text("Tschechien")
    expect(option).not_to_contain_text("auch")
    seen.keyboard.press("ArrowDown")
    seen.keyboard.press("Enter")
    seen.wait_for_url(f"**{MARIENBAD}?lang=de")


def test_in_english_the_name_of_the_country_stands_first(seen: Page, site: str) -> None:
    seen.goto(f"{site}/?lang=en")
    (option,) = typed(seen, "#q", "marienb").all()
    expect(option.locator("bdi")).to_have_text("Mariánské Lázně")
    expect(option.locator("small")).to_contain_text("also Marienbad")


def test_the_field_tells_a_screen_reader_what_is_open_and_chosen(seen: Page, site: str) -> None:
    seen.goto(site + "/?lang=en")
    field = seen.get_by_role("combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    options = typed(seen, "#q", "krefeld")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_attribute("aria-autocomplete", "list")
    expect(seen.locator(f"#{field.get_attribute('aria-controls')}")).to_have_role("listbox")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    seen.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    expect(seen.get_by_role("status").filter(has_text=re.compile(r"\d suggestions?, "))).to_have_count(1)


def test_the_arrows_go_round_and_escape_closes_and_keeps_the_text(seen: Page, site: str) -> None:
    seen.goto(site + "/?lang=en")
    options = typed(seen, "#q", "krefeld")
    seen.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    seen.keyboard.press("ArrowDown")
    expect(seen.locator("[aria-selected=true]")).to_have_count(0)
    seen.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(seen.locator("#q")).to_have_value("krefeld")
    seen.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()


def test_enter_without_a_choice_searches_for_what_was_typed(seen: Page, site: str) -> None:
    seen.goto(site + "/?lang=en")
    typed(seen, "#q", "krefeld")
    seen.keyboard.press("Enter")
    expect(seen.locator("h1")).to_have_text("Search for ‘krefeld’")


def test_a_person_that_is_chosen_is_opened(seen: Page, site: str) -> None:
    seen.goto(site + "/?lang=en")
    typed(seen, "#q", "hetjes").first.click()
    expect(seen.locator("h1")).to_have_text("Alexander Hetjes")
    expect(seen).to_have_url(re.compile(r"/people/alexander-hetjes-"))


def test_nothing_found_is_said(seen: Page, site: str) -> None:
    seen.goto(site + "/?lang=en")
    seen.locator("#q").press_sequentially("xqzzyw")
    expect(seen.locator(".suggestions p")).to_have_text("Nothing is recorded for this.")
    expect(seen.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")


def test_a_late_answer_to_an_older_text_is_dropped(seen: Page, site: str) -> None:
    late: list[Route] = []
    seen.route(re.compile(r"/api/search\?q=kref&"), lambda route: late.append(route))
    seen.goto(site + "/?lang=en")
    with seen.expect_request(re.compile(r"q=kref&")):
        seen.locator("#q").press_sequentially("kref")
    seen.locator("#q").fill("marienbad")
    expect(seen.locator("[role=option]")).to_have_count(1)
    for route in late:
        route.fulfill(json={"results": [{"type": "city", "id": "x", "name": "Late", "country": "DE"}]})
    seen.wait_for_timeout(200)
    expect(seen.locator("[role=option]")).to_contain_text("Mariánské Lázně")


def test_while_one_types_it_is_asked_once(seen: Page, site: str) -> None:
    seen.goto(site + "/?lang=en")
    asked: list[str] = []
    seen.on("request", lambda request: asked.append(request.url) if "/api/search" in request.url else None)
    seen.evaluate("""() => {
      const field = document.getElementById("q");
      field.focus();
      for (const text of ["ma", "mar", "mari", "marienbad"]) {
        field.value = text;
        field.dispatchEvent(new Event("input"));
      }
    }""")
    expect(seen.locator("[role=option]")).to_have_count(1)
    assert [one.partition("q=")[2].partition("&")[0] for one in asked] == ["marienbad"]


def test_a_form_takes_a_town_that_was_suggested(seen: Page, site: str) -> None:
    seen.goto(site + "/ask/partners?lang=de")
    typed(seen, "input[name=city]", "bad hom")
    seen.keyboard.press("ArrowDown")
    seen.keyboard.press("Enter")
    expect(seen.locator("input[name=city]")).to_have_value("Bad Homburg vor der Höhe, Deutschland")
    expect(seen.locator("[role=option]").first).to_be_hidden()
    seen.keyboard.press("Enter")
    expect(seen.locator("#answer tbody tr")).to_have_count(9)


def test_a_field_that_was_added_suggests_too(seen: Page, site: str) -> None:
    seen.goto(site + "/ask/shared-partners?lang=en")
    seen.get_by_role("button", name="One more field").click()
    fields = seen.locator("input[name=city]")
    expect(fields).to_have_count(3)
    expect(fields.last).to_be_focused()
    seen.keyboard.type("krefeld")
    seen.locator("[role=option]").first.click()
    expect(fields.last).to_have_value("Krefeld, Germany")


def test_a_finger_chooses_on_a_phone(chromium: Browser, site: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(site + "/events?lang=de")
    page.locator("#q-top").tap()
    option = typed(page, "#q-top", "marienb").first
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    option.tap()
    page.wait_for_url(f"**{MARIENBAD}?lang=de")
    context.close()


def test_without_scripts_the_form_searches(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/?lang=en")
    page.locator("#q").fill("Marienbad")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("main").get_by_role("link", name="Mariánské Lázně")).to_be_visible()
    context.close()
