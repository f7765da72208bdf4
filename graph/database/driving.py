"""Driving a generator of queries: it yields each and is sent the answer, so that its logic knows no driver."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

from graph.cypher import Bound
from graph.database.wire import Answer
from graph.database.writing import Database

T = TypeVar("T")


def run(db: Database, asking: Generator[Bound, Answer, T], *, timeout: float | None = None) -> T:
    """Drive it with the sync driver, each query within so many seconds; `ReadGateway.drive` takes the async one."""
    try:
        bound = next(asking)
        while True:
            bound = asking.send(db.ask(bound, timeout=timeout))
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
