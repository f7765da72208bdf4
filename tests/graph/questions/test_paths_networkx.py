"""Chains and reach on random networks, against networkx: many networks side by side in one knowledge base."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Any, Literal

import networkx as nx
import pytest

from graph.database import Database, run
from graph.model import AnyContent, LinkContent, MembershipContent, Mention, RingContent, TownContent
from graph.questions import question
from graph.questions.asking import ask
from tests.conftest import Filled
from tests.graph.statements.writing import load

COUNTRIES = ("DE", "FR", "PL")
By = Literal["any", "links", "rings"]


@dataclass
class Network:
    """A random network: its towns with countries, the pairs that are linked today, and its rings of today."""

    towns: dict[str, str]
    linked: set[tuple[str, str]] = field(default_factory=set)
    rings: dict[str, list[str]] = field(default_factory=dict)
    said: list[AnyContent] = field(default_factory=list)

    def graph(self, by: By = "any", without: set[str] = frozenset()) -> nx.Graph[str]:  # type: ignore[assignment]
        """The network as networkx has it, without some towns."""
        made: nx.Graph[str] = nx.Graph()
        made.add_nodes_from(self.towns)
        if by != "rings":
            made.add_edges_from(self.linked)
        if by != "links":
            for members in self.rings.values():
                made.add_edges_from(combinations(members, 2))
        made.remove_nodes_from(without)
        return made


def network(seed: int) -> Network:
    """Links at random with some ended ones and some of two kinds; rings, of which the last is an association."""
    dice = random.Random(seed)
    names = [f"n{seed:03}t{number:02}" for number in range(dice.randint(8, 14))]
    made = Network({name: dice.choice(COUNTRIES) for name in names})
    mentions = {name: Mention(name=name, country=country) for name, country in made.towns.items()}
    made.said += [TownContent(town=mention) for mention in mentions.values()]
    for a, b in combinations(names, 2):
        if dice.random() < 0.14:
            ended = dice.random() < 0.2
            kinds = ["partnership", "friendship"] if dice.random() < 0.2 else [None]
            said = {"a": mentions[a], "b": mentions[b], "status": "ended" if ended else None}
            made.said += [LinkContent.model_validate(said | {"kind": kind}) for kind in kinds]
            made.linked |= set() if ended else {(a, b)}
    for number in range(3):
        ring, members = f"n{seed:03}r{number}", dice.sample(names, dice.randint(2, 4))
        kind = "association" if number == 2 else "ring"
        left = dice.choice(members)
        made.said.append(RingContent.model_validate({"ring": ring, "kind": kind}))
        made.said += [
            MembershipContent.model_validate(
                {"ring": ring, "town": mentions[name], "status": "ended" if name == left else None}
            )
            for name in members
        ]
        if kind == "ring":
            made.rings[ring] = [name for name in members if name != left]
    return made


def written(kb: Database, size: int) -> list[Network]:
    """The networks, written into an empty knowledge base."""
    made = [network(seed) for seed in range(size)]
    load(kb, "list", [content for one in made for content in one.said])
    return made


@pytest.fixture
def networks(filled: Filled, size: int) -> list[Network]:
    made: list[Network] = filled(written, size)
    return made


def ends(networks: list[Network], each: int) -> Iterator[tuple[Network, str, str]]:
    dice = random.Random(1)
    for one in networks:
        for _ in range(each):
            a, b = dice.sample(sorted(one.towns), 2)
            yield one, a, b


def chains(kb: Database, a: str, b: str, **asked: Any) -> list[list[str]]:
    return [row["names"] for row in run(kb, ask(question("path"), {"from": a, "to": b, **asked})).rows]


def shortest(graph: nx.Graph[str], a: str, b: str) -> list[list[str]]:
    return sorted(nx.all_shortest_paths(graph, a, b)) if nx.has_path(graph, a, b) else []


@pytest.mark.parametrize(("by", "each"), [("any", 3), ("links", 2), ("rings", 1)])
def test_all_shortest_chains_are_those_of_networkx(
    database: Database, networks: list[Network], by: By, each: int
) -> None:
    asked = list(ends(networks, each))
    expected = {(a, b): shortest(one.graph(by), a, b) for one, a, b in asked}
    assert {(a, b): chains(database, a, b, by=by) for _, a, b in asked} == expected
    assert any(expected.values())


def test_chains_around_a_country_are_those_of_networkx(database: Database, networks: list[Network]) -> None:
    asked = list(ends(networks, 2))
    expected = {}
    for one, a, b in asked:
        french = {name for name, country in one.towns.items() if country == "FR"} - {a, b}
        expected[a, b] = shortest(one.graph(without=french), a, b)
    assert {(a, b): chains(database, a, b, without_country="FR") for _, a, b in asked} == expected


@pytest.mark.parametrize("steps", [1, 2, 4])
def test_reach_is_that_of_networkx(database: Database, networks: list[Network], steps: int) -> None:
    starts = [(one, min(one.towns)) for one in networks]
    expected = {
        start: {
            town: number
            for town, number in nx.single_source_shortest_path_length(one.graph(), start, cutoff=steps).items()
            if number
        }
        for one, start in starts
    }
    found = {
        start: {
            row["name"]: row["steps"]
            for row in run(database, ask(question("reach"), {"city": start, "steps": steps})).rows
        }
        for _, start in starts
    }
    assert found == expected


def test_steps_tell_the_link_or_ring_of_each_pair(database: Database, networks: list[Network]) -> None:
    for one, a, b in ends(networks, 1):
        for row in run(database, ask(question("path"), {"from": a, "to": b})).rows:
            for pair, step in zip(pairwise(row["names"]), row["steps"], strict=True):
                rings = {name for name, members in one.rings.items() if set(pair) <= set(members)}
                assert {ring["name"] for ring in step["rings"]} == rings
                assert step["bilateral"] or rings
                assert not step["bilateral"] or tuple(sorted(pair)) in one.linked
