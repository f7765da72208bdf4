"""The map in a real Chromium: choosing, filtering, finding, the address, and what is taken away.

A page is opened once; each test leads it to the state that it begins with.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.map_samples import TOWNS, lead, map_data, names, opened, put
from tests.viz.samples import HOSTILE

pytestmark = pytest.mark.browser
DRAWN = ["towns", "flows", "spokes", "hubs", "events", "focus"]
OURS = ("http://127.0.0.1:", "blob:", "data:")


@pytest.fixture(scope="module")
def complaints() -> list[str]:
    return []


@pytest.fixture(scope="module")
def map_page(chromium: Browser, site: Site, complaints: list[str]) -> Iterator[Page]:
    context = chromium.new_context(accept_downloads=True, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith(OURS) else None)
    opened(page, put(site))
    yield page
    context.close()


@pytest.fixture
def seen_map(map_page: Page, complaints: list[str]) -> Iterator[Page]:
    """The page at its beginning; its console must stay empty, and nothing may be asked of another host."""
    lead(map_page, "")
    yield map_page
    assert complaints == []


def drawn(page: Page) -> dict[str, int]:
    """How many features each source of the picture holds."""
    found: dict[str, int] = page.evaluate(
        """async (names) => {
            const {map} = citynetMap.drawing;
            const count = async (name) => [name, (await map.getSource(name).getData()).features.length];
            return Object.fromEntries(await Promise.all(names.map(count)));
        }""",
        DRAWN,
    )
    return found


def query(page: Page) -> dict[str, list[str]]:
    """The address's parameters without where the map looks."""
    found = parse_qs(urlsplit(page.url).query)
    return {name: values for name, values in found.items() if name != "at"}


# ---- What is drawn -----------------------------------------------------------------------------------------------


def test_links_are_lines_and_the_ring_is_a_ring(seen_map: Page) -> None:
    assert list(drawn(seen_map).values()) == [8, 3, 3, 1, 1, 0]
    expect(seen_map.locator("#map-subtitle")).to_have_text(
        "Verbindungen von heute: 6 (3 bilateral, 3 nur über einen Ring). Städte: 7. Ringe: 1."
    )


def test_a_town_lights_up_its_links_and_rings(seen_map: Page) -> None:
    lead(seen_map, "city=hg")
    assert drawn(seen_map)["focus"] == 2 + 3 + 4 + 1 + 1  # links, spokes, partners, the ring's sign, the town itself
    assert names(seen_map) == [HOSTILE, "Exeter", "Cabourg", "Chur"]
    expect(seen_map.locator("#map-heading")).to_have_text("Bad Homburg und 4 Partner")
    exeter = seen_map.locator("#map-panel li", has_text="Exeter").locator(".line")
    expect(exeter).to_have_text("Vereinigtes Königreich · Partnerschaft · seit 1965 · 862 km · Eine Quelle")


def test_a_ring_and_a_project_show_their_towns(seen_map: Page) -> None:
    lead(seen_map, "ring=ring-hg")
    assert names(seen_map) == ["Bad Homburg", "Cabourg", "Chur"]
    lead(seen_map, "programme=youth")
    assert names(seen_map) == ["Bad Homburg", "Chur"]


def test_members_of_an_association_are_not_partners_through_it(seen_map: Page) -> None:
    lead(seen_map, "city=exeter")
    assert names(seen_map) == ["Bad Homburg"]


def test_two_towns_show_what_they_share_and_the_chain_between_them(seen_map: Page) -> None:
    lead(seen_map, "city=hg&city=cabourg")
    expect(seen_map.locator("#map-subtitle")).to_have_text("1 gemeinsamer Partner")
    assert names(seen_map) == ["Chur"]
    chains = seen_map.locator("#map-chains")
    expect(chains).to_contain_text("2 Schritte")
    assert chains.locator("button").all_text_contents() == ["Bad Homburg", "Chur", "Cabourg"]


def test_two_countries_list_the_pairs_between_them(seen_map: Page) -> None:
    lead(seen_map, "country=GB&partner_country=DE")
    assert names(seen_map) == ["Exeter", "Bad Homburg"]
    expect(seen_map.locator("#map-heading")).to_have_text("Vereinigtes Königreich – Deutschland")


