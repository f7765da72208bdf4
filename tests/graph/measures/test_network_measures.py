"""Measures of the whole network on random graphs against networkx, whose definitions are checked beside ours."""

from __future__ import annotations

import math
import random
from types import SimpleNamespace
from typing import Any

import networkx as nx
import numpy as np
import pytest

from graph.measures import figures as exact
from graph.measures.centrality import MEASURES, betweenness, closeness, top_cities
from graph.measures.communities import communities
from graph.measures.figures import degree_distribution, figures
from graph.measures.lands import country_assortativity, distances
from graph.measures.network import Network, network
from tests.graph.questions.random_graphs import SIZES
from tests.told import NETWORKS, Tell

LANDS = ("DE", "FR", "PL", None)


def random_network(seed: int) -> nx.Graph[str]:
    """Several components, some with triangles; towns in four countries, one of them not known."""
    draw = random.Random(seed)
    graph: nx.Graph[str] = nx.Graph()
    for part in range(draw.randint(1, 4)):
        size = draw.randint(2, 25)
        made = nx.gnm_random_graph(size, draw.randint(1, size * 2), seed=draw.randint(0, 10**6))
        graph.add_edges_from((f"t{part}-{a:02}", f"t{part}-{b:02}") for a, b in made.edges)
    for town in graph:
        graph.nodes[town]["country"] = draw.choice(LANDS)
    return graph


def read(graph: nx.Graph[str]) -> Network:
    """The snapshot as the query gives it: each pair stands with one of its towns."""
    return network(
        {
            "id": town,
            "name": town.upper(),
            "country": graph.nodes[town].get("country"),
            "land": graph.nodes[town].get("country"),
            "region": None,
            "lat": None,
            "lon": None,
            "population": None,
            "partners": [[other, None, False] for other in graph[town] if other > town],
        }
        for town in [*graph, "alone"]
        if town in graph
    )


@pytest.fixture(params=SIZES)
def graphs(request: pytest.FixtureRequest, record_property: Tell) -> list[nx.Graph[str]]:
    """Random networks, as many as those of the questions are."""
    record_property(NETWORKS, request.param)
    return [random_network(seed) for seed in range(request.param)]


def largest(graph: nx.Graph[str]) -> nx.Graph[str]:
    return graph.subgraph(min(nx.connected_components(graph), key=lambda one: (-len(one), min(one))))


def close(value: float | None, expected: float) -> bool:
    """Equal, or both not defined."""
    return math.isnan(expected) if value is None else math.isclose(value, expected, rel_tol=1e-7, abs_tol=1e-9)


def test_the_figures_are_those_of_networkx(graphs: list[nx.Graph[str]]) -> None:
    for graph in graphs:
        found = {row["figure"]: row["value"] for row in figures(read(graph)).rows}
        degrees = dict(graph.degree)
        wedges = sum(math.comb(one, 2) for one in degrees.values())
        main = largest(graph)
        expected: dict[str, float] = {
            "nodes": len(graph),
            "links": graph.size(),
            "components": nx.number_connected_components(graph),
            "largest_component": len(main),
            "max_degree": max(degrees.values()),
            "mean_degree": sum(degrees.values()) / len(graph),
            "wedges": wedges,
            "triangles": sum(nx.triangles(graph).values()) // 3,
            "clustering": nx.transitivity(graph) if wedges else math.nan,
            "diameter": nx.diameter(main),
            "mean_distance": nx.average_shortest_path_length(main),
        }
        assert {name for name, value in expected.items() if not close(found[name], value)} == set()


def test_degree_assortativity_is_that_of_networkx(graphs: list[nx.Graph[str]]) -> None:
    for graph in graphs:
        found = {row["figure"]: row["value"] for row in figures(read(graph)).rows}["degree_assortativity"]
        ends = [graph.degree[end] for pair in graph.edges for end in pair]
        if len(set(ends)) == 1:
            assert found is None
        else:
            assert found == pytest.approx(nx.degree_assortativity_coefficient(graph), abs=1e-7)


def eigenvector(graph: nx.Graph[str]) -> dict[str, float]:
    main = largest(graph)
    leading = abs(np.linalg.eigh(nx.to_numpy_array(main))[1][:, -1])
    return dict.fromkeys(graph, 0.0) | dict(zip(main, (leading / leading.max()).tolist(), strict=True))


def pagerank(graph: nx.Graph[str]) -> dict[str, float]:
    """Where a walker is after many steps of networkx' matrix."""
    steps = np.linalg.matrix_power(np.asarray(nx.google_matrix(graph, alpha=0.85)), 500)
    return dict(zip(graph, steps[0].tolist(), strict=True))


OF_NETWORKX: dict[str, Any] = {
    "degree": lambda graph: dict(graph.degree),
    "betweenness": nx.betweenness_centrality,
    "closeness": nx.closeness_centrality,
    "pagerank": pagerank,
    "eigenvector": eigenvector,
    "core": nx.core_number,
}


@pytest.mark.parametrize("by", MEASURES)
def test_centrality_is_that_of_networkx(graphs: list[nx.Graph[str]], by: str) -> None:
    for graph in graphs:
        rows = top_cities(read(graph), SimpleNamespace(by=by)).rows
        found = {row["id"]: row["value"] for row in rows}
        assert found == pytest.approx(OF_NETWORKX[by](graph), abs=1e-6)
        assert [row["value"] for row in rows] == sorted(found.values(), reverse=True)


