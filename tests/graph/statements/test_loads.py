"""Loads: loading twice is loading once, undoing leaves what was before, nothing that another load carries is taken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.database import Database, run
from graph.errors import NotFoundError, StateError
from graph.model import LinkContent, MembershipContent, RingContent
from graph.questions import question
from graph.questions.asking import ask
from graph.statements import loads
from graph.statements.facts import facts
from tests.graph.statements.writing import load, town


def link(a: str, b: str, **said: object) -> LinkContent:
    return LinkContent.model_validate({"a": town(a), "b": town(b), **said})


def all_facts(kb: Database) -> bytes:
    return b"".join(facts(kb))


def version(kb: Database) -> str:
    return run(kb, ask(question("partners"), {"city": "anna"})).data_version


def partners(kb: Database, city: str, **said: object) -> dict[str, str | None]:
    return {row["name"]: row["since"] for row in run(kb, ask(question("partners"), {"city": city, **said})).rows}


def test_loading_again_changes_no_fact(kb: Database) -> None:
    load(kb, "list", [link("Anna", "Berta", since="1988")])
    before = (all_facts(kb), version(kb))
    load(kb, "list", [link("Anna", "Berta", since="1988")])
    assert (all_facts(kb), version(kb)) == before


def test_undo_leaves_what_another_load_carries(kb: Database) -> None:
    first = load(kb, "list", [link("Anna", "Berta")])
    load(kb, "list", [link("Anna", "Berta"), link("Anna", "Cilli")])
    loads.undo(kb, first.id)
    assert set(partners(kb, "anna")) == {"Berta", "Cilli"}


def test_a_changed_row_replaces_what_the_same_source_said(kb: Database) -> None:
    load(kb, "list", [link("Anna", "Berta", since="1988")])
    load(kb, "list", [link("Anna", "Berta", since="1990")])
    assert partners(kb, "anna") == {"Berta": "1990"}


def test_undoing_a_change_brings_back_what_was_before(kb: Database) -> None:
    load(kb, "list", [link("Anna", "Berta", since="1988")])
    before = (all_facts(kb), version(kb))
    second = load(kb, "list", [link("Anna", "Berta", since="1990")])
    loads.undo(kb, second.id)
    assert (all_facts(kb), version(kb)) == before
    assert partners(kb, "anna") == {"Berta": "1988"}


def test_another_source_changes_nothing_of_the_first(kb: Database) -> None:
    load(kb, "list", [link("Anna", "Berta", since="1988")])
    load(kb, "other", [link("Anna", "Berta", since="1990")])
    assert sum(b'"type":"link"' in line for line in facts(kb)) == 2


def test_without_prune_what_is_not_said_again_stays(kb: Database) -> None:
    load(kb, "list", [link("Anna", "Berta"), link("Anna", "Cilli")])
    load(kb, "list", [link("Anna", "Berta")])
    assert set(partners(kb, "anna")) == {"Berta", "Cilli"}


def test_prune_withdraws_what_is_not_said_again_and_undo_brings_it_back(kb: Database) -> None:
    load(kb, "list", [link("Anna", "Berta"), link("Anna", "Cilli")])
    before = all_facts(kb)
    second = load(kb, "list", [link("Anna", "Berta")], prune=True)
    assert set(partners(kb, "anna")) == {"Berta"}
    loads.undo(kb, second.id)
    assert all_facts(kb) == before


def test_a_pruned_fact_that_is_said_again_counts_again(kb: Database) -> None:
    both = [link("Anna", "Berta"), link("Anna", "Cilli")]
    load(kb, "list", both)
    load(kb, "list", both[:1], prune=True)
    load(kb, "list", both)
    assert set(partners(kb, "anna")) == {"Berta", "Cilli"}


def test_a_link_shows_again_when_its_town_comes_back_later_than_the_link(kb: Database) -> None:
    load(kb, "list", [link("Anna", "Berta")])
    dated = load(kb, "list", [link("Anna", "Berta", since="1988")])
    other = load(kb, "list", [link("Anna", "Cilli")], prune=True)
    loads.undo(kb, dated.id)
    loads.undo(kb, other.id)
    assert set(partners(kb, "anna")) == {"Berta"}


def test_undo_of_a_load_that_is_not_there_names_those_that_are(kb: Database) -> None:
    begun = load(kb, "list", [link("Anna", "Berta")])
    with pytest.raises(NotFoundError) as refused:
        loads.undo(kb, "L999")
    assert refused.value.nearest[0]["id"] == begun.id


def test_undo_twice_is_refused(kb: Database) -> None:
    begun = load(kb, "list", [link("Anna", "Berta")])
    loads.undo(kb, begun.id)
    with pytest.raises(StateError, match="before"):
        loads.undo(kb, begun.id)


def test_a_mention_that_comes_to_mean_another_town_moves_its_links(kb: Database) -> None:
    load(kb, "list", [link("Anna", "Berta")])
    second = load(kb, "list", [link("Anna", "Berta")], means={"Berta": "gn7"})
    assert [row["id"] for row in run(kb, ask(question("partners"), {"city": "anna"})).rows] == ["berta"]
    loads.undo(kb, second.id)
    assert set(partners(kb, "anna")) == {"Berta"}


def test_the_old_id_of_a_town_leads_to_the_one_it_went_into(kb: Database) -> None:
    load(kb, "other", [link("Dora", "Emil")], means={"Emil": "gn7"})
    load(kb, "list", [link("Anna", "Berta")])
    load(kb, "list", [link("Anna", "Berta")], means={"Berta": "gn7"})
    assert run(kb, ask(question("partners"), {"city": "berta"})).parameters["city"] == "gn7"


def test_a_town_whose_mentions_go_apart_leaves_its_id_to_one_of_them(kb: Database) -> None:
    both = [link("Anna", "Berta"), link("Dora", "Cilli")]
    load(kb, "list", both, means={"Berta": "one", "Cilli": "one"}, score=0.5)
    load(kb, "list", both, means={"Berta": "gn7", "Cilli": "gn8"})
    assert loads.city_ids(kb, ["gn7", "gn8"]) == {"gn7": "one", "gn8": "gn8"}
    assert run(kb, ask(question("partners"), {"city": "one"})).parameters["city"] == "one"


NAMES = ["Anna", "Berta", "Cilli", "Dora"]
PAIRS = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] != pair[1])
ROWS = st.one_of(
    st.builds(lambda pair, year: link(*pair, since=year), PAIRS, st.sampled_from([None, "1988", "1990-05"])),
    st.builds(
        lambda name, since: MembershipContent(ring="Kranz", town=town(name), since=since),
        st.sampled_from(NAMES),
        st.sampled_from([None, "1960"]),
    ),
    st.just(RingContent(ring="Kranz")),
)
FILES = st.tuples(st.sampled_from(["one", "two"]), st.lists(ROWS, min_size=1, max_size=5), st.booleans())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(earlier=st.lists(FILES, max_size=3), later=st.lists(FILES, min_size=1, max_size=3), data=st.data())
def test_undoing_what_came_later_in_any_order_leaves_the_facts_byte_for_byte(
    kb: Database,
    wipe: Callable[[], None],
    earlier: list[tuple[str, list[LinkContent], bool]],
    later: list[tuple[str, list[LinkContent], bool]],
    data: st.DataObject,
) -> None:
    wipe()
    order = data.draw(st.permutations(range(len(later))))
    for source, rows, prune in earlier:
        load(kb, source, rows, prune=prune)
    before, graph = all_facts(kb), projection(kb)
    begun = [load(kb, source, rows, prune=prune) for source, rows, prune in later]
    for place in order:
        loads.undo(kb, begun[place].id)
    assert all_facts(kb) == before
    assert projection(kb) == graph


def projection(kb: Database) -> list[tuple[str, dict[str, str | None]]]:
    """Partners of every town that is there, as the questions give them."""
    found = []
    for name in NAMES:
        try:
            found.append((name, partners(kb, name.lower())))
        except (NotFoundError, StateError):
            continue
    return found
