"""The commands about the whole knowledge base: status, export and import, merge and split."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from api.commands.keeping import _serving
from api.server import _announced
from graph.database import Address, Database
from graph.local import Connection
from graph.model import LinkContent
from graph.settings import Settings
from graph.statements.facts import backup, facts
from tests.api.commands import citynet
from tests.graph.statements.writing import load, town

Capture = pytest.CaptureFixture[str]


def link(a: str, b: str, **said: object) -> LinkContent:
    return LinkContent.model_validate({"a": town(a), "b": town(b), **said})


@pytest.fixture
def two_readings(kb: Database) -> Database:
    load(kb, "one", [link("Reading", "Berta")], means={"Reading": "reading-gb"})
    load(kb, "two", [link("Reading", "Cilli")], means={"Reading": "reading-us"})
    return kb


def test_status_tells_where_everything_is(
    kb: Database, capfd: Capture, test_home: Path, neo4j_address: Address
) -> None:
    said = citynet(capfd, "status", "--format", "json").json
    assert {"url", "home", "neo4j", "data_version", "counts"} <= set(said)
    assert (said["url"], said["home"], said["data_version"]) == (None, str(test_home.resolve()), "0")
    assert (said["neo4j"]["uri"], said["neo4j"]["user"]) == (neo4j_address.uri, neo4j_address.user)
    if isinstance(neo4j_address, Connection):
        assert Path(said["neo4j"]["password_file"]).read_text("ascii").strip() == neo4j_address.password


def test_the_data_version_changes_with_the_facts(kb: Database, capfd: Capture) -> None:
    load(kb, "one", [link("Anna", "Berta")])
    said = citynet(capfd, "status", "--format", "json").json
    assert said["data_version"] != "0"
    assert (said["counts"]["towns"], said["counts"]["links"]) == (2, 1)


@pytest.mark.parametrize(
    ("pid", "url"), [(os.getpid(), "http://127.0.0.1:8123"), (2**22 + 1, None)], ids=["alive", "gone"]
)
def test_status_names_the_server_that_lives(
    kb: Database, capfd: Capture, test_home: Path, pid: int, url: str | None
) -> None:
    serving = test_home / "serving.json"
    serving.write_text(json.dumps({"url": "http://127.0.0.1:8123", "pid": pid}), "utf-8")
    try:
        assert citynet(capfd, "status", "--format", "json").json["url"] == url
    finally:
        serving.unlink()


def test_a_server_tells_where_it_is_in_the_home_that_status_looks_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    config = Settings(home=Path("~/served"))
    with _announced(config, "http://127.0.0.1:8123"):
        assert _serving(config) == "http://127.0.0.1:8123"
    assert _serving(config) is None
    assert list(tmp_path.iterdir()) == [tmp_path / "served"]


def test_status_for_people_has_a_line_for_each(kb: Database, capfd: Capture, neo4j_address: Address) -> None:
    ran = citynet(capfd, "status")
    assert ran.code == 0
    assert neo4j_address.uri in ran.out


def test_export_and_import_give_the_same_bytes(
    kb: Database, wipe: Callable[[], None], capfd: Capture, tmp_path: Path
) -> None:
    load(kb, "one", [link("Ärna", "Berta", since="1988")])
    first, second = tmp_path / "first.ndjson", tmp_path / "second.ndjson"
    assert citynet(capfd, "export", first).code == 0
    wipe()
    assert citynet(capfd, "import", first).code == 0
    citynet(capfd, "export", second)
    assert second.read_bytes() == first.read_bytes() == b"".join(backup(kb))


def test_facts_go_to_the_standard_output(kb: Database, capfd: Capture) -> None:
    load(kb, "one", [link("Ärna", "Berta", since="1988")])
    ran = citynet(capfd, "export", "-", "--facts")
    assert ran.out.encode() == b"".join(facts(kb))


def test_import_reads_the_standard_input(kb: Database, wipe: Callable[[], None], capfd: Capture) -> None:
    load(kb, "one", [link("Anna", "Berta")])
    lines = b"".join(backup(kb))
    wipe()
    assert citynet(capfd, "import", "-", stdin=lines).code == 0
    assert b"".join(backup(kb)) == lines


def test_import_of_no_file_is_not_done(kb: Database, capfd: Capture, tmp_path: Path) -> None:
    ran = citynet(capfd, "import", tmp_path / "none.ndjson")
    assert (ran.code, ran.err.count("\n")) == (1, 1)


def test_an_ambiguous_town_is_answered_with_the_candidates(two_readings: Database, capfd: Capture) -> None:
    ran = citynet(capfd, "ask", "partners", "--city", "Reading", "--format", "json")
    assert (ran.code, ran.out) == (1, "")
    assert "reading-gb" in ran.err
    assert "reading-us" in ran.err


def test_merge_makes_one_town_of_two(two_readings: Database, capfd: Capture) -> None:
    ran = citynet(capfd, "merge", "reading-gb", "reading-us", "--format", "json")
    assert (ran.json["keep"], ran.json["gone"]) == ("reading-gb", "reading-us")
    rows = citynet(capfd, "ask", "partners", "--city", "reading-us", "--format", "json").json["rows"]
    assert [row["name"] for row in rows] == ["Berta", "Cilli"]


def test_split_takes_the_merge_back(two_readings: Database, capfd: Capture) -> None:
    before = list(facts(two_readings))
    citynet(capfd, "merge", "reading-gb", "reading-us")
    ran = citynet(capfd, "split", "reading-gb")
    assert (ran.code, list(facts(two_readings))) == (0, before)
    assert "two towns again" in ran.err


def test_split_gives_mentions_a_town_of_their_own(kb: Database, capfd: Capture) -> None:
    means = {"Reading": "reading", "Reading, Berks": "reading"}
    load(kb, "one", [link("Reading", "Berta"), link("Reading, Berks", "Cilli")], means=means)
    ran = citynet(capfd, "split", "reading", "--mention", "Reading, Berks", "--format", "json")
    rows = citynet(capfd, "ask", "partners", "--city", ran.json["gone"], "--format", "json").json["rows"]
    assert [row["name"] for row in rows] == ["Cilli"]


def test_merging_an_unknown_town_is_not_done(two_readings: Database, capfd: Capture) -> None:
    assert citynet(capfd, "merge", "reading-gb", "Atlantis").code == 1


def test_names_cannot_steer_the_terminal(kb: Database, capfd: Capture) -> None:
    load(kb, "one", [link("[red]Anna\x1b[31m", "Berta")], means={"[red]Anna\x1b[31m": "anna"})
    ran = citynet(capfd, "ask", "partners", "--city", "berta")
    assert "[red]Anna" in ran.out
    assert "\x1b" not in ran.out


def test_the_sample_comes_only_where_it_is_asked_for(kb: Database, capfd: Capture) -> None:
    assert citynet(capfd, "status", "--format", "json").json["counts"]["towns"] == 0
