"""The lock of a load: who has it, and what is no proof that somebody has it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from graph.database import Database

NAME = "source:list"
A_MOMENT = 2.0
"""Seconds: as long as a first look takes, for Neo4j sees every two seconds whose time is over, and shorter than two."""


def nobody_waits() -> bool:
    return False


def test_who_has_the_lock_has_it_alone(kb: Database) -> None:
    with kb.holding(NAME) as first, kb.holding(NAME, nobody_waits) as second:
        assert (first, second) == (True, False)
    with kb.holding(NAME, nobody_waits) as after:
        assert after


def test_one_look_is_no_proof_that_somebody_has_it(kb: Database) -> None:
    """What a first look says may have been so a moment ago, or be a database that was started only just now."""
    begun = Event()

    def hold() -> None:
        with kb.holding(NAME):
            begun.set()
            time.sleep(A_MOMENT)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold)
        begun.wait()
        with kb.holding(NAME, nobody_waits) as held:
            assert held
