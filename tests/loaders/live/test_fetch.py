"""Fetching twinnings page by page: all of them, each once, and the parts that came stay where the rest does not."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from graph.errors import NotFoundError, ServiceError, UsageError
from graph.model import LinkContent, Mention
from loaders.live.fetch import SMALLEST, fetch
from loaders.live.queries import Scope, listing
from loaders.parsing import Said, parse
from tests.loaders.live.conftest import Ask
from tests.loaders.live.playing import TOWNS, TRACE, TWINNINGS, Asked, Playing, Reply, Twinning

ADDRESSES = {one.address for one in TWINNINGS}


def quiet(what: str, number: int, of: int | None) -> None:
    """Tell nobody."""


def table(out: Path) -> list[dict[str, str]]:
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def many(number: int) -> dict[str, Twinning]:
    """So many twinnings of towns of the table, with statements of their own."""
    pairs = [(a, b) for a in TOWNS for b in TOWNS if a != b]
    made = [Twinning(f"{at:08X}-0000", *pairs[at % len(pairs)]) for at in range(number)]
    return {one.address: one for one in made}


def test_pages_give_all_twinnings_once(wikidata: Playing, client: Ask, tmp_path: Path) -> None:
    with client() as service:
        assert fetch(service, Scope(), tmp_path / "a.csv", quiet, listed=2, told=3) == len(TWINNINGS)
    assert sorted(row["twinning"] for row in table(tmp_path / "a.csv")) == sorted(ADDRESSES)
    assert wikidata.kinds() == ["list", "list", "list", "twinnings", "twinnings"]


def test_the_size_of_the_pages_makes_no_difference(client: Ask, tmp_path: Path) -> None:
    for name, sizes in (("a", {"listed": 1, "told": 1}), ("b", {})):
        with client(cache=f"{name}.sqlite") as service:
            fetch(service, Scope(), tmp_path / f"{name}.csv", quiet, **sizes)
    assert sorted(map(str, table(tmp_path / "a.csv"))) == sorted(map(str, table(tmp_path / "b.csv")))


@pytest.mark.parametrize(
    ("scope", "pairs"),
    [
        (Scope(town="Q90"), {("Q64", "Q90"), ("Q90", "Q220")}),
        (Scope(country="DE"), {("Q64", "Q90"), ("Q64", "Q65"), ("Q365", "Q34600")}),
        (Scope(country="JP"), {("Q365", "Q34600")}),
        (Scope(), {(one.item, one.partner) for one in TWINNINGS}),
    ],
)
def test_a_twinning_counts_whichever_of_its_towns_says_it(
    client: Ask, tmp_path: Path, scope: Scope, pairs: set[tuple[str, str]]
) -> None:
    with client() as service:
        fetch(service, scope, tmp_path / "a.csv", quiet)
    rows = table(tmp_path / "a.csv")
    assert {(row["item"].rpartition("/")[2], row["partner"].rpartition("/")[2]) for row in rows} == pairs


def test_deprecated_statements_and_unknown_partners_are_not_asked_for(
    wikidata: Playing, client: Ask, tmp_path: Path
) -> None:
    with client() as service:
        fetch(service, Scope(), tmp_path / "a.csv", quiet)
    assert "FILTER(?rank != wikibase:DeprecatedRank)" in wikidata.asked[0].query
    assert 'STRSTARTS(STR(?partner), "http://www.wikidata.org/entity/Q")' in wikidata.asked[0].query


def test_the_table_is_read_like_any_answer_of_wikidata(client: Ask, tmp_path: Path) -> None:
    with client() as service:
        fetch(service, Scope(town="Q365"), tmp_path / "a.csv", quiet)
    (row,) = parse(tmp_path / "a.csv").rows
    assert isinstance(row, Said)
    assert row.contents[0] == LinkContent(
        a=Mention(name="Cologne", country="DE", lat=50.942, lon=6.957, wikidata="Q365"),
        b=Mention(name="Kyoto", country="JP", lat=35.011, lon=135.768, wikidata="Q34600"),
        since="1963",
    )


def test_the_source_is_wikidata_on_the_day_of_the_answers(client: Ask, tmp_path: Path) -> None:
    before = datetime.now(UTC).date()
    with client() as service:
        fetch(service, Scope(), tmp_path / "a.csv", quiet)
    written = yaml.safe_load((tmp_path / "a.csv.source.yaml").read_text("utf-8"))
    assert before.isoformat() <= written.pop("date") <= datetime.now(UTC).date().isoformat()
    assert written == {
        "id": "wikidata",
        "title": "Wikidata",
        "url": "https://www.wikidata.org/",
        "publisher": "Wikimedia Foundation",
        "licence": "CC0 1.0",
    }
    assert parse(tmp_path / "a.csv").source_id == "wikidata"


def test_a_page_that_takes_too_long_is_asked_for_in_halves(wikidata: Playing, client: Ask, tmp_path: Path) -> None:
    wikidata.twinnings = many(SMALLEST * 2)
    wikidata.first.extend([None, Reply(body=b'{"head": {"vars"' + TRACE)])
    with client() as service:
        fetch(service, Scope(), tmp_path / "a.csv", quiet)
    told = [one.query.count("/entity/statement/") for one in wikidata.asked if one.kind == "twinnings"]
    assert told == [SMALLEST * 2, SMALLEST, SMALLEST]
    assert {row["twinning"] for row in table(tmp_path / "a.csv")} == set(wikidata.twinnings)


def test_a_list_that_takes_too_long_is_asked_for_in_smaller_pages(
    wikidata: Playing, client: Ask, tmp_path: Path
) -> None:
    wikidata.twinnings = many(70)
    wikidata.first.append(Reply(504))
    with client() as service:
        fetch(service, Scope(), tmp_path / "a.csv", quiet, listed=120)
    assert wikidata.kinds() == ["list", "list", "list", "twinnings"]
    assert {row["twinning"] for row in table(tmp_path / "a.csv")} == set(wikidata.twinnings)


def test_what_came_before_it_gave_up_is_not_asked_for_again(wikidata: Playing, client: Ask, tmp_path: Path) -> None:
    wikidata.first.extend([None, None, *[Reply(503)] * 4])
    with client() as service, pytest.raises(ServiceError):
        fetch(service, Scope(), tmp_path / "a.csv", quiet, told=3)
    assert list(tmp_path.glob("*a.csv*")) == []
    del wikidata.asked[:]
    with client() as service:
        fetch(service, Scope(), tmp_path / "a.csv", quiet, told=3)
    assert wikidata.kinds() == ["twinnings"]
    assert len(table(tmp_path / "a.csv")) == len(TWINNINGS)


def test_fetching_again_writes_the_same_bytes(wikidata: Playing, client: Ask, tmp_path: Path) -> None:
    written = []
    for _ in range(2):
        with client() as service:
            fetch(service, Scope(), tmp_path / "a.csv", quiet)
        written.append((tmp_path / "a.csv").read_bytes())
    assert written[0] == written[1]
    assert len(wikidata.asked) == 2


def test_how_far_it_has_come_is_told(client: Ask, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    with client() as service:
        fetch(service, Scope(), tmp_path / "a.csv", lambda *said: told.append(said), told=3)
    assert told == [("list", 4, None), ("fetch", 3, 4), ("fetch", 4, 4)]


def test_where_there_is_nothing_nothing_is_written(client: Ask, tmp_path: Path) -> None:
    with client() as service, pytest.raises(NotFoundError, match="no twinning of Q1"):
        fetch(service, Scope(town="Q1"), tmp_path / "a.csv", quiet)
    assert list(tmp_path.glob("*a.csv*")) == []


@pytest.mark.parametrize("address", ["http://example.org/1", 'http://www.wikidata.org/entity/statement/Q1-0"> }'])
def test_what_is_no_statement_is_never_put_into_a_query(
    wikidata: Playing, client: Ask, tmp_path: Path, address: str
) -> None:
    wikidata.twinnings = {address: TWINNINGS[0]}
    with client() as service, pytest.raises(ServiceError, match="lists what was not asked for"):
        fetch(service, Scope(), tmp_path / "a.csv", quiet)
    assert wikidata.kinds() == ["list"]


def test_a_service_that_lists_the_same_over_and_over(wikidata: Playing, client: Ask, tmp_path: Path) -> None:
    same = Reply(body=wikidata.answer(Asked(listing(Scope(), "", 2), {})))
    wikidata.first.extend([same, same])
    with client() as service, pytest.raises(ServiceError, match="lists what was not asked for"):
        fetch(service, Scope(), tmp_path / "a.csv", quiet, listed=2)


@pytest.mark.parametrize("wrong", [{"town": "Berlin"}, {"town": "Q1 }"}, {"country": "Germany"}, {"country": 'D"'}])
def test_only_ids_and_codes_get_into_a_query(wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        Scope(**wrong)
