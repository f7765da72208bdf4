"""The data of the map: every town, link and membership by its place in the columns."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from graph import things
from graph.database import Answer, Database, run
from graph.things import map as map_


@pytest.fixture
def drawn(sample_kb: Database) -> dict[str, Any]:
    return run(sample_kb, things.map_data())


def pairs(drawn: dict[str, Any]) -> set[frozenset[str]]:
    names, links = drawn["towns"]["name"], drawn["links"]
    return {frozenset((names[a], names[b])) for a, b in zip(links["a"], links["b"], strict=True)}


def test_every_link_is_there_by_the_places_of_its_towns(drawn: dict[str, Any]) -> None:
    assert frozenset(("Düsseldorf", "Chemnitz")) in pairs(drawn)
    assert len(pairs(drawn)) == 6


def test_columns_of_one_thing_are_equally_long(drawn: dict[str, Any]) -> None:
    for name in ("towns", "links", "members"):
        lengths = {len(column) for key, column in drawn[name].items() if key != "topics"}
        assert len(lengths) == 1, name


def test_members_lead_to_their_ring(drawn: dict[str, Any]) -> None:
    names, members = drawn["towns"]["name"], drawn["members"]
    joined = {
        (drawn["rings"][ring]["name"], names[town]) for ring, town in zip(members["ring"], members["town"], strict=True)
    }
    towns = {town for ring, town in joined if "Bad Homburg" in ring}
    assert towns >= {"Cabourg", "Chur", "Mayrhofen", "Terracina"}


def test_sources_of_a_link_lead_to_their_titles(drawn: dict[str, Any]) -> None:
    names, links = drawn["towns"]["name"], drawn["links"]
    ends = list(zip(links["a"], links["b"], strict=True))
    place = next(i for i, pair in enumerate(ends) if {names[one] for one in pair} == {"Düsseldorf", "Chemnitz"})
    titles = [drawn["sources"][one]["title"] for one in drawn["said_by"][links["sources"][place]]]
    assert any("Düsseldorf" in title for title in titles)


def test_topics_of_links_count_into_the_topics(drawn: dict[str, Any]) -> None:
    for numbers in drawn["links"]["topics"].values():
        assert all(0 <= one < len(drawn["topics"]) for one in numbers)


def test_all_of_it_is_json(drawn: dict[str, Any]) -> None:
    assert orjson.loads(orjson.dumps(drawn)) == drawn


@pytest.fixture
def few(sample_kb: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The towns of a map that can have three."""
    monkeypatch.setattr(map_, "WHOLE_LINKS", 0)
    monkeypatch.setattr(map_, "MOST", 3)
    return run(sample_kb, things.most_linked()) or []


def test_a_map_that_can_have_all_has_all(sample_kb: Database, drawn: dict[str, Any]) -> None:
    assert run(sample_kb, things.most_linked()) is None
    assert "left_out" not in drawn


def test_a_map_of_more_has_the_towns_with_the_most_partners(sample_kb: Database, few: list[str]) -> None:
    counts = run(sample_kb, things.counts())
    drawn = run(sample_kb, things.map_data(few))
    assert sorted(drawn["towns"]["id"]) == sorted(few)
    assert drawn["left_out"] == {
        "towns": counts["towns"] - 3, "links": counts["links"] - len(drawn["links"]["a"])
    }  # fmt: skip


def test_a_town_that_is_asked_for_comes_with_its_partners(sample_kb: Database, few: list[str]) -> None:
    drawn = run(sample_kb, things.map_data(few, ["gn2934246"]))
    assert frozenset(("Düsseldorf", "Chemnitz")) in pairs(drawn)


def test_sources_of_a_map_of_more_are_those_of_what_it_has(sample_kb: Database, few: list[str]) -> None:
    said = {row["id"] for row in run(sample_kb, things.map_sources(few))}
    assert said <= {row["id"] for row in run(sample_kb, things.map_sources())}
    assert run(sample_kb, things.map_sources([])) == []


def test_what_a_load_brings_between_two_queries_is_not_drawn_yet() -> None:
    town = {"name": "A", "country": "DE", "region": None, "lat": None, "lon": None, "population": None}
    said = {"since": None, "until": None, "status": None, "sources": ["s"]}
    link = {"a": "a", "kind": None, "stated": "pair", "topics": None, **said}
    ring = {"id": "r", "name": "R", "kind": "ring", "founded": None}
    answers = [
        [town | {"id": "a"}, town | {"id": "b"}],
        [link | {"b": "b"}, link | {"b": "new"}],
        [ring],
        [
            {"ring": "r", "town": "a", **said},
            {"ring": "r", "town": "new", **said},
            {"ring": "new", "town": "a", **said},
        ],
    ]
    asking = map_.map_data()
    next(asking)
    for rows in [*answers, [], [], []]:
        asking.send(Answer(rows, "0"))
    with pytest.raises(StopIteration) as done:
        asking.send(Answer([], "0"))
    assert (done.value.value["links"]["b"], done.value.value["members"]["town"]) == ([1], [0])
