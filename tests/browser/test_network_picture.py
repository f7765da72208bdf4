"""The network picture in a real Chromium: drawn, readable by its panel, inert with hostile names, offline."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.network_pages import find, opened, picture
from tests.viz.samples import ANSWER, HOMBURG, HOSTILE, hostile

pytestmark = pytest.mark.browser


def drawn_pixels(page: Page) -> int:
    return page.evaluate(
        """() => {
            const canvas = document.querySelector('#network canvas');
            const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            let count = 0;
            for (let i = 3; i < data.length; i += 4) if (data[i]) count += 1;
            return count;
        }"""
    )


def test_the_picture_is_drawn_and_a_found_town_is_told_in_the_panel(seen: Page, site: Site) -> None:
    opened(seen, site.put("/network", picture()))
    assert drawn_pixels(seen) > 3000
    find(seen, "chur")
    panel = seen.locator("#network-panel")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Chur")
    expect(panel).to_contain_text("Schweiz")
    expect(panel.get_by_role("link", name="Seite öffnen")).to_have_attribute("href", "/cities/gn2661169")


def test_the_panel_leads_from_a_town_to_its_ring_and_on(seen: Page, site: Site) -> None:
    opened(seen, site.put("/network", picture()))
    find(seen, "Cabourg")
    seen.locator("#network-panel").get_by_role("button", name="Partnerschaftsring Bad Homburg").click()
    neighbours = seen.locator("#network-panel ul bdi")
    assert sorted(neighbours.all_text_contents()) == ["Bad Homburg", "Cabourg", "Chur"]


def test_the_table_beside_the_picture_says_the_same(seen: Page, site: Site) -> None:
    opened(seen, site.put("/network", picture()))
    seen.get_by_text("Als Tabelle").click()
    rows = seen.locator(".twin tbody tr")
    assert rows.count() == 4
    expect(rows.filter(has_text="Exeter")).to_contain_text("bilateral")


@pytest.mark.parametrize("standalone", [False, True])
def test_hostile_names_are_text_wherever_they_show(seen: Page, site: Site, tmp_path: Path, standalone: bool) -> None:
    name = f"{HOSTILE} name"
    html = picture(hostile(ANSWER), hostile(HOMBURG), standalone=standalone)
    file = tmp_path / "network.html"
    file.write_text(html, encoding="utf-8")
    opened(seen, file.as_uri() if standalone else site.put("/network", html))
    before = seen.evaluate("document.querySelectorAll('script, img').length")
    find(seen, name)
    expect(seen.locator("#network-panel h2")).to_have_text(name)
    seen.mouse.move(600, 400)
    assert seen.evaluate("document.querySelectorAll('script, img').length") == before
    assert seen.locator("#network-panel a[href^='javascript'], #network-panel img").count() == 0


def test_the_file_works_from_the_disk_without_any_request(seen: Page, tmp_path: Path) -> None:
    file = tmp_path / "Netz für den Rat.html"
    file.write_text(picture(standalone=True), encoding="utf-8")
    requests: list[str] = []
    seen.on("request", lambda request: requests.append(request.url))
    seen.context.set_offline(True)
    opened(seen, file.as_uri())
    assert drawn_pixels(seen) > 3000
    find(seen, "Exeter")
    expect(seen.locator("#network-panel h2")).to_have_text("Exeter")
    assert [url for url in requests if not url.startswith("data:")] == [file.as_uri()]


def test_the_same_data_is_drawn_in_the_same_places(chromium: Browser, site: Site) -> None:
    pictures = []
    for _ in range(2):
        page = chromium.new_page(viewport={"width": 900, "height": 700})
        opened(page, site.put("/network", picture()))
        pictures.append(page.locator("#network").screenshot())
        page.close()
    assert pictures[0] == pictures[1]


def test_dark_is_drawn_in_other_colours(chromium: Browser, site: Site) -> None:
    pictures = []
    for scheme in ("light", "dark"):
        page = chromium.new_page(color_scheme=scheme)  # type: ignore[arg-type]
        opened(page, site.put("/network", picture()))
        pictures.append(page.locator("#network").screenshot())
        page.close()
    assert pictures[0] != pictures[1]


def test_without_javascript_the_table_is_there(chromium: Browser, site: Site) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto(site.put("/network", picture()))
    page.get_by_text("Als Tabelle").click()
    expect(page.locator(".twin tbody tr", has_text="Exeter")).to_be_visible()
    page.close()
