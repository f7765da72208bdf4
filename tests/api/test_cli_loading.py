"""The commands about files: what they print, write and return."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from graph.database import Database
from graph.statements import loads
from graph.statements.facts import facts
from tests.api.commands import citynet

Capture = pytest.CaptureFixture[str]
LINKS = """city_a,country_a,city_b,country_b,since
Krefeld,DE,Venlo,NL,1964
Krefeld,DE,Leicester,GB,1969
"""
TWO_BAD = LINKS + "Krefeld,DE,Leiden,NL,19744\n,DE,Dunkerque,FR,1974\n"


@pytest.fixture
def links(tmp_path: Path) -> Path:
    path = tmp_path / "links ü.csv"
    path.write_text(LINKS, "utf-8")
    return path


@pytest.fixture
def two_bad(tmp_path: Path) -> Path:
    path = tmp_path / "two-bad.csv"
    path.write_text(TWO_BAD, "utf-8")
    return path


def counted(kb: Database) -> tuple[int, int]:
    return loads.count(kb)


def test_the_report_as_json(kb: Database, capfd: Capture, links: Path) -> None:
    ran = citynet(capfd, "load", links, "--format", "json")
    (report,) = ran.json["loads"]
    assert ran.code == 0
    assert {
        name: report[name] for name in ("read", "new", "changed", "same", "rejected", "towns_new", "links_new")
    } == {
        "read": 2,
        "new": 2,
        "changed": 0,
        "same": 0,
        "rejected": 0,
        "towns_new": 3,
        "links_new": 2,
    }
    assert {"load", "file", "source", "seconds"} <= set(report)
    assert report["file"] == links.name


def test_the_report_as_text_is_one_line_a_file(kb: Database, capfd: Capture, links: Path) -> None:
    ran = citynet(capfd, "load", links)
    assert ran.code == 0
    assert ran.out.startswith("links ü.csv: 2 rows read, 2 new")


def test_loading_again_is_done_and_changes_nothing(kb: Database, capfd: Capture, links: Path) -> None:
    citynet(capfd, "load", links)
    before = list(facts(kb))
    ran = citynet(capfd, "load", links, "--format", "json")
    assert (ran.code, ran.json["loads"][0]["same"], list(facts(kb))) == (0, 2, before)


def test_rejected_rows_end_with_2_and_the_good_ones_are_in(kb: Database, capfd: Capture, two_bad: Path) -> None:
    ran = citynet(capfd, "load", two_bad)
    assert (ran.code, counted(kb)) == (2, (3, 2))
    assert "Row 4 rejected" in ran.out


def test_a_dry_run_ends_as_the_load_would_and_writes_nothing(kb: Database, capfd: Capture, two_bad: Path) -> None:
    ran = citynet(capfd, "load", two_bad, "--dry-run", "--format", "json")
    (report,) = ran.json["loads"]
    assert (ran.code, report["new"], report["rejected"]) == (2, 2, 2)
    assert (counted(kb), loads.all_loads(kb)) == ((0, 0), [])


def test_rows_tells_what_became_of_each(kb: Database, capfd: Capture, two_bad: Path, tmp_path: Path) -> None:
    out = tmp_path / "rows.ndjson"
    citynet(capfd, "load", two_bad, "--rows", out)
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [(line["row"], line["outcome"]) for line in lines] == [
        (2, "new"),
        (3, "new"),
        (4, "rejected"),
        (5, "rejected"),
    ]
    assert set(lines[0]) == {"row", "outcome", "reason", "flags", "a", "b"}


def test_rows_of_several_files_tell_the_file(
    kb: Database, capfd: Capture, links: Path, two_bad: Path, tmp_path: Path
) -> None:
    out = tmp_path / "rows.ndjson"
    citynet(capfd, "load", links, two_bad, "--rows", out)
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line["file"] for line in lines] == [links.name] * 2 + [two_bad.name] * 4


def test_rejects_can_be_mended_and_loaded(kb: Database, capfd: Capture, two_bad: Path, tmp_path: Path) -> None:
    out = tmp_path / "rejects.csv"
    citynet(capfd, "load", two_bad, "--rejects", out)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["city_a", "country_a", "city_b", "country_b", "since", "row", "field", "reason"]
    assert [(row["city_b"], row["row"], row["field"]) for row in rows] == [
        ("Leiden", "4", "since"),
        ("Dunkerque", "5", "city_a"),
    ]
    mended = out.read_text("utf-8").replace("19744", "1974").replace("\n,DE", "\nKrefeld,DE")
    out.write_text(mended, "utf-8")
    ran = citynet(capfd, "load", out, "--source", "two-bad")
    assert (ran.code, counted(kb)) == (0, (5, 4))


def test_a_rejected_pair_of_one_town_comes_back_in_its_columns(kb: Database, capfd: Capture, tmp_path: Path) -> None:
    file, out = tmp_path / "self.csv", tmp_path / "rejects.csv"
    file.write_text("city_a,country_a,city_b,country_b\nCologne,DE,Köln,DE\n", "utf-8")
    assert citynet(capfd, "load", file, "--rejects", out).code == 2
    with out.open(encoding="utf-8", newline="") as read:
        (row,) = csv.DictReader(read)
    assert [row[name] for name in ("city_a", "city_b", "row")] == ["Cologne", "Köln", "2"]


def test_a_column_of_the_file_keeps_its_name_beside_ours(kb: Database, capfd: Capture, tmp_path: Path) -> None:
    file, out = tmp_path / "own.csv", tmp_path / "rejects.csv"
    file.write_text("city_a,city_b,since,row\nKrefeld,Venlo,never,77\n", "utf-8")
    citynet(capfd, "load", file, "--rejects", out)
    with out.open(encoding="utf-8", newline="") as read:
        (row,) = csv.DictReader(read)
    assert (row["row"], row["row (citynet)"]) == ("77", "2")


def test_the_standard_input_is_a_file(kb: Database, capfd: Capture) -> None:
    ran = citynet(capfd, "load", "-", "--source", "pipe", "--format", "json", stdin=LINKS.encode())
    assert (ran.code, ran.json["loads"][0]["source"], counted(kb)) == (0, "pipe", (3, 2))


def test_each_file_has_its_report_and_the_worst_decides_the_exit_code(
    kb: Database, capfd: Capture, links: Path, two_bad: Path, tmp_path: Path
) -> None:
    ran = citynet(capfd, "load", two_bad, tmp_path / "none.csv", links, "--format", "json")
    assert ran.code == 1
    assert [report["file"] for report in ran.json["loads"]] == [two_bad.name, links.name]
    assert "there is no such file" in ran.json["errors"][0]["error"]
    assert "none.csv" in ran.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--as", "countries"], "countries"),
        (["--map", "city_a"], "FIELD=HEADING"),
        (["--map", "city_a=Nirgends"], "Nirgends"),
        (["--sheet", "Tabelle1"], "sheet"),
        (["--frobnicate"], "--frobnicate"),
    ],
)
def test_wrong_options_end_with_64(kb: Database, capfd: Capture, links: Path, options: list[str], said: str) -> None:
    ran = citynet(capfd, "load", links, *options)
    assert (ran.code, ran.out) == (64, "")
    assert said in ran.err


def test_no_file_is_wrong_usage(kb: Database, capfd: Capture) -> None:
    assert citynet(capfd, "load").code == 64


def test_a_folder_is_not_loaded(kb: Database, capfd: Capture, tmp_path: Path) -> None:
    ran = citynet(capfd, "load", tmp_path)
    assert (ran.code, ran.err.count("\n")) == (1, 1)


def test_headings_can_be_named(kb: Database, capfd: Capture, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("Wir;Die anderen\nKrefeld;Venlo\n", "utf-8")
    ran = citynet(capfd, "load", file, "--as", "links", "--map", "city_a=Wir", "--map", "city_b=Die anderen")
    assert (ran.code, counted(kb)) == (0, (2, 1))


def test_loads_lists_the_newest_first(kb: Database, capfd: Capture, links: Path, two_bad: Path) -> None:
    citynet(capfd, "load", links, two_bad)
    listed = citynet(capfd, "loads", "--format", "json").json["loads"]
    assert [(one["load"], one["file"], one["state"]) for one in listed] == [
        ("L2", two_bad.name, "done"),
        ("L1", links.name, "done"),
    ]
    assert citynet(capfd, "loads").out.splitlines()[1].split()[0] == "L2"


def test_undo_takes_a_load_back(kb: Database, capfd: Capture, links: Path) -> None:
    citynet(capfd, "load", links)
    ran = citynet(capfd, "undo", "L1", "--format", "json")
    assert (ran.code, ran.json["state"], counted(kb)) == (0, "undone", (0, 0))


def test_undoing_what_is_not_there_names_the_loads_there_are(kb: Database, capfd: Capture, links: Path) -> None:
    citynet(capfd, "load", links)
    ran = citynet(capfd, "undo", "L9")
    assert ran.code == 1
    assert links.name in ran.err


@pytest.mark.parametrize("kind", ["links", "rings", "towns", "events", "knowledge", "wikidata"])
def test_a_template_can_be_loaded_as_it_is(kb: Database, capfd: Capture, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"template.{'yaml' if kind == 'knowledge' else 'csv'}"
    file.write_text(citynet(capfd, "template", kind).out, "utf-8")
    assert citynet(capfd, "load", file, "--as", kind).code == 0


def test_a_template_of_an_unknown_kind_is_wrong_usage(capfd: Capture) -> None:
    assert citynet(capfd, "template", "nonsense").code == 64


def test_the_schema_is_a_json_schema(capfd: Capture) -> None:
    Draft202012Validator.check_schema(citynet(capfd, "schema").json)
