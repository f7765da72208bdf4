"""Pages in a real Chromium: they fit a phone, sort and filter, and keep still under the security policy."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.viz.samples import PAGES, PARTNERS, hostile
from viz.pages import View, render

pytestmark = pytest.mark.browser
READ = [name for name in PAGES if name not in ("map.html", "docs.html")]  # these two fetch data


def put(site: Site, template: str, *, evil: bool = False) -> str:
    site.put("/preview.webp", "", "image/webp")  # the picture of the start page
    context = hostile(PAGES[template]) if evil else PAGES[template]
    return site.put(f"/{template}", render(template, lang="de", view=View(path=f"/{template}"), **context))


@pytest.mark.parametrize("template", READ)
def test_a_page_with_hostile_texts_runs_nothing_and_leaves_the_console_empty(
    seen: Page, site: Site, template: str
) -> None:
    seen.goto(put(site, template, evil=True))
    expect(seen.locator("h1")).to_have_count(1)
    assert seen.locator("main img:not([src^='/preview.']), main script:not([type])").count() == 0


@pytest.mark.parametrize("template", READ)
def test_no_page_is_wider_than_a_phone(chromium: Browser, site: Site, template: str) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 780})
    page.goto(put(site, template))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def names(page: Page) -> list[str]:
    return page.locator("#answer tbody tr td:first-child a").all_text_contents()


def test_a_table_sorts_by_number_and_by_name_with_unknown_values_last(seen: Page, site: Site) -> None:
    rows = [row | {"distance_km": km} for row, km in zip(PARTNERS, (1000.0, None, 90.0), strict=True)]
    context = PAGES["ask.html"] | {"answer": PAGES["ask.html"]["answer"] | {"rows": rows}}
    seen.goto(site.put("/ask", render("ask.html", lang="de", view=View(), **context)))
    seen.get_by_role("button", name="Entfernung").click()
    assert names(seen) == ["Cabourg", "Exeter", "Chur"]
    seen.get_by_role("button", name="Entfernung").click()
    assert names(seen) == ["Exeter", "Cabourg", "Chur"]
    seen.get_by_role("button", name="Stadt").click()
    assert names(seen) == ["Cabourg", "Chur", "Exeter"]
    expect(seen.get_by_role("columnheader", name="Stadt")).to_have_attribute("aria-sort", "ascending")


def test_a_long_table_filters_without_regard_to_accents(seen: Page, site: Site) -> None:
    rows = [PARTNERS[0] | {"name": name} for name in ("Mariánské Lázně", "Łódź", *map(str, range(9)))]
    context = PAGES["ask.html"] | {"answer": PAGES["ask.html"]["answer"] | {"rows": rows}}
    seen.goto(site.put("/ask", render("ask.html", lang="de", view=View(), **context)))
    for typed in ("marianske", "lodz"):
        seen.get_by_label("Zeilen filtern").fill(typed)
        assert seen.locator("#answer tbody tr:visible").count() == 1
    seen.get_by_label("Zeilen filtern").fill("nirgends")
    expect(seen.get_by_text("Keine Zeile passt dazu.")).to_be_visible()


def test_a_form_takes_more_towns_than_it_shows(seen: Page, site: Site) -> None:
    seen.goto(put(site, "ask.html"))
    fields = seen.locator("input[name=city]")
    before = fields.count()
    seen.get_by_role("button", name="Noch ein Feld").click()
    assert fields.count() == before + 1


def test_the_reason_of_an_inference_opens_without_javascript(chromium: Browser, site: Site) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto(put(site, "event.html"))
    reason = page.get_by_text("the ring's 65th year after 1956")
    expect(reason).to_be_hidden()
    page.locator("summary", has_text="erschlossen").first.click()
    expect(reason).to_be_visible()
    page.close()
