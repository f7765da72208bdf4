"""Which towns stand in the middle: six measures of centrality, each of which means something else by 'middle'."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graph.measures import figures
from graph.measures.figures import sample
from graph.measures.network import Computed, Network, Row, Tell, in_silence

MOST = 1000
"""Towns that are ranked, of the world and of each country."""

_BATCHES = 10
Values = tuple[Sequence[float], Sequence[float] | None]
"""The measure of each vertex, and its standard error where it was estimated."""


def degree(graph: Any, tell: Tell = in_silence) -> Values:
    """The number of a town's partners."""
    return graph.degree(), None


def betweenness(graph: Any, tell: Tell = in_silence) -> Values:
    """The share of all pairs of other towns whose shortest ways lead through a town (Freeman 1977).

    Of a pair with several shortest ways it counts the share of those. Up to `figures.EXACT_TOWNS` towns it is exact
    (Brandes 2001); beyond that it is estimated from the ways that start at `figures.SAMPLE` towns drawn by chance
    (Brandes and Pich 2007), and the standard error follows from ten parts of that sample. It holds for towns at the
    top; of those far down few drawn towns are near, so theirs is too small.
    """
    count = graph.vcount()
    pairs = (count - 1) * (count - 2) / 2
    if pairs <= 0:
        return [0.0] * count, None
    if count <= figures.EXACT_TOWNS:
        return [one / pairs for one in graph.betweenness(directed=False)], None
    import numpy as np

    drawn = sample(count)
    parts = [drawn[at::_BATCHES] for at in range(_BATCHES)]
    estimates = []
    for number, part in enumerate(parts):
        tell("betweenness", number, len(parts))
        # igraph halves what it counts, so that all towns as sources give the exact value.
        counted = np.array(graph.betweenness(directed=False, sources=part))
        estimates.append(counted * (count / len(part) / pairs))
    tell("betweenness", len(parts), len(parts))
    spread = np.std(estimates, axis=0, ddof=1) / math.sqrt(len(parts))
    return np.mean(estimates, axis=0).tolist(), spread.tolist()


def closeness(graph: Any, tell: Tell = in_silence) -> Values:
    """How near a town is to all that it can reach: (r / (n - 1)) x (r / d), Wasserman and Faust's (1994, eq. 5.22).

    n: towns; r: those it can reach; d: the sum of the links on the shortest ways to them. In a component of more than
    `figures.EXACT_TOWNS` towns d is estimated from `figures.SAMPLE` of them (Eppstein and Wang 2004).
    """
    count = graph.vcount()
    values = [0.0] * count
    for members in graph.connected_components():
        component = graph.induced_subgraph(members)
        reached = len(members) - 1
        if len(members) <= figures.EXACT_TOWNS:
            near = component.closeness() if reached else [0.0]
        else:
            near = _near(component)
        for member, one in zip(members, near, strict=True):
            values[member] = one * reached / (count - 1) if count > 1 else 0.0
    return values, None


def _near(component: Any) -> Sequence[float]:
    """One by the mean distance of each vertex to the others, estimated from a sample of them."""
    import numpy as np

    drawn, count = sample(component.vcount()), component.vcount()
    total = np.zeros(count)
    for one in drawn:
        total += np.array(component.distances(one)[0])
    estimated: list[float] = ((count - 1) / (total * (count / len(drawn)))).tolist()
    return estimated


def pagerank(graph: Any, tell: Tell = in_silence) -> Values:
    """The share of time that a walker spends in a town who follows links by chance and starts anew after 15 % of steps.

    Brin and Page (1998), damping 0.85; the values of all towns add up to 1.
    """
    return graph.pagerank(damping=0.85) if graph.vcount() else [], None


def eigenvector(graph: Any, tell: Tell = in_silence) -> Values:
    """How well linked a town's partners are themselves (Bonacich 1972), 1 for the highest.

    It is not defined across components: it is computed in the largest one and 0 outside it.
    """
    values = [0.0] * graph.vcount()
    if graph.ecount():
        members = min(graph.connected_components(), key=lambda one: (-len(one), min(one)))
        with warnings.catch_warnings():
            # igraph warns of towns that are all but cut off, as some are in any network of this kind.
            warnings.simplefilter("ignore", RuntimeWarning)
            found = graph.induced_subgraph(members).eigenvector_centrality()
        for member, one in zip(members, found, strict=True):
            values[member] = max(one, 0.0)
    return values, None


def core(graph: Any, tell: Tell = in_silence) -> Values:
    """The largest k for which a town belongs to a group where each has k partners in the group (Seidman 1983)."""
    return graph.coreness(), None


MEASURES: Mapping[str, Callable[[Any, Tell], Values]] = {
    "degree": degree,
    "betweenness": betweenness,
    "closeness": closeness,
    "pagerank": pagerank,
    "eigenvector": eigenvector,
    "core": core,
}


def top_cities(network: Network, parameters: Any, tell: Tell = in_silence) -> Computed:
    """Rows of towns with `value`, its standard `error` where it is estimated, and `degree`, the highest value first.

    As many towns as `MOST` of the world and of each country; towns with the same value have the same `rank`.
    """
    values, errors = MEASURES[parameters.by](network.graph, tell)
    degrees = network.graph.degree()
    order = sorted(range(len(values)), key=lambda at: (-values[at], -degrees[at], network.towns[at]["id"]))
    rows: list[Row] = []
    taken: dict[str | None, int] = {}
    rank, last = 0, None
    for place, at in enumerate(order, 1):
        if last is None or not math.isclose(values[at], last, rel_tol=1e-9, abs_tol=1e-15):
            rank, last = place, values[at]
        country = network.towns[at]["country"]
        taken[country] = taken.get(country, 0) + 1
        if place > MOST and taken[country] > MOST:
            continue
        town = {name: network.towns[at][name] for name in ("id", "name", "country", "lat", "lon", "population")}
        error = errors[at] if errors is not None else None
        rows.append({"rank": rank, **town, "value": values[at], "error": error, "degree": degrees[at]})
    sampled = errors is not None
    return Computed(rows, notes=[("network.sampled", {"sample": figures.SAMPLE})] if sampled else [])
