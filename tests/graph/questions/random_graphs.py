"""Random networks, what is said of them written through the real statement writer, and what they add up to in Python.

How to use it in a test of a question:

    def test_what_is_true_of_each(database: Database, networks: list[Network]) -> None:
        for network in networks:
            ...

`networks` comes from `conftest.py` and is one of `SIZES`: 20 networks, and 300 in `./test --all`. They are written
once for all tests of a size, so tests only read, in the knowledge base and in `networks`. The networks lie side by
side in one knowledge base and share no town and no ring, so a question about a town sees one of them;
`together(networks)` is all of them as one, for questions about countries. Ask by id, for some towns have the same
name; `rows(database, question, **parameters)` asks.

What must come out: `network.partners(town, When(year=1990))` are the partners of a town with all that
`partners` says of them, `network.graph(When())` is the same as a `networkx.Graph` (edges carry `partner`), and
`network.links`, `.rings`, `.towns`, `.events` are what the statements add up to. None of this reads our Cypher or our
projection: it is written after docs/data-model.md. `Partner.fits` are the filters of a partnership, `Town.fits` those
of a town.

In the networks: bilateral links stated of the pair or in a list, of no, one or two kinds, undated, ended with and
without a date, ending in the future, said by up to three sources of different rank that may contradict each other or
be more precise; rings, a chain and an association, with undated, late, ended and returning members; two towns of one
name; towns without any partner, place or population; events of a ring and of several towns.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from math import asin, cos, radians, sin, sqrt
from typing import Any, Literal

import networkx as nx
import pytest

from graph.database import Database, run
from graph.model import (
    AnyContent,
    EventContent,
    LinkContent,
    MembershipContent,
    Mention,
    ParticipationContent,
    RingContent,
    SourceContent,
    TownContent,
)
from graph.questions import question
from graph.questions.asking import ask
from tests.graph.statements.writing import load

SIZES = [20, pytest.param(300, marks=pytest.mark.long)]
"""Numbers of networks: those of every test run, and those of `--all`."""

SOURCES = {"deed": 2, "gazette": 5, "hearsay": 8}
"""Sources by rank, the best first."""

COUNTRIES = {"DE": "Hessen", "FR": "Bretagne", "PL": "Mazowieckie"}
THIS_YEAR = date.today().year

EARTH_KM = 6378.14
"""Of the ball that Neo4j takes the earth for."""

Said = dict[str, Any]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Town:
    """A town; place and population may be unknown."""

    id: str
    name: str
    country: str
    region: str
    lat: float | None
    lon: float | None
    population: int | None

    @property
    def mention(self) -> Mention:
        return Mention(name=self.name, country=self.country, region=self.region, lat=self.lat, lon=self.lon)

    def fits(self, *, country: str | None = None, region: str | None = None, min_population: int | None = None) -> bool:
        """Whether the filters of towns let it through."""
        large = min_population is None or (self.population is not None and self.population >= min_population)
        return country in (None, self.country) and region in (None, self.region) and large


def kilometres(a: Town, b: Town) -> float | None:
    """As the crow flies; None where a place is not known."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    north, east = radians(b.lat - a.lat), radians(b.lon - a.lon)
    chord = sin(north / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(chord))


@dataclass(frozen=True, slots=True)
class Standing:
    """What is said of a link or a membership, all sources taken together."""

    since: str | None
    until: str | None
    status: str | None
    sources: frozenset[str]
    kind: str | None = None
    stated: str = "list"


