"""Years of the sample's dated files, counted a second time with `csv` alone.

The files are loaded as they are written (`resolve=False`), so a town is its name and country and a pair of towns is two
of these. 655 rows name fewer pairs: several pages tell of one, and about 20 pairs have different years, for pages
disagree or tell of phases. Which year such a pair has in the knowledge base follows from rank, date and precision of the
sources, not from counting; it must be one of those that the rows give, and in counts these pairs are taken out.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

import loaders
from graph.database import Database
from graph.questions.parameters import this_year
from graph.settings import ROOT
from tests.graph.questions.random_graphs import rows

FILES = ROOT / "data" / "sample"
Pair = frozenset[tuple[str, str]]
LANDS = ("FR", "PL", "GB", "RU")
YEARS = (1955, 1970, 1990, 2015)


@cache
def read(name: str) -> tuple[Mapping[str, str], ...]:
    with (FILES / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def pairs() -> Mapping[Pair, list[Mapping[str, str]]]:
    """The rows of each pair of towns."""
    found: dict[Pair, list[Mapping[str, str]]] = defaultdict(list)
    for row in read("dated_links_de.csv"):
        towns = frozenset({(row["city_a"], row["country_a"]), (row["city_b"], row["country_b"])})
        if len(towns) == 2:
            found[towns].append(row)
    return found


def said(pair: Pair, field: str) -> set[str]:
    return {row[field][:4] for row in pairs()[pair] if row[field]}


@cache
def clear() -> frozenset[Pair]:
    """Pairs of which no two rows say different years, kinds or statuses."""
    fields = ("since", "until", "kind", "status")
    return frozenset(
        pair for pair in pairs() if all(len({row[one][:4] for row in pairs()[pair]} - {""}) < 2 for one in fields)
    )


def stands(pair: Pair, year: int) -> bool:
    """Whether a clear pair is known to have stood in that year."""
    since, until, status = (min(said(pair, field), default="") for field in ("since", "until", "status"))
    begun = since != "" and int(since) <= year
    gone = (int(until) < year) if until else status == "ende"
    return begun and not gone


def ids(row: Mapping[str, Any], *names: str) -> Pair:
    return frozenset((one["name"], one["country"]) for one in (row[name] if name else row for name in names))


def test_years_of_links_are_those_of_the_file(kb: Database, subtests: pytest.Subtests) -> None:
    loaders.load(FILES / "dated_links_de.csv", db=kb, resolve=False)
    unclear = set(pairs()) - clear()
    assert 20 <= len(unclear) < 60

    with subtests.test("history"):
        counted = {row["year"]: row["founded"] for row in rows(kb, "history", what="link")}
        expected = Counter(min(said(pair, "since"), default=None) for pair in clear())
        rest = Counter({year: count for year, count in counted.items() if count}) - expected
        assert not expected - Counter(counted)
        assert rest.total() == len(unclear)
        assert set(rest) <= {year for pair in unclear for year in {*said(pair, "since"), None}}
        assert sum(counted.values()) == len(pairs())

    with subtests.test("ended in history and by name"):
        gone = {pair for pair in clear() if said(pair, "status") == {"ende"} or said(pair, "until")}
        found = {ids_of(row) for row in rows(kb, "ended", what="link", status="ended")}
        assert found & clear() == gone

    for land in LANDS:
        theirs = {pair for pair in clear() if {country for _, country in pair} == {"DE", land}}
        for year in YEARS:
            with subtests.test("country-pair", land=land, year=year):
                asked = {"country": "DE", "partner_country": land, "year": year, "undated": "exclude"}
                found = {ids(row, "", "partner") for row in rows(kb, "country-pair", **asked)}
                assert found & clear() == {pair for pair in theirs if stands(pair, year)}

    towns = [town for town, _ in Counter(one for pair in pairs() for one in pair).most_common(5)]
    for name, country in towns:
        with subtests.test("partners", town=name):
            asked = {"city": f"{name}, {country}", "year": 1980, "undated": "exclude"}
            found = {frozenset({(name, country), *ids(row, "")}) for row in rows(kb, "partners", **asked)}
            own = {pair for pair in clear() if (name, country) in pair}
            assert found & clear() == {pair for pair in own if stands(pair, 1980)}

    with subtests.test("anniversaries"):
        asked = {"what": "link", "from_year": 2024, "to_year": 2026, "round": "every"}
        found = {(ids_of(row), row["years"]) for row in rows(kb, "anniversaries", **asked)}
        standing = [pair for pair in clear() if said(pair, "since") and stands(pair, this_year())]
        expected = {(pair, year - int(min(said(pair, "since")))) for pair in standing for year in (2024, 2025, 2026)}
        assert {one for one in found if one[0] in clear()} == {one for one in expected if one[1] > 0}

    with subtests.test("bilateral"):
        pair = next(one for one in sorted(clear(), key=str) if said(one, "since") == {"1960"})
        city = [f"{name}, {country}" for name, country in sorted(pair)]
        asked = {"city": city, "what": "link", "undated": "exclude"}
        assert [bool(rows(kb, "bilateral", **asked, year=year)) for year in (1959, 1960)] == [False, True]


def ids_of(row: Mapping[str, Any]) -> Pair:
    return frozenset((one["name"], one["country"]) for one in row["towns"])


def test_years_of_rings_are_those_of_the_file(kb: Database, subtests: pytest.Subtests) -> None:
    loaders.load(FILES / "dated_rings.csv", db=kb, resolve=False)
    since: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    founded: dict[str, set[str]] = defaultdict(set)
    for row in read("dated_rings.csv"):
        since[row["ring"], row["city"], row["country"]] |= {row["since"][:4]} - {""}
        founded[row["ring"]] |= {row["founded"][:4]} - {""}
    assert all(len(years) < 2 for years in (*since.values(), *founded.values())), "say which year shows"

    with subtests.test("history"):
        counted = {row["year"]: row["founded"] for row in rows(kb, "history", what="membership")}
        expected = Counter(min(years, default=None) for years in since.values())
        assert {year: count for year, count in counted.items() if count} == dict(expected)

    with subtests.test("anniversaries of rings"):
        asked = {"what": "ring", "from_year": 2026, "to_year": 2026, "round": "every"}
        found = {(row["name"], row["years"]) for row in rows(kb, "anniversaries", **asked)}
        assert found == {(ring, 2026 - int(min(years))) for ring, years in founded.items() if years - {"2026"}}

    with subtests.test("anniversaries of members"):
        asked = {"what": "membership", "from_year": 2026, "to_year": 2026, "round": "every"}
        gone = {
            (row["ring"], row["city"], row["country"]) for row in read("dated_rings.csv") if row["status"] == "ended"
        }
        found = {(row["ring"]["name"], *next(iter(ids_of(row)))) for row in rows(kb, "anniversaries", **asked)}
        later = {one for one, years in since.items() if years and years != founded[one[0]] and min(years) < "2026"}
        assert found == later - gone
