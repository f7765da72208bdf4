"""The network on a sheet: text as text, the same bytes for the same data, hostile names inert."""

from __future__ import annotations

from defusedxml.ElementTree import fromstring

from tests.viz.samples import ANSWER, HOMBURG, SOURCE, hostile
from viz.graph import Graph
from viz.graphs import graph_of
from viz.network import NetworkData, network
from viz.printing.network import draw
from viz.printing.sheet import Words

SVG = "{http://www.w3.org/2000/svg}"


def sheet(data: NetworkData) -> bytes:
    words = Words(data.title, data.subtitle, data.sources, "abc123", "2026-11-22", "", "de", ground=False)
    return draw(data, words, "svg")


def texts(svg: bytes) -> list[str]:
    return ["".join(one.itertext()) for one in fromstring(svg).iter(f"{SVG}text")]


def test_towns_codes_legend_and_credit_stand_in_it_as_text() -> None:
    said = texts(sheet(network(graph_of(ANSWER, [HOMBURG], "de"))))
    assert {
        "Bad Homburg",
        "Exeter",
        "Chur",
        "Cabourg",
        "DE",
        "GB",
        "CH",
        "FR",
        "Deutschland (1)",
        "bilateral (1)",
    } <= set(said)
    assert any(SOURCE["title"] in one and "abc123" in one for one in said)
    assert not any("Natural Earth" in one for one in said)


def test_the_same_network_gives_the_same_bytes() -> None:
    data = network(graph_of(ANSWER, [HOMBURG], "de"))
    assert sheet(data) == sheet(data)


def test_hostile_names_are_text() -> None:
    root = fromstring(sheet(network(graph_of(hostile(ANSWER), [hostile(HOMBURG)], "de"))))
    assert not [one for one in root.iter() if one.tag.endswith(("script", "image", "foreignObject"))]
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]


def test_a_network_without_nodes_is_a_sheet_that_says_so() -> None:
    assert "Nichts" in texts(sheet(network(Graph("Nichts", "leer"))))
