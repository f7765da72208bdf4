"""The map in a real Chromium: towns, arcs and rings counted, chosen, found, shared by address."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.viz.samples import HOSTILE
from viz.pages import View, render

pytestmark = pytest.mark.browser

TOWNS = [
    ("hg", "Bad Homburg", "DE", 50.23, 8.62),
    ("exeter", "Exeter", "GB", 50.72, -3.53),
    ("chur", "Chur", "CH", 46.85, 9.53),
    ("cabourg", "Cabourg", "FR", 49.29, -0.11),
    ("suva", "Suva", "FJ", -18.14, 178.44),
    ("apia", "Apia", "WS", -13.83, -171.77),
    ("evil", HOSTILE, "DE", 52.5, 13.4),
    ("lublin", "Łódź", "PL", 51.76, 19.46),
]


def map_data(towns: list[tuple[Any, ...]] = TOWNS) -> dict[str, Any]:
    """Bilateral: hg-exeter (1965), suva-apia, hg-evil; chur-cabourg is listed only, and true of the ring."""
    columns = {
        name: [town[place] for town in towns] for place, name in enumerate(("id", "name", "country", "lat", "lon"))
    }
    links = {"a": [0, 4, 0, 2], "b": [1, 5, 6, 3], "kind": ["partnership", None, "contact", None]}
    rings = [{"id": "ring-hg", "name": "Partnerschaftsring", "kind": "ring", "members": [0, 2, 3]}]
    rings.append({"id": "club", "name": "Ein Verbund", "kind": "association", "members": [1, 4]})
    return {
        "data_version": "1",
        "towns": columns | {"partners": [4, 1, 2, 2, 1, 1, 1, 0], "population": [None] * len(towns)},
        "links": links | {"bilateral": [1, 1, 1, 0], "since": [1965, None, None, None]},
        "rings": rings,
    }


def put(site: Site, data: dict[str, Any] | None = None, **view: Any) -> str:
    site.put("/api/search", json.dumps({"results": []}), "application/json")
    site.put("/api/map", json.dumps(data or map_data()), "application/json")
    return site.put("/map", render("map.html", lang="de", view=View(path="/map", **view)))


def opened(page: Page, address: str, state: str = "ready") -> None:
    page.set_viewport_size({"width": 900, "height": 600})  # software draws every pixel here
    page.goto(address)
    page.wait_for_selector(f"#map[data-state='{state}']", timeout=60_000)


def panel_names(page: Page) -> list[str]:
    return page.locator("#map-panel .entries button").all_text_contents()


def test_every_town_every_bilateral_link_and_every_spoke_is_on_the_map(seen: Page, site: Site) -> None:
    opened(seen, put(site))
    counts = seen.evaluate(
        """() => {
            const {data} = citynetMap;
            const drawn = [data.townPoints(), data.linkLines(), data.spokes(), data.hubPoints()];
            return drawn.map((one) => one.features.length);
        }"""
    )
    assert counts == [8, 3, 5, 2]
    expect(seen.locator("#map-subtitle")).to_have_text(
        "Städte: 8. Verbindungen: 4, der Beginn ist von 1 bekannt. Ringe: 2."
    )


def test_layers_draw_what_the_sources_hold(seen: Page, site: Site) -> None:
    opened(seen, put(site))
    drawn = seen.evaluate(
        """() => ['towns', 'links', 'spokes', 'hubs', 'land'].map((layer) =>
            citynetMap.map.queryRenderedFeatures({layers: [layer]}).length > 0)"""
    )
    assert drawn == [True] * 5


def test_a_town_found_by_a_folded_name_is_told_with_its_partners(seen: Page, site: Site) -> None:
    opened(seen, put(site))
    seen.get_by_label("Stadt oder Ring finden").fill("bad h")
    seen.locator("#map-hits button", has_text="Bad Homburg").click()
    expect(seen.locator("#map-panel h2")).to_have_text("Bad Homburg")
    expect(seen.locator("#map-panel")).to_contain_text("Partner: 4 (2 bilateral, 2 nur über einen Ring)")
    assert panel_names(seen) == [HOSTILE, "Exeter", "Cabourg", "Chur"]
    exeter = seen.locator("#map-panel li", has_text="Exeter")
    expect(exeter).to_contain_text(
        "Vereinigtes Königreich · Partnerschaft · seit 1965 · 862 km"
    )  # by haversine on the database's sphere of 6,378.14 km


def test_members_of_an_association_are_not_partners_through_it(seen: Page, site: Site) -> None:
    opened(seen, put(site) + "?city=exeter")
    assert panel_names(seen) == ["Bad Homburg"]


def test_the_address_holds_the_choice_and_back_and_forward_work(seen: Page, site: Site) -> None:
    opened(seen, put(site) + "?ring=ring-hg")
    expect(seen.locator("#map-panel h2")).to_have_text("Partnerschaftsring")
    assert panel_names(seen) == ["Bad Homburg", "Chur", "Cabourg"]
    seen.locator("#map-panel button", has_text="Chur").click()
    expect(seen.locator("#map-panel h2")).to_have_text("Chur")
    assert seen.url.endswith("?city=chur")
    seen.go_back()
    expect(seen.locator("#map-panel h2")).to_have_text("Partnerschaftsring")
    seen.go_forward()
    expect(seen.locator("#map-panel h2")).to_have_text("Chur")


def test_a_click_on_a_town_chooses_it_and_one_beside_it_lets_go(seen: Page, site: Site) -> None:
    opened(seen, put(site))
    seen.evaluate("() => { citynetMap.map.jumpTo({center: [-3.53, 50.72], zoom: 3}); }")
    seen.wait_for_function(
        """() => {
            const {map} = citynetMap;
            return map.queryRenderedFeatures(map.project([-3.53, 50.72]), {layers: ['towns']}).length > 0;
        }"""
    )
    box = seen.locator("#map").bounding_box()
    assert box
    centre = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    seen.mouse.click(*centre)
    expect(seen.locator("#map-panel h2")).to_have_text("Exeter")
    seen.mouse.click(centre[0] - 130, centre[1] - 60)
    expect(seen.locator("#map-panel")).to_contain_text("Wählen Sie eine Stadt")


def test_hostile_names_are_text_in_the_list_the_panel_and_the_tip(seen: Page, site: Site) -> None:
    opened(seen, put(site) + "?city=evil")
    expect(seen.locator("#map-panel h2")).to_have_text(HOSTILE)
    seen.get_by_label("Stadt oder Ring finden").fill("<script>")
    expect(seen.locator("#map-hits button")).to_contain_text(HOSTILE)
    box = seen.locator("#map").bounding_box()
    assert box
    seen.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert seen.locator("#map img, #map-panel img, #map-hits img").count() == 0


def test_names_with_letters_that_do_not_fold_are_found_as_written(seen: Page, site: Site) -> None:
    opened(seen, put(site))
    seen.get_by_label("Stadt oder Ring finden").fill("Łód")
    expect(seen.locator("#map-hits button")).to_have_count(1)
    seen.get_by_label("Stadt oder Ring finden").fill("Nirgendwo")
    expect(seen.locator("#map-hits")).to_have_text("Nicht auf der Karte.")


def test_the_keyboard_alone_finds_and_opens_a_town(seen: Page, site: Site) -> None:
    opened(seen, put(site))
    seen.get_by_label("Stadt oder Ring finden").focus()
    seen.keyboard.type("chur")
    seen.keyboard.press("Enter")
    expect(seen.locator("#map-panel h2")).to_have_text("Chur")
    expect(seen.locator("#map-panel").get_by_role("link", name="Seite der Stadt")).to_have_attribute(
        "href", "/cities/chur"
    )


def test_an_embed_is_the_map_without_the_page(seen: Page, site: Site) -> None:
    opened(seen, put(site, embed=True, public_url="https://staedte.example"))
    assert seen.locator("header, nav, footer").count() == 0
    expect(seen.locator("#map-tools")).to_be_hidden()
    expect(seen.get_by_role("link", name="https://staedte.example/map")).to_be_visible()


def test_towns_without_a_place_do_not_stop_the_map(seen: Page, site: Site) -> None:
    nowhere = [(*town[:3], None, None) if town[0] == "exeter" else town for town in TOWNS]
    opened(seen, put(site, map_data(nowhere)) + "?city=hg")
    assert "Exeter" in panel_names(seen)


def test_an_empty_knowledge_base_says_so(seen: Page, site: Site) -> None:
    empty: dict[str, Any] = {name: [] for name in ("id", "name", "country", "lat", "lon", "partners", "population")}
    links: dict[str, Any] = {name: [] for name in ("a", "b", "kind", "bilateral", "since")}
    opened(seen, put(site, {"data_version": "0", "towns": empty, "links": links, "rings": []}), "empty")
    expect(seen.locator("#map")).to_contain_text("noch keine Städte erfasst")


def test_without_webgl_the_map_says_what_to_do_instead(chromium: Browser, site: Site) -> None:
    page = chromium.new_page()
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    opened(page, put(site), "no_webgl")
    expect(page.locator("#map")).to_contain_text("WebGL fehlt")
    expect(page.get_by_role("link", name="Dieselben Angaben als Tabelle")).to_be_visible()
    page.close()
