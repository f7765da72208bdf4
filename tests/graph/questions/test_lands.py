"""The worked examples of questions about countries, their answers worked out from the rows of the sample's files."""

from __future__ import annotations

import csv
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import pytest

import loaders
from graph.database import Database
from graph.model import LinkContent, MembershipContent, RingContent
from graph.questions import question
from graph.questions.asking import Result, ask, run
from graph.settings import ROOT
from tests.graph.statements.writing import load, town

DATED = ROOT / "data" / "sample" / "dated_links_de.csv"
WORLD = ROOT / "data" / "sample" / "twin_cities_world.csv"
HOMBURG = (50.2292, 8.6108)


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def standing(country: str) -> set[tuple[str, str]]:
    """German towns and towns of a country that the file links, where no row of the pair says that it ended."""
    pairs: dict[tuple[str, str], set[str]] = {}
    for row in lines(DATED):
        ends = [(row["city_a"], row["country_a"]), (row["city_b"], row["country_b"])]
        for (a, of_a), (b, of_b) in (ends, ends[::-1]):
            if (of_a, of_b) == ("DE", country):
                pairs.setdefault((a, b), set()).add(row["status"])
    return {pair for pair, said in pairs.items() if "ended" not in said}


def answer(kb: Database, name: str, **asked: Any) -> Result:
    return run(kb, ask(question(name), asked, rows=100_000))


@pytest.fixture
def dated(kb: Database) -> Database:
    """The dated links of German towns, each town as it is written."""
    loaders.load(DATED, db=kb, resolve=False)
    return kb


def test_pairs_of_germany_and_italy_are_those_of_the_file(dated: Database) -> None:
    found = answer(dated, "country-pair", country="Germany", partner_country="Italy").rows
    assert {(row["name"], row["partner"]["name"]) for row in found} == standing("IT")


def test_german_towns_without_a_partner_in_france_are_those_of_the_file(dated: Database) -> None:
    german = {row[f"city_{end}"] for row in lines(DATED) for end in "ab" if row[f"country_{end}"] == "DE"}
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


def test_towns_near_bad_homburg_with_partners_in_france_are_those_of_the_file(kb: Database, tmp_path: Path) -> None:
    around = [
        row for row in lines(WORLD) if any(_away(float(row[f"lat{end}"]), float(row[f"lng{end}"])) < 90 for end in "12")
    ]
    path = tmp_path / "around.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(around[0]))
        writer.writeheader()
        writer.writerows(around)
    loaders.load(path, db=kb, resolve=False)
    right: dict[str, set[str]] = {}
    for row in around:
        for one, other in ("12", "21"):
            near = _away(float(row[f"lat{one}"]), float(row[f"lng{one}"])) <= 50
            if near and row[f"country{other}"] == "France" and not row[f"city{one}"].startswith("Bad Homburg"):
                right.setdefault(row[f"city{one}"], set()).add(row[f"city{other}"])
    (homburg,) = {row[f"city{end}"] for row in around for end in "12" if row[f"city{end}"].startswith("Bad Homburg")}
    found = answer(kb, "near", city=homburg, km=50, partner_country="FR").rows
    assert {row["name"]: {one["name"] for one in row["partners"]} for row in found} == right
    assert len(right) > 20


def _away(lat: float, lon: float) -> float:
    north, east = radians(lat - HOMBURG[0]), radians(lon - HOMBURG[1])
    chord = sin(north / 2) ** 2 + cos(radians(lat)) * cos(radians(HOMBURG[0])) * sin(east / 2) ** 2
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
    french = town("Brest").model_copy(update={"country": "FR"})
    said = [RingContent(ring="Kranz"), *(MembershipContent(ring="Kranz", town=one) for one in (town("Anna"), french))]
    load(kb, "one", said)
    asked = {"country": "DE", "partner_country": "FR"}
    assert answer(kb, "without-partner-in", **asked).rows == []
    assert [row["name"] for row in answer(kb, "without-partner-in", bilateral="true", **asked).rows] == ["Anna"]


def test_undated_partners_are_told_of_where_a_year_is_asked(kb: Database) -> None:
    french = town("Brest").model_copy(update={"country": "FR"})
    load(kb, "one", [LinkContent(a=town("Anna"), b=french)])
    said = answer(kb, "without-partner-in", country="DE", partner_country="FR", year=1990).notes
    assert any(note.startswith("1 further towns have only undated partners there") for note in said)
    pairs = answer(kb, "country-matrix", year=1990).notes
    assert any(note.startswith("Undated: 1 of 1 pairs") for note in pairs)
