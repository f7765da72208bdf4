"""The sample data: into an empty knowledge base, or where a person asks for it; what was undone stays away."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.database import Database
from graph.statements import loads
from loaders import load, sample
from loaders.sample import load_sample, sample_files

FIRST, SECOND = "first.csv", "second.csv"


@pytest.fixture
def two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sample of two small files, so that each test need not load the real one."""
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / FIRST).write_text("city_a,city_b\nKrefeld,Venlo\n", "utf-8")
    (folder / SECOND).write_text("city_a,city_b\nKrefeld,Leicester\n", "utf-8")
    monkeypatch.setattr(sample, "sample_files", lambda: iter(sorted(folder.glob("*.csv"))))
    return folder


def loaded(kb: Database, **said: bool) -> list[str]:
    return [report.file for report in load_sample(kb, **said)]


def other(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    path.write_text("city_a,city_b\nExeter,Rennes\n", "utf-8")
    return path


def test_decisions_and_topics_come_before_the_sources() -> None:
    names = [path.name for path in sample_files()]
    assert names[:3] == ["decisions.yaml", "topics.yaml", "000-bad-homburg.yaml"]


def test_an_empty_knowledge_base_gets_it_once(kb: Database, two_files: Path) -> None:
    assert loaded(kb) == [FIRST, SECOND]
    assert loaded(kb) == []


def test_a_knowledge_base_with_a_persons_data_gets_it_only_when_asked(
    kb: Database, two_files: Path, tmp_path: Path
) -> None:
    load(other(tmp_path), db=kb)
    assert loaded(kb) == []
    assert loaded(kb, asked=True) == [FIRST, SECOND]


def test_asked_twice_it_comes_once(kb: Database, two_files: Path) -> None:
    loaded(kb, asked=True)
    assert loaded(kb, asked=True) == []


def test_a_newer_version_of_a_file_comes_when_asked(kb: Database, two_files: Path) -> None:
    loaded(kb)
    (two_files / FIRST).write_text("city_a,city_b\nKrefeld,Dunkerque\n", "utf-8")
    assert (loaded(kb), loaded(kb, asked=True)) == ([], [FIRST])


def test_what_a_person_undid_does_not_come_back(kb: Database, two_files: Path) -> None:
    (report, _) = load_sample(kb)
    loads.undo(kb, report.load)
    (two_files / FIRST).write_text("city_a,city_b\nKrefeld,Dunkerque\n", "utf-8")
    assert (loaded(kb), loaded(kb, asked=True)) == ([], [])


def test_a_sample_that_was_broken_off_goes_on(kb: Database, two_files: Path) -> None:
    load(two_files / FIRST, sample=True, db=kb)
    assert loaded(kb) == [SECOND]


def test_it_is_told_what_is_loaded_and_what_came_of_it(kb: Database, two_files: Path) -> None:
    said: list[str] = []
    load_sample(kb, said.append)
    assert said == [f"Sample data: {FIRST}", f"Sample data: {SECOND}", "Sample data loaded: 3 towns, 2 links."]
