"""Two towns made one and two again: nothing is lost on the way, and ids lead on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph import things
from graph.database import Database, run
from graph.errors import NotFoundError, StateError
from graph.model import (
    AttendanceContent,
    EventContent,
    LinkContent,
    MembershipContent,
    Mention,
    ParticipationContent,
    RingContent,
    SourceContent,
    TownContent,
)
from graph.questions import question
from graph.questions.asking import ask
from graph.search import resolve_town
from graph.statements import loads
from graph.statements.facts import backup, facts, restore
from graph.statements.merging_towns import merge_towns, split_mentions, split_town
from tests.graph.statements.writing import load, town

Projection = Callable[[], list[list[str]]]


def link(a: str, b: str, **said: object) -> LinkContent:
    return LinkContent.model_validate({"a": town(a), "b": town(b), **said})


def all_facts(kb: Database) -> bytes:
    return b"".join(facts(kb))


def partners(kb: Database, city: str) -> set[str]:
    return {row["name"] for row in run(kb, ask(question("partners"), {"city": city})).rows}


def found(kb: Database, text: str) -> str:
    return run(kb, resolve_town(text))


def fill(kb: Database) -> None:
    """Anna and Anne are one town that two sources spell differently; all kinds of things hang on both."""
    fair = EventContent(event="fair", title={"en": "Fair"}, kind="meeting", begin="2001")
    load(
        kb,
        "one",
        [
            link("Anna", "Berta", since="1988"),
            RingContent(ring="Ring"),
            MembershipContent(ring="Ring", town=town("Anna"), since="1990"),
            fair,
            ParticipationContent(of="event", ref="fair", town=town("Anna"), role="host"),
            AttendanceContent(of="event", ref="fair", person="Mayor", office={"en": "Mayor"}, town=town("Anna")),
        ],
    )
    load(
        kb,
        "two",
        [
            link("Anne", "Berta", since="1989"),
            link("Anne", "Cilli"),
            RingContent(ring="Ring"),
            MembershipContent(ring="Ring", town=town("Anne")),
            TownContent(town=town("Anne"), population=5000),
            fair,
            ParticipationContent(of="event", ref="fair", town=town("Anne"), role="participant"),
            AttendanceContent(of="event", ref="fair", person="Clerk", office={"en": "Clerk"}, town=town("Anne")),
        ],
        described=SourceContent(title="Anne's own page", speaks_for=town("Anne")),
    )


def test_the_merged_town_has_what_both_had(kb: Database) -> None:
    fill(kb)
    merge_towns(kb, "anna", "anne")
    assert partners(kb, "anna") == {"Berta", "Cilli"}


def test_the_id_of_the_town_that_went_leads_to_the_one_that_stayed(kb: Database) -> None:
    fill(kb)
    change = merge_towns(kb, "Anna", "Anne")
    assert (change.keep, change.gone) == ("anna", "anne")
    assert (found(kb, "anne"), found(kb, "Anne")) == ("anna", "anna")


def test_ids_lead_on_through_two_merges(kb: Database) -> None:
    fill(kb)
    merge_towns(kb, "anna", "anne")
    merge_towns(kb, "berta", "anna")
    assert (found(kb, "anne"), found(kb, "anna")) == ("berta", "berta")


def test_splitting_leaves_the_facts_as_they_were_before_the_merge(kb: Database) -> None:
    fill(kb)
    before = all_facts(kb)
    merge_towns(kb, "anna", "anne")
    assert all_facts(kb) != before
    split_town(kb, "anna")
    assert all_facts(kb) == before


def test_splitting_leaves_the_projection_as_it_was_before_the_merge(kb: Database, projection: Projection) -> None:
    fill(kb)
    before = projection()
    merge_towns(kb, "anna", "anne")
    split_town(kb, "anna")
    assert projection() == before


def test_splitting_takes_back_the_last_merge_only(kb: Database) -> None:
    fill(kb)
    merge_towns(kb, "anna", "anne")
    after_one = all_facts(kb)
    merge_towns(kb, "anna", "cilli")
    assert split_town(kb, "anna").gone == "cilli"
    assert all_facts(kb) == after_one
    assert found(kb, "cilli") == "cilli"


def test_ids_are_the_old_ones_after_two_merges_and_two_splits(kb: Database, projection: Projection) -> None:
    fill(kb)
    before = projection()
    merge_towns(kb, "anna", "anne")
    merge_towns(kb, "berta", "anna")
    split_town(kb, "berta")
    split_town(kb, "anna")
    assert [found(kb, name) for name in ("anna", "anne", "berta")] == ["anna", "anne", "berta"]
    assert projection() == before


def test_a_merge_holds_for_what_is_loaded_later(kb: Database) -> None:
    fill(kb)
    merge_towns(kb, "anna", "anne")
    load(kb, "three", [link("Anne", "Dora")])
    assert partners(kb, "anna") == {"Berta", "Cilli", "Dora"}


def test_a_merge_holds_when_an_undone_load_is_back(kb: Database) -> None:
    fill(kb)
    later = load(kb, "three", [link("Anne", "Dora")])
    loads.undo(kb, later.id)
    merge_towns(kb, "anna", "anne")
    load(kb, "three", [link("Anne", "Dora")])
    assert partners(kb, "anna") == {"Berta", "Cilli", "Dora"}


def test_merging_before_or_after_a_load_gives_the_same(
    kb: Database, wipe: Callable[[], None], projection: Projection
) -> None:
    fill(kb)
    load(kb, "three", [link("Anne", "Dora")])
    merge_towns(kb, "anna", "anne")
    after = (all_facts(kb), projection())
    wipe()
    fill(kb)
    merge_towns(kb, "anna", "anne")
    load(kb, "three", [link("Anne", "Dora")])
    assert (all_facts(kb), projection()) == after


def test_a_merged_knowledge_base_is_the_same_after_export_and_import(
    kb: Database, wipe: Callable[[], None], projection: Projection
) -> None:
    fill(kb)
    merge_towns(kb, "anna", "anne")
    split_mentions(kb, "anna", ["Anna"])
    before, lines = projection(), b"".join(backup(kb))
    wipe()
    restore(kb, lines.splitlines(keepends=True))
    assert (projection(), b"".join(backup(kb))) == (before, lines)
    assert found(kb, "anne") == "anna"


def test_a_link_between_the_two_is_none_of_the_one(kb: Database) -> None:
    load(kb, "one", [link("Anna", "Anne"), link("Anna", "Berta")])
    merge_towns(kb, "anna", "anne")
    assert partners(kb, "anna") == {"Berta"}


def test_merging_a_town_into_itself_is_refused(kb: Database) -> None:
    fill(kb)
    merge_towns(kb, "anna", "anne")
    with pytest.raises(StateError, match="one town already"):
        merge_towns(kb, "anna", "anne")


def test_splitting_a_town_that_nothing_went_into_is_refused(kb: Database) -> None:
    fill(kb)
    with pytest.raises(NotFoundError, match="nothing was merged into"):
        split_town(kb, "anna")


def reading(kb: Database) -> None:
    """Two towns of one name that the program took for one."""
    means = {"Reading": "reading", "Reading, Berks": "reading"}
    load(kb, "one", [link("Reading", "Berta")], means=means)
    load(kb, "two", [link("Reading, Berks", "Cilli")], means=means)


def test_mentions_get_a_town_of_their_own_with_their_links(kb: Database) -> None:
    reading(kb)
    change = split_mentions(kb, "reading", ["Reading, Berks"])
    assert (change.keep, partners(kb, "reading"), partners(kb, change.gone)) == ("reading", {"Berta"}, {"Cilli"})


def test_taking_the_split_back_leaves_the_facts_as_before(kb: Database, projection: Projection) -> None:
    reading(kb)
    before = (all_facts(kb), projection())
    loads.undo(kb, split_mentions(kb, "reading", ["Reading, Berks"]).load)
    assert (all_facts(kb), projection()) == before


def test_the_same_split_again_gives_the_same_id(kb: Database) -> None:
    reading(kb)
    first = split_mentions(kb, "reading", ["Reading, Berks"])
    loads.undo(kb, first.load)
    assert split_mentions(kb, "reading", ["Reading, Berks"]).gone == first.gone


def test_a_split_holds_when_the_file_is_loaded_again(kb: Database) -> None:
    reading(kb)
    change = split_mentions(kb, "reading", ["Reading, Berks"])
    before = all_facts(kb)
    load(kb, "two", [link("Reading, Berks", "Cilli")], means={"Reading, Berks": "reading"})
    assert (partners(kb, change.gone), all_facts(kb)) == ({"Cilli"}, before)


def test_a_split_that_leaves_no_mention_is_refused(kb: Database) -> None:
    load(kb, "one", [link("Anna", "Berta")])
    with pytest.raises(StateError, match="leave it at least one"):
        split_mentions(kb, "anna", ["Anna"])


def test_a_text_that_no_mention_reads_like_is_answered_with_those_there_are(kb: Database) -> None:
    reading(kb)
    with pytest.raises(NotFoundError, match="Reading, Berks, DE; Reading, DE"):
        split_mentions(kb, "reading", ["Wokingham"])


def test_a_mention_with_place_keeps_it_in_its_own_town(kb: Database) -> None:
    placed = Mention(name="Reading, Berks", country="GB", lat=51.45, lon=-0.97)
    load(kb, "one", [link("Reading", "Berta")], means={"Reading": "reading"})
    content = LinkContent(a=placed, b=town("Cilli"))
    load(kb, "two", [content], means={"Reading, Berks": "reading"})
    change = split_mentions(kb, "reading", ["Reading, Berks, GB"])
    rows = run(kb, ask(question("partners"), {"city": "cilli"})).rows
    assert [(row["id"], row["lat"], row["lon"]) for row in rows] == [(change.gone, 51.45, -0.97)]


def speaker_of(kb: Database, source: str) -> str | None:
    speaks_for = run(kb, things.source(source))["speaks_for"]
    return speaks_for["id"] if speaks_for else None


def test_a_source_speaks_for_the_town_that_its_own_went_into(kb: Database) -> None:
    fill(kb)
    assert speaker_of(kb, "two") == "anne"
    merge_towns(kb, "anna", "anne")
    assert speaker_of(kb, "two") == "anna"
    split_town(kb, "anna")
    assert speaker_of(kb, "two") == "anne"
