"""Figures of the whole network: how large, how dense, how far from town to town, and whether like is linked to like.

Definitions are those of Newman, Networks (2nd edition, 2018), and of the KONECT handbook (Kunegis): clustering is
3 x triangles / wedges, degree assortativity is Pearson's correlation of the degrees at the two ends of the links.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from typing import Any

from graph.measures.network import Computed, Network, Row, Tell, in_silence

EXACT_TOWNS = 30_000
"""Towns up to which all shortest ways are measured; of larger networks only those from `SAMPLE` towns."""

SAMPLE = 300
SEED = 20130128
"""Fixed, so that the same data give the same figures."""

_STEPS = 4


def figures(network: Network, _: object = None, tell: Tell = in_silence) -> Computed:
    """Rows `figure, value`; a value is None where it is not defined, as the assortativity of equal degrees.

    `nodes`: towns with at least one link; `links`: distinct pairs; `wedges`: pairs of links that meet in a town;
    `triangles`: three towns linked to each other; `diameter` and `mean_distance`: the longest and the mean shortest way
    between two towns of the largest component, in links.
    """
    graph = network.graph
    tell("figures", 0, _STEPS)
    degrees: list[int] = graph.degree()
    wedges = sum(one * (one - 1) // 2 for one in degrees)
    triangles = round(_defined(graph.transitivity_undirected()) * wedges / 3) if wedges else 0
    tell("figures", 1, _STEPS)
    sizes = sorted(map(len, graph.connected_components()), reverse=True)
    tell("figures", 2, _STEPS)
    diameter, mean, notes = ways(largest(network))
    tell("figures", _STEPS, _STEPS)
    found: dict[str, float | None] = {
        "nodes": len(degrees),
        "links": graph.ecount(),
        "components": len(sizes),
        "largest_component": sizes[0] if sizes else 0,
        "max_degree": max(degrees, default=0),
        "mean_degree": 2 * graph.ecount() / len(degrees) if degrees else None,
        "wedges": wedges,
        "triangles": triangles,
        "clustering": 3 * triangles / wedges if wedges else None,
        "degree_assortativity": _number(graph.assortativity_degree(directed=False)) if degrees else None,
        "diameter": diameter,
        "mean_distance": mean,
    }
    return Computed([{"figure": name, "value": value} for name, value in found.items()], notes=notes)


def largest(network: Network) -> Any:
    """The largest component as a graph; of several as large, the one with the first town by id."""
    graph = network.graph
    if not graph.vcount():
        return graph
    return graph.induced_subgraph(min(graph.connected_components(), key=lambda one: (-len(one), min(one))))


def ways(component: Any) -> tuple[int | None, float | None, list[tuple[str, Row]]]:
    """Diameter and mean length of the shortest ways of a connected graph, in links, and a note where it is a sample."""
    count = component.vcount()
    if count < 2:
        return None, None, []
    if count <= EXACT_TOWNS:
        bins = list(component.path_length_hist(directed=False).bins())
        total = sum(number for _, _, number in bins)
        return int(bins[-1][0]), sum(begin * number for begin, _, number in bins) / total, []
    lengths: Counter[int] = Counter()
    means = []
    for source in sample(count):
        found = Counter(component.distances(source)[0])
        lengths.update(found)
        means.append(sum(far * number for far, number in found.items()) / (count - 1))
    mean = sum(means) / len(means)
    error = math.sqrt(sum((one - mean) ** 2 for one in means) / (len(means) - 1) / len(means))
    return max(lengths), mean, [("network.sampled_ways", {"sample": len(means), "error": round(error, 4)})]


def sample(count: int, seed: int = SEED) -> list[int]:
    """`SAMPLE` of so many vertices, the same ones each time."""
    return random.Random(seed).sample(range(count), min(SAMPLE, count))  # noqa: S311 - statistics, no secret


def _defined(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def degree_distribution(network: Network, _: object = None, tell: Tell = in_silence) -> Computed:
    """Rows by number of partners: how many towns have so many, how many at least so many, and their shares."""
    counts = Counter(network.graph.degree())
    total, rest, rows = len(network.towns), len(network.towns), []
    for degree in sorted(counts):
        rows.append(
            {
                "degree": degree,
                "towns": counts[degree],
                "share": counts[degree] / total,
                "at_least": rest,
                "share_at_least": rest / total,
            }
        )
        rest -= counts[degree]
    return Computed(rows)
