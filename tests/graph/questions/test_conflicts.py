"""The question `conflicts`: who says what where sources do not agree."""

from __future__ import annotations

from typing import Any

from graph.database import Database, run
from graph.model import EventContent, LinkContent, MembershipContent, RingContent, SourceContent, TownContent
from graph.questions import question
from graph.questions.asking import ask
from graph.statements import loads
from tests.graph.statements.writing import load, town


def conflicts(kb: Database, **parameters: Any) -> list[dict[str, Any]]:
    return run(kb, ask(question("conflicts"), parameters)).rows


def link(a: str, b: str, **said: object) -> LinkContent:
    return LinkContent.model_validate({"a": town(a), "b": town(b), **said})


def by_source(row: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return [(one["value"], [source["id"] for source in one["sources"]]) for one in row["values"]]


def test_each_value_comes_with_its_sources_and_first_the_one_that_shows(kb: Database) -> None:
    load(kb, "best", [link("Anna", "Berta", since="1988")], described=SourceContent(title="Best", rank=1))
    load(kb, "one", [link("Anna", "Berta", since="1966")])
    load(kb, "two", [link("Berta", "Anna", since="1966")])
    (row,) = conflicts(kb)
    assert (row["type"], row["name"], row["field"]) == ("link", "Anna – Berta", "since")
    assert by_source(row) == [("1988", ["best"]), ("1966", ["one", "two"])]
    assert row["said"] == ["1988 (Best)", "1966 (one, two)"]


def test_dates_that_only_differ_in_precision_are_no_conflict(kb: Database) -> None:
    load(kb, "one", [link("Anna", "Berta", since="1988")])
    load(kb, "two", [link("Anna", "Berta", since="1988-04-13")])
    assert conflicts(kb) == []


def test_two_kinds_of_a_pair_are_phases_and_no_conflict(kb: Database) -> None:
    load(kb, "one", [link("Anna", "Berta", kind="friendship", since="1960")])
    load(kb, "two", [link("Anna", "Berta", kind="partnership", since="1988")])
    assert conflicts(kb) == []


def fill(kb: Database) -> None:
    """A conflict about one thing of each type."""
    for source, year, number, kind in (("one", "1990", 10, "meeting"), ("two", "1991", 20, "visit")):
        event = EventContent.model_validate({"event": "fair", "title": {"en": "Fair"}, "kind": kind})
        contents = [
            link("Anna", "Berta", since=year),
            TownContent(town=town("Cilli"), population=number),
            RingContent(ring="Ring", founded=year),
            MembershipContent(ring="Ring", town=town("Anna"), since=year),
            event,
        ]
        load(kb, source, contents)


def test_all_types_of_things_are_looked_at(kb: Database) -> None:
    fill(kb)
    assert {(row["type"], row["id"], row["field"]) for row in conflicts(kb)} == {
        ("city", "cilli", "population"),
        ("event", "fair", "kind"),
        ("link", "anna|berta", "since"),
        ("membership", "anna|ring", "since"),
        ("ring", "ring", "founded"),
    }


def test_they_can_be_narrowed_down(kb: Database) -> None:
    fill(kb)
    assert [row["type"] for row in conflicts(kb, type=["ring", "event"])] == ["event", "ring"]
    assert {row["field"] for row in conflicts(kb, field="since")} == {"since"}
    assert [row["type"] for row in conflicts(kb, city="Cilli")] == ["city"]
    load(kb, "three", [link("Dora", "Emma")])
    assert conflicts(kb, source="three") == []
    assert len(conflicts(kb, source="two")) == 5


def test_a_conflict_is_gone_when_the_load_that_made_it_is_taken_back(kb: Database) -> None:
    load(kb, "one", [link("Anna", "Berta", since="1988")])
    second = load(kb, "two", [link("Anna", "Berta", since="1990")])
    loads.undo(kb, second.id)
    assert conflicts(kb) == []


def test_remarks_add_up_and_are_no_conflict(kb: Database) -> None:
    load(kb, "one", [link("Anna", "Berta", note="as of 2019")])
    load(kb, "two", [link("Anna", "Berta", note="resting")])
    assert conflicts(kb) == []


def test_texts_in_two_languages_are_shown_as_text(kb: Database) -> None:
    for source, title in (("one", {"de": "Messe", "en": "Fair"}), ("two", {"de": "Markt", "en": "Market"})):
        load(kb, source, [EventContent.model_validate({"event": "fair", "title": title, "kind": "other"})])
    (row,) = conflicts(kb)
    assert (row["field"], by_source(row)) == ("title", [("Messe / Fair", ["one"]), ("Markt / Market", ["two"])])
