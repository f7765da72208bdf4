"""Communities: groups of towns that are linked among themselves more than chance would have it (Leiden)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

from graph.measures.figures import SEED
from graph.measures.network import Computed, Network, Row, Tell, in_silence

_MAIN_SHARE, _LEAST_SHARE = 0.6, 0.5
"""Countries are added to a name until they have the first share of the towns; none is with less than the second."""

_COUNTRIES, _LARGEST, _BRIDGES, _AROUND = 3, 8, 5, 2
_TRIES, _SMALL = 10, 10_000
"""In networks of few pairs one draw can be well below the best: there are ten up to so many pairs."""

_REF = ("id", "name", "country")


def communities(network: Network, _: object = None, tell: Tell = in_silence) -> Computed:
    """Rows of communities, the largest first; the same data give the same ones.

    Traag, Waltman and van Eck, From Louvain to Leiden (2019), for Newman's modularity at resolution 1, until nothing
    improves, with a fixed seed over towns and pairs in a fixed order; in a network
    of up to 10,000 pairs the best of ten draws.

    `size`: its towns, all in `members`; `links` lie within, `outside` lead out of it; `countries`: its countries, most
    towns first; `around`: the towns with most links within; `largest`: by people; `bridges`: the towns with most links
    to other communities.
    """
    graph = network.graph
    tell("communities", 0, 2)
    groups = leiden(graph)
    tell("communities", 1, 2)
    home = {town: number for number, group in enumerate(groups) for town in group}
    rows = [_row(network, group, home) for group in groups]
    rows.sort(key=lambda row: (-row["size"], row["id"]))
    tell("communities", 2, 2)
    membership = [home[town] for town in range(graph.vcount())]
    quality = graph.modularity(membership) if graph.ecount() else 0.0
    values = {"count": len(rows), "modularity": round(quality, 3)}
    return Computed(rows, notes=[("network.communities", values)] if rows else [])


def leiden(graph: Any) -> list[list[int]]:
    """The communities as lists of vertices; igraph draws from a generator with our seed meanwhile."""
    import igraph

    if not graph.ecount():
        return [[one] for one in range(graph.vcount())]
    igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - statistics, no secret
    tries = range(_TRIES if graph.ecount() <= _SMALL else 1)
    try:
        found = [graph.community_leiden(objective_function="modularity", n_iterations=-1) for _ in tries]
        return [list(one) for one in max(found, key=lambda one: one.modularity)]
    finally:
        igraph.set_random_number_generator(random)


def _row(network: Network, group: Sequence[int], home: dict[int, int]) -> Row:
    towns, inside, outside = network.towns, {}, {}
    for one in group:
        same = sum(home[other] == home[one] for other in network.neighbours[one])
        inside[one], outside[one] = same, len(network.neighbours[one]) - same
    linked = sorted(group, key=lambda one: (-inside[one], towns[one]["id"]))
    large = sorted(group, key=lambda one: (-(towns[one]["population"] or 0), towns[one]["id"]))
    bridges = sorted((one for one in group if outside[one]), key=lambda one: (-outside[one], towns[one]["id"]))
    countries = Counter(towns[one]["land"] for one in group if towns[one]["land"])
    return {
        "id": f"around-{towns[linked[0]]['id']}",
        "size": len(group),
        "links": sum(inside.values()) // 2,
        "outside": sum(outside.values()),
        "countries": [{"country": land, "towns": count} for land, count in _ranked(countries)],
        "named_for": _named_for(network, group, countries),
        "region": _region(network, group, countries),
        "around": [_ref(towns[one]) for one in linked[:_AROUND]],
        "largest": [_ref(towns[one]) for one in large[:_LARGEST] if towns[one]["population"]],
        "bridges": [_ref(towns[one]) | {"outside": outside[one]} for one in bridges[:_BRIDGES]],
        "members": [_ref(towns[one]) for one in linked],
    }


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _ref(town: Row) -> Row:
    return {name: town[name] for name in _REF}


def _named_for(network: Network, group: Sequence[int], countries: Counter[str]) -> list[str]:
    """The first countries that have most of the towns together, three at most; none where more would be needed."""
    named: list[str] = []
    for country, _ in _ranked(countries):
        if len(named) == _COUNTRIES or sum(countries[one] for one in named) >= _MAIN_SHARE * len(group):
            break
        named.append(country)
    return named if sum(countries[one] for one in named) >= _LEAST_SHARE * len(group) else []


def _region(network: Network, group: Sequence[int], countries: Counter[str]) -> str | None:
    """The region that has most of the towns, where there is one."""
    regions = Counter((network.towns[one]["land"], network.towns[one]["region"]) for one in group)
    (_, region), count = min(regions.items(), key=lambda one: (-one[1], str(one[0])))
    return region if region and count >= _MAIN_SHARE * len(group) else None