def test_hostile_names_are_text_everywhere(seen_map: Page) -> None:
    lead(seen_map, "city=evil")
    expect(seen_map.locator("#map-panel h2")).to_have_text(HOSTILE)
    seen_map.get_by_label("Stadt, Ring oder Land finden").fill("<script>")
    expect(seen_map.locator("#map-find-suggestions li")).to_contain_text(HOSTILE)
    seen_map.keyboard.press("Escape")
    assert seen_map.locator("figure.map img").count() == 0


# ---- Filters -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "pairs"),
    [
        ("kind=partnership", 1), ("bilateral=true", 3), ("bilateral=false", 3), ("country=DE", 4), ("source=two", 1),
        ("topic=youth", 1), ("status=ended", 1), ("status=active", 1), ("country=DE&region=Hessen", 4),
        ("min_partners=3", 4), ("year=1995", 7), ("year=1960&undated=exclude", 0), ("year=1970&undated=exclude", 1),
    ],
)  # fmt: skip
def test_a_filter_leaves_the_links_that_fit(seen_map: Page, asked: str, pairs: int) -> None:
    lead(seen_map, asked)
    assert seen_map.evaluate("citynetMap.filtered.totals.pairs") == pairs


def test_counts_stand_beside_the_choices(seen_map: Page) -> None:
    lead(seen_map, "country=DE")
    seen_map.locator("#map-filters").evaluate("(one) => { one.open = true; }")
    boxes = seen_map.locator("#map-kinds label")
    expect(boxes.first).to_have_text("Partnerschaft 1")
    expect(seen_map.locator("#map-statuses label").last).to_have_text("beendet 1")
    expect(seen_map.locator("#map-partner option")).to_contain_text(["alle Länder", "Schweiz (1)"])
    seen_map.get_by_label("Kontakt").check()
    assert query(seen_map) == {"country": ["DE"], "kind": ["contact"]}
    expect(seen_map.locator("#map-subtitle")).to_contain_text("heute: 1 (")
    expect(boxes.first).to_have_text("Partnerschaft 1")
    expect(seen_map.locator("#map-filters summary")).to_have_text("Filter (2 gesetzt)")
    seen_map.get_by_role("button", name="Filter aufheben").click()
    assert query(seen_map) == {}


def test_the_year_says_how_many_links_have_no_date(seen_map: Page) -> None:
    seen_map.locator("#map-year").fill("1995")
    assert query(seen_map) == {"year": ["1995"]}
    expect(seen_map.locator("#map-year-note")).to_have_text(
        "Davon nur mitgezählt, weil kein Datum erfasst ist: 5 von 7."
    )
    seen_map.get_by_label("auch ohne Datum").uncheck()
    expect(seen_map.locator("#map-year-note")).to_have_text("Weggelassen, weil kein Datum erfasst ist: 5.")
    seen_map.get_by_role("button", name="heute", exact=True).click()
    assert query(seen_map) == {}


# ---- The address -------------------------------------------------------------------------------------------------


def test_back_and_forward_lead_through_what_was_chosen(seen_map: Page) -> None:
    lead(seen_map, "ring=ring-hg")
    seen_map.locator("#map-panel button", has_text="Chur").click()
    expect(seen_map.locator("#map-panel h2")).to_have_text("Chur")
    assert query(seen_map) == {"city": ["chur"]}
    seen_map.go_back()
    expect(seen_map.locator("#map-panel h2")).to_have_text("Partnerschaftsring")
    seen_map.go_forward()
    expect(seen_map.locator("#map-panel h2")).to_have_text("Chur")


def test_an_address_says_the_whole_state_and_is_said_by_it(seen_map: Page) -> None:
    asked = (
        "city=hg&city=chur&country=DE&partner_country=GB&region=Hessen&kind=contact&kind=project&status=active"
        "&bilateral=true&source=one&topic=youth&min_partners=2&year=1990&undated=exclude&at=4.00%2F50.000%2F8.000"
    )
    lead(seen_map, asked)
    made = seen_map.evaluate(
        "async () => (await import('/static/mapstate.js')).address(citynetMap.state, citynetMap.data).search"
    )
    assert parse_qs(made[1:]) == parse_qs(asked)


