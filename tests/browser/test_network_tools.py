"""What can be done with a network in a real Chromium: hide, expand, pin, undo, move, keyboard, files to take away."""

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.network_pages import find, opened, picture
from tests.viz.samples import ANSWER, CHUR, HOMBURG, HOSTILE, SOURCE, hostile, town
from viz.graph import Graph, GraphEdge
from viz.graphs import graph_of
from viz.network import network
from viz.network_page import network_block, network_html
from viz.pages import View

pytestmark = pytest.mark.browser

NAME = "Arosa <b>href</b>"
ALONE = "citynetNetwork.positions()"


def star(leaves: int) -> str:
    """A town with so many partners, of eight countries in turn, and a ring with half of them."""
    graph = Graph("Stern", "viele")
    centre = graph.node("town", HOMBURG, "de", asked=True)
    hub = graph.node("ring", {"id": "r", "name": "Kranz"}, "de")
    graph.edge(GraphEdge(centre, hub, "via"))
    for number in range(leaves):
        lands = ("FR", "DE", "PL", "IT", "ES", "SE", "RO", "GR")
        leaf = graph.node("town", town(f"t{number:04}", f"Stadt {number}", lands[number % 8]), "de")
        graph.edge(GraphEdge(leaf, hub, "via") if number % 2 else GraphEdge(centre, leaf, "link", "partnership"))
    return network_html(network(graph), "de", View())


def partners_of_chur() -> str:
    """What the server answers when Chur is expanded: Bad Homburg, which is there, and one that is not."""
    said = {"kind": "friendship", "status": None, "since": "1990", "until": None, "bilateral": True, "rings": []}
    rows = [town("x1", NAME, "CH", **said, sources=[SOURCE])]
    answer = {"question": "partners", "rows": rows}
    return json.dumps(network_block(network(graph_of(answer, [CHUR], "de")), "de", View()))


def count(page: Page) -> str:
    return page.locator("#network-count").inner_text()


def spot(page: Page, name: str) -> dict[str, float]:
    """Where a node lies in the window."""
    found: dict[str, float] = page.evaluate(
        """(name) => {
            const nodes = [...citynetNetwork.model.nodes.values()];
            const [x, y] = citynetNetwork.spots().get(nodes.find(({ label }) => label === name).id);
            const { left, top } = citynetNetwork.place.getBoundingClientRect();
            return { x: x + left, y: y + top };
        }""",
        name,
    )
    return found


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_the_legend_counts_what_is_drawn(seen: Page, site: Site) -> None:
    opened(seen, site.put("/network", picture()))
    entries = seen.locator("#network-legend button").all_inner_texts()
    counted = {re.sub(r"\s+", " ", entry) for entry in entries}
    assert {"Stadt 4", "Ring 1", "DE Deutschland 1", "GB Vereinigtes Königreich 1", "bilateral 1"} <= counted
    assert count(seen) == "5 Punkte, 4 Verbindungen"


def test_hiding_a_country_takes_its_towns_away_and_undo_brings_them_back(seen: Page, site: Site) -> None:
    opened(seen, site.put("/network", picture()))
    seen.locator("#network-legend").get_by_role("button", name="Vereinigtes Königreich").click()
    assert count(seen) == "4 Punkte von 5, 3 Verbindungen"
    expect(seen.locator("[data-part='country:GB']")).to_have_attribute("aria-pressed", "false")
    press(seen, "Zurücknehmen")
    assert count(seen) == "5 Punkte, 4 Verbindungen"
    expect(seen.locator("#network-undo")).to_be_disabled()


def test_hiding_ties_via_a_ring_leaves_no_town_without_ties(seen: Page, site: Site) -> None:
    opened(seen, site.put("/network", picture()))
    seen.locator("[data-part='look:via']").click()
    shown = seen.evaluate("[...citynetNetwork.model.shown.values()].map(({ label }) => label).sort()")
    assert shown == ["Bad Homburg", "Exeter"]


def test_a_double_click_asks_the_server_for_partners_and_puts_them_in(seen: Page, site: Site) -> None:
    site.put("/network.json", partners_of_chur(), "application/json")
    opened(seen, site.put("/network", picture()))
    before = seen.evaluate(ALONE)
    at = spot(seen, "Chur")
    seen.mouse.dblclick(at["x"], at["y"])
    expect(seen.locator("#network-said")).to_have_text("Chur: ein Punkt ist dazugekommen.")
    assert count(seen) == "6 Punkte, 5 Verbindungen"
    after = seen.evaluate(ALONE)
    assert {key: after[key] for key in before} == before
    new = after["town:x1"]
    assert all(abs(new["x"] - one["x"]) + abs(new["y"] - one["y"]) > 40 for one in before.values())
    find(seen, NAME)
    expect(seen.locator("#network-panel h2")).to_have_text(NAME)
    press(seen, "Zurücknehmen")
    assert count(seen) == "5 Punkte, 4 Verbindungen"


