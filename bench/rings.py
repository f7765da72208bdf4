"""Measures the search for rings in flat data: which of the rings that are known for certain are found again.

Run `python -m bench.rings [--world CSV] [--rings CSV] [--top N]` from the repository's root. No database is needed:
the towns of both files are decided as a load decides them. The known rings are not told to the search.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from time import perf_counter

from graph.measures.rings import SMALLEST, Suggestion, find_rings
from graph.model import AnyContent, LinkContent, LinkStatus, MembershipContent
from graph.statements.statement import mention_key, mentions_of
from loaders.load import gazetteer
from loaders.parsing import Said, parse
from loaders.towns import Mentions, Towns, decide

DATA = Path(__file__).resolve().parents[1] / "data" / "sample"
FOUND = 0.8
"""Share of a ring's towns that are in the list and in one suggestion, for the ring to count as found."""
NEAR_CLIQUE = 0.6
"""Share of its pairs that the list has, for a ring to be there to be found."""


@dataclass
class World:
    """The flat list: its towns by city key, with names and countries, and its pairs."""

    names: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str | None] = field(default_factory=dict)
    pairs: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Known:
    """A ring known for certain: those of its towns of today that are in the list, and of how many."""

    name: str
    towns: frozenset[str]
    of: int
    listed: int

    @property
    def possible(self) -> int:
        """How many pairs its towns have."""
        return len(self.towns) * (len(self.towns) - 1) // 2

    @property
    def why_not(self) -> str | None:
        """Why it cannot be found by its pairs."""
        if len(self.towns) < 3:
            return "fewer than three of its towns are in the list"
        if self.listed < NEAR_CLIQUE * self.possible:
            return "its pairs are not in the list"
        return "three towns only" if len(self.towns) < SMALLEST else None


def read(file: Path) -> tuple[list[Said], Towns]:
    """The rows of a file, and which towns they mean."""
    rows = [row for row in parse(file, kind=None, source=None, mapping=None, sheet=None).rows if isinstance(row, Said)]
    mentions = Mentions()
    for row in rows:
        mentions.take(row.source_id, (*row.contents, row.source))
    return rows, decide(mentions, [], gazetteer=gazetteer())


def said(rows: Sequence[Said], towns: Towns) -> Iterator[tuple[AnyContent, tuple[str, ...]]]:
    """What rows say, with the cities that the towns in it mean."""
    for row in rows:
        for content in row.contents:
            keys = (mention_key(row.source_id, mention) for mention in mentions_of(content))
            yield content, tuple(map(towns.city_of, keys))


def read_world(file: Path) -> World:
    world = World()
    rows, towns = read(file)
    for content, cities in said(rows, towns):
        if isinstance(content, LinkContent):
            for city, mention in zip(cities, mentions_of(content), strict=True):
                world.names.setdefault(city, mention.name)
            if cities[0] != cities[1]:
                world.pairs.add((min(cities), max(cities)))
    for town in towns.decided.values():
        world.countries.setdefault(town.city, town.country)
    return world


def read_known(file: Path, world: World) -> list[Known]:
    members: dict[str, set[str]] = {}
    for content, cities in said(*read(file)):
        if isinstance(content, MembershipContent) and content.status is not LinkStatus.ENDED:
            members.setdefault(content.ring, set()).add(cities[0])
    found = []
    for ring, towns in sorted(members.items()):
        there = frozenset(towns & world.countries.keys())
        listed = sum(pair in world.pairs for pair in combinations(sorted(there), 2))
        found.append(Known(ring, there, len(towns), listed))
    return found


def best(ring: Known, suggestions: Sequence[Suggestion]) -> tuple[int, Suggestion] | None:
    """The suggestion that has most of a ring's towns, with its rank, where it has enough of them."""
    shared = [(len(ring.towns & {member.id for member in one.members}), -rank, one)
              for rank, one in enumerate(suggestions, start=1)]  # fmt: skip
    number, rank, one = max(shared, key=lambda entry: entry[:2], default=(0, 0, None))
    return (-rank, one) if one and len(ring.towns) > 2 and number >= FOUND * len(ring.towns) else None


def told(ring: Known, suggestions: Sequence[Suggestion], names: Mapping[str, str]) -> str:
    there = f"{len(ring.towns)} of {ring.of} towns and {ring.listed} of {ring.possible} pairs in the list"
    hit = best(ring, suggestions)
    if hit is None:
        return f"not found  {ring.name}: {there}" + (f"; {ring.why_not}" if ring.why_not else "")
    rank, one = hit
    members = {member.id for member in one.members}
    lacking = ", ".join(sorted(names[town] for town in ring.towns - members)) or "none"
    more = ", ".join(sorted(names[town] for town in members - ring.towns)) or "none"
    shared = len(ring.towns & members)
    return (
        f"found      {ring.name}: {there}; {shared} of them in suggestion {rank} of {len(suggestions)}"
        f" (score {one.score}), lacking: {lacking}; besides: {more}"
    )


def summary(known: Sequence[Known], suggestions: Sequence[Suggestion]) -> str:
    there = [ring for ring in known if ring.why_not is None]
    threes = [ring for ring in known if ring.why_not == "three towns only"]
    exact = sum(
        any(ring.towns == {member.id for member in one.members} for one in suggestions) for ring in there
    )  # fmt: skip
    return (
        f"{len(known)} rings known: {len(there)} of four towns or more can be found by their pairs, "
        f"{sum(best(ring, suggestions) is not None for ring in there)} are, {exact} of them town by town; "
        f"{len(threes)} are of three towns only, {sum(best(ring, suggestions) is not None for ring in threes)} found; "
        f"{len(known) - len(there) - len(threes)} are not in the list as pairs"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world", type=Path, default=DATA / "twin_cities_world.csv")
    parser.add_argument("--rings", type=Path, default=DATA / "dated_rings.csv")
    parser.add_argument("--top", type=int, default=20)
    options = parser.parse_args()
    world = read_world(options.world)
    known = read_known(options.rings, world)
    for smallest, at_least in ((SMALLEST, 0.0), (3, float("-inf"))):
        started = perf_counter()
        found = find_rings(world.countries, world.pairs, smallest=smallest, at_least=at_least)
        taken = perf_counter() - started
        print(f"== groups of {smallest} towns or more, score over {at_least}: {len(found)} in {taken:.2f} s")
        print("\n".join(told(ring, found, world.names) for ring in known))
        print(summary(known, found))
        if smallest == SMALLEST:
            for rank, one in enumerate(found[: options.top], start=1):
                towns = ", ".join(f"{world.names[member.id]}{'' if member.sure else '?'}" for member in one.members)
                print(f"{rank:3} {one.id} {one.kind} {one.score:7.1f} {one.density:.0%} {one.inside:.0%} {towns}")


if __name__ == "__main__":
    main()