def test_what_an_address_names_that_is_not_there_is_left_out(seen_map: Page) -> None:
    lead(seen_map, "city=nowhere&country=XX&kind=love&year=abc&at=1/2")
    assert seen_map.evaluate("citynetMap.filtered.totals.pairs") == 6


def test_the_same_state_is_a_table_and_a_network(seen_map: Page) -> None:
    lead(seen_map, "city=hg&year=1990&topic=youth")
    expect(seen_map.locator("#map-as-table")).to_have_attribute("href", "/ask/partners?city=hg&year=1990")
    expect(seen_map.locator("#map-as-network")).to_have_attribute(
        "href", "/network?question=partners&city=hg&year=1990"
    )
    expect(seen_map.locator("#map-left")).to_have_text("Tabelle und Netz kennen nicht: Thema.")
    lead(seen_map, "country=DE&partner_country=GB&bilateral=true")
    expect(seen_map.locator("#map-as-table")).to_have_attribute(
        "href", "/ask/country-pair?country=DE&partner_country=GB&bilateral=true"
    )
    expect(seen_map.locator("#map-as-network")).to_be_hidden()


# ---- Pointing, finding, the keyboard ---------------------------------------------------------------------------------


def test_a_click_chooses_shift_adds_and_a_click_beside_lets_go(seen_map: Page) -> None:
    lead(seen_map, "at=4/49.5/-2")

    def at(lon: float, lat: float) -> tuple[float, float]:
        box = seen_map.locator("#map").bounding_box()
        assert box
        spot = seen_map.evaluate("(place) => citynetMap.drawing.map.project(place)", [lon, lat])
        return box["x"] + spot["x"], box["y"] + spot["y"]

    seen_map.wait_for_function("() => citynetMap.drawing.map.areTilesLoaded()")
    seen_map.mouse.click(*at(-3.53, 50.72))
    expect(seen_map.locator("#map-panel h2")).to_have_text("Exeter")
    seen_map.wait_for_function("() => citynetMap.drawing.map.areTilesLoaded()")
    seen_map.keyboard.down("Shift")
    seen_map.mouse.click(*at(-0.11, 49.29))
    seen_map.keyboard.up("Shift")
    expect(seen_map.locator("#map-panel h2")).to_have_text("Exeter + Cabourg")
    seen_map.mouse.click(*at(-9.0, 45.5))
    expect(seen_map.locator("#map-panel h2")).to_have_count(0)


def test_the_keyboard_alone_finds_chooses_and_adds(seen_map: Page) -> None:
    field = seen_map.get_by_label("Stadt, Ring oder Land finden")
    field.focus()
    seen_map.keyboard.type("łód")
    expect(seen_map.locator("#map-find-suggestions li")).to_have_count(1)
    seen_map.keyboard.press("Control+A")
    seen_map.keyboard.type("chur")
    expect(seen_map.locator("#map-find-suggestions li").first).to_contain_text("Chur")
    seen_map.keyboard.press("Enter")
    expect(seen_map.locator("#map-panel h2")).to_have_text("Chur")
    seen_map.get_by_role("button", name="Cabourg dazu wählen").focus()
    seen_map.keyboard.press("Enter")
    expect(seen_map.locator("#map-panel h2")).to_have_text("Chur + Cabourg")
    seen_map.get_by_role("button", name="Chur weglassen").press("Enter")
    assert query(seen_map) == {"city": ["cabourg"]}


# ---- Table and files ---------------------------------------------------------------------------------------------


def test_a_table_says_what_the_picture_shows(seen_map: Page) -> None:
    seen_map.locator("#map-twin").evaluate("(one) => { one.open = true; }")
    lead(seen_map, "city=hg")
    expect(seen_map.locator("#map-table tbody tr")).to_have_count(4)
    expect(seen_map.locator("#map-table tr", has_text="Exeter")).to_contain_text("Partnerschaft")


