"""The worked examples of the questions about what towns share, worked out from the files of `data/` themselves."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from math import log
from typing import Any

import pytest

from graph.database import Database
from graph.settings import ROOT
from tests.graph.questions.random_graphs import rows

RING = "Partnerschaftsring Bad Homburg"
MEMBERS = {"Cabourg", "Chur", "Mayrhofen", "Mondorf-les-Bains", "Terracina"}
"""Members of the ring today beside Bad Homburg: data/sample/dated_rings.csv, and the first article."""


@cache
def listed() -> dict[str, set[str]]:
    """Partners by name, as the world network lists them."""
    found: dict[str, set[str]] = defaultdict(set)
    with (ROOT / "data" / "sample" / "twin_cities_world.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["city1"]].add(row["city2"])
            found[row["city2"]].add(row["city1"])
    return found


def by_name(kb: Database, question: str, **asked: Any) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in rows(kb, question, **asked)}


def test_members_of_one_ring_share_it_as_one_reason(sample_kb: Database) -> None:
    row = by_name(sample_kb, "similar-cities", city="Bad Homburg")["Cabourg"]
    assert (row["count"], row["partners"], row["partner"]) == (1, len(MEMBERS) - 1, True)
    (reason,) = row["reasons"]
    assert (reason["ring"], reason["name"], reason["ties"]) == (True, RING, len(MEMBERS) + 1)
    assert row["adamic_adar"] == pytest.approx(1 / log(len(MEMBERS) + 1), abs=1e-4)


def test_partners_via_the_ring_are_no_cousins(sample_kb: Database) -> None:
    assert not MEMBERS & by_name(sample_kb, "cousin-cities", city="Bad Homburg").keys()


def test_between_bad_homburg_and_chur_lie_the_ring_and_its_four_other_members(sample_kb: Database) -> None:
    answer = rows(sample_kb, "bilateral", city=["Bad Homburg", "Chur"])
    facts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in answer:
        facts[row["what"]].append(row)
    assert [row["name"] for row in facts["ring"]] == [RING]
    assert {row["name"] for row in facts["shared-partner"]} == MEMBERS - {"Chur"}
    assert [row["distance_km"] for row in facts["distance"]] == [pytest.approx(382, abs=2)]
    assert [row["name"] for row in facts["programme"]] == ["Youth band project Bad Homburg-Chur"]
    assert list(facts) == ["distance", "ring", "event", "programme", "shared-partner"]


def test_the_ring_of_bad_homburg_and_chur_has_the_day_that_the_dated_rings_tell(world_kb: Database) -> None:
    link, ring = rows(world_kb, "bilateral", city=["Bad Homburg", "Chur"], what=["link", "ring"])
    assert [one["since"] for one in (ring, *ring["by"])] == ["1956-10-04"] * 3
    assert (link["stated"], link["bilateral"]) == ("list", False)


def test_german_cousins_of_krefeld_are_those_that_the_world_network_tells(world_kb: Database) -> None:
    found = by_name(world_kb, "cousin-cities", city="Krefeld", country="DE")
    assert {name: [one["name"] for one in row["reasons"]] for name, row in found.items()} == {
        name: sorted(listed()["Krefeld"] & listed()[name]) for name in ("Rostock", "Saarbrücken (district)")
    }


def test_likeness_of_krefeld_and_saarbruecken_is_that_of_their_lists(world_kb: Database) -> None:
    ours, theirs = listed()["Krefeld"], listed()["Saarbrücken (district)"]
    row = by_name(world_kb, "similar-cities", city="Krefeld", country="Germany")["Saarbrücken (district)"]
    assert row["jaccard"] == pytest.approx(len(ours & theirs) / len(ours | theirs), abs=1e-4)
    weights = [1 / log(len(listed()[one])) for one in ours & theirs]
    assert row["adamic_adar"] == pytest.approx(sum(weights), abs=1e-4)


def test_wroclaw_fits_krefeld_for_it_shares_charlotte_and_lies_in_a_new_country(world_kb: Database) -> None:
    assert {"Krefeld", "Wrocław"} <= listed()["Charlotte"]
    row = by_name(world_kb, "suggest-partners", city="Krefeld")["Wrocław"]
    assert [one["reason"] for one in row["why"]] == ["shared", "new_country"]
    assert [one["name"] for one in row["reasons"]] == ["Charlotte"]
    assert row["points_shared"] == pytest.approx(6.65 * log(1 + 1 / log(len(listed()["Charlotte"]))), abs=6e-3)
    assert row["score"] == pytest.approx(
        sum(value for name, value in row.items() if name.startswith("points_")), abs=0.05
    )
