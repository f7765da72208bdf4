"""The network picture: nodes and edges made by pyvis, drawn on our own template by `static/network.js`.

Of pyvis only the making of vis-network's node and edge data is used. Its template loads scripts from other
hosts and puts titles into `innerHTML`; ours does neither. See docs/networks.md.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from viz.graph import Graph, GraphEdge, GraphNode
from viz.layout import Box, Point, arranged, label_box, placed

MOST_NODES = 300
"""A picture shows at most this many nodes; more cannot be read."""

ALL_LABELLED = 110
"""Up to so many nodes each has room for its label; of more, the browser shows as many labels as stand free."""

LAND_COLOURS = 7
"""Countries with a colour of their own, those with most towns in the picture; the others share one."""

RING_COLOURS = 6

_SHAPES = {
    "town": "dot", "ring": "diamond", "event": "square", "programme": "triangle", "organisation": "hexagon",
    "person": "triangleDown",
}  # fmt: skip
TYPES = tuple(_SHAPES)
_RADIUS = {"town": 10, "ring": 13, "event": 9, "programme": 12, "organisation": 11, "person": 9}
_FONT, _ASKED_FONT = 13, 16
_WIDE, _TALL = 1.5, 0.62
"""Width / height of the picture on a wide and on a narrow screen."""
_LINE, _LINES = 22, 2
"""Signs in a line of a label, and lines of a label; the whole name stands in the panel and in the table."""

NOT_HELD = frozenset({"announced", "proposed", "replaced", "cancelled"})
"""Statuses of events that were not, or not yet, held: they are drawn in a form of their own."""


@dataclass(frozen=True, slots=True)
class NetworkData:
    """A network ready to draw: vis-network's nodes and edges beside what they stand for.

    `left_out` are the nodes beyond `MOST_NODES`, in the order of the rule (`rule`, a key of the texts) that chose the
    others. `lands` are the countries of the towns shown, those with most first; `rings` the keys of rings in the order
    of their numbers.
    """

    title: str
    subtitle: str
    shown: tuple[GraphNode, ...]
    ties: tuple[GraphEdge, ...]
    nodes: tuple[dict[str, Any], ...]
    edges: tuple[dict[str, Any], ...]
    left_out: tuple[GraphNode, ...]
    sources: tuple[dict[str, Any], ...]
    lands: Mapping[str, int] = field(default_factory=dict)
    rings: Mapping[str, int] = field(default_factory=dict)
    rule: str = "network.rule"


def network(graph: Graph, most: int = MOST_NODES) -> NetworkData:
    """Choose what is shown, lay it out, and make the data of the picture."""
    shown, left_out = chosen(graph, most)
    keys = {node.key for node in shown}
    ties = tuple(edge for _, edge in sorted(graph.edges.items()) if edge.a in keys and edge.b in keys)
    degree = Counter(key for edge in ties for key in (edge.a, edge.b))
    boxes = _boxes(shown, degree)
    points = placed(boxes, [(edge.a, edge.b) for edge in ties])
    sources = {source["id"]: dict(source) for edge in ties for source in edge.sources}
    lands, rings = _lands(shown), _rings(shown, degree)
    nodes, edges = _made_by_pyvis(
        [_drawn(node, degree, rings) for node in shown],
        ties,
        arranged(points, boxes, _WIDE),
        arranged(points, boxes, _TALL),
    )
    return NetworkData(
        graph.title,
        graph.subtitle,
        tuple(shown),
        ties,
        nodes,
        edges,
        tuple(left_out),
        tuple(sources.values()),
        lands,
        rings,
        graph.rule,
    )


def with_licences(data: NetworkData, licences: Mapping[str, Any]) -> NetworkData:
    """The same with the licence of each source, by the source's id."""
    return replace(data, sources=tuple(one | {"licence": licences.get(one["id"])} for one in data.sources))