def saved(page: Page, button: str) -> str:
    page.locator("#map-take").evaluate("(one) => { one.open = true; }")
    with page.expect_download() as download:
        page.locator(button).click()
    return download.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize(("asked", "links"), [("city=hg", 4), ("kind=contact", 1), ("ring=ring-hg", 3)])
def test_a_file_has_as_many_links_as_the_screen_counts(seen_map: Page, asked: str, links: int) -> None:
    lead(seen_map, f"{asked}&at=1.00/30/10")
    rows = list(csv.DictReader(io.StringIO(saved(seen_map, "#map-csv"))))
    features = json.loads(saved(seen_map, "#map-geojson"))["features"]
    assert len(rows) == links
    assert sum("town" in one["properties"] for one in features) == links
    assert {row["data_version"] for row in rows} == {"1"}


def test_files_name_sources_and_licences_and_hold_no_formulas(seen_map: Page) -> None:
    lead(seen_map, "city=evil")
    (row,) = csv.DictReader(io.StringIO(saved(seen_map, "#map-csv")))
    assert row["sources"] == "Eine Quelle; =Zweite Quelle"
    assert row["licences"] == "CC BY 4.0"
    assert all(not value.startswith(("=", "+", "@")) for value in row.values())
    about = json.loads(saved(seen_map, "#map-geojson"))["citynet"]
    assert [source["title"] for source in about["sources"]] == ["Eine Quelle", "=Zweite Quelle"]


def test_the_link_and_the_embed_carry_the_state(seen_map: Page) -> None:
    lead(seen_map, "city=hg")
    seen_map.locator("#map-take").evaluate("(one) => { one.open = true; }")
    seen_map.locator("#map-copy-link").click()
    expect(seen_map.locator("#map-copied")).to_have_text("Kopiert.")
    assert "city=hg" in seen_map.evaluate("navigator.clipboard.readText()")
    code = seen_map.locator("#map-embed").input_value()
    assert code.startswith("<iframe")
    assert "city=hg" in code
    assert "embed=1" in code
    assert 'title="Bad Homburg und 4 Partner"' in code


# ---- Other pages ---------------------------------------------------------------------------------------------------


def test_an_embed_is_the_map_without_the_page(seen: Page, site: Site) -> None:
    opened(seen, put(site, embed=True, public_url="https://staedte.example", path="/embedded"))
    assert seen.locator("header, nav, footer").count() == 0
    expect(seen.locator("#map-tools")).to_be_hidden()
    expect(seen.get_by_role("link", name="https://staedte.example/map")).to_be_visible()


def test_the_credit_of_an_embed_leads_to_the_same_state(seen: Page, site: Site) -> None:
    address = put(site, embed=True, public_url="https://staedte.example", path="/embedded") + "?city=hg&embed=1"
    opened(seen, address)
    expect(seen.locator("#map-credit-link")).to_have_attribute(
        "href", re.compile(r"^https://staedte\.example/map\?city=hg")
    )


def test_towns_without_a_place_are_listed_and_do_not_stop_the_map(seen: Page, site: Site) -> None:
    nowhere = [(*town[:3], None, None) if town[0] == "exeter" else town for town in TOWNS]
    opened(seen, put(site, map_data(nowhere), path="/nowhere") + "?city=hg")
    assert "Exeter" in names(seen)


def emptied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: emptied(one) for name, one in value.items()}
    return [] if isinstance(value, list) else value


def test_an_empty_knowledge_base_says_so(seen: Page, site: Site) -> None:
    opened(seen, put(site, emptied(map_data()), path="/nothing"), "empty")
    expect(seen.locator("#map")).to_contain_text("noch keine Städte erfasst")


def test_without_webgl_the_table_stands_in(chromium: Browser, site: Site) -> None:
    page = chromium.new_page()
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    opened(page, put(site, path="/plain") + "?city=hg", "no_webgl")
    expect(page.locator("#map")).to_contain_text("WebGL fehlt")
    expect(page.locator("#map-table tbody tr")).to_have_count(4)
    page.get_by_role("button", name="Alles zeigen").click()
    expect(page.locator("#map-table tbody tr")).to_have_count(6)
    page.close()
