"""What a load says of rows that do not go together with what is there, before anything is written."""

from __future__ import annotations

from io import BytesIO

import pytest

from graph.database import Database
from graph.statements.facts import facts
from loaders import Report, load

THERE = "city_a,country_a,city_b,country_b,kind,since\nKrefeld,DE,Leicester,GB,partnership,1969\n"


def lines(rows: str) -> BytesIO:
    return BytesIO(f"city_a,country_a,city_b,country_b,kind,since\n{rows}\n".encode())


@pytest.fixture
def kb_with_a_link(kb: Database) -> Database:
    load(BytesIO(THERE.encode()), db=kb, source="there", kind="links")
    return kb


def looked_at(kb: Database, rows: str) -> Report:
    return load(lines(rows), db=kb, source="other", kind="links", dry_run=True)


def test_another_date_than_another_source_says_is_a_conflict(kb_with_a_link: Database) -> None:
    (row,) = looked_at(kb_with_a_link, "Leicester,GB,Krefeld,DE,partnership,1971").rows
    assert (row.outcome, row.flags) == ("new", ["conflict"])
    assert "there" in row.reason
    assert "since 1969, not 1971" in row.reason


def test_a_more_precise_date_is_no_conflict(kb_with_a_link: Database) -> None:
    (row,) = looked_at(kb_with_a_link, "Leicester,GB,Krefeld,DE,partnership,1969-05-10").rows
    assert row.flags == []


def test_another_phase_is_no_conflict(kb_with_a_link: Database) -> None:
    (row,) = looked_at(kb_with_a_link, "Leicester,GB,Krefeld,DE,friendship,1962").rows
    assert row.flags == []


def test_the_same_source_saying_otherwise_is_a_change_and_no_conflict(kb_with_a_link: Database) -> None:
    again = lines("Krefeld,DE,Leicester,GB,partnership,1971")
    (row,) = load(again, db=kb_with_a_link, source="there", kind="links", dry_run=True).rows
    assert (row.outcome, row.flags) == ("changed", [])


def test_a_link_with_another_town_of_the_name_looks_like_the_one_there(kb_with_a_link: Database) -> None:
    (row,) = looked_at(kb_with_a_link, "Krefeld,DE,Leicester,US,partnership,1969").rows
    assert (row.outcome, "similar" in row.flags) == ("new", True)
    assert "Krefeld (DE) with Leicester (GB), gn2644668" in row.reason


def test_from_the_other_end_it_looks_like_it_too(kb_with_a_link: Database) -> None:
    (row,) = looked_at(kb_with_a_link, "LEICESTER,United States,Krefeld,Germany,partnership,").rows
    assert "similar" in row.flags


def test_the_same_link_does_not_look_like_itself(kb_with_a_link: Database) -> None:
    (row,) = looked_at(kb_with_a_link, "Krefeld,DE,Leicester,GB,partnership,1969").rows
    assert row.flags == []


def test_links_of_the_file_itself_are_not_there_already(kb_with_a_link: Database) -> None:
    rows = lines("Venlo,NL,Leicester,GB,,\nVenlo,NL,Leicester,US,,")
    found = [row.flags for row in load(rows, db=kb_with_a_link, source="other", kind="links").rows]
    assert not any("similar" in flags for flags in found)


def test_looking_writes_nothing(kb_with_a_link: Database) -> None:
    before = list(facts(kb_with_a_link))
    looked_at(kb_with_a_link, "Krefeld,DE,Leicester,US,partnership,1971")
    assert list(facts(kb_with_a_link)) == before
