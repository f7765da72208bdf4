"""Exact betweenness of the world network beside bare igraph on the same list of links, and sampled beside exact.

    python -m bench.measures

Prints the processor time of both, by turns, so that a busy machine slows both alike; then of the sampled one what it
takes and how far it is off for the first hundred towns. The snapshot is made of the file, a town for each name and
country, without a database.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import igraph

from graph.measures import figures
from graph.measures.centrality import betweenness, top_cities
from graph.measures.network import Network, network
from graph.settings import ROOT

FILE = ROOT / "data" / "sample" / "twin_cities_world.csv"
ROUNDS = 3


def links() -> list[tuple[str, str]]:
    """Distinct pairs of towns as written, without those that link a town to itself."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        pairs = {
            tuple(sorted((f"{row['city1']}|{row['country1']}", f"{row['city2']}|{row['country2']}")))
            for row in csv.DictReader(file)
        }
    return sorted((a, b) for a, b in pairs if a != b)


def rows_of(pairs: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """The pairs as the query of the snapshot gives them."""
    partners: dict[str, list[list[Any]]] = {end: [] for pair in pairs for end in pair}
    for a, b in pairs:
        partners[a].append([b, None, False])
    empty = dict.fromkeys(("country", "land", "region", "lat", "lon", "population"))
    return [{"id": one, "name": one, **empty, "partners": others} for one, others in partners.items()]


def bare(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """What a script with igraph alone does."""
    found: list[float] = igraph.Graph.TupleList(pairs).betweenness(directed=False)
    return found


def ours(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """From the rows of the query to the answer's."""
    return top_cities(network(rows), SimpleNamespace(by="betweenness")).rows


def taken(work: Callable[[], Any]) -> float:
    """Seconds of processor time."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def sampled(snapshot: Network) -> None:
    """Print how far the sample is off."""
    exact, _ = betweenness(snapshot.graph)
    figures.EXACT_TOWNS = 0
    begun = time.process_time()
    values, errors = betweenness(snapshot.graph)
    seconds = time.process_time() - begun
    assert errors is not None
    top = sorted(range(len(exact)), key=lambda at: -exact[at])[:100]
    off = sorted(abs(values[at] / exact[at] - 1) for at in top)
    beyond = sum(abs(values[at] - exact[at]) > 2 * errors[at] for at in top)
    guessed = sorted(range(len(exact)), key=lambda at: -values[at])
    among = {first: len(set(top[:first]) & set(guessed[:first])) for first in (10, 100)}
    print(
        f"sampled ({figures.SAMPLE} of {len(exact)} towns, as above 30,000): {seconds:.1f} s; of the first 100 towns "
        f"the median is off by {off[50]:.1%}, the worst by {off[-1]:.1%}; {beyond} of them by more than two standard "
        f"errors; {among[10]} of the first ten are among its first ten, {among[100]} of the first hundred among its "
        "first hundred"
    )


def main() -> None:
    """Measure and print."""
    pairs = links()
    rows = rows_of(pairs)
    print(f"{len(rows)} towns, {len(pairs)} links, igraph {igraph.__version__}")
    ratios = []
    for _ in range(ROUNDS):
        alone, here = taken(lambda: bare(pairs)), taken(lambda: ours(rows))
        ratios.append(here / alone)
        print(f"bare igraph {alone:.2f} s, ours {here:.2f} s: {here / alone:.2f} times")
    print(f"median {sorted(ratios)[len(ratios) // 2]:.2f} times")
    sampled(network(rows))


if __name__ == "__main__":
    main()
