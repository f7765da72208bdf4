"""The commands that ask, on the five sources."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from graph.database import Database
from graph.questions import QUESTIONS
from graph.settings import ROOT
from tests.api.commands import citynet

Capture = pytest.CaptureFixture[str]
NINE = {
    "Cabourg",
    "Chur",
    "Dubrovnik",
    "Exeter",
    "Mariánské Lázně",
    "Mayrhofen",
    "Mondorf-les-Bains",
    "Peterhof",
    "Terracina",
}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def test_json_is_what_the_api_answers_and_nothing_else(sample_kb: Database, capfd: Capture) -> None:
    ran = citynet(capfd, "ask", "partners", "--city", "Bad Homburg", "--format", "json")
    assert ran.code == 0
    assert set(ran.json) == {
        "question",
        "title",
        "parameters",
        "rows",
        "row_count",
        "truncated",
        "cypher",
        "data_version",
        "notes",
    }
    assert ({row["name"] for row in ran.json["rows"]}, ran.json["row_count"]) == (NINE, 9)


def test_the_table_has_a_line_for_each_partner(sample_kb: Database, capfd: Capture) -> None:
    ran = citynet(capfd, "ask", "partners", "--city=Bad Homburg")
    heading, *lines = ran.out.splitlines()
    assert heading.split()[:2] == ["Town", "Kind"]
    assert len(lines) == 9
    assert ran.err == "9 rows\n"


def test_a_parameter_may_be_repeated(sample_kb: Database, capfd: Capture) -> None:
    ran = citynet(capfd, "ask", "shared-partners", "--city", "Krefeld", "--city", "Charlotte", "--format", "json")
    assert (ran.code, ran.json["rows"]) == (0, [])
    assert "Krefeld and Charlotte are partners themselves." in ran.json["notes"]


def test_notes_are_told_beside_the_table(sample_kb: Database, capfd: Capture) -> None:
    ran = citynet(capfd, "ask", "shared-partners", "--city", "Krefeld", "--city", "Charlotte")
    assert ran.out == ""
    assert "Krefeld and Charlotte are partners themselves." in ran.err


def test_a_table_on_a_german_system_is_german(
    sample_kb: Database, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    ran = citynet(capfd, "ask", "partners", "--city", "Krefeld")
    assert ran.out.startswith("Stadt")
    assert "USA" in ran.out or "Vereinigte Staaten" in ran.out


def test_json_is_english_on_a_german_system_unless_said_otherwise(
    sample_kb: Database, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    asked = ("ask", "partners", "--city", "Krefeld", "--format", "json")
    assert citynet(capfd, *asked).json["title"] == "Partners of a town"
    assert citynet(capfd, *asked, "--lang", "de").json["title"] == "Partner einer Stadt"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "partners", "--town", "Krefeld"], "it has: sort"),
        (["ask", "partners"], "needs 'city'"),
        (["ask", "partners", "--city"], "--city needs a value"),
        (["ask", "partner", "--city", "Krefeld"], "near to it: partners"),
        (["ask", "partners", "Krefeld"], "--PARAMETER VALUE"),
        (["ask", "partners", "--city", "Krefeld", "--sort", "size"], "use one of: name"),
        (["ask", "partners", "--city", "Krefeld", "--year", "soon"], "'year'"),
        (["ask", "partners", "--city", "Krefeld", "--country", "Atlantis"], "not a country"),
        (["ask", "city-events", "--city", "Krefeld", "--format", "geojson"], "no places"),
        (["ask", "partners", "--city", "Krefeld", "--format", "docx"], "docx"),
        (["find"], "TEXT"),
        (["find", "Krefeld", "--depth", "3"], "--depth"),
        (["dance"], "dance"),
    ],
)
def test_wrong_usage_ends_with_64_and_says_what_is_right(
    sample_kb: Database, capfd: Capture, arguments: list[str], said: str
) -> None:
    ran = citynet(capfd, *arguments)
    assert (ran.code, ran.out) == (64, "")
    assert said in ran.err


def test_no_command_is_answered_with_the_help(capfd: Capture) -> None:
    ran = citynet(capfd)
    assert ran.code == 64
    assert "find towns, rings" in ran.out.lower()


def test_an_unknown_town_ends_with_1(sample_kb: Database, capfd: Capture) -> None:
    ran = citynet(capfd, "ask", "partners", "--city", "Krefelt")
    assert (ran.code, ran.out) == (1, "")
    assert "Krefeld" in ran.err


def test_an_unknown_ring_ends_with_1(sample_kb: Database, capfd: Capture) -> None:
    ran = citynet(capfd, "ask", "ring-members", "--ring", "Ring der Nibelungen")
    assert (ran.code, ran.out) == (1, "")


def test_csv_goes_to_the_standard_output(sample_kb: Database, capfd: Capture) -> None:
    ran = citynet(capfd, "ask", "partners", "--city", "Bad Homburg", "--format", "csv")
    assert {row["name"] for row in csv.DictReader(io.StringIO(ran.out))} == NINE


@pytest.mark.parametrize(
    "format_", ["table", "json", "csv", "excel.csv", "ndjson", "geojson", "graphml", "gexf", "html"]
)
def test_each_format_goes_into_a_file(sample_kb: Database, capfd: Capture, tmp_path: Path, format_: str) -> None:
    out = tmp_path / "Antwort ü"
    ran = citynet(capfd, "ask", "partners", "--city", "Bad Homburg", "--format", format_, "--out", out)
    assert (ran.code, ran.out) == (0, "")
    assert "Mariánské Lázně" in out.read_text("utf-8")
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_that_is_not_there_is_said_in_one_line(sample_kb: Database, capfd: Capture, tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "answer.csv"
    ran = citynet(capfd, "ask", "partners", "--city", "Krefeld", "--format", "csv", "--out", out)
    assert (ran.code, ran.err.count("\n")) == (1, 1)


def test_find_takes_any_spelling(sample_kb: Database, capfd: Capture) -> None:
    ids = {
        citynet(capfd, "find", name, "--format", "json").json["results"][0]["id"]
        for name in ("Marienbad", "marianske lazne", "Mariánské Lázně")
    }
    assert len(ids) == 1


def test_find_shows_type_id_and_place(sample_kb: Database, capfd: Capture) -> None:
    line = citynet(capfd, "find", "Exeter").out.splitlines()[1]
    assert line.split()[0] == "town"
    assert "United Kingdom" in line


def test_find_that_finds_nothing_says_so(sample_kb: Database, capfd: Capture) -> None:
    ran = citynet(capfd, "find", "Qwxyz")
    assert (ran.code, ran.out, ran.err) == (0, "", "Nothing is recorded for ‘Qwxyz’.\n")


def test_questions_lists_all_with_their_parameters(capfd: Capture) -> None:
    ran = citynet(capfd, "questions")
    assert [line.split()[0] for line in ran.out.splitlines()[1:]] == list(QUESTIONS)
    assert "--city" in ran.out


def test_questions_as_json_come_with_their_schemas(capfd: Capture) -> None:
    listed = {one["name"]: one for one in citynet(capfd, "questions", "--format", "json").json["questions"]}
    assert listed["partners"]["parameters"]["required"] == ["city"]
    assert "bilateral" in listed["partners"]["row"]["properties"]


def test_conflicts_is_the_question(sample_kb: Database, capfd: Capture) -> None:
    ran = citynet(capfd, "conflicts", "--field", "since", "--format", "json")
    assert (ran.code, ran.json["question"], ran.json["parameters"]) == (0, "conflicts", {"field": ["since"]})


def test_the_output_is_utf_8_in_any_locale(sample_kb: Database) -> None:
    command = [sys.executable, "-m", "api.cli", "ask", "partners", "--city", "Bad Homburg"]
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ran = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, check=True)
    assert "Mariánské Lázně" in ran.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error(sample_kb: Database) -> None:
    command = f"{shlex.quote(sys.executable)} -m api.cli export - --facts | head -n 1"
    ran = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout)
