"""Computations that fail: told to whoever asks next, and not held for good."""

from __future__ import annotations

import gc
import logging
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from api.measuring import MOST_WAITING, Measuring
from graph.database import Database
from graph.errors import DatabaseError, NotReadyError
from graph.measures.kept import Kept
from graph.questions.measuring import Job


class Held:
    """Stands for a network in the frames of a computation."""


class Away:
    """A database that answers with errors."""

    def __init__(self) -> None:
        self.held: list[weakref.ref[Held]] = []

    def ask(self, *_: object, **__: object) -> None:
        network = Held()
        self.held.append(weakref.ref(network))
        raise DatabaseError("no") from OSError("no such host")


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Away:
    monkeypatch.setattr(logging.getLogger("citynet"), "disabled", True)  # pytest keeps the frames of what is logged
    return Away()


@pytest.fixture
def measuring(database: Away, tmp_path: Path) -> Iterator[Measuring]:
    made = Measuring(cast(Database, database), Kept(tmp_path))
    yield made
    made.close()


def job(slot: str) -> Job:
    return cast(Job, SimpleNamespace(slot=slot, question=SimpleNamespace(name="distances")))


def fail(measuring: Measuring, slot: str) -> None:
    """Let a computation fail."""
    before = measuring.counts()["failed"]
    with pytest.raises(NotReadyError):
        measuring.measured(job(slot), "7")
    until = time.monotonic() + 20
    while measuring.counts() != {"waiting": 0, "done": 0, "failed": before + 1}:
        assert time.monotonic() < until
        time.sleep(0.005)


def test_who_asks_next_is_told_what_went_wrong(measuring: Measuring) -> None:
    fail(measuring, "one")
    with pytest.raises(DatabaseError, match="no"):
        measuring.measured(job("one"), "7")


def test_what_failed_holds_nothing_of_the_network(measuring: Measuring, database: Away) -> None:
    fail(measuring, "one")
    gc.collect()
    assert [one() for one in database.held] == [None]


def test_failures_that_nobody_asks_about_again_are_forgotten(measuring: Measuring) -> None:
    for number in range(MOST_WAITING + 1):
        fail(measuring, f"slot {number}")
    with pytest.raises(NotReadyError):
        measuring.measured(job("slot 0"), "7")
    with pytest.raises(DatabaseError):
        measuring.measured(job(f"slot {MOST_WAITING}"), "7")
