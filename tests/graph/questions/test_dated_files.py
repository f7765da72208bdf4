"""Years of the sample's dated files, counted a second time with `csv` alone.

Only which town a row means is taken from the load's report. 655 rows tell of fewer pairs of towns: several pages tell
of one, and some pairs have different years, kinds or statuses, for pages disagree or tell of phases (a friendship, then
a partnership). Which year such a pair has follows from rank, date and precision of its sources, not from counting: it
must be one of those that the rows give; elsewhere these pairs are left out of the comparison.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

import loaders
from graph.database import Database
from graph.questions.parameters import this_year
from graph.settings import ROOT
from tests.graph.questions.random_graphs import rows

FILES = ROOT / "data" / "sample"
Pair = frozenset[str]
Record = Mapping[str, str]
LANDS = ("FR", "PL", "GB", "RU")
YEARS = (1955, 1970, 1990, 2015)


def read(name: str) -> list[Record]:
    with (FILES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Told:
    """A pair of towns, and what the rows of the file say of it."""

    def __init__(self) -> None:
        self.rows: list[Record] = []

    def values(self, field: str) -> set[str]:
        return {row[field] for row in self.rows if row[field]}

    def years(self, field: str) -> set[int]:
        return {int(value[:4]) for value in self.values(field)}

    @property
    def clear(self) -> bool:
        """Whether no two rows say different years, kinds or statuses."""
        dated = all(len(self.years(field)) < 2 for field in ("since", "until"))
        return dated and all(len(self.values(field)) < 2 for field in ("kind", "status"))

    @property
    def since(self) -> int | None:
        return min(self.years("since"), default=None)

    @property
    def over(self) -> bool:
        return self.values("status") == {"ended"} or any(year < this_year() for year in self.years("until"))

    def lands(self) -> set[str]:
        return {row[field] for row in self.rows for field in ("country_a", "country_b")}

    def stood(self, year: int) -> bool:
        """Whether a clear pair is known to have stood in that year."""
        gone = all(until < year for until in self.years("until")) if self.years("until") else self.over
        return self.since is not None and self.since <= year and not gone


def told(kb: Database, *, resolve: bool) -> dict[Pair, Told]:
    """The file, loaded, as pairs of the towns that its rows mean."""
    records = read("dated_links_de.csv")
    found: dict[Pair, Told] = defaultdict(Told)
    for outcome in loaders.load(FILES / "dated_links_de.csv", db=kb, resolve=resolve).rows:
        pair = frozenset(town.id for town in outcome.towns)
        assert len(pair) == 2, outcome
        found[pair].rows.append(records[outcome.row - 2])
    return found


def ends(row: Mapping[str, Any]) -> Pair:
    return frozenset(town["id"] for town in row["towns"])


@pytest.mark.parametrize("resolve", [False, pytest.param(True, marks=pytest.mark.long)], ids=["as written", "resolved"])
def test_years_of_links_are_those_of_the_file(kb: Database, resolve: bool, subtests: pytest.Subtests) -> None:
    pairs = told(kb, resolve=resolve)
    clear = {pair for pair, one in pairs.items() if one.clear}
    assert len(clear) > 400

    with subtests.test("history"):
        counted = Counter({row["year"]: row["founded"] for row in rows(kb, "history", what="link")})
        certain = Counter(str(pairs[pair].since or "") or None for pair in clear)
        rest = counted - certain
        assert not certain - counted
        assert rest.total() == len(pairs) - len(clear)
        candidates = {year for pair, one in pairs.items() if pair not in clear for year in one.years("since") or {None}}
        assert set(rest) <= {year and str(year) for year in candidates}

    with subtests.test("ended"):
        found = {ends(row) for row in rows(kb, "ended", what="link", status="ended")}
        assert found & clear == {pair for pair in clear if pairs[pair].over}

    for land in LANDS if resolve else ():  # only a town that was resolved is known to lie in a country
        theirs = {pair for pair in clear if pairs[pair].lands() == {"DE", land}}
        for year in YEARS:
            with subtests.test("country-pair", land=land, year=year):
                asked = {"country": "DE", "partner_country": land, "year": year, "undated": "exclude"}
                found = {frozenset({row["id"], row["partner"]["id"]}) for row in rows(kb, "country-pair", **asked)}
                assert found & clear == {pair for pair in theirs if pairs[pair].stood(year)}

    for town, _ in Counter(one for pair in pairs for one in pair).most_common(5):
        with subtests.test("partners", town=town):
            asked = {"city": town, "year": 1980, "undated": "exclude"}
            found = {frozenset({town, row["id"]}) for row in rows(kb, "partners", **asked)}
            assert found & clear == {pair for pair in clear if town in pair and pairs[pair].stood(1980)}

    with subtests.test("anniversaries"):
        years = (2024, 2025, 2026)
        asked = {"what": "link", "from_year": years[0], "to_year": years[-1], "round": "every"}
        found = {(ends(row), row["years"]) for row in rows(kb, "anniversaries", **asked)}
        begun = [(pair, since) for pair in clear if not pairs[pair].over and (since := pairs[pair].since)]
        expected = {(pair, year - since) for pair, since in begun for year in years if year > since}
        assert {one for one in found if one[0] in clear} == expected

    with subtests.test("bilateral"):
        pair = next(one for one in sorted(clear, key=sorted) if pairs[one].since == 1960 and not pairs[one].over)
        asked = {"city": sorted(pair), "what": "link", "undated": "exclude"}
        assert [bool(rows(kb, "bilateral", **asked, year=year)) for year in (1959, 1960)] == [False, True]


def test_years_of_rings_are_those_of_the_file(kb: Database, subtests: pytest.Subtests) -> None:
    loaders.load(FILES / "dated_rings.csv", db=kb, resolve=False)
    since: dict[tuple[str, str], set[str]] = defaultdict(set)
    founded: dict[str, set[str]] = defaultdict(set)
    gone: set[tuple[str, str]] = set()
    for row in read("dated_rings.csv"):
        member = (row["ring"], row["city"])
        since[member] |= {row["since"][:4]} - {""}
        founded[row["ring"]] |= {row["founded"][:4]} - {""}
        gone |= {member} if row["status"] == "ended" else set()
    assert all(len(years) < 2 for years in (*since.values(), *founded.values())), "say which year shows"
    asked = {"from_year": 2026, "to_year": 2026, "round": "every"}

    with subtests.test("history"):
        counted = Counter({row["year"]: row["founded"] for row in rows(kb, "history", what="membership")})
        assert +counted == Counter(min(years, default=None) for years in since.values())

    with subtests.test("anniversaries of rings"):
        found = {(row["name"], row["years"]) for row in rows(kb, "anniversaries", what="ring", **asked)}
        assert found == {(ring, 2026 - int(min(years))) for ring, years in founded.items() if years}

    with subtests.test("anniversaries of members"):
        members = rows(kb, "anniversaries", what="membership", **asked)
        later = {one for one, years in since.items() if years and years != founded[one[0]]}
        assert {(row["ring"]["name"], row["towns"][0]["name"]) for row in members} == later - gone
