"""All the sample data in one knowledge base: the world network with its 25,917 rows beside the dated files."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import neo4j
import pytest

from graph.database import Address, Database, run
from graph.errors import AmbiguousTownError
from graph.names import folded_variants
from graph.questions import question
from graph.questions.asking import ask
from loaders.identity.geometry import distance_km
from loaders.report import Report

WORLD = "twin_cities_world.csv"
WITHOUT_DIVISIONS = {"EH", "FK", "GI", "MO", "MR"}
"""Countries and places whose data have no first level, or none at some places: see docs/identity.md."""


def rows(address: Address, query: Any) -> list[dict[str, Any]]:
    auth = (address.user, address.password)
    with neo4j.GraphDatabase.driver(address.uri, auth=auth) as driver:
        found, _, _ = driver.execute_query(query, database_=address.database)
    return [row.data() for row in found]


def answers(kb: Database, name: str, **said: object) -> list[dict[str, Any]]:
    return run(kb, ask(question(name), said, rows=100_000)).rows


def names(kb: Database, question_name: str, **said: object) -> set[str]:
    return {row["name"] for row in answers(kb, question_name, **said)}


def test_each_row_ends_as_new_same_or_rejected(world_reports: dict[str, Report]) -> None:
    report = world_reports[WORLD]
    assert report.new + report.same + report.rejected == report.read == 25_917


def test_only_towns_paired_with_themselves_are_rejected(world_reports: dict[str, Report]) -> None:
    """In one writing, which shows as the row is read, or in two that mean one town."""
    for row in world_reports[WORLD].rejections():
        assert "is linked to itself" in row.reason or row.towns[0].id == row.towns[1].id


def test_no_row_of_the_other_files_is_rejected(world_reports: dict[str, Report]) -> None:
    assert {name: report.rejected for name, report in world_reports.items() if name != WORLD and report.rejected} == {}


def test_no_two_towns_share_a_geonames_id(world_kb: Database, neo4j_address: Address) -> None:
    query = """
        MATCH (c:City) WHERE c.geonames IS NOT NULL
        WITH c.geonames AS geonames, collect(c.id) AS towns WHERE size(towns) > 1 RETURN geonames, towns"""
    assert rows(neo4j_address, query) == []


def test_each_town_that_was_not_found_says_why(world_kb: Database, neo4j_address: Address) -> None:
    query = """
        MATCH (m:Mention) WHERE m.geonames IS NULL AND (m.reason = '' OR m.reason IS NULL OR m.code IS NULL)
        RETURN m.name AS name"""
    assert rows(neo4j_address, query) == []


def test_found_towns_have_their_region_by_name(world_kb: Database, neo4j_address: Address) -> None:
    query = """
        MATCH (c:City) WHERE c.geonames IS NOT NULL AND c.region IS NULL
        RETURN DISTINCT c.country AS country"""
    assert {row["country"] for row in rows(neo4j_address, query)} <= WITHOUT_DIVISIONS


def test_the_report_of_near_duplicates_is_complete(world_kb: Database, neo4j_address: Address) -> None:
    towns = rows(
        neo4j_address,
        "MATCH (c:City) WHERE c.lat IS NOT NULL RETURN c.id AS id, c.name AS name, c.lat AS lat, c.lon AS lon",
    )
    by_name: dict[str, list[dict[str, Any]]] = {}
    for town in towns:
        for folded in folded_variants(town["name"]):
            by_name.setdefault(folded, []).append(town)
    near = {
        frozenset((a["id"], b["id"]))
        for alike in by_name.values()
        for a, b in combinations(alike, 2)
        if a["id"] != b["id"] and distance_km(a["lat"], a["lon"], b["lat"], b["lon"]) <= 4.99
    }
    told = {frozenset((row["id"], row["other"]["id"])) for row in answers(world_kb, "near-duplicates")}
    assert near - told == set()


# ---- the worked examples of the contract


def test_bad_homburg_has_nine_partners(world_kb: Database) -> None:
    found = answers(world_kb, "partners", city="Bad Homburg")
    assert sorted(row["bilateral"] for row in found) == [False] * 5 + [True] * 4


def test_exeter_is_its_partner_since_1965(world_kb: Database) -> None:
    found = {row["name"]: row["since"] for row in answers(world_kb, "partners", city="Bad Homburg")}
    assert found["Exeter"] == "1965-10-09"


def test_who_left_its_ring_is_among_the_ended(world_kb: Database) -> None:
    assert names(world_kb, "partners", city="Bad Homburg", status="ended") >= {"Spa", "Béjaïa"}


def test_bad_homburg_and_cabourg_share_four_towns_each_via_the_ring(world_kb: Database) -> None:
    found = answers(world_kb, "shared-partners", city=["Bad Homburg", "Cabourg"])
    assert {row["name"] for row in found} == {"Chur", "Mayrhofen", "Mondorf-les-Bains", "Terracina"}
    assert not any(by["bilateral"] for row in found for by in row["by"])


def test_duesseldorf_and_leicester_share_chongqing(world_kb: Database) -> None:
    assert names(world_kb, "shared-partners", city=["Düsseldorf", "Leicester"]) == {"Chongqing"}


def test_krefeld_and_leicester_share_none_and_are_partners(world_kb: Database) -> None:
    answer = run(world_kb, ask(question("shared-partners"), {"city": ["Krefeld", "Leicester"]}))
    assert answer.rows == []
    assert any("Krefeld" in note and "Leicester" in note for note in answer.notes)


def test_reading_is_ambiguous_in_two_countries(world_kb: Database) -> None:
    with pytest.raises(AmbiguousTownError) as raised:
        answers(world_kb, "partners", city="Reading")
    assert {town["country"] for town in raised.value.towns} == {"GB", "US"}


def test_peterhof_is_the_one_of_saint_petersburg(world_kb: Database) -> None:
    found = {row["name"]: row["id"] for row in answers(world_kb, "partners", city="Bad Homburg")}
    assert found["Peterhof"] == "gn510291"


def test_frankfurt_and_lyon_are_bilateral_beside_their_ring(world_kb: Database) -> None:
    found = {row["name"]: row["bilateral"] for row in answers(world_kb, "partners", city="Frankfurt am Main")}
    assert found["Lyon"] is True
