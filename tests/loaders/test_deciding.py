"""A person's decision acts at once, holds for later loads, and is taken back whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import loaders
from graph.database import Database, run
from graph.errors import UsageError
from graph.model import CityKind
from graph.questions import question
from graph.questions.asking import ask
from graph.review import ReviewParameters, mention_of, own_decisions, review
from graph.statements import loads
from graph.statements.facts import facts
from loaders.deciding import decide_mention, read_means, told_more, write_decisions

ILLINOIS, MASSACHUSETTS = 4250542, 4951788
"""Two towns called Springfield, by their GeoNames ids."""

Load = Callable[..., None]
Projection = Callable[[], list[list[str]]]


@pytest.fixture
def load(kb: Database, tmp_path: Path) -> Load:
    """Load links of Springfield, United States, to a town each."""

    def write(name: str, *rows: str, heading: str = "city_a,country_a,city_b,country_b") -> None:
        file = tmp_path / f"{name}.csv"
        file.write_text("\n".join([heading, *(rows or ("Springfield,United States,Lyon,France",))]) + "\n", "utf-8")
        loaders.load(file, db=kb)

    return write


def partners(kb: Database, city: str = "Lyon") -> list[str]:
    return [row["id"] for row in run(kb, ask(question("partners"), {"city": city})).rows]


def is_open(kb: Database) -> list[str]:
    return [one["name"] for one in run(kb, review(ReviewParameters())).mentions]


def test_the_answer_changes_at_once(kb: Database, load: Load) -> None:
    load("one")
    assert (is_open(kb), partners(kb)) == (["Springfield"], ["springfield-us"])
    done = decide_mention(kb, "Springfield, United States", ILLINOIS, why="a letter of the mayor")
    (partner,) = run(kb, ask(question("partners"), {"city": "Lyon"})).rows
    assert (partner["lat"], partner["country"]) == (pytest.approx(39.80, abs=0.01), "US")
    assert partner["id"] == done.city
    assert is_open(kb) == []


def test_it_is_a_decision_for_the_writing(kb: Database, load: Load) -> None:
    load("one")
    decide_mention(kb, "Springfield, United States", ILLINOIS, why="a letter of the mayor")
    (decision,) = own_decisions(kb)
    assert (decision.mention.name, decision.mention.country) == ("Springfield", "United States")
    assert (decision.means, decision.of_source, decision.why) == (ILLINOIS, None, "a letter of the mayor")


def test_it_holds_for_what_is_loaded_later(kb: Database, load: Load) -> None:
    load("one")
    decide_mention(kb, "Springfield, United States", ILLINOIS)
    load("two", "SPRINGFIELD,United States,Dijon,France")
    assert partners(kb, "Dijon") == partners(kb, "Lyon")
    assert is_open(kb) == []


def test_it_holds_against_a_newer_file_of_decisions(kb: Database, load: Load, tmp_path: Path) -> None:
    load("one")
    decide_mention(kb, "Springfield, United States", ILLINOIS)
    file = tmp_path / "decisions.yaml"
    said = f"{{mention: 'Springfield, United States', means: {MASSACHUSETTS}, why: a list}}"
    file.write_text(f"source: {{id: others, title: Others}}\ndecisions:\n  - {said}\n", "utf-8")
    loaders.load(file, db=kb)
    load("two", "Springfield,United States,Dijon,France")
    assert partners(kb, "Dijon") == partners(kb, "Lyon")


def test_it_holds_for_all_sources_that_write_so_already(kb: Database, load: Load) -> None:
    load("one")
    load("two", "Springfield,United States,Dijon,France", "Springfield,USA,Nancy,France")
    done = decide_mention(kb, "Springfield, United States", ILLINOIS)
    assert (done.mentions, done.apart) == (2, 0)
    assert partners(kb, "Dijon") == partners(kb, "Lyon") == [done.city]
    assert partners(kb, "Nancy") != [done.city]


def test_it_is_taken_back_byte_for_byte(kb: Database, load: Load, projection: Projection) -> None:
    load("one")
    load("two", "Springfield,United States,Dijon,France", "Springfield,USA,Nancy,France")
    before = list(facts(kb)), projection()
    done = decide_mention(kb, "Springfield, United States", ILLINOIS)
    assert (list(facts(kb)), projection()) != before
    loads.undo(kb, done.load)
    assert (list(facts(kb)), projection()) == before


def test_a_second_decision_takes_the_place_of_the_first_until_it_is_taken_back(
    kb: Database, load: Load, projection: Projection
) -> None:
    load("one")
    decide_mention(kb, "Springfield, United States", ILLINOIS)
    first = list(facts(kb)), projection()
    second = decide_mention(kb, "Springfield, United States", MASSACHUSETTS)
    assert [one.means for one in own_decisions(kb)] == [MASSACHUSETTS]
    loads.undo(kb, second.load)
    assert (list(facts(kb)), projection()) == first


@pytest.fixture
def decided(kb: Database, load: Load, tmp_path: Path) -> Callable[[str, int], str]:
    """Load a file with the one decision which town Springfield is; gives the load's id."""

    def write(source: str, means: int) -> str:
        file = tmp_path / f"{source}.yaml"
        said = f"{{mention: 'Springfield, United States', means: {means}, why: a list}}"
        file.write_text(f"source: {{id: {source}, title: {source}}}\ndecisions:\n  - {said}\n", "utf-8")
        return loaders.load(file, db=kb).load

    return write