def test_country_assortativity_is_that_of_networkx(graphs: list[nx.Graph[str]]) -> None:
    for graph in graphs:
        known = graph.edge_subgraph(
            (a, b) for a, b in graph.edges if graph.nodes[a]["country"] and graph.nodes[b]["country"]
        )
        rows = country_assortativity(read(graph)).rows
        lands = {graph.nodes[end]["country"] for pair in known.edges for end in pair}
        if len(lands) > 1:
            assert rows[0]["assortativity"] == pytest.approx(nx.attribute_assortativity_coefficient(known, "country"))
        assert {row["country"] for row in rows[1:]} == lands


def test_communities_part_the_towns_and_hang_together(graphs: list[nx.Graph[str]]) -> None:
    for graph in graphs:
        rows = communities(read(graph)).rows
        groups = [{one["id"] for one in row["members"]} for row in rows]
        assert sorted(town for group in groups for town in group) == sorted(graph)
        assert all(nx.is_connected(graph.subgraph(group)) for group in groups)
        for row, group in zip(rows, groups, strict=True):
            assert (row["links"], row["outside"]) == (graph.subgraph(group).size(), nx.cut_size(graph, group))
        # Leiden is no worse than greedy merging.
        greedy = nx.community.greedy_modularity_communities(graph)
        assert nx.community.modularity(graph, groups) >= nx.community.modularity(graph, greedy) - 0.02


def test_the_same_data_give_the_same_communities() -> None:
    graph = nx.relabel_nodes(nx.connected_watts_strogatz_graph(300, 6, 0.2, seed=1), lambda one: f"t{one:03}")
    shuffled: nx.Graph[str] = nx.Graph()
    shuffled.add_edges_from(random.Random(2).sample(list(graph.edges), graph.size()))
    assert communities(read(graph)).rows == communities(read(shuffled)).rows


def test_the_distribution_of_degrees_adds_up(graphs: list[nx.Graph[str]]) -> None:
    for graph in graphs:
        rows = degree_distribution(read(graph)).rows
        counts = nx.degree_histogram(graph)
        assert {row["degree"]: row["towns"] for row in rows} == {at: one for at, one in enumerate(counts) if one}
        assert [row["at_least"] for row in rows] == [sum(counts[row["degree"] :]) for row in rows]


def test_quartiles_and_bands_of_known_distances() -> None:
    rows = [
        {
            "id": f"t{at}", "name": "", "country": None, "land": None, "region": None, "lat": None, "lon": None,
            "population": None, "partners": [[f"u{at}", km, False]],
        }
        for at, km in enumerate((10.0, 50.0, 120.0, 300.0, 12_000.0, None))
    ]  # fmt: skip
    others = [row | {"id": f"u{at}", "partners": []} for at, row in enumerate(rows)]
    found = distances(network([*rows, *others])).rows
    said = {row["figure"]: row["value"] for row in found if row["figure"] != "band"}
    assert said == {
        "pairs": 5, "pairs_without_place": 1, "mean": 2496.0, "minimum": 10.0, "quartile_1": 50.0, "median": 120.0,
        "quartile_3": 300.0, "maximum": 12_000.0,
    }  # fmt: skip
    bands = {(row["from_km"], row["to_km"]): row["value"] for row in found if row["figure"] == "band" and row["value"]}
    assert bands == {(0, 50): 1, (50, 100): 1, (100, 250): 1, (250, 500): 1, (10_000, 20_100): 1}


def test_an_empty_network_has_no_means() -> None:
    empty = network([])
    found = {row["figure"]: row["value"] for row in figures(empty).rows}
    assert {name for name, value in found.items() if value is None} == {
        "mean_degree", "clustering", "degree_assortativity", "diameter", "mean_distance",
    }  # fmt: skip
    others = (degree_distribution, country_assortativity, communities)
    assert [one(empty).rows for one in others] == [[], [], []]
    assert [top_cities(empty, SimpleNamespace(by=by)).rows for by in MEASURES] == [[]] * len(MEASURES)


def test_large_networks_are_sampled_within_their_error(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.relabel_nodes(nx.barabasi_albert_graph(1500, 2, seed=3), lambda one: f"t{one:04}")
    snapshot = read(graph)
    whole = {row["figure"]: row["value"] for row in figures(snapshot).rows}
    true_between, true_near = betweenness(snapshot.graph)[0], closeness(snapshot.graph)[0]
    monkeypatch.setattr(exact, "EXACT_TOWNS", 1000)
    estimated = figures(snapshot)
    said = {row["figure"]: row["value"] for row in estimated.rows}
    ((key, values),) = estimated.notes
    assert (key, values["sample"]) == ("network.sampled_ways", 300)
    assert abs(said["mean_distance"] - whole["mean_distance"]) <= 4 * values["error"]
    assert whole["diameter"] - 2 <= said["diameter"] <= whole["diameter"]
    values, errors = betweenness(snapshot.graph)
    assert errors is not None
    top = sorted(range(len(snapshot.towns)), key=lambda at: -true_between[at])[:30]
    # Ten parts of a sample give an error with nine degrees of freedom: beyond 4 lies one of 300.
    assert sum(abs(values[at] - true_between[at]) > 4 * errors[at] for at in top) <= 1
    assert closeness(snapshot.graph)[0] == pytest.approx(true_near, rel=0.1)
