"""The whole way: from the query service into the knowledge base, as with a file, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

import loaders
from graph.database import Database, run
from graph.errors import ServiceError, UsageError
from graph.questions import question
from graph.questions.asking import ask
from graph.settings import settings
from graph.statements import loads
from graph.statements.facts import facts
from loaders.live import FOLDER, fetch_wikidata
from loaders.live.manners import Manners
from tests.loaders.live.playing import TWINNINGS, Playing, Reply, Twinning


@pytest.fixture
def live(
    wikidata: Playing, environment: pytest.MonkeyPatch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Playing:
    """The service, where the settings name it; what it answers is kept for this test only."""
    monkeypatch.setattr(settings(), "wikidata_url", wikidata.url)
    monkeypatch.setattr(settings(), "home", tmp_path)
    return wikidata


def partners(kb: Database, city: str, **more: str) -> set[tuple[str, str | None]]:
    result = run(kb, ask(question("partners"), {"city": city, **more}))
    return {(row["name"], row["since"]) for row in result.rows}


def test_a_town_and_back(live: Playing, kb: Database) -> None:
    before = list(facts(kb))
    report = loaders.load_wikidata(town="Q64", db=kb)
    assert (report.read, report.new, report.links_new, report.source) == (2, 2, 2, "wikidata")
    assert partners(kb, "Berlin") == {("Paris", "1987"), ("Los Angeles", "1967-06-27")}
    loads.undo(kb, report.load)
    assert list(facts(kb)) == before


def test_a_country(live: Playing, kb: Database) -> None:
    assert loaders.load_wikidata(country="Deutschland", db=kb).new == 3
    assert partners(kb, "Köln") == {("Kyoto", "1963")}


def test_all_of_it_twice(live: Playing, kb: Database) -> None:
    first = loaders.load_wikidata(everything=True, db=kb)
    before = list(facts(kb))
    again = loaders.load_wikidata(everything=True, db=kb)
    assert (first.new, again.same, again.loaded_before) == (len(TWINNINGS), len(TWINNINGS), first.load)
    assert list(facts(kb)) == before


def test_parts_are_one_source(live: Playing, kb: Database) -> None:
    loaders.load_wikidata(everything=True, db=kb)
    part = loaders.load_wikidata(town="Q64", db=kb)
    assert (part.new, part.same) == (0, 2)


def test_a_dry_run_writes_nothing(live: Playing, kb: Database) -> None:
    before = list(facts(kb))
    report = loaders.load_wikidata(town="Q64", dry_run=True, db=kb)
    assert (report.new, list(facts(kb))) == (2, before)


def test_what_wikidata_no_longer_says_is_withdrawn_and_comes_back_with_undo(live: Playing, kb: Database) -> None:
    loaders.load_wikidata(everything=True, db=kb)
    before = list(facts(kb))
    gone = live.twinnings.pop(TWINNINGS[1].address)
    assert (gone.item, gone.partner) == ("Q64", "Q65")
    report = loaders.load_wikidata(everything=True, refresh=True, prune=True, db=kb)
    assert report.withdrawn > 0
    assert partners(kb, "Berlin") == {("Paris", "1987")}
    loads.undo(kb, report.load)
    assert list(facts(kb)) == before


@pytest.mark.parametrize("part", [{"town": "Q64"}, {"country": "DE"}])
def test_a_part_takes_nothing_back_that_others_brought(live: Playing, kb: Database, part: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="--source"):
        loaders.load_wikidata(**part, prune=True, db=kb)  # type: ignore[arg-type]
    assert live.asked == []
    assert loaders.load_wikidata(**part, prune=True, source="wikidata-part", db=kb).source == "wikidata-part"  # type: ignore[arg-type]


@pytest.mark.parametrize("which", [{}, {"town": "Q64", "country": "DE"}, {"town": "Q64", "everything": True}])
def test_one_of_three_is_to_be_said(live: Playing, kb: Database, which: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="say one of three"):
        loaders.load_wikidata(**which, db=kb)  # type: ignore[arg-type]


def test_what_does_not_come_whole_is_not_loaded(live: Playing, kb: Database, manners: Manners) -> None:
    before = list(facts(kb))
    live.first.extend([None, *[Reply(503)] * manners.attempts])
    with pytest.raises(ServiceError):
        loaders.load_wikidata(everything=True, db=kb, manners=manners)
    assert list(facts(kb)) == before
    assert loads.listed(kb)["loads"] == []


def test_an_end_that_lies_ahead_leaves_a_link_among_todays(live: Playing, kb: Database) -> None:
    ahead, over = ("2150-12-31T00:00:00Z", 11), ("2001-01-01T00:00:00Z", 9)
    made = (Twinning("0-1", "Q64", "Q90", end=ahead), Twinning("0-2", "Q64", "Q65", end=over))
    live.twinnings = {one.address: one for one in made}
    loaders.load_wikidata(town="Q64", db=kb)
    assert partners(kb, "Berlin") == {("Paris", None)}
    assert partners(kb, "Berlin", status="ended") == {("Los Angeles", None)}


def test_the_table_that_was_loaded_stays(live: Playing, kb: Database, tmp_path: Path) -> None:
    report = loaders.load_wikidata(country="JP", db=kb)
    assert report.file == "wikidata-jp.csv"
    assert (tmp_path / FOLDER / report.file).read_text("utf-8").count("\n") == 1 + report.read


def test_only_fetching_needs_no_knowledge_base(live: Playing, tmp_path: Path) -> None:
    out = fetch_wikidata(tmp_path / "mine.csv", town="Q64")
    assert out == tmp_path / "mine.csv"
    assert out.read_text("utf-8").count("\n") == 3