def test_a_decision_that_is_loaded_again_is_no_newer(
    kb: Database, load: Load, decided: Callable[[str, int], str], projection: Projection
) -> None:
    load("one")
    decided("first", ILLINOIS)
    decided("second", MASSACHUSETTS)
    load("two", "Springfield,United States,Dijon,France")
    before = partners(kb, "Dijon"), projection()
    again = decided("first", ILLINOIS)
    load("two", "Springfield,United States,Dijon,France", "Springfield,United States,Nancy,France")
    assert partners(kb, "Nancy") == partners(kb, "Dijon") == before[0]
    loads.undo(kb, again)
    load("two", "Springfield,United States,Dijon,France")
    assert partners(kb, "Dijon") == before[0]


def test_a_decision_whose_older_load_is_taken_back_counts_since_the_newer(
    kb: Database, load: Load, decided: Callable[[str, int], str]
) -> None:
    load("one")
    oldest = decided("first", ILLINOIS)
    decided("second", MASSACHUSETTS)
    decided("first", ILLINOIS)
    second = partners(kb)
    loads.undo(kb, oldest)
    load("two", "Springfield,United States,Dijon,France")
    assert partners(kb, "Dijon") != second


def test_one_source_alone_can_be_meant(kb: Database, load: Load) -> None:
    load("one")
    load("two", "Springfield,United States,Dijon,France")
    key = next(one["key"] for one in run(kb, review(ReviewParameters())).mentions if one["source"]["id"] == "one")
    done = decide_mention(kb, key, ILLINOIS, only_source=True)
    assert (done.mentions, partners(kb), is_open(kb)) == (1, [done.city], ["Springfield"])
    decide_mention(kb, "Springfield, United States", MASSACHUSETTS)
    assert partners(kb) == [done.city]


def test_what_is_written_alike_and_lies_elsewhere_is_left_alone(kb: Database, load: Load) -> None:
    # Far from any town of that name: in Kansas, and in Nevada.
    rows = ("Springfield,US,38.5,-99.5,Lyon,France", "Springfield,US,39.5,-117.0,Dijon,France")
    load("one", *rows, heading="city_a,country_a,lat_a,lon_a,city_b,country_b")
    before = partners(kb, "Dijon")
    key = next(one["key"] for one in run(kb, review(ReviewParameters())).mentions if one["lat"] == 38.5)
    done = decide_mention(kb, key, MASSACHUSETTS)
    assert (done.mentions, done.apart, own_decisions(kb)) == (1, 1, [])
    assert (partners(kb), partners(kb, "Dijon")) == ([done.city], before)


def test_a_town_of_its_own_has_the_kind_that_was_said(kb: Database, load: Load) -> None:
    load("one")
    done = decide_mention(kb, "Springfield, United States", "own", kind=CityKind.COUNTY)
    found = mention_of(kb, "Springfield, United States")
    assert (found.kind, found.geonames, found.code, found.city) == (CityKind.COUNTY, None, "person", done.city)
    assert is_open(kb) == []


def test_a_town_that_was_taken_for_another_is_one_of_its_own(kb: Database, load: Load) -> None:
    load("one")
    before = mention_of(kb, "Lyon, France")
    done = decide_mention(kb, "Lyon, France", "own")
    after = mention_of(kb, "Lyon, France")
    assert (before.geonames, after.geonames) == (2996944, None)
    assert after.decided != before.decided
    assert partners(kb, done.city) == ["springfield-us"]


def test_what_was_decided_can_be_confirmed(kb: Database, load: Load) -> None:
    load("one")
    before = mention_of(kb, "Lyon, France")
    done = decide_mention(kb, "Lyon, France", "confirm")
    after = mention_of(kb, "Lyon, France")
    assert (after.code, after.geonames, after.city) == ("person", before.geonames, done.city)


def test_an_id_that_the_gazetteer_lacks_is_kept_and_said(kb: Database, load: Load) -> None:
    load("one")
    done = decide_mention(kb, "Springfield, United States", 2_000_000_001)
    assert (done.in_gazetteer, done.means) == (False, "GeoNames 2000000001")
    assert is_open(kb) == []


def test_decisions_are_written_as_a_file_that_means_the_same(
    kb: Database, wipe: Callable[[], None], load: Load, tmp_path: Path
) -> None:
    load("one", "Springfield,United States,Lyon,France", '"Qwxburg, Oberstadt",,Dijon,France')
    decide_mention(kb, "Springfield, United States", ILLINOIS, why="Ärger: 'es' ist \"so\"")
    key = next(one["key"] for one in run(kb, review(ReviewParameters(text="qwxburg"))).mentions)
    decide_mention(kb, key, "own", kind=CityKind.QUARTER)
    decided = [mention_of(kb, text).decided for text in ("Springfield, United States", key)]
    file = tmp_path / "mine.yaml"
    made, count = write_decisions(kb, file, title="Mine")
    file.write_text(made, "utf-8")
    wipe()
    loaders.load(file, db=kb)
    load("one", "Springfield,United States,Lyon,France", '"Qwxburg, Oberstadt",,Dijon,France')
    assert count == 2
    assert [mention_of(kb, text).decided for text in ("Springfield, United States", key)] == decided


def test_candidates_tell_where_they_lie(kb: Database, load: Load) -> None:
    load("one")
    (row,) = told_more(run(kb, review(ReviewParameters())).mentions)
    assert {one["region"] for one in row["candidates"]} >= {"Illinois", "Massachusetts"}
    assert all(one["population"] > 0 and one["distance_km"] is None for one in row["candidates"])


@pytest.mark.parametrize(("text", "means"), [("own", "own"), (" Confirm ", "confirm"), ("gn12", 12), ("12", 12)])
def test_means_are_read(text: str, means: object) -> None:
    assert read_means(text) == means


@pytest.mark.parametrize("text", ["", "0", "-1", "Paris", "gn", "99999999999", "²"])
def test_other_means_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="GeoNames id"):
        read_means(text)
