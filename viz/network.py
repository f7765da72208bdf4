"""The network picture: nodes and edges made by pyvis, drawn on our own template by `static/network.js`.

Of pyvis only the making of vis-network's node and edge data is used. Its template loads scripts from other
hosts and puts titles into `innerHTML`; ours does neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from graph.texts import Language, text
from viz import say
from viz.assets import STATIC, asset_file, inline_script
from viz.graphs import Graph, GraphEdge, GraphNode
from viz.layout import Point, arranged, label_box, placed
from viz.pages import View, json_block, render, texts_for_script

MOST_NODES = 300
"""A picture shows at most this many nodes; more cannot be read."""

_SHAPES = {"town": "dot", "ring": "diamond", "event": "square", "programme": "triangle", "organisation": "star"}
_RADIUS = {"town": 11, "ring": 15, "event": 12, "programme": 12, "organisation": 12}
_ASKED_RADIUS = 18
_FONT, _ASKED_FONT = 15, 19
_WIDE, _TALL = 1.4, 0.65
"""Width / height of the picture on a wide and on a narrow screen."""


@dataclass(frozen=True, slots=True)
class NetworkData:
    """A network ready to draw: vis-network's nodes and edges beside what they stand for.

    `left_out` are the nodes beyond `MOST_NODES`, in the order of the rule that chose the others.
    """

    title: str
    subtitle: str
    shown: tuple[GraphNode, ...]
    ties: tuple[GraphEdge, ...]
    nodes: tuple[dict[str, Any], ...]
    edges: tuple[dict[str, Any], ...]
    left_out: tuple[GraphNode, ...]
    sources: tuple[dict[str, Any], ...]


def network(graph: Graph, most: int = MOST_NODES) -> NetworkData:
    """Choose what is shown, lay it out, and make the data of the picture."""
    shown, left_out = chosen(graph, most)
    keys = {node.key for node in shown}
    ties = tuple(edge for _, edge in sorted(graph.edges.items()) if edge.a in keys and edge.b in keys)
    boxes = {node.key: label_box(node.label, _radius(node), _font(node)) for node in shown}
    points = placed(boxes, [(edge.a, edge.b) for edge in ties])
    nodes, edges = _made_by_pyvis(shown, ties, arranged(points, boxes, _WIDE), arranged(points, boxes, _TALL))
    sources = {source["id"]: dict(source) for edge in ties for source in edge.sources}
    return NetworkData(
        graph.title, graph.subtitle, tuple(shown), ties, nodes, edges, tuple(left_out), tuple(sources.values())
    )


def chosen(graph: Graph, most: int) -> tuple[list[GraphNode], list[GraphNode]]:
    """The nodes that are shown and those left out: asked ones first, then by number of ties, then by name."""
    degree = Counter(key for edge in graph.edges.values() for key in (edge.a, edge.b))
    ranked = sorted(graph.nodes.values(), key=lambda node: (not node.asked, -degree[node.key], node.label, node.key))
    return ranked[:most], ranked[most:]


def _radius(node: GraphNode) -> int:
    return _ASKED_RADIUS if node.asked else _RADIUS[node.type]


def _font(node: GraphNode) -> int:
    return _ASKED_FONT if node.asked else _FONT


def _made_by_pyvis(
    shown: Sequence[GraphNode], ties: Sequence[GraphEdge], wide: dict[str, Point], tall: dict[str, Point]
) -> tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]:
    from pyvis.network import Network  # here, for it brings IPython along, which takes half a second

    # Undirected, pyvis compares each new edge with all others.
    made = Network(directed=True, font_color=False)
    for node in shown:
        x, y = wide[node.key]
        made.add_node(
            node.key,
            node.label,
            _SHAPES[node.type],
            x=x,
            y=y,
            tall=tall[node.key],
            size=_radius(node),
            group=node.type,
            asked=node.asked,
        )
    for number, edge in enumerate(ties):
        made.add_edge(edge.a, edge.b, id=number, arrows="", look=_look(edge), ended=edge.status == "ended")
    return tuple(made.nodes), tuple(made.edges)


NOT_HELD = frozenset({"announced", "proposed", "replaced", "cancelled"})
"""Statuses of events that were not, or not yet, held: they are drawn in a form of their own."""


def _look(edge: GraphEdge) -> str:
    if edge.type == "participation" and edge.status in NOT_HELD:
        return "planned"
    return {"link": "bilateral", "via": "via", "membership": "via", "participation": "event"}[edge.type]


def network_html(data: NetworkData, lang: Language, view: View, *, standalone: bool = False, **context: object) -> str:
    """The picture as a page of ours or, `standalone`, as one file that makes no request and works from a disk.

    `context` may have `table_url`, `file_url` (addresses of the same answer as table and as file).
    """
    shared: dict[str, object] = {
        "network": data,
        "block": _block(data, lang, view, standalone),
        "legend": _legend(data, lang),
        "rows": [_row(edge, data, lang, view, standalone) for edge in data.ties],
        "left_out": data.left_out,
        "table_url": None,
        "file_url": None,
    }
    if standalone:
        return render("network_file.html", lang=lang, view=view, **shared | _inlined())
    return render("network.html", lang=lang, view=view, **shared | context)


def _inlined() -> dict[str, object]:
    return {
        "style": Markup((STATIC / "style.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
        "scripts": [
            inline_script(asset_file("vendor/vis-network.js").read_text(encoding="utf-8")),
            inline_script((STATIC / "network.js").read_text(encoding="utf-8")),
        ],
    }


def _href(path: str | None, view: View, standalone: bool) -> str | None:
    if path is None:
        return None
    if standalone:
        return view.address(path) if view.public_url else None
    return view.href(path)


def _block(data: NetworkData, lang: Language, view: View, standalone: bool) -> Markup:
    names = {node.key: node.label for node in data.shown}
    nodes = [
        made | {"href": _href(node.href, view, standalone), "about": _about_node(node, data.ties, lang)}
        for made, node in zip(data.nodes, data.shown, strict=True)
    ]
    edges = [
        made | {"title": _line(edge, names, lang), "about": _about_edge(edge, lang), "sources": _sources(edge)}
        for made, edge in zip(data.edges, data.ties, strict=True)
    ]
    return json_block({"nodes": nodes, "edges": edges, "texts": texts_for_script("network.script.", lang)})


def _sources(edge: GraphEdge) -> list[dict[str, Any]]:
    return [{"title": source["title"], "url": source.get("url")} for source in edge.sources]


def _about_node(node: GraphNode, ties: Sequence[GraphEdge], lang: Language) -> list[tuple[str, str]]:
    own = [edge for edge in ties if node.key in (edge.a, edge.b)]
    about = [(text("network.type", lang), text(f"network.node.{node.type}", lang))]
    if node.country:
        about.append((text("field.country", lang), say.country(node.country, lang)))
    return [*about, (text("network.ties", lang), say.number(len(own), lang))]


def _how(edge: GraphEdge, lang: Language) -> str:
    if edge.type == "participation":
        return say.label("role", edge.role, lang) or text("role.participant", lang)
    if edge.type == "link":
        return say.label("kind", edge.kind, lang) or text("city.kind_unknown", lang)
    return say.label("role", edge.role or "member", lang)


def _about_edge(edge: GraphEdge, lang: Language) -> list[tuple[str, str]]:
    about = [(text("network.tie", lang), text(f"network.edge.{_look(edge)}", lang))]
    about.append((text("field.kind", lang), _how(edge, lang)))
    event = edge.type == "participation"
    if edge.status:
        about.append((text("field.status", lang), say.label("event_status" if event else "status", edge.status, lang)))
    if edge.since or edge.type != "via":
        name = "field.begin" if event else "field.since"
        about.append((text(name, lang), say.partial_date(edge.since, lang) or text("mark.unknown", lang)))
    if edge.until:
        about.append((text("field.end" if event else "field.until", lang), say.partial_date(edge.until, lang)))
    return about


def _line(edge: GraphEdge, names: dict[str, str], lang: Language) -> str:
    since = f", {text('pages.since_date', lang)} {say.partial_date(edge.since, lang)}" if edge.since else ""
    return f"{names[edge.a]} – {names[edge.b]}: {_how(edge, lang)}{since}"


def _row(edge: GraphEdge, data: NetworkData, lang: Language, view: View, standalone: bool) -> dict[str, Any]:
    nodes = {node.key: node for node in data.shown}
    ends = [
        {"label": nodes[key].label, "type": nodes[key].type, "href": _href(nodes[key].href, view, standalone)}
        for key in (edge.a, edge.b)
    ]
    return {"ends": ends, "look": _look(edge), "how": _how(edge, lang), "since": edge.since, "sources": edge.sources}


def _legend(data: NetworkData, lang: Language) -> list[dict[str, str]]:
    """What is in the picture, and only that: forms of nodes, then of edges."""
    types = dict.fromkeys(node.type for node in sorted(data.shown, key=lambda node: list(_SHAPES).index(node.type)))
    looks = sorted({_look(edge) for edge in data.ties})
    found = [{"class": f"node {name}", "label": text(f"network.node.{name}", lang)} for name in types]
    found += [{"class": f"tie {name}", "label": text(f"network.edge.{name}", lang)} for name in looks]
    if any(edge.status == "ended" for edge in data.ties):
        found.append({"class": "tie ended", "label": text("network.edge.ended", lang)})
    return found
