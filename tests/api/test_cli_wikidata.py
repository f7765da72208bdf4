"""`citynet wikidata`: what it prints, writes and returns; the query service is one of the tests."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.database import Database
from graph.settings import settings
from graph.statements import loads
from tests.api.commands import citynet
from tests.loaders.live.playing import Playing, Reply, playing

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def wikidata(kb: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Playing]:
    """The service that the settings name."""
    with playing() as service:
        monkeypatch.setattr(settings(), "wikidata_url", service.url)
        yield service


def test_a_town_is_fetched_and_loaded(wikidata: Playing, kb: Database, capfd: Capture) -> None:
    ran = citynet(capfd, "wikidata", "--town", "Q64", "--format", "json")
    (report,) = ran.json["loads"]
    assert (ran.code, report["read"], report["new"], report["source"]) == (0, 2, 2, "wikidata")
    assert report["file"] == "wikidata-q64.csv"
    assert loads.count(kb) == (3, 2)


def test_a_dry_run_tells_row_by_row_and_writes_nothing(
    wikidata: Playing, kb: Database, capfd: Capture, tmp_path: Path
) -> None:
    ran = citynet(capfd, "wikidata", "--country", "Germany", "--dry-run", "--rows", tmp_path / "rows.ndjson")
    assert (ran.code, loads.count(kb)) == (0, (0, 0))
    assert ran.out.startswith("wikidata-de.csv: only looked at, nothing written. 3 rows read: 3 new")
    rows = [json.loads(line) for line in (tmp_path / "rows.ndjson").read_text("utf-8").splitlines()]
    assert {(row["a"]["given"], row["b"]["given"]) for row in rows} == {
        ("Berlin, DE", "Paris, FR"),
        ("Berlin, DE", "Los Angeles, US"),
        ("Cologne, DE", "Kyoto, JP"),
    }


def test_out_only_fetches(wikidata: Playing, kb: Database, capfd: Capture, tmp_path: Path) -> None:
    out = tmp_path / "all.csv"
    ran = citynet(capfd, "wikidata", "--all", "--out", out)
    assert (ran.code, loads.count(kb)) == (0, (0, 0))
    with out.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 4
    assert citynet(capfd, "load", out, "--format", "json").json["loads"][0]["source"] == "wikidata"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "say one of three"),
        (["--town", "Q64", "--all"], "say one of three"),
        (["--country", "Atlantis"], "'Atlantis' is not a country"),
        (["--town", "Q64", "--prune"], "--source"),
        (["--town", "Q64", "--out", "x.csv", "--dry-run"], "--out"),
    ],
)
def test_wrong_options_end_with_64(wikidata: Playing, capfd: Capture, options: list[str], said: str) -> None:
    ran = citynet(capfd, "wikidata", *options)
    assert (ran.code, wikidata.asked) == (64, [])
    assert said in ran.err


def test_where_the_service_does_not_answer_nothing_is_loaded(wikidata: Playing, kb: Database, capfd: Capture) -> None:
    wikidata.first.append(Reply(403))
    ran = citynet(capfd, "wikidata", "--all", "--refresh", "--format", "json")
    assert (ran.code, ran.json["loads"], loads.count(kb)) == (1, [], (0, 0))
    assert "refuses to answer (403 Forbidden)" in ran.json["errors"][0]["error"]
    assert "CITYNET_PUBLIC_URL" in ran.err


def test_a_town_that_nobody_knows_is_not_done(wikidata: Playing, capfd: Capture) -> None:
    ran = citynet(capfd, "wikidata", "--town", "Atlantis")
    assert ran.code == 1
    assert "Wikidata knows no town called 'Atlantis'" in ran.err
