"""`ego-network` on random networks, against networkx on the pairs that follow from the data model's page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx
import pytest

from graph.database import Database
from tests.graph.questions.random_graphs import Network, Partner, When, rows

WHENS = [When(), When(1985), When(1985, "exclude"), When(2015), When(2015, "exclude")]
FIELDS = ("bilateral", "kind", "status", "since", "until")
Pairs = dict[frozenset[str], dict[str, Any]]


def expected(graph: nx.Graph[str], town: str, steps: int) -> Pairs:
    """The pairs among the towns within so many steps; a pair is of the first step where both its ends are."""
    around: nx.Graph[str] = nx.ego_graph(graph, town, radius=steps)
    near = {town, *graph[town]}
    partners: Iterable[tuple[str, str, Partner]] = around.edges(data="partner")
    return {
        frozenset((a, b)): {name: getattr(partner, name) for name in FIELDS} | {"steps": 1 if {a, b} <= near else 2}
        for a, b, partner in partners
    }


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("steps", [1, 2])
def test_the_pairs_around_a_town_are_those_of_networkx(database: Database, networks: list[Network], steps: int) -> None:
    wrong = []
    for network in networks:
        graphs = [network.graph(when) for when in WHENS]
        for place, town in enumerate(network.towns):
            when, graph = WHENS[place % len(WHENS)], graphs[place % len(WHENS)]
            found = {
                frozenset((row["id"], row["partner"]["id"])): {name: row[name] for name in (*FIELDS, "steps")}
                for row in rows(database, "ego-network", city=town, steps=steps, limit=5000, **when.parameters)
            }
            right = expected(graph, town, steps)
            wrong += [(town, when, set(one), found.get(one), right.get(one)) for one in found.keys() | right.keys()
                      if found.get(one) != right.get(one)]  # fmt: skip
    assert not wrong, "\n".join(map(str, wrong[:5]))
