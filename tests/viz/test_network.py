"""The network picture's data and its page and file."""

import json
import re
from typing import Any

import pytest

from tests.viz.samples import ANSWER, HOMBURG, HOSTILE, SOURCE, hostile, town
from viz.graph import Graph, GraphEdge
from viz.graphs import graph_of
from viz.network import MOST_NODES, NetworkData, network
from viz.network_page import network_html
from viz.pages import View


def drawn(answer: dict[str, Any] = ANSWER) -> NetworkData:
    return network(graph_of(answer, [HOMBURG], "de"))


def block(html: str) -> Any:
    (found,) = re.findall(r'<script type="application/json" id="network-data">(.*?)</script>', html, re.DOTALL)
    return json.loads(found)


def big_star(leaves: int) -> Graph:
    graph = Graph("Big", "star")
    centre = graph.node("town", HOMBURG, "de", asked=True)
    for number in range(leaves):
        leaf = graph.node("town", town(f"t{number:04}", f"Town {number:04}", "FR"), "de")
        graph.edge(GraphEdge(centre, leaf, "link", sources=(SOURCE,)))
    hub = graph.node("ring", {"id": "r", "name": "Ring"}, "de")
    graph.edge(GraphEdge(centre, hub, "via"))
    graph.edge(GraphEdge("town:t0399", hub, "via"))
    return graph


def test_rings_and_towns_and_their_ties_are_told_apart_by_form() -> None:
    data = drawn()
    assert {node["id"]: node["shape"] for node in data.nodes}["ring:ring-hg"] == "diamond"
    assert {node["shape"] for node in data.nodes if node["group"] == "town"} == {"dot"}
    assert sorted(edge["look"] for edge in data.edges) == ["bilateral", "via", "via", "via"]
    assert {edge["arrows"] for edge in data.edges} == {""}


def test_every_node_lies_somewhere_so_that_nothing_has_to_move() -> None:
    assert all(isinstance(node["x"], float) and len(node["tall"]) == 2 for node in drawn().nodes)


def test_a_picture_shows_at_most_so_many_nodes_the_asked_and_the_best_tied_first() -> None:
    data = network(big_star(400))
    shown = [node.label for node in data.shown]
    assert len(shown) == MOST_NODES == len(data.nodes)
    assert shown[:3] == ["Bad Homburg", "Ring", "Town 0399"]
    assert shown[3:] == [f"Town {number:04}" for number in range(297)]
    assert [node.label for node in data.left_out] == [f"Town {number:04}" for number in range(297, 399)]


def test_no_tie_leads_to_a_node_that_is_not_shown() -> None:
    data = network(big_star(400))
    keys = {node["id"] for node in data.nodes}
    assert {edge["from"] for edge in data.edges} | {edge["to"] for edge in data.edges} <= keys


def test_the_page_counts_and_lists_what_is_left_out() -> None:
    html = network_html(network(big_star(400)), "de", View())
    assert "102 Punkte sind nicht im Bild" in html
    assert "Town 0398" in html


@pytest.mark.parametrize("standalone", [False, True])
def test_the_data_in_the_page_is_the_data_of_the_picture(standalone: bool) -> None:
    data = drawn()
    found = block(network_html(data, "de", View(), standalone=standalone))
    assert [node["label"] for node in found["nodes"]] == [node.label for node in data.shown]
    assert {edge["title"] for edge in found["edges"]} == {
        "Bad Homburg – Exeter: Partnerschaft",
        "Bad Homburg – Partnerschaftsring Bad Homburg: Mitglied",
        "Chur – Partnerschaftsring Bad Homburg: Mitglied, seit 4. Oktober 1956",
        "Cabourg – Partnerschaftsring Bad Homburg: Mitglied, seit 1956",
    }


def test_each_tie_carries_its_sources() -> None:
    found = block(network_html(drawn(), "de", View()))
    said = [[found["sources"][place] for place in edge["sources"]] for edge in found["edges"]]
    assert said == [[{"title": SOURCE["title"], "url": SOURCE["url"], "licence": None}]] * len(found["edges"])


def test_pages_link_to_towns_and_files_only_to_a_public_address() -> None:
    def addresses(**view: Any) -> set[str | None]:
        standalone = view.pop("standalone")
        html = network_html(drawn(), "de", View(**view), standalone=standalone)
        return {node["href"] for node in block(html)["nodes"] if node["id"] == "town:gn2649808"}

    assert addresses(standalone=False) == {"/cities/gn2649808"}
    assert addresses(standalone=True) == {None}
    assert addresses(standalone=True, public_url="https://x.example") == {"https://x.example/cities/gn2649808"}


def test_the_file_names_nothing_that_a_browser_would_fetch() -> None:
    html = network_html(drawn(), "de", View(), standalone=True)
    head = html[: html.index("<style>")] + html[html.index("</style>") : html.index("<script>")]
    assert re.findall(r"""<(?:script|img|iframe|source)[^>]+src=""", html) == []
    assert [href for href in re.findall(r"""<link[^>]+href="([^"]*)""", head) if href != "data:,"] == []
    assert "@import" not in html
    assert "sourceMappingURL" not in html


def test_hostile_names_stay_inside_the_json_block() -> None:
    html = network_html(network(graph_of(hostile(ANSWER), [hostile(HOMBURG)], "de")), "de", View())
    assert "<script>alert" not in html
    assert "<img" not in html
    assert f"{HOSTILE} name" in {node["label"] for node in block(html)["nodes"]}


def test_the_legend_tells_only_what_is_in_the_picture() -> None:
    alone = {**ANSWER, "rows": ANSWER["rows"][:1]}
    html = network_html(drawn(alone), "de", View())
    legend = html[html.index('class="legend"') : html.index("</ul>", html.index('class="legend"'))]
    assert "bilateral" in legend
    assert "Ring" not in legend


def test_an_empty_answer_is_said_and_not_drawn() -> None:
    html = network_html(network(Graph("Nichts", "")), "de", View())
    assert "Dazu gibt es nichts zu zeichnen." in html
    assert 'id="network"' not in html
