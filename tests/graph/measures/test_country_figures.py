"""Figures of one country's network: pairs with a town of the country, on random networks, against networkx."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest

from graph.database import Database
from tests.conftest import Filled
from tests.graph.questions.random_graphs import COUNTRIES, Network, When, loaded, rows


@pytest.fixture
def pairs(filled: Filled) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Each two partners of today once, a town as id and country."""
    networks: list[Network] = filled(loaded, 20)
    return [
        ((a, one.towns[a].country), (b, one.towns[b].country))
        for one in networks
        for a, b in combinations(sorted(one.towns), 2)
        if one.partner(a, b, When())
    ]


def test_a_country_has_the_figures_of_the_pairs_with_one_of_its_towns(
    database: Database, pairs: list[tuple[tuple[str, str], tuple[str, str]]]
) -> None:
    for country in COUNTRIES:
        graph: nx.Graph[str] = nx.Graph()
        graph.add_edges_from((a, b) for (a, one), (b, other) in pairs if country in (one, other))
        found = {row["figure"]: row["value"] for row in rows(database, "network-figures", country=country)}
        degrees = [degree for _, degree in graph.degree]
        parts = sorted(map(len, nx.connected_components(graph)), reverse=True)
        largest = graph.subgraph(max(sorted(nx.connected_components(graph), key=min), key=len))
        assert [found[name] for name in ("nodes", "links", "components", "largest_component", "max_degree")] == [
            len(graph), graph.number_of_edges(), len(parts), parts[0], max(degrees)
        ]  # fmt: skip
        assert found["triangles"] == sum(nx.triangles(graph).values()) / 3
        assert found["clustering"] == pytest.approx(nx.transitivity(graph))
        assert found["degree_assortativity"] == pytest.approx(nx.degree_assortativity_coefficient(graph))
        assert found["diameter"] == nx.diameter(largest)
        assert found["mean_distance"] == pytest.approx(nx.average_shortest_path_length(largest))
