"""Rings in flat data: rings that were planted into random networks are found again, and nothing else is."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.measures.rings import Suggestion, find_rings, suggestion_id

Pairs = set[tuple[str, str]]
Countries = dict[str, str | None]
COUNTRIES = ("AT", "BE", "CZ", "DE", "ES", "FR", "GB", "HU", "IT", "PL")
NORDIC = ("DK", "FI", "IS", "NO", "SE")


def noise(seed: int, towns: int = 400, links: int = 600) -> tuple[Countries, Pairs]:
    """Towns of many countries with links at random."""
    dice = random.Random(seed)
    countries: Countries = {f"n{number:04}": dice.choice(COUNTRIES) for number in range(towns)}
    ids = sorted(countries)
    return countries, {pair(*dice.sample(ids, 2)) for _ in range(links)}


def pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def ring(name: str, countries: Iterable[str]) -> Countries:
    """Towns of a ring, one for each of the countries."""
    return {f"{name}{number}": country for number, country in enumerate(countries)}


def flat(towns: Iterable[str]) -> Pairs:
    return set(combinations(sorted(towns), 2))


def members(one: Suggestion) -> set[str]:
    return {member.id for member in one.members}


def sure(one: Suggestion) -> set[str]:
    return {member.id for member in one.members if member.sure}


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), size=st.integers(4, 10))
def test_a_planted_ring_is_found_town_by_town(seed: int, size: int) -> None:
    countries, pairs = noise(seed)
    planted = ring("ring", COUNTRIES[:size])
    found = find_rings(countries | planted, pairs | flat(planted))
    assert [sure(one) for one in found] == [set(planted)]


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), lacking=st.integers(1, 4))
def test_a_ring_is_found_though_some_pairs_lack_and_these_are_told(seed: int, lacking: int) -> None:
    countries, pairs = noise(seed)
    planted = ring("ring", COUNTRIES)
    away = set(random.Random(seed).sample(sorted(flat(planted)), lacking))
    assume(max(Counter(town for missing in away for town in missing).values()) < 4)  # else a town hardly belongs
    (found,) = find_rings(countries | planted, pairs | (flat(planted) - away))
    assert (members(found), set(found.missing)) == (set(planted), away)
    assert found.density == pytest.approx(1 - lacking / 45, abs=0.001)


@pytest.mark.parametrize("seed", range(5))
def test_links_at_random_are_no_ring(seed: int) -> None:
    assert find_rings(*noise(seed)) == []


def test_rings_that_share_a_town_are_told_apart() -> None:
    countries, pairs = noise(1)
    one, other = ring("a", COUNTRIES[:5]), ring("b", COUNTRIES[5:9])
    shared = set(other) | {"a0"}
    found = find_rings(countries | one | other, pairs | flat(one) | flat(shared))
    assert {frozenset(members(each)) for each in found} == {frozenset(one), frozenset(shared)}


def test_the_order_of_towns_and_pairs_does_not_matter() -> None:
    countries, pairs = noise(2)
    planted = ring("a", COUNTRIES[:6]) | ring("b", COUNTRIES[:4])
    countries |= planted
    pairs |= flat(ring("a", COUNTRIES[:6])) | flat(ring("b", COUNTRIES[:4]))
    turned = [(b, a) for a, b in sorted(pairs, reverse=True)]
    mixed = dict(sorted(countries.items(), key=lambda one: one[0][::-1]))
    assert find_rings(mixed, turned) == find_rings(countries, sorted(pairs))


def test_the_id_follows_from_the_towns_alone() -> None:
    planted = ring("ring", COUNTRIES[:5])
    found = [find_rings(countries | planted, pairs | flat(planted)) for countries, pairs in (noise(3), noise(4))]
    assert [one.id for (one,) in found] == [suggestion_id(sorted(planted, reverse=True))] * 2
    assert found[0][0].id != suggestion_id(["ring0", "ring1"])


@pytest.mark.parametrize("of", [1, 2])
def test_towns_of_few_countries_are_no_ring(of: int) -> None:
    countries, pairs = noise(5)
    planted = ring("ring", (COUNTRIES * 5)[:of] * 6)
    assert find_rings(countries | planted, pairs | flat(planted)) == []


@pytest.mark.parametrize("way", ["known", "refused"])
def test_a_group_that_is_known_or_refused_is_left_out(way: str) -> None:
    countries, pairs = noise(6)
    planted, other = ring("ring", COUNTRIES[:6]), ring("other", COUNTRIES[:5])
    world = (countries | planted | other, pairs | flat(planted) | flat(other))
    left = find_rings(*world, known={"r": [*planted, "n0001"]} if way == "known" else None,
                      refused=[list(planted)] if way == "refused" else [])  # fmt: skip
    assert [members(one) for one in left] == [set(other)]


def test_a_ring_of_which_few_towns_are_known_is_suggested_and_says_so() -> None:
    countries, pairs = noise(7)
    planted = ring("ring", COUNTRIES[:8])
    (found,) = find_rings(countries | planted, pairs | flat(planted), known={"r": ["ring0", "ring1", "ring2"]})
    assert found.known == (("r", 3),)


def test_the_second_town_of_a_country_that_is_not_linked_to_the_first_is_unsure() -> None:
    countries, pairs = noise(8)
    planted = ring("ring", COUNTRIES[:8])
    double = {pair("double", town) for town in sorted(planted)[1:]}
    (found,) = find_rings(
        countries | planted | {"double": "AT"}, pairs | flat(planted) | double - {("double", "ring1")}
    )
    assert {member.id: member.doubt for member in found.members if member.doubt} == {"double": "second-of-country"}


def test_a_town_that_is_linked_to_two_thirds_of_a_ring_is_unsure() -> None:
    countries, pairs = noise(9)
    planted = ring("ring", COUNTRIES[:9])
    loose = {pair("loose", town) for town in sorted(planted)[:6]}
    (found,) = find_rings(countries | planted | {"loose": "PL"}, pairs | flat(planted) | loose)
    assert {member.id: (member.links, member.doubt) for member in found.members if member.doubt} == {
        "loose": (6, "few-links")
    }


def test_a_town_that_is_linked_to_half_of_a_ring_is_none_of_it() -> None:
    countries, pairs = noise(10)
    planted = ring("ring", COUNTRIES[:8])
    loose = {pair("loose", town) for town in sorted(planted)[:4]}
    (found,) = find_rings(countries | planted | {"loose": "PL"}, pairs | flat(planted) | loose)
    assert members(found) == set(planted)


def test_links_elsewhere_make_a_group_less_telling() -> None:
    countries, pairs = noise(11)
    planted = ring("ring", COUNTRIES[:6])
    (alone,) = find_rings(countries | planted, pairs | flat(planted))
    away = {pair(town, other) for town in planted for other in sorted(countries)[:10]}
    everything = find_rings(countries | planted, pairs | flat(planted) | away, at_least=float("-inf"))
    busy = next(one for one in everything if set(planted) <= members(one))
    assert busy.score < alone.score
    assert (alone.inside, alone.outside) == (1.0, 0)


def test_three_towns_are_suggested_only_where_they_are_asked_for() -> None:
    countries, pairs = noise(12)
    planted = ring("ring", COUNTRIES[:3])
    world = (countries | planted, pairs | flat(planted))
    assert set(planted) not in [members(one) for one in find_rings(*world, at_least=float("-inf"))]
    asked = find_rings(*world, smallest=3, at_least=float("-inf"))
    assert set(planted) in [members(one) for one in asked]


@pytest.mark.parametrize(
    ("countries", "kind"),
    [
        (NORDIC, "chain"),
        ((*NORDIC, "EE"), "chain"),
        (("DK", "NO", "DE", "FR"), "ring"),
        (("DK", "DK", "NO", "SE"), "ring"),
    ],
)
def test_nordic_towns_one_a_country_are_a_chain(countries: tuple[str, ...], kind: str) -> None:
    around, pairs = noise(13)
    planted = ring("ring", countries)
    (found,) = find_rings(around | planted, pairs | flat(planted))
    assert found.kind == kind


def test_nothing_is_found_where_nothing_is() -> None:
    assert find_rings({}, []) == []
    assert find_rings({"a": "DE", "b": None}, [("a", "b"), ("a", "a")]) == []