@dataclass(frozen=True, slots=True)
class When:
    """As of which time a network is asked: of `year`, or of today; `ended`: what has ended until today."""

    year: int | None = None
    undated: Literal["include", "exclude"] = "include"
    ended: bool = False

    @property
    def parameters(self) -> Said:
        """The same as parameters of a question."""
        if self.ended:
            return {"status": ["ended"]}
        return {} if self.year is None else {"year": self.year, "undated": self.undated}

    def has(self, one: Standing) -> bool:
        """Whether a link or membership counts."""
        since, until = (int(value[:4]) if value else None for value in (one.since, one.until))
        if self.year is None:
            over = one.status == "ended" or (until is not None and until < THIS_YEAR)
            return over == self.ended
        if self.undated == "exclude" and (since is None or (one.status == "ended" and until is None)):
            return False
        return (since is None or since <= self.year) and (until is None or until >= self.year)


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring with what is said of its members."""

    id: str
    kind: str
    founded: str | None
    members: dict[str, Standing]


@dataclass(frozen=True, slots=True)
class Event:
    """An event with the towns that take part, by role, and its ring."""

    id: str
    begin: str | None
    ring: str | None
    towns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Partner:
    """How two towns are partners; of one via a ring only the `kind` is not said."""

    bilateral: bool
    kind: str | None
    status: str | None
    since: str | None
    until: str | None
    rings: tuple[str, ...]
    sources: frozenset[str]

    def fits(
        self,
        *,
        kind: Sequence[str] | None = None,
        status: Sequence[str] | None = None,
        ring: str | None = None,
        source: str | None = None,
    ) -> bool:
        """Whether the filters of partnerships let it through."""
        said = (kind is None or self.kind in kind) and (status is None or self.status in status)
        return said and (ring is None or ring in self.rings) and (source is None or source in self.sources)


@dataclass
class Network:
    """A random network: what was said (`contents`, by source), and what that adds up to."""

    towns: dict[str, Town] = field(default_factory=dict)
    links: dict[Pair, list[Standing]] = field(default_factory=dict)
    rings: dict[str, Ring] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    contents: dict[str, list[AnyContent]] = field(default_factory=lambda: defaultdict(list))

    def partners(self, town: str, when: When) -> dict[str, Partner]:
        """The partners of a town by their ids."""
        found = {other: self.partner(town, other, when) for other in self.towns if other != town}
        return {other: partner for other, partner in found.items() if partner is not None}

    def partner(self, a: str, b: str, when: When) -> Partner | None:
        """How two towns are partners, or `None`."""
        links = [link for link in self.links.get(_pair(a, b), []) if when.has(link)]
        vias = {ring.id: _via(ring, a, b) for ring in self.shared_rings(a, b, when) if ring.kind != "association"}
        if not links and not vias:
            return None
        sources = frozenset().union(*(one.sources for one in [*links, *vias.values()]))
        rings = tuple(sorted(vias))
        if _bilateral(links, [via.since or self.rings[ring].founded for ring, via in vias.items()]):
            link = max(links, key=lambda one: (one.since or "", one.kind or ""))
            return Partner(True, link.kind, link.status, link.since, link.until, rings, sources)
        ended = "ended" if all(via.status == "ended" for via in vias.values()) else None
        since = min((via.since for via in vias.values() if via.since), default=None)
        return Partner(False, None, ended, since, None, rings, sources)

    def shared_rings(self, a: str, b: str, when: When) -> list[Ring]:
        """Rings and associations that two towns belong to; where ended ones are asked, that one of them has left."""
        found = []
        for ring in self.rings.values():
            if a in ring.members and b in ring.members:
                has = [when.has(ring.members[town]) for town in (a, b)]
                if any(has) if when.ended else all(has):
                    found.append(ring)
        return found

    def graph(self, when: When) -> nx.Graph[str]:
        """All towns, and an edge for each two partners, with `partner`."""
        made: nx.Graph[str] = nx.Graph()
        made.add_nodes_from(self.towns)
        for a, b in combinations(self.towns, 2):
            if partner := self.partner(a, b, when):
                made.add_edge(a, b, partner=partner)
        return made


def _bilateral(links: Sequence[Standing], joined: Sequence[str | None]) -> bool:
    """By docs/data-model.md, 'Bilateral or via a ring'; `joined`: when both were in each of their rings, if known."""
    if not links:
        return False
    if not joined or any(link.stated == "pair" for link in links):
        return True

    def before(link: Standing, both: str | None) -> bool:
        # A year, or a month, is not before a day that lies in it.
        return link.since is not None and (both is None or (link.since < both and not both.startswith(link.since)))

    return any(all(before(link, both) for both in joined) for link in links)


def _via(ring: Ring, a: str, b: str) -> Standing:
    first, second = ring.members[a], ring.members[b]
    known = [first.since, second.since]
    since = max(filter(None, known)) if all(known) else None
    ended = "ended" if "ended" in (first.status, second.status) else None
    return Standing(since, None, ended, first.sources | second.sources)


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def added_up(said: Mapping[str, Said]) -> Standing:
    """What several sources say of one thing, by source: field by field the best source, dates as precise as said."""
    ordered = [said[source] for source in sorted(said, key=SOURCES.__getitem__)]

    def best(name: str) -> str | None:
        values = [str(one[name]) for one in ordered if one.get(name)]
        return max((one for one in values if one.startswith(values[0])), key=len) if values else None

    pair = any(one.get("stated") == "pair" for one in ordered)
    return Standing(best("since"), best("until"), best("status"), frozenset(said), stated="pair" if pair else "list")


def phases(said: Sequence[tuple[str, Said]]) -> list[Standing]:
    """The phases of a pair: one a kind; who names no kind speaks of the latest one."""
    kinds = {one.get("kind") for _, one in said} - {None}
    if not kinds:
        return [added_up(dict(said))]
    by_kind = {kind: [entry for entry in said if entry[1].get("kind") == kind] for kind in kinds}
    latest = max(kinds, key=lambda kind: (added_up(dict(by_kind[kind])).since or "", str(kind)))
    unsaid = [entry for entry in said if entry[1].get("kind") is None]
    found = []
    for kind, entries in by_kind.items():
        one = added_up(dict([*entries, *unsaid] if kind == latest else entries))
        found.append(Standing(one.since, one.until, one.status, one.sources, kind, one.stated))
    return found


class _Dice:
    """Random statements."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def day(self, first: int, last: int) -> str:
        year = self.random.randint(first, last)
        month = f"-{self.random.randint(1, 12):02}"
        return f"{year}{self.random.choice(['', '', month, f'{month}-17'])}"

    def standing(self) -> Said:
        """Since, until and status; a third is undated, a fifth has ended, with a date or without."""
        said: Said = {}
        if self.chance(0.65):
            said["since"] = self.day(1950, 2010)
        if self.chance(0.2):
            said |= self.random.choice([{"status": "ended"}, {"until": self.day(2011, 2020), "status": "ended"}])
        elif self.chance(0.1):
            said["until"] = self.random.choice([str(THIS_YEAR + 4), self.day(2011, 2020)])
        elif self.chance(0.3):
            said["status"] = self.random.choice(["active", "dormant"])
        return said

    def by_sources(self, said: Said) -> dict[str, Said]:
        """The same thing by one source, or by more of which each leaves out, contradicts or specifies something."""
        names = self.random.sample(sorted(SOURCES), self.random.choice([1, 1, 2, 3]))
        found = {names[0]: said}
        for name in names[1:]:
            other = {key: value for key, value in said.items() if self.chance(0.5)}
            if "since" in said and self.chance(0.3):
                other["since"] = self.random.choice([said["since"][:4], self.day(1950, 2010)])
            found[name] = other
        return found


