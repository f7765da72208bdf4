"""Rings in flat data: groups of towns that look like a partnership ring which a list took apart into pairs.

A list that knows pairs only turns a ring of n towns into n(n-1)/2 of them. Such a group is found again as a near-clique
across countries. It starts from the maximal cliques, grows by towns that are linked to most of it, and is weighed
against chance: see `_Network.score`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import lgamma, log
from typing import Literal

import igraph

from graph.names import short_hash

SMALLEST = 4
"""Towns of a group at least. Three towns that are linked to each other happen by chance about as often."""

COUNTRIES = 3
"""Countries of a group at least."""

NORDIC = frozenset({"AX", "DK", "FI", "FO", "GL", "IS", "NO", "SE"})
"""Countries whose towns have twin-town chains: one town a country, each the friend of all others."""

_RING_DENSITY = 0.9
"""Share of a ring's pairs that a flat list has: some page always lacks one."""

_JOINS = 0.6
"""Share of a group that a town is linked to when it joins; who is linked to less than `_SURE` of it is unsure."""

_SURE = 0.8
_COVERED = 0.8
_ALIKE = 0.75
_LIKELIEST_CHANCE = 0.5

_FEW = 1000
"""Pairs of towns with so many partners that must be there before how many of them are linked says something."""

Doubt = Literal["few-links", "second-of-country"]


