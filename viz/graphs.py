"""Answers of questions as graphs to draw: nodes and edges in plain values. A ring is a node, never a clique."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from babel.lists import format_list

from graph.errors import UsageError
from graph.texts import Language, text
from viz import say
from viz.graph import EdgeType, Graph, GraphEdge, Row, tie
from viz.graphs_around import AROUND, tied

MOST_SHARING = 15
"""Towns that share something with the one asked about, in a picture at most: the first of the answer."""


def graph_of(answer: Row, asked: Sequence[Row], lang: Language) -> Graph:
    """The answer of a question as a graph.

    `asked` are the towns (or the ring) that the question was about, as `{id, name, country}`, in the order asked.
    Raises `UsageError` for a question that has no network picture.
    """
    build = _BUILDERS.get(str(answer["question"]))
    if build is None:
        raise UsageError(text("network.no_picture", lang, question=answer["question"]), parameter="question")
    return build(answer["rows"], list(asked), lang)


def has_graph(question: str) -> bool:
    """Whether a question's answer can be drawn as a network."""
    return question in _BUILDERS


def _partners(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
    (town,) = asked
    bilateral = sum(bool(row["bilateral"]) for row in rows)
    graph = Graph(
        say.counted("network.partners", len(rows), lang, town=say.isolated(say.town(town, lang))),
        _how_tied(bilateral, len(rows) - bilateral, lang),
    )
    centre = graph.node("town", town, lang, asked=True)
    for row in rows:
        tie(graph, centre, graph.node("town", row, lang), row, lang)
    return graph


def _names(asked: Sequence[Row], lang: Language) -> str:
    return str(format_list([say.isolated(say.town(town, lang)) for town in asked], locale=say.locale(lang)))


def _how_tied(bilateral: int, via: int, lang: Language) -> str:
    key = "both" if bilateral and via else "via" if via else "bilateral"
    return text(f"network.partners_{key}", lang, bilateral=bilateral, via=via)


def _shared_partners(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
    names = _names(asked, lang)
    graph = Graph(text("network.shared", lang, towns=names), say.counted("network.shared_subtitle", len(rows), lang))
    for town in asked:
        graph.node("town", town, lang, asked=True)
    for row in rows:
        partner = graph.node("town", row, lang)
        for by in row["by"]:
            tie(graph, graph.node("town", by, lang), partner, by, lang)
    return graph


def _sharing(key: str) -> Callable[[Sequence[Row], list[Row], Language], Graph]:
    """Draws a town, the first that share partners with it, and what they share."""

    def build(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
        (town,) = asked
        shown = [row for row in rows if row["reasons"]][:MOST_SHARING]
        graph = Graph(
            text(f"network.{key}", lang, town=say.isolated(say.town(town, lang))),
            say.counted("network.sharing", len(shown), lang),
        )
        centre = graph.node("town", town, lang, asked=True)
        for row in shown:
            other = graph.node("town", row, lang)
            for one in row["reasons"]:
                if one["ring"]:
                    hub = graph.node("ring", one, lang)
                    for end, side in ((centre, one["ours"]), (other, one["theirs"])):
                        graph.edge(GraphEdge(end, hub, "via", since=side["since"], sources=tuple(side["sources"])))
                else:
                    between = graph.node("town", one, lang)
                    tie(graph, centre, between, one["ours"], lang)
                    tie(graph, other, between, one["theirs"], lang)
        return graph

    return build


def _bilateral(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
    names = _names(asked, lang)
    graph = Graph(text("network.between", lang, towns=names), text("network.between_subtitle", lang))
    ends = [graph.node("town", town, lang, asked=True) for town in asked]
    for row in rows:
        _draw_fact(graph, ends, row, lang)
    return graph


def _draw_fact(graph: Graph, ends: Sequence[str], row: Row, lang: Language) -> None:
    what, sources = row["what"], tuple(row["sources"])
    if what == "link":
        said = (row["kind"], row["status"], None, row["since"], row["until"], sources)
        graph.edge(GraphEdge(ends[0], ends[1], "link", *said))
    elif what == "shared-partner":
        for end, by in zip(ends, row["by"], strict=True):
            tie(graph, end, graph.node("town", row, lang), {**by, "sources": sources}, lang)
    elif what != "distance":
        hub = graph.node(what, row, lang)
        type_: EdgeType = "via" if what == "ring" else "participation"
        for end, by in zip(ends, row["by"], strict=True):
            graph.edge(GraphEdge(end, hub, type_, None, by["status"], by["role"], by["since"], by["until"], sources))


def _ring_members(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
    (ring,) = asked
    graph = Graph(
        str(ring["name"]),
        say.counted("network.members_subtitle", len(rows), lang),
    )
    hub = graph.node("ring", ring, lang, asked=True)
    for row in rows:
        member = graph.node("town", row, lang)
        graph.edge(
            GraphEdge(
                member,
                hub,
                "membership",
                status=row["status"],
                role=row["role"],
                since=row["since"],
                until=row["until"],
                sources=tuple(row.get("sources") or ()),
            )
        )
    return graph


def _city_events(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
    (town,) = asked
    graph = Graph(
        say.counted("network.city_events", len(rows), lang, town=say.isolated(say.town(town, lang))),
        text("network.city_events_subtitle", lang),
    )
    centre = graph.node("town", town, lang, asked=True)
    for row in rows:
        event = graph.node("event", row, lang)
        graph.edge(
            GraphEdge(
                centre,
                event,
                "participation",
                row.get("kind"),
                row.get("status"),
                row.get("role"),
                row.get("begin"),
                row.get("end"),
                tuple(row.get("sources") or ()),
            )
        )
    return graph


def _rings_overlap(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
    graph = Graph(say.counted("network.overlap", len(rows), lang), text("network.overlap_subtitle", lang))
    chosen = {str(one["id"]) for one in asked}
    for row in rows:
        sources = tuple(row["sources"])
        hubs = [graph.node("ring", ring, lang, asked=ring["id"] in chosen) for ring in (row, row["other"])]
        for one in row["towns"]:
            town = graph.node("town", one, lang, asked=one["id"] in chosen)
            for hub in hubs:
                graph.edge(GraphEdge(town, hub, "membership", sources=sources))
    return graph


def _meets_with(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
    (town,) = asked
    graph = Graph(
        say.counted("network.meets", len(rows), lang, town=say.isolated(say.town(town, lang))),
        text("network.meets_subtitle", lang),
    )
    centre = graph.node("town", town, lang, asked=True)
    for row in rows:
        other, sources = graph.node("town", row, lang), tuple(row["sources"])
        for one in row["events"]:
            event = graph.node("event", one, lang)
            said = (one["kind"], one["status"])
            when = (one["begin"], one["end"])
            if one["way"] == "direct":
                graph.edge(GraphEdge(centre, event, "participation", *said, None, *when, sources))
                graph.edge(GraphEdge(other, event, "participation", *said, one["role"], *when, sources))
                continue
            for ring in one["rings"]:
                hub = graph.node("ring", ring, lang)
                graph.edge(GraphEdge(event, hub, "participation", *said, "ring", *when, sources))
                for end in (centre, other):
                    graph.edge(GraphEdge(end, hub, "via", sources=sources))
    return graph


def _path(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
    first, last = asked[0], asked[-1]
    names = {"first": say.isolated(say.town(first, lang)), "last": say.isolated(say.town(last, lang))}
    if rows:
        steps = say.counted("network.path_steps", int(rows[0]["length"]), lang)
        subtitle = say.counted("network.path_subtitle", len(rows), lang, steps=steps)
    else:
        subtitle = text("network.path_none", lang)
    graph = Graph(text("network.path", lang, **names), subtitle)
    for town in asked:
        graph.node("town", town, lang, asked=True)
    for row in rows:
        for (a, b), step in zip(pairwise(row["chain"]), row["steps"], strict=True):
            tie(graph, graph.node("town", a, lang), graph.node("town", b, lang), step, lang)
    return graph


def _country_pair(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
    """The pairs of towns of two countries; `asked` holds none."""
    lands = [say.country(one["country"], lang) for one in (rows[0], rows[0]["partner"])] if rows else []
    return _pairs(rows, " – ".join(lands) or text("question.country-pair.title", lang), lang)


def _pairs(rows: Sequence[Row], title: str, lang: Language) -> Graph:
    bilateral = sum(bool(row["bilateral"]) for row in rows)
    graph = Graph(title, _how_tied(bilateral, len(rows) - bilateral, lang))
    for row in rows:
        tied(graph, row, lang)
    return graph


def _links(rows: Sequence[Row], asked: list[Row], lang: Language) -> Graph:
    return _pairs(rows, say.counted("network.pairs", len(rows), lang), lang)


_BUILDERS: dict[str, Callable[[Sequence[Row], list[Row], Language], Graph]] = {
    "partners": _partners,
    "shared-partners": _shared_partners,
    "ring-members": _ring_members,
    "city-events": _city_events,
    "path": _path,
    "similar-cities": _sharing("similar"),
    "cousin-cities": _sharing("cousins"),
    "suggest-partners": _sharing("suggested"),
    "bilateral": _bilateral,
    "rings-overlap": _rings_overlap,
    "meets-with": _meets_with,
    "country-pair": _country_pair,
    "links": _links,
    **AROUND,
}
