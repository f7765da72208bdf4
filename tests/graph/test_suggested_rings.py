"""Suggested rings of a knowledge base: accepted ones are rings, refused ones do not come again, both can be undone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest

from graph import things
from graph.database import Database, run
from graph.errors import NotFoundError, UsageError
from graph.model import AnyContent, LinkContent, Mention, RingContent, TownContent
from graph.questions import question
from graph.questions.asking import ask
from graph.statements import loads
from graph.statements.facts import backup, facts, restore
from graph.suggested_rings import SuggestedRing, accept, refuse, suggest
from tests.graph.statements.writing import load

TOWNS = {"Arles": "FR", "Bern": "CH", "Cork": "IE", "Dessau": "DE", "Evora": "PT"}


def fill(kb: Database, *, doubtful: bool = False) -> None:
    """A flat list of a ring; `doubtful` adds a second Swiss town, linked to all but the first."""
    towns = TOWNS | ({"Basel": "CH"} if doubtful else {})
    mentions = {name: Mention(name=name, country=country) for name, country in towns.items()}
    said: list[AnyContent] = [TownContent(town=mention) for mention in mentions.values()]
    pairs = [pair for pair in combinations(towns, 2) if set(pair) not in ({"Basel", "Bern"}, {"Basel", "Evora"})]
    load(kb, "list", [*said, *(LinkContent(a=mentions[a], b=mentions[b]) for a, b in pairs)])


def suggested(kb: Database) -> list[SuggestedRing]:
    return run(kb, suggest())


def all_facts(kb: Database) -> bytes:
    return b"".join(facts(kb))


def members(kb: Database, ring: str) -> set[str]:
    return {row["name"] for row in run(kb, ask(question("ring-members"), {"ring": ring})).rows}


def test_a_flattened_ring_is_suggested_with_names_and_countries(kb: Database) -> None:
    fill(kb)
    (found,) = suggested(kb)
    assert {one.name: one.country for one in found.members} == TOWNS
    assert (found.size, found.countries, found.missing) == (5, sorted(TOWNS.values()), [])


def test_an_accepted_ring_has_the_towns_that_were_suggested(kb: Database) -> None:
    fill(kb)
    done = accept(kb, suggested(kb)[0].id)
    assert (done.name, members(kb, done.ring)) == ("Arles–Bern–Cork–Dessau–Evora", set(TOWNS))


def test_the_pairs_of_an_accepted_ring_are_via_the_ring(kb: Database) -> None:
    fill(kb)
    accept(kb, suggested(kb)[0].id, name="Fünfeck")
    rows = run(kb, ask(question("partners"), {"city": "Bern"})).rows
    assert {(row["bilateral"], *(ring["name"] for ring in row["rings"])) for row in rows} == {(False, "Fünfeck")}
    assert len(rows) == 4


def test_a_suggestion_itself_says_what_its_id_says(kb: Database) -> None:
    fill(kb)
    (wanted,) = suggested(kb)
    by_id = accept(kb, wanted.id)
    facts_by_id = all_facts(kb)
    loads.undo(kb, by_id.load)
    accept(kb, SuggestedRing.model_validate(wanted.model_dump(mode="json")))
    assert all_facts(kb) == facts_by_id


def test_an_accepted_ring_brings_no_town(kb: Database) -> None:
    fill(kb)
    before = loads.count(kb)
    accept(kb, suggested(kb)[0].id)
    assert loads.count(kb) == before


@pytest.mark.parametrize("decide", [accept, refuse])
def test_what_was_decided_is_not_suggested_again(kb: Database, decide: Callable[[Database, str], object]) -> None:
    fill(kb)
    decide(kb, suggested(kb)[0].id)
    assert suggested(kb) == []


def test_undoing_an_accepted_ring_leaves_the_facts_as_before(kb: Database) -> None:
    fill(kb)
    before, wanted = all_facts(kb), suggested(kb)
    loads.undo(kb, accept(kb, wanted[0].id).load)
    assert (all_facts(kb), suggested(kb)) == (before, wanted)


def test_undoing_a_refusal_leaves_the_facts_as_before(kb: Database) -> None:
    fill(kb)
    before, wanted = all_facts(kb), suggested(kb)
    loads.undo(kb, refuse(kb, wanted[0].id, why="they only like each other"))
    assert (all_facts(kb), suggested(kb)) == (before, wanted)


def test_a_ring_that_was_undone_can_be_accepted_again(kb: Database) -> None:
    fill(kb)
    (wanted,) = suggested(kb)
    loads.undo(kb, accept(kb, wanted.id).load)
    assert members(kb, accept(kb, wanted.id).ring) == set(TOWNS)


def test_a_refusal_goes_with_the_backup(kb: Database, wipe: Callable[[], None]) -> None:
    fill(kb)
    refuse(kb, suggested(kb)[0].id)
    lines = b"".join(backup(kb)).splitlines(keepends=True)
    wipe()
    restore(kb, lines)
    assert suggested(kb) == []


@pytest.mark.parametrize(("unsure", "towns"), [(False, set(TOWNS)), (True, {*TOWNS, "Basel"})])
def test_unsure_towns_come_in_only_where_it_is_said(kb: Database, unsure: bool, towns: set[str]) -> None:
    fill(kb, doubtful=True)
    done = accept(kb, suggested(kb)[0].id, unsure=unsure)
    assert members(kb, done.ring) == towns


def test_what_is_not_suggested_cannot_be_accepted(kb: Database) -> None:
    fill(kb)
    with pytest.raises(NotFoundError, match="no ring 'ring-0' is suggested"):
        accept(kb, "ring-0")


def test_a_ring_keeps_its_name_for_itself(kb: Database) -> None:
    fill(kb)
    load(kb, "other", [RingContent(ring="Kranz")])
    with pytest.raises(UsageError, match="there is a ring 'Kranz' already"):
        accept(kb, suggested(kb)[0].id, name="Kranz")


def test_links_that_are_over_make_no_ring(kb: Database) -> None:
    mentions = {name: Mention(name=name, country=country) for name, country in TOWNS.items()}
    pairs = combinations(TOWNS, 2)
    load(kb, "list", [LinkContent(a=mentions[a], b=mentions[b], until="2000") for a, b in pairs])
    assert suggested(kb) == []


def test_a_name_of_blanks_is_no_name(kb: Database) -> None:
    fill(kb)
    (one,) = suggested(kb)
    done = accept(kb, one, name="  ")
    assert done.name == "–".join(sorted(TOWNS))
    assert run(kb, things.ring(done.ring))["named"] is False