def test_where_the_server_does_not_answer_that_is_said(seen: Page, site: Site) -> None:
    site.pages.pop("/network.json", None)
    opened(seen, site.put("/network", picture()))
    seen.route("**/network.json*", lambda route: route.fulfill(status=200, body="no json", content_type="text/plain"))
    find(seen, "Chur")
    seen.evaluate("console.warn = () => {}")
    press(seen, "Partner dazuholen")
    expect(seen.locator("#network-said")).to_contain_text("nicht zu holen")
    assert count(seen) == "5 Punkte, 4 Verbindungen"


def test_a_pinned_town_stays_while_the_others_move(seen: Page, site: Site) -> None:
    opened(seen, site.put("/network", star(20)))
    find(seen, "Stadt 3")
    press(seen, "Anheften")
    before = seen.evaluate(ALONE)
    press(seen, "Bewegung")
    seen.wait_for_function(
        "(before) => Object.entries(citynetNetwork.positions()).some(([id, { x }]) => Math.abs(x - before[id].x) > 5)",
        arg=before,
    )
    press(seen, "Bewegung")
    after = seen.evaluate(ALONE)
    assert after["town:t0003"] == before["town:t0003"]
    expect(seen.locator("#network-motion")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("leaves", [20, 200])
def test_nothing_moves_by_itself(seen: Page, site: Site, leaves: int) -> None:
    opened(seen, site.put("/network", star(leaves)))
    before = seen.evaluate(ALONE)
    seen.wait_for_timeout(400)
    assert seen.evaluate(ALONE) == before


def test_dragging_a_town_is_taken_back_with_ctrl_z(seen: Page, site: Site) -> None:
    opened(seen, site.put("/network", picture()))
    before = seen.evaluate(ALONE)
    at = spot(seen, "Exeter")
    seen.mouse.move(at["x"], at["y"])
    seen.mouse.down()
    seen.mouse.move(at["x"] - 60, at["y"] + 30, steps=4)
    seen.mouse.up()
    assert seen.evaluate(ALONE) != before
    seen.locator("#network").focus()
    seen.keyboard.press("Control+z")
    assert seen.evaluate(ALONE) == before


def test_the_keyboard_goes_from_node_to_node_pins_hides_and_drops_the_choice(seen: Page, site: Site) -> None:
    opened(seen, site.put("/network", picture()))
    heading = seen.locator("#network-panel h2")
    seen.locator("#network").focus()
    seen.keyboard.press("Enter")
    expect(heading).to_have_text("Bad Homburg")
    at = spot(seen, "Bad Homburg")
    right = [name for name in ("Exeter", "Chur", "Cabourg") if spot(seen, name)["x"] > at["x"] + 5]
    seen.keyboard.press("ArrowRight" if right else "ArrowLeft")
    chosen = heading.inner_text()
    assert chosen != "Bad Homburg"
    seen.keyboard.press("p")
    expect(seen.locator("#network-panel").get_by_role("button", name="Lösen")).to_be_visible()
    seen.keyboard.press("h")
    assert chosen not in seen.evaluate("[...citynetNetwork.model.shown.values()].map(({ label }) => label)")
    expect(heading).to_have_count(0)
    seen.keyboard.press("Enter")
    seen.keyboard.press("Escape")
    expect(seen.locator("#network-panel")).to_contain_text("Wählen Sie")


@pytest.mark.parametrize("leaves", [12, 60, 290])
def test_no_label_covers_another_or_a_node(seen: Page, site: Site, leaves: int) -> None:
    opened(seen, site.put("/network", star(leaves)))
    drawn = seen.evaluate(
        """() => ({
            labels: citynetNetwork.scene.labels.map(({ id, box }) => ({ id, box })),
            marks: citynetNetwork.scene.marks.map(({ id, x, y, r }) => ({ id, box: [x - r, y - r, x + r, y + r] })),
        })"""
    )

    def over(a: list[float], b: list[float]) -> bool:
        return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]

    free = [one for one in drawn["labels"] if one["id"] != f"town:{HOMBURG['id']}"]
    assert len(free) >= min(leaves, 40)
    assert [(a["id"], b["id"]) for a, b in combinations(drawn["labels"], 2) if over(a["box"], b["box"])] == []
    hit = [(a["id"], b["id"]) for a in free for b in drawn["marks"] if a["id"] != b["id"] and over(a["box"], b["box"])]
    assert hit == []


