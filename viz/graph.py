"""What is drawn as a network: nodes and ties in plain values. A ring is a node, never a clique."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import quote

from graph.texts import Language
from viz import say
from viz.pages import View

NodeType = Literal["town", "ring", "event", "programme", "organisation", "person"]
EdgeType = Literal["link", "membership", "participation", "via"]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A thing to draw. `key` is unique in the graph, `asked` marks what the question was about.

    `rank`: how near it is to what was asked; where not all fit, nearer ones are shown first.
    """

    key: str
    label: str
    type: NodeType
    country: str | None = None
    href: str | None = None
    asked: bool = False
    rank: int = 0


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """A tie of two nodes, by their keys. `since` and `until` are partial ISO dates."""

    a: str
    b: str
    type: EdgeType
    kind: str | None = None
    status: str | None = None
    role: str | None = None
    since: str | None = None
    until: str | None = None
    sources: tuple[Row, ...] = ()


@dataclass(slots=True)
class Graph:
    """What is to be drawn, with a title that says what is seen and a subtitle that defines it.

    `rule` is the key of the text that says which nodes are shown where not all are.
    """

    title: str
    subtitle: str
    nodes: dict[str, GraphNode] = field(default_factory=dict)
    edges: dict[tuple[str, str, EdgeType], GraphEdge] = field(default_factory=dict)
    rule: str = "network.rule"

    def node(self, type_: NodeType, row: Row, lang: Language, *, asked: bool = False, rank: int = 0) -> str:
        """Add a thing (once) and give its key; `row` has `id` and `name` or `title`."""
        key = f"{type_}:{row['id']}"
        if key not in self.nodes:
            label = say.words(row.get("title"), lang) or say.town(row, lang)
            href = f"/{View.page_of(type_)}/{quote(str(row['id']), safe='')}"
            self.nodes[key] = GraphNode(key, label, type_, row.get("country"), href, asked, rank)
        return key

    def edge(self, edge: GraphEdge) -> None:
        """Add a tie, once per pair and type; a second one brings its sources along."""
        a, b = sorted((edge.a, edge.b))
        known = self.edges.get((a, b, edge.type))
        if known is None:
            self.edges[a, b, edge.type] = edge
        else:
            merged = {source["id"]: source for source in (*known.sources, *edge.sources)}
            self.edges[a, b, edge.type] = replace(known, sources=tuple(merged.values()))


def tie(graph: Graph, a: str, b: str, row: Row, lang: Language) -> None:
    """Tie town `a` to town `b` as `row` says: directly, through rings, or both.

    A row about a pair says since when both are in the ring, which is of `b` where `a` was asked about.
    """
    sources = tuple(row["sources"])
    if row["bilateral"]:
        graph.edge(
            GraphEdge(a, b, "link", row.get("kind"), row.get("status"), None, row["since"], row.get("until"), sources)
        )
    for ring in row["rings"]:
        hub = graph.node("ring", ring, lang)
        graph.edge(GraphEdge(a, hub, "via", sources=sources))
        since = None if row["bilateral"] else row["since"]
        graph.edge(GraphEdge(b, hub, "via", status=row.get("status"), since=since, sources=sources))
