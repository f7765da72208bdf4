"""Rings that share towns, and who meets whom, on random networks, worked out a second time in Python."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from graph.database import Database
from tests.graph.questions.random_graphs import Network, When, rows, together
from tests.graph.questions.sharing_model import was_in

TIMES = [When(), When(1985), When(1985, "exclude"), When(2015)]


def overlaps(network: Network, when: When) -> dict[frozenset[str], set[str]]:
    """By pairs of rings, the towns that belong to both."""
    members = {
        ring.id: {one for one, said in ring.members.items() if when.has(said)} for ring in network.rings.values()
    }
    pairs = {frozenset(pair): members[pair[0]] & members[pair[1]] for pair in combinations(members, 2)}
    return {pair: towns for pair, towns in pairs.items() if towns}


def meetings(network: Network, town: str) -> dict[str, tuple[set[str], set[str]]]:
    """By the other town, the events that name both, and those that one of them is at as a member of the ring."""
    found: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for event in network.events.values():
        ring = network.rings[event.ring].members if event.ring else {}
        there = {*event.towns, *(one for one, said in ring.items() if was_in(said, event))}
        for other in there - {town} if town in there else ():
            found[other][not {town, other} <= set(event.towns)].add(event.id)
    return dict(found)


def test_rings_that_share_towns_are_those_of_the_model(database: Database, networks: list[Network]) -> None:
    every = together(networks)
    for when in TIMES:
        found = rows(database, "rings-overlap", **when.parameters)
        told = {frozenset((row["id"], row["other"]["id"])): {one["id"] for one in row["towns"]} for row in found}
        assert told == overlaps(every, when)
        assert len(told) == len(found)


def test_who_meets_whom_is_as_the_model_has_it(database: Database, networks: list[Network]) -> None:
    for network in networks:
        for town in sorted(network.towns)[::4]:
            found = {
                row["id"]: tuple(
                    {one["id"] for one in row["events"] if one["way"] == way} for way in ("direct", "ring")
                )
                for row in rows(database, "meets-with", city=town)
            }
            assert found == meetings(network, town)
