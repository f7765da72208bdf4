"""Events and programmes are tied to what they name, whichever of the two comes first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import neo4j
import pytest

from graph.database import Address, Database
from graph.model import (
    AnyContent,
    EventContent,
    IdentityContent,
    OrganisationContent,
    ParticipationContent,
    ProgrammeContent,
    RingContent,
    SourceContent,
    TopicContent,
)
from graph.statements import facts as exports
from graph.statements import loads
from graph.statements.facts import backup, restore
from graph.statements.statement import event_id, statement, subject_of
from tests.graph.statements.writing import load, town

RING = RingContent(ring="Kranz")
OTHERS: tuple[AnyContent, ...] = (
    OrganisationContent(organisation="Verein"),
    TopicContent.model_validate({"topic": "sport", "name": "Sport"}),
    EventContent.model_validate({"event": "fest", "title": "Fest", "kind": "celebration"}),
)
NAMED: dict[str, Any] = {
    "ring": "Kranz",
    "organisations": [{"name": "Verein", "role": "host"}],
    "topics": [{"topic": "sport"}],
}
PROGRAMME = ProgrammeContent.model_validate({"programme": "Band", "title": "Band", "kind": "project", **NAMED})
LAUF = EventContent.model_validate(
    {"event": "lauf", "title": "Lauf", "kind": "meeting", "programme": "Band", "follows": ["fest"], **NAMED}
)
TIES = [
    *("Band ABOUT sport", "Band OF_RING kranz", "Band WITH_ORGANISATION verein"),
    *("Lauf ABOUT sport", "Lauf FOLLOWS fest", "Lauf OF_PROGRAMME band", "Lauf OF_RING kranz"),
    "Lauf WITH_ORGANISATION verein",
]


@pytest.fixture
def ties(neo4j_address: Address) -> Callable[[], list[str]]:
    """What events and programmes are tied to, but for who takes part."""
    query = """
    MATCH (n:Event|Programme)-[r]->(t)
    RETURN coalesce(n.title, n.name) + ' ' + type(r) + ' ' + t.id AS tie ORDER BY tie"""

    def asked() -> list[str]:
        with neo4j.GraphDatabase.driver(neo4j_address.uri, auth=(neo4j_address.user, neo4j_address.password)) as driver:
            found = driver.execute_query(query, database_=neo4j_address.database).records
        return [record["tie"] for record in found]

    return asked


@pytest.mark.parametrize("first", ["what is named", "what names it"])
def test_what_is_named_may_come_later(kb: Database, ties: Callable[[], list[str]], first: str) -> None:
    parts: list[tuple[AnyContent, ...]] = [(RING, *OTHERS), (PROGRAMME,), (LAUF,)]
    for number, contents in enumerate(parts if first == "what is named" else reversed(parts)):
        load(kb, f"source {number}", contents)
    assert ties() == TIES


def test_what_is_named_may_go_and_come_back(kb: Database, ties: Callable[[], list[str]]) -> None:
    load(kb, "others", (*OTHERS, PROGRAMME, LAUF))
    for _ in range(2):
        begun = load(kb, "rings", [RING])
        assert ties() == TIES
        loads.undo(kb, begun.id)
        assert ties() == [tie for tie in TIES if "OF_RING" not in tie]


def test_an_import_in_many_transactions_ties_all(
    kb: Database, wipe: Callable[[], None], ties: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(kb, "all", (RING, *OTHERS, PROGRAMME, LAUF))
    lines = list(backup(kb))
    wipe()
    monkeypatch.setattr(exports, "BATCH", 1)
    restore(kb, lines)
    assert ties() == TIES


def test_towns_find_an_event_with_a_long_id() -> None:
    event = EventContent(event="a-" * 40 + "z", title={"en": "Fair"}, kind="meeting")
    part = ParticipationContent(of="event", ref=event.event or "", town=town("Anna"), role="host")
    subjects = [subject_of(statement("list", content), lambda _: "anna") for content in (event, part)]
    assert subjects == [f"event:{event_id(event)}", f"part:event:{event_id(event)}|anna|host"]


@pytest.mark.parametrize("field", ["people", "marks_years"])
def test_a_number_that_no_database_holds_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match=field):
        EventContent.model_validate({"title": "Fair", "kind": "meeting", field: 2**63})


def test_a_source_that_says_twice_whose_it_is_speaks_for_its_town_once(kb: Database, neo4j_address: Address) -> None:
    anna = town("Anna")
    means = IdentityContent(mention=anna, city="anna", country="DE", score=1.0, code="test", reason="said")
    for file, title in (("first", "Anna"), ("second", "Town of Anna")):
        said = [statement("anna", one) for one in (SourceContent(title=title, speaks_for=anna), means)]
        begun = loads.begin(kb, file, file=file, source=file)
        loads.name_sources(kb, begun, file, {"anna"})
        loads.write(kb, said, lambda _: "anna", begun)
        loads.finish(kb, begun, prune=False, counts={})
    with neo4j.GraphDatabase.driver(neo4j_address.uri, auth=(neo4j_address.user, neo4j_address.password)) as driver:
        query = "MATCH (:Source)-[r:SPEAKS_FOR]->() RETURN count(r) AS found"
        found = driver.execute_query(query, database_=neo4j_address.database).records
    assert found[0]["found"] == 1
