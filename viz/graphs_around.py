"""Answers as graphs to draw: what stands around a town, and groups of towns, programmes, organisations and events."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graph.texts import Language, text
from viz import say
from viz.graph import Graph, GraphEdge, NodeType, Row, tie

Builder = Callable[[Sequence[Row], list[Row], Language], Graph]


def tied(graph: Graph, row: Row, lang: Language, rank: int = 0) -> None:
    """Tie the two towns of a row about a pair; when each came into a ring it does not tell."""
    ends = [graph.node("town", one, lang, rank=rank) for one in (row, row["partner"])]
    tie(graph, ends[0], ends[1], row if row["bilateral"] else {**row, "since": None}, lang)


def _ego(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
    (town,) = asked
    graph = Graph("", "", rule="network.rule_steps")
    graph.node("town", town, lang, asked=True)
    for row in sorted(rows, key=lambda row: int(row["steps"])):
        _near(graph, row, lang)
    near = sum(node.type == "town" and node.rank == 1 for node in graph.nodes.values())
    far = sum(node.type == "town" and node.rank == 2 for node in graph.nodes.values())
    graph.title = text("network.ego", lang, town=say.isolated(say.town(town, lang)))
    partners = say.counted("network.ego_partners", near, lang)
    if far:
        graph.subtitle = say.counted("network.ego_two", far, lang, partners=partners)
    else:
        graph.subtitle = text("network.ego_one", lang, partners=partners)
    return graph


def _near(graph: Graph, row: Row, lang: Language) -> None:
    """A pair within one step brings nodes of rank 1; of one within two steps those not there yet are of rank 2."""
    tied(graph, row, lang, rank=int(row["steps"]))


def _community(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
    """The first community of the answer, with the ties among its towns where they were read."""
    if not rows:
        return Graph(text("question.communities.title", lang), text("network.empty", lang))
    group = rows[0]
    subtitle = say.counted("network.community", int(group["size"]), lang, links=say.number(group["links"], lang))
    if len(rows) > 1:
        subtitle += " " + say.counted("network.community_first", len(rows), lang)
    graph = Graph(say.isolated(group["name"]), subtitle, rule="network.rule_community")
    chosen = {str(one["id"]) for one in asked}
    for place, one in enumerate(group["members"]):
        graph.node("town", one, lang, asked=one["id"] in chosen, rank=place)
    for row in group.get("ties", ()):
        tied(graph, row, lang)
    return graph


def _part(graph: Graph, ends: tuple[str, str], row: Row, role: str | None, thing: Row) -> None:
    """A part that something has in what a row tells of; `thing` is the one of the two that has a time.

    Only events have a status that says whether they were held.
    """
    event = next((key for key in ends if key.startswith("event:")), None)
    said = (thing.get("kind"), thing.get("status")) if event else (None, None)
    when = (thing.get("begin"), thing.get("end"))
    graph.edge(GraphEdge(*ends, "participation", *said, role, *when, tuple(row.get("sources") or ())))


_PARTS: dict[str, NodeType] = {
    "towns": "town", "organisations": "organisation", "persons": "person", "programmes": "programme",
    "events": "event", "rings": "ring",
}  # fmt: skip


def _taking_part(type_: NodeType, parts: Sequence[str]) -> Builder:
    """Draws things of a type with all that take part in them, or that they take part in."""

    def build(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
        chosen = {str(one["id"]) for one in asked}
        single = rows[0] if len(rows) == 1 else None
        title = say.isolated(say.words(single.get("title"), lang) or single["name"]) if single else None
        title = title or say.counted(f"network.{type_}s", len(rows), lang)
        graph = Graph(title, text(f"network.{type_}s_subtitle", lang))
        for row in rows:
            hub = graph.node(type_, row, lang, asked=single is not None or row["id"] in chosen)
            for name in parts:
                for one in row[name]:
                    end = graph.node(_PARTS[name], one, lang, asked=one["id"] in chosen)
                    _part(graph, (end, hub), row, one.get("role"), one if name == "events" else row)
        return graph

    return build


def _rings(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
    graph = Graph(say.counted("network.rings", len(rows), lang), text("network.rings_subtitle", lang))
    chosen = {str(one["id"]) for one in asked}
    for row in rows:
        hub = graph.node("ring", row, lang, asked=row["id"] in chosen)
        for one in row["members"]:
            member = graph.node("town", one, lang, asked=one["id"] in chosen)
            graph.edge(GraphEdge(member, hub, "membership", sources=tuple(row["sources"])))
    return graph


def _nearby(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
    """Towns near the one asked about with their partners in a country; how far they are is no tie."""
    (town,) = asked
    graph = Graph(
        say.counted("network.near", len(rows), lang, town=say.isolated(say.town(town, lang))),
        text("network.near_subtitle", lang),
    )
    for row in rows:
        here = graph.node("town", row, lang, asked=row["id"] == town["id"], rank=0)
        for partner in row["partners"]:
            tie(graph, here, graph.node("town", partner, lang, rank=1), partner, lang)
    return graph


AROUND: dict[str, Builder] = {
    "ego-network": _ego,
    "communities": _community,
    "programmes": _taking_part("programme", ("towns", "organisations", "persons", "events")),
    "organisations": _taking_part("organisation", ("events", "programmes", "towns", "persons")),
    "events": _taking_part("event", ("towns", "rings", "organisations")),
    "rings": _rings,
    "near": _nearby,
}
"""How answers of these questions are drawn."""
