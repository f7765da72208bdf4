"""A load that is killed and run again leaves the facts of an undisturbed one, byte for byte, and tells the same."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import loaders
from graph.database import Database
from graph.statements import loads
from graph.statements.facts import facts
from tests.loaders.processes import Loading, another_year, loading, rows, written
from tests.told import KILLS_OF_LOADS, Tell

SEEDS = range(1, 51)
IN_SHORT = 1
COMMITS = 17
"""Of an undisturbed load at least; the last one ends it."""
FIRST = rows(0, 400)
FILE = [
    *map(another_year, FIRST[:200]),
    *FIRST[200:280],
    *rows(1, 520),
    "Town 1,DE,Town 1,DE,,1960\n",
    "New,DE,Newer,DE,,\n",
]
"""Of what the source said before some is changed, some is the same, and the rest is not said any more."""

TOLD = ("read", "new", "changed", "same", "rejected", "withdrawn", "towns_new", "links_new", "load")


@dataclass(frozen=True)
class Undisturbed:
    """What an undisturbed load leaves and tells, how many commits it takes, and how many seconds."""

    facts: bytes
    told: dict[str, Any]
    commits: int
    seconds: float


@pytest.fixture
def first(tmp_path: Path, kb: Database) -> Callable[[], None]:
    """Loads what the source said before, and another source."""
    old, other = written(tmp_path / "list.csv", FIRST), written(tmp_path / "other.csv", rows(2, 40))

    def load() -> None:
        for file in (old, other):
            loaders.load(file, db=kb, resolve=False)

    return load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "newer.csv", FILE)


_UNDISTURBED: list[Undisturbed] = []


@pytest.fixture
def undisturbed(kb: Database, wipe: Callable[[], None], first: Callable[[], None], file: Path) -> Undisturbed:
    """What comes of the load when nothing happens; found out once."""
    if not _UNDISTURBED:
        first()
        started = time.monotonic()
        report = again(file)
        seconds = time.monotonic() - started
        _UNDISTURBED.append(Undisturbed(b"".join(facts(kb)), told(report), report["commits"], seconds))
        wipe()
    return _UNDISTURBED[0]


def start(file: Path, kill: int | None = None) -> Loading:
    return loading(file, "--source", "list", "--prune", kill=kill)


def again(file: Path) -> dict[str, Any]:
    return start(file).report()


def told(report: dict[str, Any]) -> dict[str, Any]:
    return {name: report[name] for name in TOLD}


def test_the_undisturbed_load_does_all_that_a_load_can_do(undisturbed: Undisturbed) -> None:
    assert all(undisturbed.told.values()), undisturbed.told
    assert undisturbed.commits >= COMMITS


def chance(*seeds: int) -> list[Any]:
    return [
        pytest.param(seed, marks=[pytest.mark.long] if seed > IN_SHORT else [], id=f"seed {seed}") for seed in seeds
    ]


@pytest.mark.parametrize("seed", chance(*SEEDS))
def test_killed_at_any_time_and_run_again(
    kb: Database,
    undisturbed: Undisturbed,
    first: Callable[[], None],
    file: Path,
    seed: int,
    record_property: Tell,
) -> None:
    record_property(KILLS_OF_LOADS, 1)
    first()
    process = start(file)
    process.until("began")
    time.sleep(random.Random(seed).random() * undisturbed.seconds)
    process.kill()
    report = again(file)
    assert b"".join(facts(kb)) == undisturbed.facts
    (newest, *_) = loads.listed(kb)["loads"]
    assert (newest["load"], newest["state"]) == (report["load"], "done")
    # A load that was done when it was killed is not done again: the next one says so.
    assert told(report) == undisturbed.told or report["same"] + report["rejected"] == report["read"]


def commit(kill: int) -> Any:
    return pytest.param(kill, marks=[] if kill == 9 else [pytest.mark.long], id=f"commit {kill}")


@pytest.mark.parametrize("kill", [commit(number) for number in range(1, COMMITS)])
def test_killed_after_a_commit_and_run_again(
    kb: Database,
    undisturbed: Undisturbed,
    first: Callable[[], None],
    file: Path,
    kill: int,
    record_property: Tell,
) -> None:
    record_property(KILLS_OF_LOADS, 1)
    first()
    assert start(file, kill=kill).end()[0] == -signal.SIGKILL
    (broken, *_) = loads.listed(kb)["loads"]
    assert (broken["load"], broken["state"]) == ("L3", "broken")
    report = again(file)
    assert b"".join(facts(kb)) == undisturbed.facts
    assert told(report) == undisturbed.told


def test_a_broken_load_can_be_taken_back(
    kb: Database, undisturbed: Undisturbed, first: Callable[[], None], file: Path
) -> None:
    first()
    before = b"".join(facts(kb))
    start(file, kill=undisturbed.commits - 2).end()
    assert b"".join(facts(kb)) != before
    loads.undo(kb, "L3")
    assert b"".join(facts(kb)) == before


@pytest.mark.long
def test_what_the_source_said_since_counts_more_than_a_broken_load_run_again(
    kb: Database, first: Callable[[], None], file: Path, tmp_path: Path, wipe: Callable[[], None]
) -> None:
    """The broken one is said last, so all of it counts, and it is a load of its own."""
    newer = written(tmp_path / "newest.csv", map(another_year, map(another_year, FIRST)))
    first()
    start(file, kill=9).end()
    loaders.load(newer, db=kb, source="list", resolve=False)
    assert again(file)["load"] == "L5"
    assert [one["state"] for one in loads.listed(kb)["loads"]] == ["done", "done", "overtaken", "done", "done"]
    known = b"".join(facts(kb))
    wipe()
    first()
    loaders.load(newer, db=kb, source="list", resolve=False)
    again(file)
    assert known == b"".join(facts(kb))


DECISION = "source: {title: Decisions}\ndecisions: [{mention: 'Neustadt, DE', means: 2864054, why: known}]\n"


def test_what_a_person_decided_since_holds_for_the_whole_load_run_again(
    kb: Database, tmp_path: Path, wipe: Callable[[], None]
) -> None:
    file, decisions = tmp_path / "list.csv", tmp_path / "decisions.yaml"
    file.write_text("city_a,country_a,city_b,country_b\nNeustadt,DE,Krefeld,DE\nNeustadt,DE,Venlo,NL\n", "utf-8")
    decisions.write_text(DECISION, "utf-8")
    assert loading(file, "--resolve", kill=4).end()[0] == -signal.SIGKILL
    loaders.load(decisions, db=kb)
    loaders.load(file, db=kb)
    found = b"".join(facts(kb))
    wipe()
    for one in (decisions, file):
        loaders.load(one, db=kb)
    assert found == b"".join(facts(kb))
    assert b"2864054" in found