def chosen(graph: Graph, most: int) -> tuple[list[GraphNode], list[GraphNode]]:
    """The nodes that are shown and those left out: asked ones, then nearer ones, by number of ties, by name."""
    degree = Counter(key for edge in graph.edges.values() for key in (edge.a, edge.b))
    ranked = sorted(
        graph.nodes.values(), key=lambda node: (not node.asked, node.rank, -degree[node.key], node.label, node.key)
    )
    return ranked[:most], ranked[most:]


def _lands(shown: Sequence[GraphNode]) -> dict[str, int]:
    """How many of the towns shown lie in each country, most first; what is not known stands under ''."""
    counts = Counter(node.country or "" for node in shown if node.type == "town")
    return dict(sorted(counts.items(), key=lambda one: (not one[0], -one[1], one[0])))


def _rings(shown: Sequence[GraphNode], degree: Mapping[str, int]) -> dict[str, int]:
    """The numbers of the rings shown, from 1: the largest first."""
    rings = sorted((node for node in shown if node.type == "ring"), key=lambda node: (-degree[node.key], node.label))
    return {node.key: number for number, node in enumerate(rings, 1)}


def lines_of(label: str) -> list[str]:
    """A label in the lines in which it is drawn."""
    parted = label.replace("–", "–\0 ")  # a line may end behind a dash, too
    lines = textwrap.wrap(parted, _LINE + parted.count("\0"), max_lines=_LINES, placeholder=" …")
    return [line.replace("\0 ", "").replace("\0", "") for line in lines] or [label]


def radius_of(node: GraphNode, degree: int) -> int:
    """The radius of a node in pixels at full size: that of its kind, more for towns with many ties."""
    many = min(5, round((degree - 1) ** 0.5)) if node.type == "town" and degree > 1 else 0
    return _RADIUS[node.type] + many + (4 if node.asked else 0)


def _boxes(shown: Sequence[GraphNode], degree: Mapping[str, int]) -> dict[str, Box]:
    """The room that each node takes; with its label where there is room for all of them."""
    boxes: dict[str, Box] = {}
    for node in shown:
        radius = radius_of(node, degree[node.key])
        if len(shown) > ALL_LABELLED:
            boxes[node.key] = (2.0 * radius + 22, 2.0 * radius + 18)
        else:
            lines = lines_of(node.label)
            font = _ASKED_FONT if node.asked else _FONT
            boxes[node.key] = label_box(max(lines, key=len), radius, font, len(lines))
    return boxes


def _drawn(node: GraphNode, degree: Mapping[str, int], rings: Mapping[str, int]) -> dict[str, Any]:
    ties = degree[node.key]
    said: dict[str, Any] = {
        "n_id": node.key, "label": node.label, "shape": _SHAPES[node.type], "size": radius_of(node, ties),
        "group": node.type, "asked": node.asked, "lines": lines_of(node.label),
    }  # fmt: skip
    if node.country:
        said["country"] = node.country
    if node.key in rings:
        said["number"] = rings[node.key]
    return said


def _made_by_pyvis(
    shown: Sequence[dict[str, Any]], ties: Sequence[GraphEdge], wide: dict[str, Point], tall: dict[str, Point]
) -> tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]:
    from pyvis.network import Network  # here, for it brings IPython along, which takes half a second

    # Undirected, pyvis compares each new edge with all others.
    made = Network(directed=True, font_color=False)
    for node in shown:
        x, y = wide[node["n_id"]]
        made.add_node(**node, x=x, y=y, tall=tall[node["n_id"]])
    for edge in ties:
        said = {"kind": edge.kind} if edge.type == "link" and edge.kind else {}
        made.add_edge(
            edge.a,
            edge.b,
            id=f"{edge.a}|{edge.b}|{edge.type}",
            arrows="",
            look=look(edge),
            ended=edge.status == "ended",
            **said,
        )
    return tuple(made.nodes), tuple(made.edges)


def look(edge: GraphEdge) -> str:
    """The form in which a tie is drawn."""
    if edge.type == "participation" and edge.status in NOT_HELD:
        return "planned"
    return {"link": "bilateral", "via": "via", "membership": "via", "participation": "event"}[edge.type]
