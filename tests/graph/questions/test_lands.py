"""The worked examples of questions about countries, their answers worked out from the rows of the sample's files."""

from __future__ import annotations

import csv
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import pytest

from graph.database import Database, run
from graph.model import LinkContent, MembershipContent, Mention, RingContent, TownContent
from graph.questions import question
from graph.questions.asking import Result, ask
from graph.settings import ROOT
from tests.conftest import Filled
from tests.graph.statements.writing import load, town

DATED = ROOT / "data" / "sample" / "dated_links_de.csv"
WORLD = ROOT / "data" / "sample" / "twin_cities_world.csv"
HOMBURG = (50.2284, 8.613)


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def pairs() -> dict[tuple[Mention, Mention], dict[str, str]]:
    """The pairs of the file of dated links, each with its row; not those of which its rows say different things."""
    found: dict[tuple[Mention, Mention], dict[str, str]] = {}
    differing = set()
    for row in lines(DATED):
        a, b = sorted((place(row["city_a"], row["country_a"]), place(row["city_b"], row["country_b"])), key=repr)
        if found.setdefault((a, b), row)["status"] != row["status"]:
            differing.add((a, b))
    return {pair: row for pair, row in found.items() if pair not in differing}


def standing(country: str) -> set[tuple[str, str]]:
    """German towns and towns of a country that the file links and does not say to have ended."""
    return {
        (one.name, other.name)
        for (a, b), row in pairs().items()
        for one, other in ((a, b), (b, a))
        if (one.country, other.country) == ("DE", country) and row["status"] != "ended"
    }


def place(name: str, country: str, lat: float | None = None, lon: float | None = None) -> Mention:
    return Mention(name=name, country=country, lat=lat, lon=lon)


def write(kb: Database, links: list[LinkContent]) -> None:
    """Write links and their towns, each town by name and country."""
    towns = {(one.name, one.country): one for link in links for one in (link.a, link.b)}
    said = [*(TownContent(town=one) for one in towns.values()), *links]
    load(kb, "file", said, means=lambda one: f"{one.name} {one.country}".lower())


def answer(kb: Database, name: str, **asked: Any) -> Result:
    return run(kb, ask(question(name), asked, rows=100_000))


def write_dated(kb: Database) -> None:
    """The dated links of German towns, each town as it is written."""
    said = [
        LinkContent.model_validate({"a": a, "b": b, "status": row["status"] or None}) for (a, b), row in pairs().items()
    ]
    write(kb, said)


@pytest.fixture
def dated(filled: Filled, database: Database) -> Database:
    """The dated links, for reading only."""
    filled(write_dated)
    return database


def test_pairs_of_germany_and_italy_are_those_of_the_file(dated: Database) -> None:
    found = answer(dated, "country-pair", country="Germany", partner_country="Italy").rows
    assert {(row["name"], row["partner"]["name"]) for row in found} == standing("IT")


def test_german_towns_without_a_partner_in_france_are_those_of_the_file(dated: Database) -> None:
    german = {one.name for pair in pairs() for one in pair if one.country == "DE"}
    found = answer(dated, "without-partner-in", country="Deutschland", partner_country="Frankreich").rows
    assert {row["name"] for row in found} == german - {a for a, _ in standing("FR")}


@pytest.mark.parametrize("land", ["IT", "AT", "JP"])
def test_the_profile_counts_the_pairs_of_the_file(dated: Database, land: str) -> None:
    rows = {
        row["country"]: row for row in answer(dated, "country-profile", country="DE").rows if row["part"] == "country"
    }
    assert rows[land]["pairs"] == len(standing(land))
    assert (rows[land]["towns"], rows[land]["via_ring"]) == (len({a for a, _ in standing(land)}), 0)


def test_the_matrix_counts_the_pairs_of_the_file(dated: Database) -> None:
    rows = answer(dated, "country-matrix", country="IT").rows
    assert {(row["country"], row["partner_country"]): row["pairs"] for row in rows} == {
        ("DE", "IT"): len(standing("IT"))
    }


def test_towns_near_bad_homburg_with_partners_in_france_are_those_of_the_file(kb: Database) -> None:
    code = {"Germany": "DE", "France": "FR"}
    around = []
    for row in lines(WORLD):
        a, b = (
            place(
                row[f"city{end}"],
                code.get(row[f"country{end}"], "XX"),
                float(row[f"lat{end}"]),
                float(row[f"lng{end}"]),
            )
            for end in "12"
        )
        if min(_away(a), _away(b)) < 90:
            around.append((a, b))
    write(kb, [LinkContent(a=a, b=b) for a, b in around])
    homburg = next(one for pair in around for one in pair if one.name.startswith("Bad Homburg"))
    right: dict[str, set[str]] = {}
    for one, other in [*around, *((b, a) for a, b in around)]:
        if _away(one) <= 50 and other.country == "FR" and one.name != homburg.name:
            right.setdefault(one.name, set()).add(other.name)
    found = answer(kb, "near", city=homburg.name, km=50, partner_country="FR").rows
    assert {row["name"]: {one["name"] for one in row["partners"]} for row in found} == right
    assert len(right) > 20


def _away(one: Mention) -> float:
    assert one.lat is not None
    assert one.lon is not None
    north, east = radians(one.lat - HOMBURG[0]), radians(one.lon - HOMBURG[1])
    chord = sin(north / 2) ** 2 + cos(radians(one.lat)) * cos(radians(HOMBURG[0])) * sin(east / 2) ** 2
    return 2 * 6378.14 * asin(sqrt(chord))


def test_nothing_near_a_town_without_a_place_is_said(kb: Database) -> None:
    load(kb, "one", [LinkContent(a=town("Anna"), b=town("Berta"))])
    found = answer(kb, "near", city="Anna", partner_country="DE")
    assert found.rows == []
    assert "No coordinates are recorded for Anna, so there is nothing to measure from." in found.notes


def test_towns_of_unknown_population_are_counted_where_one_is_asked(kb: Database) -> None:
    load(kb, "one", [LinkContent(a=town("Anna"), b=town("Berta"))])
    found = answer(kb, "without-partner-in", country="DE", partner_country="FR", min_population=1000)
    assert found.rows == []
    assert any(note.startswith("2 towns of this country are left out") for note in found.notes)


def test_a_partner_via_a_ring_counts_unless_bilateral_ones_are_asked(kb: Database) -> None:
    french = place("Brest", "FR")
    said = [
        TownContent(town=french),
        RingContent(ring="Kranz"),
        *(MembershipContent(ring="Kranz", town=one) for one in (town("Anna"), french)),
    ]
    load(kb, "one", said)
    asked = {"country": "DE", "partner_country": "FR"}
    assert answer(kb, "without-partner-in", **asked).rows == []
    assert [row["name"] for row in answer(kb, "without-partner-in", bilateral="true", **asked).rows] == ["Anna"]


def test_undated_partners_are_told_of_where_a_year_is_asked(kb: Database) -> None:
    french = place("Brest", "FR")
    load(kb, "one", [TownContent(town=french), LinkContent(a=town("Anna"), b=french)])
    said = answer(kb, "without-partner-in", country="DE", partner_country="FR", year=1990).notes
    assert any(note.startswith("1 further towns have only undated partners there") for note in said)
    pairs = answer(kb, "country-matrix", year=1990).notes
    assert any(note.startswith("Undated: 1 of 1 pairs") for note in pairs)