def test_countries_are_told_by_colour_and_by_code(seen: Page, site: Site) -> None:
    opened(seen, site.put("/network", star(24)))
    marks = seen.evaluate(
        """citynetNetwork.scene.marks.filter(({ type }) => type === 'town')
            .map(({ fill, code, tag }) => [fill, code || tag])"""
    )
    colours: dict[str, set[str]] = {}
    for fill, sign in marks:
        assert re.fullmatch("[A-Z]{2}", sign)
        colours.setdefault(fill, set()).add(sign)
    assert {fill: len(signs) for fill, signs in colours.items() if fill != "raised"} == {
        f"land-{slot}": 1 for slot in range(7)
    }
    assert len(colours["raised"]) == 1


def taken(page: Page, name: str, tmp_path: Path) -> Path:
    with page.expect_download() as download:
        press(page, name)
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    return file


@pytest.mark.parametrize("standalone", [False, True])
def test_the_svg_says_everything_in_text_and_hostile_names_are_inert(
    seen: Page, site: Site, tmp_path: Path, standalone: bool
) -> None:
    html = picture(hostile(ANSWER), hostile(HOMBURG), standalone=standalone)
    page = tmp_path / "n.html"
    page.write_text(html, encoding="utf-8")
    opened(seen, page.as_uri() if standalone else site.put("/network", html))
    root = ElementTree.parse(taken(seen, "SVG", tmp_path)).getroot()
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "title", "desc", "g", "rect", "line", "circle", "polygon", "text", "tspan"}
    assert not [key for element in root.iter() for key in element.attrib if key.startswith("on") or "href" in key]
    said = "\n".join(element.text or "" for element in root.iter() if element.tag.endswith("text"))
    assert "<script>alert(1)" in said
    assert "Partner" in said
    assert HOSTILE.split()[0] in said


def test_the_svg_and_the_png_carry_title_legend_sources_and_version(seen: Page, site: Site, tmp_path: Path) -> None:
    html = network_html(
        network(graph_of(ANSWER, [HOMBURG], "de")), "de", View(data_version="abc123", date="2026-11-22")
    )
    opened(seen, site.put("/network", html))
    file = taken(seen, "SVG", tmp_path)
    assert file.name == "citynet-bad-homburg-und-3-partner.svg"
    texts = [element.text or "" for element in ElementTree.parse(file).getroot().iter() if element.tag.endswith("text")]
    for part in ("Bad Homburg und 3 Partner", "Exeter", "Deutschland (1)", "bilateral (1)"):
        assert part in texts
    assert any(SOURCE["title"] in one and "abc123" in one and "22. November 2026" in one for one in texts)
    png = taken(seen, "PNG", tmp_path).read_bytes()
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == 2800


def test_the_file_says_that_it_cannot_fetch_partners(seen: Page, tmp_path: Path) -> None:
    file = tmp_path / "n.html"
    file.write_text(picture(standalone=True), encoding="utf-8")
    opened(seen, file.as_uri())
    find(seen, "Chur")
    assert seen.get_by_role("button", name="Partner dazuholen").count() == 0
    at = spot(seen, "Chur")
    seen.mouse.dblclick(at["x"], at["y"])
    expect(seen.locator("#network-said")).to_contain_text("Diese Datei fragt niemanden")


def test_full_screen_shows_the_picture_alone(seen: Page, site: Site) -> None:
    opened(seen, site.put("/network", picture()))
    press(seen, "Vollbild")
    seen.wait_for_function("() => document.fullscreenElement?.classList.contains('network')")
    expect(seen.locator("#network-full")).to_have_attribute("aria-pressed", "true")


def test_a_tie_tells_its_sources(seen: Page, site: Site) -> None:
    opened(seen, site.put("/network", picture()))
    find(seen, "Exeter")
    seen.locator("#network-panel ul").get_by_role("button", name="Partnerschaft").click()
    panel = seen.locator("#network-panel")
    assert panel.locator("h2 bdi").all_inner_texts() == ["Bad Homburg", "Exeter"]
    expect(panel.get_by_role("link", name=SOURCE["title"])).to_have_attribute("href", SOURCE["url"])


def test_a_name_that_turns_the_writing_leaves_the_rest_as_it_is(seen: Page, site: Site) -> None:
    turned: dict[str, Any] = HOMBURG | {"name": "\u202ebmoH"}
    html = network_html(network(graph_of(ANSWER, [turned], "de")), "de", View())
    opened(seen, site.put("/network", html))
    assert seen.locator("h1").inner_text() == "\u2068bmoH\u2069 und 3 Partner"