def network(seed: int) -> Network:
    """A random network; the same seed makes the same one."""
    dice, made, name = _Dice(seed), Network(), f"n{seed:03}"
    number = dice.random.randint(8, 13)
    for place in range(number):
        country = dice.random.choice(sorted(COUNTRIES))
        known = dice.chance(0.9)
        lat, lon = (
            (round(dice.random.uniform(45, 55), 3), round(dice.random.uniform(0, 20), 3)) if known else (None, None)
        )
        population = dice.random.randint(1, 400) * 1000 if dice.chance(0.8) else None
        id_ = f"{name}t{place:02}"
        made.towns[id_] = Town(id_, id_.upper(), country, COUNTRIES[country], lat, lon, population)
    # Two of one name: in two countries, for a source must be able to tell them apart.
    first, second = sorted(made.towns)[:2]
    for id_, country in ((first, "DE"), (second, "FR")):
        old = made.towns[id_]
        made.towns[id_] = Town(
            id_, f"{name} Twin".upper(), country, COUNTRIES[country], old.lat, old.lon, old.population
        )
    for town in made.towns.values():
        made.contents["deed"].append(TownContent(town=town.mention, population=town.population))
    _add_links(made, dice)
    _add_rings(made, dice, name)
    _add_events(made, dice, name)
    return made