@dataclass(frozen=True, slots=True)
class Member:
    """A town of a group: to how many others of it the town is linked, of how many partners, and why it is unsure."""

    id: str
    country: str | None
    links: int
    partners: int
    doubt: Doubt | None = None

    @property
    def sure(self) -> bool:
        """Whether the town is a member as far as the pairs can tell."""
        return self.doubt is None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A group that looks like a ring, with the evidence.

    `score` tells in nats how much better a ring explains its links than chance; `density` is the share of its pairs
    that are linked, `missing` are the others; `inside` is the share of its towns' links that lie in it, `outside` the
    number of those that do not; `known` are rings that have some of its towns, with how many.
    """

    id: str
    kind: Literal["ring", "chain"]
    members: tuple[Member, ...]
    countries: int
    score: float
    density: float
    missing: tuple[tuple[str, str], ...]
    inside: float
    outside: int
    known: tuple[tuple[str, int], ...] = ()


def suggestion_id(towns: Iterable[str]) -> str:
    """The id of a group: the same towns have the same id."""
    return f"ring-{short_hash('|'.join(sorted(towns)), 10)}"


def find_rings(
    countries: Mapping[str, str | None],
    pairs: Iterable[tuple[str, str]],
    *,
    known: Mapping[str, Collection[str]] | None = None,
    refused: Iterable[Collection[str]] = (),
    smallest: int = SMALLEST,
    at_least: float = 0.0,
) -> list[Suggestion]:
    """Groups of towns that look like rings, the best first; the same towns and pairs give the same groups.

    `countries` are all towns by id, `pairs` the links, `known` the members of rings by id, `refused` groups that are
    none. A group that is mostly in one of these is left out. `at_least` is the score to reach: above 0 a ring
    explains the links better than chance.
    """
    network = _Network(countries, pairs)
    known = known or {}
    settled = [frozenset(network.index[town] for town in towns if town in network.index)
               for towns in (*known.values(), *refused)]  # fmt: skip
    found = [
        (score, group)
        for group in network.groups(smallest)
        if (score := network.score(group)) > at_least
        and network.spread(group) >= COUNTRIES
        and not any(len(group & one) >= _COVERED * len(group) for one in settled)
    ]
    found.sort(key=lambda one: (-round(one[0], 6), sorted(one[1])))
    return [network.described(group, score, known) for score, group in found]


class _Network:
    """Towns as numbers in the order of their ids, and who is linked to whom."""

    def __init__(self, countries: Mapping[str, str | None], pairs: Iterable[tuple[str, str]]) -> None:
        self.ids = sorted(countries)
        self.index = {town: number for number, town in enumerate(self.ids)}
        self.country = [countries[town] for town in self.ids]
        edges = sorted({self._edge(a, b) for a, b in pairs if a != b})
        self.graph = igraph.Graph(n=len(self.ids), edges=edges)
        self.near = [frozenset(near) for near in self.graph.get_adjlist()]
        self.degree: list[int] = self.graph.degree()
        self.ends = 2 * len(edges)
        self.classes = [degree.bit_length() for degree in self.degree]
        self.towns_of = Counter(self.classes)
        self.links_of = Counter(self._classes(a, b) for a, b in edges)

    def _edge(self, a: str, b: str) -> tuple[int, int]:
        first, second = sorted((self.index[a], self.index[b]))
        return first, second

    def _classes(self, a: int, b: int) -> tuple[int, int]:
        first, second = sorted((self.classes[a], self.classes[b]))
        return first, second

    def groups(self, smallest: int) -> Iterator[frozenset[int]]:
        """Groups grown from the maximal cliques, the most telling first; one that is like another comes once."""
        cliques = [frozenset(clique) for clique in self.graph.maximal_cliques(min=smallest)]
        cliques.sort(key=lambda clique: (-round(self.score(clique), 6), sorted(clique)))
        found: list[frozenset[int]] = []
        for clique in cliques:
            if any(_alike(clique, group) for group in found):
                continue
            group = self._grown(clique)
            if any(_alike(group, other) for other in found):
                continue
            found.append(group)
            yield group

    def score(self, group: Collection[int]) -> float:
        """How much better a ring explains the links in a group than chance, in nats.

        In a ring nine of ten pairs are linked. By chance two towns are linked the likelier, the more partners both
        have. What the choice of this group among all of its size makes likely anyway is taken off.
        """
        usual = self._usual(group)
        towns, size = len(self.ids), len(group)
        choice = lgamma(towns + 1) - lgamma(size + 1) - lgamma(towns - size + 1)
        return sum(self._gain(a, b, usual) for a, b in combinations(sorted(group), 2)) - choice

    def _gain(self, a: int, b: int, usual: Callable[[int, int], float]) -> float:
        chance = usual(a, b)
        return log(_RING_DENSITY / chance) if b in self.near[a] else log((1 - _RING_DENSITY) / (1 - chance))

    def _usual(self, group: Collection[int]) -> Callable[[int, int], float]:
        """How likely chance links two towns, judged by all pairs but those in the group.

        Towns with many partners have each other as partners more often than these numbers alone make likely, so it
        counts as well how often towns of such numbers are linked.
        """
        links, pairs = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
        for a, b in combinations(group, 2):
            pairs[self._classes(a, b)] += 1
            links[self._classes(a, b)] += b in self.near[a]

        def usual(a: int, b: int) -> float:
            both = self._classes(a, b)
            mixed = (self.links_of[both] - links[both]) / (self._pairs_of(both) - pairs[both] + _FEW)
            return min(_LIKELIEST_CHANCE, max(self.degree[a] * self.degree[b] / self.ends, mixed))

        return usual

    def _pairs_of(self, both: tuple[int, int]) -> int:
        first, second = (self.towns_of[one] for one in both)
        return first * (first - 1) // 2 if both[0] == both[1] else first * second

    def _grown(self, group: frozenset[int]) -> frozenset[int]:
        """The group with the towns that belong to it as well, the surest first."""
        while True:
            usual, size = self._usual(group), len(group)
            price = log((len(self.ids) - size) / (size + 1)) if len(self.ids) > size else 0.0
            linked = Counter(other for town in group for other in self.near[town] if other not in group)
            gains = (
                (sum(self._gain(town, one, usual) for one in group) - price, town)
                for town, number in linked.items()
                if number >= _JOINS * size
            )
            gain, town = max(gains, key=lambda one: (round(one[0], 6), -one[1]), default=(0.0, -1))
            if gain <= 0:
                return group
            group |= {town}

    def spread(self, group: Collection[int]) -> int:
        """Of how many countries the towns are."""
        return len({self.country[town] for town in group} - {None})

    def _doubts(self, group: frozenset[int]) -> dict[int, Doubt]:
        """The towns of a group that are unsure: not linked to another of their country, or to too few of the sure."""
        doubts: dict[int, Doubt] = {}
        links = {town: len(group & self.near[town]) for town in group}
        for a, b in combinations(sorted(group), 2):
            if self.country[a] is not None and self.country[a] == self.country[b] and b not in self.near[a]:
                fewest = min(links[a], links[b])
                doubts |= {town: "second-of-country" for town in (a, b) if links[town] == fewest}
        while True:
            sure = group - doubts.keys()
            lacking = {town: len(sure) - 1 - len(sure & self.near[town]) for town in sure}
            worst = max(lacking.values(), default=0)
            if worst <= max(1, (1 - _SURE) * (len(sure) - 1)):
                return doubts
            doubts |= {town: "few-links" for town, number in lacking.items() if number == worst}

    def described(self, group: frozenset[int], score: float, known: Mapping[str, Collection[str]]) -> Suggestion:
        """The group with its evidence."""
        towns = sorted(group)
        doubts = self._doubts(group)
        pairs = list(combinations(towns, 2))
        missing = tuple((self.ids[a], self.ids[b]) for a, b in pairs if b not in self.near[a])
        ends = sum(self.degree[town] for town in towns)
        within = 2 * (len(pairs) - len(missing))
        ids = {self.ids[town] for town in towns}
        shared = {ring: len(ids & set(members)) for ring, members in known.items()}
        return Suggestion(
            id=suggestion_id(ids),
            kind=self._kind(group - doubts.keys()),
            members=tuple(self._member(town, group, doubts.get(town)) for town in towns),
            countries=self.spread(group),
            score=round(score, 1),
            density=round(1 - len(missing) / len(pairs), 3),
            missing=missing,
            inside=round(within / ends, 3),
            outside=ends - within,
            known=tuple((ring, number) for ring, number in sorted(shared.items()) if number > 1),
        )

    def _kind(self, sure: Collection[int]) -> Literal["ring", "chain"]:
        nordic = sum(self.country[town] in NORDIC for town in sure)
        return "chain" if sure and nordic >= _SURE * len(sure) and self.spread(sure) == len(sure) else "ring"

    def _member(self, town: int, group: frozenset[int], doubt: Doubt | None) -> Member:
        links = len(group & self.near[town])
        return Member(self.ids[town], self.country[town], links, self.degree[town], doubt)


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    smaller = min(len(one), len(other))
    return len(one & other) >= max(min(SMALLEST - 1, smaller), _ALIKE * smaller)
