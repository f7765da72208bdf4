"""Things read whole: what a page shows of a town, a ring, an event, a source, and what the map draws."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import pytest

from graph import things
from graph.database import Address, Database, run
from graph.errors import AmbiguousTownError, GoneError, NotFoundError
from graph.model import LinkContent, MembershipContent, RingContent
from graph.statements import loads
from tests.conftest import Filled
from tests.graph.asking import explaining, queries_of
from tests.graph.full import everything
from tests.graph.statements.writing import load, town

RING = "partnerschaftsring-bad-homburg"
LAUF = "laufkultour-duesseldorf-2020"
Reader = Callable[[], Generator[Any, Any, Any]]


def test_a_town_has_its_partners_events_and_people(sample_kb: Database) -> None:
    found = run(sample_kb, things.city("gn2884509"))
    assert [one["name"] for one in found["partners"]] == ["Charlotte"]
    assert [one["id"] for one in found["events"]] == [
        "krefeld-charlotte-visit-2022",
        "washington-partnership-conference-2022",
        "krefeld-washington-trip-2022",
        "washington-embassy-reception-2022",
    ]
    assert found["people"][0] == {"id": found["people"][0]["id"], "name": "Frank Meyer"} | {
        "office": {"de": "Oberbürgermeister", "en": "mayor"}
    }


def test_a_town_tells_how_its_names_in_the_sources_were_understood(sample_kb: Database) -> None:
    mentions = run(sample_kb, things.city("gn510291"))["mentions"]
    assert [(one["name"], one["source"]["title"]) for one in mentions] == [
        ("Peterhof", "Partnerschaftsring im Gespräch (Bad Homburg)")
    ]


def test_a_name_leads_to_the_town_that_alone_has_it(sample_kb: Database) -> None:
    found = run(sample_kb, things.city("Marienbad"))
    assert (found["name"], found["redirected_from"]) == ("Mariánské Lázně", "Marienbad")


def test_an_id_that_never_was_names_what_is_near(sample_kb: Database) -> None:
    with pytest.raises(NotFoundError) as missing:
        run(sample_kb, things.city("Krefelt"))
    assert [one["name"] for one in missing.value.nearest] == ["Krefeld"]


def test_a_name_of_several_towns_leads_to_none_of_them(kb: Database) -> None:
    load(kb, "one", [LinkContent(a=town("Anna"), b=town("Berta"))])
    load(kb, "two", [LinkContent(a=town("Anna"), b=town("Berta"))], means={"Anna": "anna-2"})
    with pytest.raises(AmbiguousTownError) as several:
        run(kb, things.city("Anna"))
    assert {one["id"] for one in several.value.towns} == {"anna", "anna-2"}


def test_a_town_whose_statements_were_taken_back_is_gone(kb: Database) -> None:
    loads.undo(kb, load(kb, "list", [LinkContent(a=town("Anna"), b=town("Berta"))]).id)
    with pytest.raises(GoneError):
        run(kb, things.city("anna"))


def test_a_ring_has_its_members_purposes_and_events(sample_kb: Database) -> None:
    found = run(sample_kb, things.ring(RING))
    assert (found["founded"], found["named"], len(found["members"]), len(found["events"])) == ("1956", False, 6, 4)
    assert {"de": "Verständigung zwischen den Völkern", "en": "understanding among peoples"} in found["purposes"]


def test_what_is_inferred_of_an_event_comes_with_its_evidence(sample_kb: Database) -> None:
    assert "last year" in run(sample_kb, things.event(LAUF))["evidence"]["begin"]


def test_what_is_inferred_of_a_towns_part_comes_with_its_evidence(sample_kb: Database) -> None:
    towns = {one["name"]: one["evidence"] for one in run(sample_kb, things.event(LAUF))["towns"]}
    assert towns == {"Chemnitz": {}, "Düsseldorf": {"role": "the group was bound for Düsseldorf"}}


@pytest.mark.parametrize(
    ("event", "place"),
    [
        ("dortmund-day-of-partnerships-2015", "Dortmunder U"),
        ("washington-partnership-conference-2022", "Washington"),
        ("duesseldorf-chemnitz-citizens-meeting-2020", None),
    ],
)
def test_the_place_of_an_event_is_what_is_said_or_the_town_where_it_happens(
    sample_kb: Database, event: str, place: str | None
) -> None:
    assert run(sample_kb, things.event(event))["place"] == place


@pytest.mark.parametrize("reader", [things.ring, things.event, things.source])
def test_what_is_not_there_is_not_found(sample_kb: Database, reader: Callable[[str], Any]) -> None:
    with pytest.raises(NotFoundError):
        run(sample_kb, reader("none"))


def test_a_source_is_read_a_part_at_a_time(sample_kb: Database) -> None:
    (one, *_) = [one for one in run(sample_kb, things.sources()) if "Düsseldorf" in one["title"]]
    whole = run(sample_kb, things.source(one["id"]))["statements"]
    rest = run(sample_kb, things.source(one["id"], skip=3))["statements"]
    assert whole[3:] == rest
    assert len(whole) == one["statements"]


def test_events_are_listed_the_newest_first_and_undated_last(sample_kb: Database) -> None:
    begins = [one["begin"] for one in run(sample_kb, things.events())]
    dated = [one for one in begins if one]
    assert begins == [*sorted(dated, reverse=True), *[None] * (len(begins) - len(dated))]
    assert len(begins) == 17


def test_counts_are_those_of_the_sources(sample_kb: Database) -> None:
    counts = run(sample_kb, things.counts())
    assert (counts["towns"], counts["links"], counts["rings"], counts["events"]) == (18, 6, 1, 17)


@pytest.mark.parametrize(
    "reader",
    [
        lambda: things.city("anna"),
        lambda: things.ring("kranz"),
        lambda: things.event("fest"),
        lambda: things.source("one"),
        things.map_data,
        things.counts,
        things.events,
        things.rings,
        things.sources,
    ],
    ids=["city", "ring", "event", "source", "map", "counts", "events", "rings", "sources"],
)
def test_reading_a_thing_gives_no_notices(
    filled: Filled, database: Database, neo4j_address: Address, reader: Reader
) -> None:
    filled(everything)
    with explaining(neo4j_address) as explain:
        notices = [notice for query in queries_of(database, reader()) for notice in explain(query).notices]
    assert notices == []


@pytest.mark.parametrize(
    "reader", [lambda: things.city("anna"), lambda: things.ring("kranz"), lambda: things.event("fest")]
)
def test_reading_one_thing_starts_from_an_index(
    filled: Filled, database: Database, neo4j_address: Address, reader: Reader
) -> None:
    filled(everything)
    with explaining(neo4j_address) as explain:
        scans = [scan for query in queries_of(database, reader()) for scan in explain(query).full_scans]
    assert scans == []


def test_the_list_of_rings_counts_who_is_a_member_today(kb: Database) -> None:
    members = [MembershipContent(ring="Kranz", town=town(one)) for one in ("Anna", "Berta")]
    left = MembershipContent(ring="Kranz", town=town("Cilli"), until="2000")
    load(kb, "one", [RingContent(ring="Kranz"), *members, left])
    (row,) = run(kb, things.rings())
    assert (row["members"], row["countries"]) == (2, 1)