def _add_links(made: Network, dice: _Dice) -> None:
    for a, b in combinations(sorted(made.towns), 2):
        if not dice.chance(0.22):
            continue
        said: list[tuple[str, Said]] = []
        vague = {source for source in SOURCES if dice.chance(0.2)}
        for kind in dice.random.choice(
            [[None], [None], ["partnership"], ["friendship"], ["friendship", "partnership"]]
        ):
            stated = "pair" if dice.chance(0.4) else "list"
            for source, one in dice.by_sources(dice.standing() | {"stated": stated}).items():
                # A source that names no kind speaks of a pair once.
                if source not in vague or source not in {name for name, _ in said}:
                    said.append((source, one if source in vague or kind is None else one | {"kind": kind}))
        towns = {"a": made.towns[a].mention, "b": made.towns[b].mention}
        for source, one in said:
            made.contents[source].append(LinkContent.model_validate(one | towns))
        made.links[a, b] = phases(said)


def _add_rings(made: Network, dice: _Dice, name: str) -> None:
    for number, kind in enumerate(("ring", "ring", "chain", "association")):
        id_ = f"{name}r{number}"
        founded = dice.day(1950, 1990) if dice.chance(0.4) else None
        ring = Ring(id_, kind, founded, {})
        made.contents["deed"].append(RingContent.model_validate({"ring": id_, "kind": kind, "founded": founded}))
        for town in dice.random.sample(sorted(made.towns), dice.random.randint(2, 5)):
            said = dice.by_sources(dice.standing())
            ring.members[town] = added_up(said)
            for source, one in said.items():
                membership = {"ring": id_, "town": made.towns[town].mention, **one}
                made.contents[source].append(MembershipContent.model_validate(membership))
        made.rings[id_] = ring


def _add_events(made: Network, dice: _Dice, name: str) -> None:
    for number in range(3):
        id_ = f"{name}e{number}"
        begin = dice.day(1960, 2020) if dice.chance(0.8) else None
        ring = f"{name}r0" if number == 0 else None
        event = {"event": id_, "title": {"de": id_, "en": id_}, "kind": "meeting", "begin": begin, "ring": ring}
        made.contents["gazette"].append(EventContent.model_validate(event))
        towns = {
            town: dice.random.choice(["host", "participant"]) for town in dice.random.sample(sorted(made.towns), 3)
        }
        for town, role in towns.items():
            part = {"of": "event", "ref": id_, "town": made.towns[town].mention, "role": role}
            made.contents["gazette"].append(ParticipationContent.model_validate(part))
        made.events[id_] = Event(id_, begin, ring, towns)


def together(networks: Iterable[Network]) -> Network:
    """Several networks as one, for questions that are about all that is there."""
    made = Network()
    for one in networks:
        made.towns |= one.towns
        made.links |= one.links
        made.rings |= one.rings
        made.events |= one.events
        for source, contents in one.contents.items():
            made.contents[source] += contents
    return made


def loaded(kb: Database, number: int, *, first: int = 0) -> list[Network]:
    """So many random networks, written into an empty knowledge base, one load a source."""
    networks = [network(seed) for seed in range(first, first + number)]
    every = together(networks)
    keys = {(town.name, town.country): town.id for town in every.towns.values()}
    for source, rank in SOURCES.items():
        described = SourceContent(title=source.title(), rank=rank)
        load(
            kb, source, every.contents[source], means=lambda one: keys[one.name, str(one.country)], described=described
        )
    return networks


def rows(kb: Database, name: str, **parameters: Any) -> list[dict[str, Any]]:
    """The rows of an answer; parameters as a person gives them."""
    return run(kb, ask(question(name), parameters, rows=100_000), timeout=200).rows
