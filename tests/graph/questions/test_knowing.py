"""The questions about sources, what they say, coverage and one-sided links, on small files and on the five sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import pytest
import yaml

from graph.database import Address, Database, run
from graph.model import EventContent, LinkContent, MembershipContent, ParticipationContent, RingContent, SourceContent
from graph.questions import question
from graph.questions.asking import Result, ask
from graph.settings import ROOT
from graph.statements.facts import facts
from tests.conftest import Filled, _run
from tests.graph.statements.writing import load, town

KREFELD = "Oberbürgermeister Meyer reist nach Washington"


def asked(kb: Database, name: str, **parameters: Any) -> Result:
    return run(kb, ask(question(name), parameters))


def link(a: str, b: str, **said: Any) -> LinkContent:
    return LinkContent.model_validate({"a": town(a), "b": town(b), **said})


def write_two_sides(kb: Database) -> None:
    """Anna, Berta and Emma have sources of their own, Cilli and Dora have none; a list names some of it too."""
    load(kb, "of-anna", [link("Anna", "Berta"), link("Anna", "Cilli", since="1970"), link("Anna", "Emma")],
         described=SourceContent(title="Anna", speaks_for=town("Anna"), date="2001"))  # fmt: skip
    load(kb, "of-emma", [link("Emma", "Anna"), link("Emma", "Dora", kind="friendship", status="ended")],
         described=SourceContent(title="Emma", speaks_for=town("Emma"), date="2011"))  # fmt: skip
    load(kb, "of-berta", [link("Berta", "Dora")], described=SourceContent(title="Berta", speaks_for=town("Berta")))
    load(kb, "list", [link("Anna", "Cilli"), link("Cilli", "Dora")], described=SourceContent(title="List"))


@pytest.fixture
def two_sides(filled: Filled, database: Database) -> Database:
    """The two sides, for reading only."""
    filled(write_two_sides)
    return database


def test_a_link_that_only_one_side_names_is_told_with_the_other_side(two_sides: Database) -> None:
    rows = asked(two_sides, "one-sided").rows
    assert [(row["name"], row["partner"]["name"], row["other"], row["third_sources"]) for row in rows] == [
        ("Anna", "Berta", "silent", 0),
        ("Anna", "Cilli", "unheard", 1),
        ("Berta", "Dora", "unheard", 0),
    ]


def test_links_that_both_sides_name_or_nobody_of_them_are_no_answer(two_sides: Database) -> None:
    pairs = {frozenset((row["name"], row["partner"]["name"])) for row in asked(two_sides, "one-sided").rows}
    assert not pairs & {frozenset(("Anna", "Emma")), frozenset(("Cilli", "Dora"))}


def test_ended_links_are_one_sided_only_when_asked_for(two_sides: Database) -> None:
    rows = asked(two_sides, "one-sided", status="ended").rows
    assert [(row["name"], row["partner"]["name"], row["kind"]) for row in rows] == [("Emma", "Dora", "friendship")]


def test_one_sided_links_of_a_year_can_be_chosen_by_what_they_are_now(two_sides: Database) -> None:
    rows = asked(two_sides, "one-sided", status="ended", year=2000).rows
    assert [(row["name"], row["partner"]["name"]) for row in rows] == [("Emma", "Dora")]


@pytest.mark.parametrize(("other", "count"), [("silent", 1), ("unheard", 2)])
def test_the_other_side_can_be_chosen(two_sides: Database, other: str, count: int) -> None:
    assert len(asked(two_sides, "one-sided", other=other).rows) == count


def test_sources_tell_how_much_they_say_and_how_old_they_are(two_sides: Database) -> None:
    rows = {row["id"]: row for row in asked(two_sides, "sources").rows}
    assert {id_: (row["links"], row["statements"], row["date"]) for id_, row in rows.items()} == {
        "of-anna": (3, 3, "2001"),
        "of-emma": (2, 2, "2011"),
        "of-berta": (1, 1, None),
        "list": (2, 2, None),
    }
    assert rows["of-emma"]["age_years"] == rows["of-anna"]["age_years"] - 10
    assert rows["list"]["age_years"] is None
    assert rows["of-berta"]["speaks_for"]["name"] == "Berta"


def test_sources_from_before_a_year_have_a_date(two_sides: Database) -> None:
    assert [row["id"] for row in asked(two_sides, "sources", before=2005).rows] == ["of-anna"]


def test_sources_that_name_a_town(two_sides: Database) -> None:
    rows = asked(two_sides, "sources", city="Cilli", sort="title").rows
    assert [row["id"] for row in rows] == ["of-anna", "list"]


def test_coverage_counts_a_link_once_in_its_country(kb: Database) -> None:
    meeting = EventContent(event="fair", title={"en": "Fair"}, kind="meeting")
    part = ParticipationContent(of="event", ref="fair", town=town("Anna"), role="host")
    ring = RingContent(ring="Round")
    load(kb, "a", [link("Anna", "Berta", since="1970", kind="partnership"), link("Anna", "Cilli"), meeting, part, ring,
                   MembershipContent(ring="Round", town=town("Anna"))])  # fmt: skip
    load(kb, "b", [link("Anna", "Berta")])
    (row,) = asked(kb, "coverage").rows
    assert (row["country"], row["towns"], row["linked"], row["links"], row["dated"]) == ("DE", 3, 3, 2, 1)
    assert (row["dated_percent"], row["kind_percent"], row["confirmed_percent"]) == (50.0, 50.0, 50.0)
    assert (row["rings"], row["events"]) == (1, 1)


def said_by(kb: Database, source: str) -> list[dict[str, Any]]:
    import orjson

    lines = [orjson.loads(line) for line in facts(kb)]
    return [one["content"] for one in lines if one["source"] == source]


def test_the_facts_of_a_source_are_what_its_file_says(sample_kb: Database) -> None:
    file = yaml.safe_load((ROOT / "data" / "sources" / "002-krefeld.yaml").read_text("utf-8"))
    rows = asked(sample_kb, "source-facts", source=KREFELD).rows
    events = {row["content"]["event"]: row for row in rows if row["type"] == "event"}
    assert set(events) == {one["id"] for one in file["events"]}
    for one in file["events"]:
        assert set(events[one["id"]]["inferred"]) == set(one.get("evidence", ()))
        assert events[one["id"]]["content"].get("begin") == (str(one["begin"]) if "begin" in one else None)
    assert Counter(row["type"] for row in rows)["attendance"] == sum(
        len(one.get("people", ())) for one in file["events"]
    )


def test_the_facts_of_a_source_are_all_of_its_statements(sample_kb: Database) -> None:
    answer = asked(sample_kb, "source-facts", source=KREFELD)
    exported = said_by(sample_kb, answer.parameters["source"])
    assert Counter(one["type"] for one in exported if one["type"] not in ("identity", "source")) == Counter(
        row["type"] for row in answer.rows
    )


def test_coverage_of_the_sample_is_that_of_its_links(sample_kb: Database, neo4j_address: Address) -> None:
    query = """
    MATCH (c:City) OPTIONAL MATCH (c)-[:TWINNED_WITH]-(o:City)
    RETURN c.country AS country, c.id AS id, o.id AS other, o.country AS there
    """
    towns: dict[str, set[str]] = defaultdict(set)
    links: dict[str, set[frozenset[str]]] = defaultdict(set)
    for row in _run(neo4j_address, query):
        towns[row["country"]].add(row["id"])
        if row["other"]:
            links[row["country"]].add(frozenset((row["id"], row["other"])))
    found = {row["country"]: (row["towns"], row["links"]) for row in asked(sample_kb, "coverage").rows}
    assert found == {country: (len(cities), len(links[country])) for country, cities in towns.items()}
