"""Two loads at once, each in a process of its own: what is there in the end is what one after the other leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import loaders
from graph.database import Database, run
from graph.errors import StateError
from graph.search import resolve_town
from graph.statements import loads
from graph.statements.facts import facts
from graph.statements.merging_towns import merge_towns
from tests.loaders.processes import another_year, loading, rows, written

Projection = Callable[[], list[list[str]]]
ROWS = rows(0, 360)


def all_facts(kb: Database) -> bytes:
    return b"".join(facts(kb))


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return written(tmp_path / "one.csv", ROWS)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another file: of what the first says it says some, some otherwise, and more."""
    return written(tmp_path / "other.csv", [*ROWS[:80], *map(another_year, ROWS[80:240]), *rows(1, 120)])


def one_after_the_other(kb: Database, wipe: Callable[[], None], *order: tuple[Path, str]) -> bytes:
    wipe()
    for file, source in order:
        loaders.load(file, db=kb, source=source, resolve=False)
    return all_facts(kb)


def at_once(*files: tuple[Path, str]) -> list[dict[str, object]]:
    """The reports of loads that begin at the same moment."""
    processes = [loading(file, "--source", source, wait=0) for file, source in files]
    for process in processes:
        process.until("waiting")
    for process in processes:
        process.go_on()
    return [process.report() for process in processes]


@pytest.mark.long
def test_the_same_file_twice(kb: Database, one: Path, wipe: Callable[[], None]) -> None:
    reports = at_once((one, "list"), (one, "list"))
    found = all_facts(kb)
    assert sorted((report["new"], report["same"]) for report in reports) == [(0, len(ROWS)), (len(ROWS), 0)]
    assert found == one_after_the_other(kb, wipe, (one, "list"))


@pytest.mark.long
def test_two_files_of_one_source(kb: Database, one: Path, other: Path, wipe: Callable[[], None]) -> None:
    at_once((one, "list"), (other, "list"))
    found = all_facts(kb)
    orders = [[(one, "list"), (other, "list")], [(other, "list"), (one, "list")]]
    assert found in [one_after_the_other(kb, wipe, *order) for order in orders]


def test_two_sources_with_the_same_towns(
    kb: Database, one: Path, other: Path, wipe: Callable[[], None], projection: Projection
) -> None:
    at_once((one, "one"), (other, "two"))
    found, graph = all_facts(kb), projection()
    assert found == one_after_the_other(kb, wipe, (one, "one"), (other, "two"))
    assert graph == projection()


def test_towns_merged_while_a_load_is_under_way(
    kb: Database, one: Path, wipe: Callable[[], None], projection: Projection
) -> None:
    loaders.load(one, db=kb, source="one", resolve=False)
    keep, gone = ids(kb, 2)
    process = loading(one, "--source", "two", wait=6)
    process.until("waiting")
    merge_towns(kb, keep, gone)
    process.go_on()
    process.report()
    found, graph = all_facts(kb), projection()
    wipe()
    for source in ("one", "two"):
        loaders.load(one, db=kb, source=source, resolve=False)
    merge_towns(kb, keep, gone)
    assert (found, graph) == (all_facts(kb), projection())


def ids(kb: Database, count: int) -> list[str]:
    """Ids of towns of the last rows, which are written last."""
    names = [cell for line in reversed(ROWS) for cell in line.split(",")[:3:2]]
    return [run(kb, resolve_town(name, "city")) for name in dict.fromkeys(names)][:count]


def test_a_load_under_way_is_listed_so_and_not_taken_back(kb: Database, one: Path) -> None:
    process = loading(one, "--source", "list", wait=6)
    process.until("waiting")
    (listed,) = loads.listed(kb)["loads"]
    with pytest.raises(StateError, match="under way"):
        loads.undo(kb, listed["load"])
    process.kill()
    (after,) = loads.listed(kb)["loads"]
    assert (listed["state"], after["state"]) == ("running", "broken")
    loads.undo(kb, listed["load"])
    assert all_facts(kb) == b""
