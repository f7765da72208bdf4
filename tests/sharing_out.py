"""In which order tests run, and how they are shared out among workers that have a Neo4j each.

Tests that read the sample data stand at the front, those that start from an empty knowledge base at the back. One
worker begins at the front; the others begin at the back and leave it those that read. So only one of them has to load
the sample, and they meet in the middle.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScheduling

READ_FIRST = ("sample_kb", "world_reports")
"""Fixtures whose tests come first, in this order: what asks for one of them needs no more, and no less, to be loaded.

Those without a knowledge base follow, then those that read what a test fills in (`filled`), at last those with `kb`.
"""
SMALL = 100
"""Tests up to which it does not matter who takes which."""
AT_ONCE = 30
"""Tests that a worker is given at once, so that all end at the same time."""


def turn(item: pytest.Item) -> int:
    """Where a test stands."""
    names = getattr(item, "fixturenames", ())
    if "kb" in names:
        return len(READ_FIRST) + 2
    if "filled" in names:
        return len(READ_FIRST) + 1
    return max((place for place, name in enumerate(READ_FIRST) if name in names), default=len(READ_FIRST))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put tests in their order; a worker tells how many of them read."""
    items.sort(key=turn)
    if told := getattr(config, "workerinput", {}).get("readers"):
        Path(told).write_text(str(sum(turn(item) < len(READ_FIRST) for item in items)), "ascii")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where it tells how many tests read."""
    node.workerinput["readers"] = str(_readers())


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FromBothEnds:
    """Share out from both ends."""
    return FromBothEnds(config, log)


def _readers() -> Path:
    """The file of this run, as the process that shares out names it."""
    return Path(tempfile.gettempdir()) / f"citynet-readers-{os.getpid()}"


class FromBothEnds(LoadScheduling):
    """The first worker takes tests from the front, the others from the back."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        super().__init__(config, log)
        self.maxschedchunk = AT_ONCE
        self._first_free: int | None = None

    def _send_tests(self, node: Any, num: int) -> None:
        if self._first_free is None:
            told = _readers()
            self._first_free = int(told.read_text("ascii"))
            told.unlink()
        if node is not self.nodes[0] and len(self.collection or ()) > SMALL:
            given = [index for index in self.pending if index >= self._first_free][-num:]
            self.pending.sort(key=lambda index: index not in given)
            num = len(given)
        super()._send_tests(node, num)
