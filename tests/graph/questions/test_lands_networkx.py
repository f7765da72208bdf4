"""Questions about countries, and where partners are, on random networks against Python that follows the data model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import networkx as nx
import pytest

from graph.database import Database
from tests.graph.questions.random_graphs import (
    THIS_YEAR,
    Network,
    Partner,
    Standing,
    Town,
    When,
    kilometres,
    rows,
)

WHENS = [When(), When(ended=True), When(1985), When(1985, "exclude"), When(2015), When(2015, "exclude")]

Row = dict[str, Any]
pytestmark = pytest.mark.timeout(1800)


@dataclass(frozen=True)
class Lands:
    """All networks as countries see them, as of some time."""

    networks: list[Network]
    when: When

    @cached_property
    def pairs(self) -> list[tuple[Town, Town, Partner]]:
        """Each two partners once."""
        return [
            (one.towns[a], one.towns[b], partner)
            for one in self.networks
            for a, b in combinations(sorted(one.towns), 2)
            if (partner := one.partner(a, b, self.when))
        ]

    @cached_property
    def ended(self) -> list[tuple[Town, Town]]:
        """Pairs that were linked and are not partners."""
        return [
            (one.towns[a], one.towns[b])
            for one in self.networks
            for (a, b), links in one.links.items()
            if one.partner(a, b, self.when) is None and any(self._over(link) for link in links)
        ]

    def _over(self, link: Standing) -> bool:
        year = int(link.until[:4]) if link.until else None
        if self.when.year is not None:
            return year is not None and year < self.when.year
        return link.status == "ended" or (year is not None and year < THIS_YEAR)

    def between(self, country: str, other: str) -> list[tuple[Town, Town, Partner]]:
        """Pairs of two countries, the town of the first in front; of a country with itself, by id."""
        turned = [(b, a, partner) for a, b, partner in self.pairs]
        every = self.pairs if country == other else [*self.pairs, *turned]
        return [(a, b, how) for a, b, how in every if (a.country, b.country) == (country, other)]


def lands(networks: list[Network]) -> Iterator[Lands]:
    return (Lands(networks, when) for when in WHENS)


def told(pairs: list[tuple[Town, Town, Partner]]) -> Row:
    """What a row counts of pairs."""
    bilateral = sum(how.bilateral for _, _, how in pairs)
    return {
        "pairs": len(pairs),
        "bilateral": bilateral,
        "via_ring": len(pairs) - bilateral,
        "dated": sum(how.since is not None for _, _, how in pairs),
    }


def counted(row: Row) -> Row:
    return {name: row[name] for name in ("pairs", "bilateral", "via_ring", "dated")}


def check_pairs_of_two_countries(kb: Database, networks: list[Network]) -> None:
    for of in lands(networks):
        for country, other in (("DE", "PL"), ("FR", "DE"), ("PL", "PL")):
            found = rows(kb, "country-pair", country=country, partner_country=other, **of.when.parameters)
            said = [
                (
                    frozenset((row["id"], row["partner"]["id"])),
                    row["bilateral"],
                    row["kind"],
                    row["since"],
                    row["until"],
                )
                for row in found
            ]
            right = [
                (frozenset((a.id, b.id)), how.bilateral, how.kind, how.since, how.until)
                for a, b, how in of.between(country, other)
            ]
            assert Counter(said) == Counter(right), (of.when, country, other)


def check_pairs_of_a_countrys_region_or_larger_towns_count_once(kb: Database, networks: list[Network]) -> None:
    of = Lands(networks, When())
    for country, other in (("DE", "PL"), ("DE", "DE")):
        found = rows(kb, "country-pair", country=country, partner_country=other, min_population=150_000)
        every = of.between(country, other)
        right = {
            frozenset((a.id, b.id))
            for a, b, _ in every
            if a.fits(min_population=150_000) or (country == other and b.fits(min_population=150_000))
        }
        assert Counter(frozenset((row["id"], row["partner"]["id"])) for row in found) == Counter(right)


def check_bilateral_pairs_and_those_via_a_ring_are_told_apart(kb: Database, networks: list[Network]) -> None:
    every = Lands(networks, When()).between("DE", "FR")
    for bilateral in (True, False):
        found = rows(kb, "country-pair", country="DE", partner_country="FR", bilateral=bilateral)
        right = {(a.id, b.id) for a, b, how in every if how.bilateral is bilateral}
        assert {(row["id"], row["partner"]["id"]) for row in found} == right


def some_ring(networks: list[Network]) -> str:
    """A ring of which a pair of Germany and Poland is part."""
    return next(ring for _, _, how in Lands(networks, When()).between("DE", "PL") for ring in how.rings)


def check_pairs_are_filtered_as_partners_are(kb: Database, networks: list[Network]) -> None:
    every = Lands(networks, When()).between("DE", "PL")
    filters: list[Row] = [
        {"kind": ["friendship"]},
        {"source": "gazette"},
        {"status": ["active"]},
        {"ring": some_ring(networks)},
    ]
    for asked in filters:
        found = rows(kb, "country-pair", country="DE", partner_country="PL", **asked)
        right = {(a.id, b.id) for a, b, how in every if how.fits(**asked)}
        assert {(row["id"], row["partner"]["id"]) for row in found} == right, asked


def check_figures_of_two_countries(kb: Database, networks: list[Network]) -> None:
    for of in lands(networks):
        for country, other in (("DE", "PL"), ("FR", "FR")):
            found = rows(kb, "country-pair-figures", country=country, partner_country=other, **of.when.parameters)
            right: dict[tuple[str, str | None], list[tuple[Town, Town, Partner]]] = {}
            for a, b, how in of.between(country, other):
                keys = {
                    ("kind", how.kind if how.bilateral else "ring"),
                    ("decade", f"{how.since[:3]}0" if how.since else None),
                    ("town", a.id),
                    ("region", a.region),
                    ("partner_town" if country != other else "town", b.id),
                    ("partner_region" if country != other else "region", b.region),
                }
                for key in keys:
                    right.setdefault(key, []).append((a, b, how))
            said = {(row["part"], row["id"] or row["key"]): counted(row) for row in found}
            assert said == {key: told(pairs) for key, pairs in right.items()}, (of.when, country, other)


def check_the_profile_of_a_country(kb: Database, networks: list[Network]) -> None:
    for of in lands(networks):
        found = rows(kb, "country-profile", country="DE", **of.when.parameters)
        right = {}
        for other in ("DE", "FR", "PL"):
            pairs = of.between("DE", other)
            ended = sum(sorted((a.country, b.country)) == sorted(("DE", other)) for a, b in of.ended)
            right["country", other] = _profile(pairs, domestic=other == "DE") | {"ended": ended}
        every = [pair for other in ("DE", "FR", "PL") for pair in of.between("DE", other)]
        ours = {one.id for a, b, _ in every for one in (a, b) if one.country == "DE"}
        theirs = {b.id for _, b, _ in every} | {a.id for a, b, _ in every if b.country == "DE"}
        right["all", "DE"] = _profile(every, domestic=True) | {
            "towns": len(ours),
            "partners": len(theirs),
            "ended": sum(right["country", one]["ended"] for one in ("DE", "FR", "PL")),
        }
        said = {(row["part"], row["country"]): {name: row[name] for name in right["all", "DE"]} for row in found}
        assert said == {key: one for key, one in right.items() if one["pairs"] or one["ended"]}, of.when


def _profile(pairs: list[tuple[Town, Town, Partner]], *, domestic: bool) -> Row:
    ours, theirs = {a.id for a, _, _ in pairs}, {b.id for _, b, _ in pairs}
    towns = (ours | theirs, ours | theirs) if domestic else (ours, theirs)
    rings = {ring for _, _, how in pairs for ring in how.rings}
    return told(pairs) | {"towns": len(towns[0]), "partners": len(towns[1]), "rings": len(rings)}


def check_the_matrix_of_countries(kb: Database, networks: list[Network]) -> None:
    for of in lands(networks):
        cells = {(a, b): of.between(a, b) for a in ("DE", "FR", "PL") for b in ("DE", "FR", "PL") if a <= b}
        ends = Counter(one.country for a, b, _ in of.pairs for one in (a, b))
        right = {}
        for (a, b), pairs in cells.items():
            expected = ends[a] * ends[b] / len(of.pairs) / (4 if a == b else 2) if pairs else 0
            right[a, b] = told(pairs) | {"expected": pytest.approx(expected, abs=0.051)}
        found = rows(kb, "country-matrix", **of.when.parameters)
        said = {(row["country"], row["partner_country"]): counted(row) | {"expected": row["expected"]} for row in found}
        assert said == {key: one for key, one in right.items() if one["pairs"]}, of.when


def check_the_matrix_of_larger_towns_and_of_the_strongest_countries(kb: Database, networks: list[Network]) -> None:
    every = Lands(networks, When()).pairs
    large = [pair for pair in every if all(town.fits(min_population=150_000) for town in pair[:2])]
    ends = Counter(one.country for a, b, _ in large for one in (a, b))
    strongest = sorted(ends, key=lambda land: (-ends[land], land))[:2]
    right = Counter(tuple(sorted((a.country, b.country))) for a, b, _ in large)
    found = rows(kb, "country-matrix", min_population=150_000, top=2)
    said = {(row["country"], row["partner_country"]): row["pairs"] for row in found}
    assert said == {lands: number for lands, number in right.items() if set(lands) <= set(strongest)}


def check_towns_without_a_partner_in_a_country(kb: Database, networks: list[Network]) -> None:
    filters: list[Row] = [{}, {"bilateral": True}, {"kind": ["partnership"]}, {"min_population": 100_000}]
    for asked in filters:
        for when in WHENS:
            found = rows(kb, "without-partner-in", country="DE", partner_country="FR", **asked, **when.parameters)
            assert {row["id"]: row["partners"] for row in found} == without(networks, asked, when), (asked, when)


def without(networks: list[Network], asked: Row, when: When) -> dict[str, int]:
    """German towns without a partner in France, with how many they have."""
    found = {}
    for network in networks:
        for town in network.towns.values():
            partners = {
                other: how
                for other, how in network.partners(town.id, when).items()
                if how.fits(kind=asked.get("kind")) and (how.bilateral or not asked.get("bilateral"))
            }
            german = town.fits(country="DE", min_population=asked.get("min_population"))
            if german and not any(network.towns[other].country == "FR" for other in partners):
                found[town.id] = len(partners)
    return found


def check_towns_nearby_with_partners_in_a_country(kb: Database, networks: list[Network]) -> None:
    of_town = {id_: network for network in networks for id_ in network.towns}
    placed = [town for network in networks for town in network.towns.values() if town.lat is not None]
    for place, when in enumerate(WHENS):
        around, km = placed[place], 150.0
        found = rows(kb, "near", city=around.id, km=km, partner_country="PL", **when.parameters)
        said = {
            row["id"]: ({one["id"]: one["bilateral"] for one in row["partners"]}, row["distance_km"]) for row in found
        }
        right = {}
        for town in placed:
            away = kilometres(around, town)
            assert away is not None
            if town is around or away > km:
                continue
            network = of_town[town.id]
            there = {
                other: how.bilateral
                for other, how in network.partners(town.id, when).items()
                if network.towns[other].country == "PL"
            }
            if there:
                right[town.id] = (there, pytest.approx(away, abs=0.06))
        assert said == right, when


def check_chains_as_of_a_time_and_around_countries(kb: Database, networks: list[Network]) -> None:
    for place, network in enumerate(networks):
        when = WHENS[place % len(WHENS)]
        ends = sorted(network.towns)[2:8:5]
        for without in ([], ["FR"], ["FR", "PL"]):
            graph = network.graph(when)
            graph.remove_nodes_from(
                [one.id for one in network.towns.values() if one.country in without and one.id not in ends]
            )
            right = sorted(nx.all_shortest_paths(graph, *ends)) if nx.has_path(graph, *ends) else []
            around = {"without_country": without} if without else {}
            found = rows(kb, "path", **{"from": ends[0], "to": ends[1]}, **around, **when.parameters)
            assert sorted(row["towns"] for row in found) == right, (ends, without, when)


def check_reach_by_country(kb: Database, networks: list[Network]) -> None:
    for place, network in enumerate(networks):
        when, start = WHENS[place % len(WHENS)], max(network.towns)
        steps = nx.single_source_shortest_path_length(network.graph(when), start, cutoff=3)
        right: dict[str, list[int]] = {}
        for town, number in steps.items():
            if town != start:
                right.setdefault(network.towns[town].country, []).append(number)
        found = rows(kb, "reach-countries", city=start, steps=3, **when.parameters)
        said = {row["country"]: (row["count"], row["steps"]) for row in found}
        assert said == {land: (len(many), min(many)) for land, many in right.items()}, (start, when)


CHECKS = [check for name, check in sorted(globals().items()) if name.startswith("check_")]


def test_answers_are_those_of_python(database: Database, networks: list[Network], subtests: pytest.Subtests) -> None:
    """All in one, so that each network is told of once."""
    for check in CHECKS:
        with subtests.test(check.__name__):
            check(database, networks)
