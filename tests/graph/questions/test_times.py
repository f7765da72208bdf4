"""Questions about time on small networks that the tests make up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph.database import Database
from graph.model import EventContent, LinkContent, MembershipContent, ParticipationContent, RingContent, SourceContent
from tests.graph.questions.random_graphs import THIS_YEAR, rows
from tests.graph.statements.writing import load, town


def link(other: str, **said: Any) -> LinkContent:
    return LinkContent.model_validate({"a": town("Anna"), "b": town(other), **said})


def event(name: str, other: str, **said: Any) -> list[Any]:
    about = {"event": name, "title": {"de": name}, "kind": "visit", **said}
    parts = [ParticipationContent(of="event", ref=name, town=town(one), role="participant") for one in ("Anna", other)]
    return [EventContent.model_validate(about), *parts]


def said(kb: Database, name: str, *fields: str, **parameters: Any) -> set[tuple[Any, ...]]:
    return {tuple(row[field] for field in fields) for row in rows(kb, name, **parameters)}


def test_the_29th_of_february_has_its_day_in_leap_years_only(kb: Database) -> None:
    load(kb, "one", [link("Berta", since="1996-02-29")])
    years = {"from_year": 1997, "to_year": 2100, "round": "every"}
    found = [row["on"] for row in rows(kb, "anniversaries", **years)]
    assert len(found) == 104
    for day in map(date.fromisoformat, found):
        leap = day.year % 4 == 0 and day.year != 2100
        assert (day.month, day.day) == (2, 29 if leap else 28)


def test_round_years_are_five_and_multiples_of_ten_or_twenty_five(kb: Database) -> None:
    load(kb, "one", [link("Berta", since="1900")])
    found = [row["years"] for row in rows(kb, "anniversaries", from_year=1900, to_year=2030)]
    assert found == [5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100, 110, 120, 125, 130]


@pytest.mark.parametrize(("since", "on"), [("1990", "2030"), ("1990-05", "2030-05"), ("1990-05-17", "2030-05-17")])
def test_an_anniversary_is_as_precise_as_the_beginning(kb: Database, since: str, on: str) -> None:
    load(kb, "one", [link("Berta", since=since)])
    assert said(kb, "anniversaries", "on", "years", from_year=2030, to_year=2030) == {(on, 40)}


def test_what_has_ended_has_anniversaries_only_where_asked_for(kb: Database) -> None:
    load(kb, "one", [link("Berta", since="1990", status="ended"), link("Cilli", since="1990", until="2000")])
    asked = {"from_year": 2030, "to_year": 2030}
    assert rows(kb, "anniversaries", **asked) == []
    ended = said(kb, "anniversaries", "name", "status", status="ended", **asked)
    assert ended == {("Anna – Berta", "ended"), ("Anna – Cilli", "ended")}


def test_a_ring_celebrates_with_its_founders_and_apart_from_who_joined(kb: Database) -> None:
    joined = {"Anna": "1990-03", "Berta": "1990", "Cilli": "2000"}
    members = [MembershipContent(ring="Kranz", town=town(one), since=since) for one, since in joined.items()]
    listed = link("Berta", since="1990")
    load(kb, "one", [RingContent(ring="Kranz", founded="1990"), *members, listed])
    found = said(kb, "anniversaries", "what", "name", "years", from_year=2030, to_year=2030)
    assert found == {("ring", "Kranz", 40), ("membership", "Cilli – Kranz", 30)}


def test_a_source_that_says_it_of_the_two_gives_a_pair_of_a_ring_its_own_anniversary(kb: Database) -> None:
    members = [MembershipContent(ring="Kranz", town=town(one), since="1990") for one in ("Anna", "Berta")]
    load(kb, "one", [RingContent(ring="Kranz"), *members, link("Berta", since="1995", stated="pair")])
    assert ("link", "Anna – Berta") in said(kb, "anniversaries", "what", "name", from_year=2025, to_year=2025)


def test_what_is_ended_or_suspended_comes_with_what_its_source_adds(kb: Database) -> None:
    suspended = link("Berta", status="suspended", note={"de": "Krieg", "en": "war"})
    ended = link("Cilli", since="1990", until="2004-05", note={"und": "vorbei"})
    load(kb, "one", [suspended, ended, link("Dora", status="dormant"), link("Emil", until=str(THIS_YEAR + 1))])
    found = said(kb, "ended", "name", "status", "until", "note")
    assert found == {("Anna – Berta", "suspended", None, "war"), ("Anna – Cilli", "ended", "2004-05", "vorbei")}


def test_years_of_an_end_leave_the_undated_in_unless_excluded(kb: Database) -> None:
    load(kb, "one", [link("Berta", status="ended"), link("Cilli", until="2004"), link("Dora", until="2010")])
    asked = {"from_year": 2000, "to_year": 2005}
    assert said(kb, "ended", "name", **asked) == {("Anna – Berta",), ("Anna – Cilli",)}
    assert said(kb, "ended", "name", undated="exclude", **asked) == {("Anna – Cilli",)}


def test_signs_of_a_link_are_its_events_its_beginning_and_dated_sources(kb: Database) -> None:
    load(kb, "list", [link("Berta", since="1980"), link("Cilli"), link("Dora"), link("Emil"), link("Frieda")])
    load(kb, "paper", [link("Cilli")], described=SourceContent(title="paper", date="2001-05"))
    load(kb, "diary", [*event("visit", "Dora", begin="2003"), *event("plan", "Emil", begin="2004", status="announced")])
    load(kb, "rumour", event("never", "Frieda", begin="2005", status="cancelled"))
    assert said(kb, "dormant", "name", "last", "sign", "basis") == {
        ("Anna – Berta", "1980", "begin", "unrecorded"),
        ("Anna – Cilli", "2001-05", "source", "unrecorded"),
        ("Anna – Dora", "2003", "event", "unrecorded"),
        ("Anna – Emil", "2004", "announced", "unrecorded"),
        ("Anna – Frieda", None, None, "unrecorded"),
    }


def test_nothing_for_n_years_means_n_whole_calendar_years(kb: Database) -> None:
    load(kb, "one", event("visit", "Berta", begin=f"{THIS_YEAR - 11}-12-31"))
    load(kb, "two", [link("Berta"), *event("other", "Cilli", begin=f"{THIS_YEAR - 10}"), link("Cilli")])
    assert said(kb, "dormant", "name", years=10) == {("Anna – Berta",)}


def test_a_source_that_calls_a_link_dormant_is_told_apart_and_is_no_sign(kb: Database) -> None:
    recent = SourceContent(title="one", date=str(THIS_YEAR))
    load(kb, "one", [link("Berta", status="dormant"), link("Cilli")], described=recent)
    assert said(kb, "dormant", "name", "basis", "last") == {("Anna – Berta", "said", None)}


def test_a_phase_is_no_pair_of_its_own_in_history(kb: Database) -> None:
    load(
        kb,
        "one",
        [link("Berta", kind="friendship", since="1980", until="1990"), link("Berta", kind="partnership", since="1990")],
    )
    found = said(kb, "history", "year", "founded", "ended", "standing", what="link")
    assert found == {("1980", 1, 0, 1), (str(THIS_YEAR), 0, 0, 1), (None, 0, 0, None)}


def test_own_dates_of_sources_and_days_of_reading_are_told_apart(kb: Database) -> None:
    for source, day in (("old", "1999"), ("new", "2010-05"), ("undated", None)):
        load(kb, source, [link("Berta")], described=SourceContent(title=source, date=day))
    load(kb, "undated", [link("Cilli")])
    (dated, read) = rows(kb, "freshness", what="link")
    assert (dated["name"], dated["confirmed"], dated["basis"], dated["number"]) == (
        "Anna – Berta",
        "2010-05",
        "source",
        3,
    )
    assert [one["title"] for one in dated["sources"]] == ["new"]
    assert (read["name"], read["confirmed"], read["basis"]) == ("Anna – Cilli", None, "read")
    assert read["read"] >= "2026"


def test_freshness_before_a_date_leaves_later_ones_out(kb: Database) -> None:
    load(kb, "old", [link("Berta")], described=SourceContent(title="old", date="1999-12"))
    load(kb, "new", [link("Cilli")], described=SourceContent(title="new", date="2000"))
    assert said(kb, "freshness", "name", what="link", before="2000") == {("Anna – Berta",)}
