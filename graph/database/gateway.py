"""The knowledge base for the API: the async driver, for reading only."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeVar

import neo4j
from cachetools import LRUCache
from neo4j import exceptions

from graph.cypher import Bound
from graph.database.flights import Flights
from graph.database.turns import Turns
from graph.database.wire import (
    FETCH,
    OPTIONS,
    VERSION,
    Address,
    Answer,
    Asking,
    Row,
    Version,
    addressed,
    text_of,
    translated,
)

T = TypeVar("T")

_LASTING = 10_000
"""Answers of small questions, as which town an id means, that the gateway keeps."""

LENT = 1.0
"""Seconds for which a query has its turn."""

_SILENCE = 5.0
"""Seconds beyond a question's own time after which a database that says nothing counts as away."""


class ReadGateway:
    """Questions for the API: one async driver, READ transactions only. A reader is soon told of a database away.

    No read sees less than one before it saw, whichever member of a cluster answers, nor less than `after` tells.
    `timed` is told the seconds that each query took. Of many queries `at_once` run, the others wait for their turn;
    who asks what somebody else is asking of the same data waits for that answer.
    """

    def __init__(
        self,
        address: Address,
        *,
        timeout: float = 20.0,
        at_once: int = 16,
        after: Callable[[], neo4j.Bookmarks] | None = None,
        timed: Callable[[float], None] = lambda _: None,
    ) -> None:
        self._timed = timed
        self._turns = Turns(at_once, lent=LENT)
        self._flights: Flights[list[neo4j.Record]] = Flights()
        self._bookmarks = neo4j.AsyncGraphDatabase.bookmark_manager(bookmarks_supplier=after)
        self._database = address.database
        self._timeout = timeout
        self._kept: LRUCache[Hashable, list[Row]] = LRUCache(_LASTING)
        options = OPTIONS | {"max_transaction_retry_time": 2.0, "initial_retry_delay": 0.2}
        with addressed():
            auth = (address.user, address.password)
            self._driver = neo4j.AsyncGraphDatabase.driver(address.uri, auth=auth, **options)

    async def close(self) -> None:
        """Close all connections."""
        await self._driver.close()

    async def ask(self, query: Bound, *, timeout: float | None = None) -> Answer:
        """Rows of one question, and the data version they belong to; raises what `drive` does."""

        def asking() -> Asking[Answer]:
            return (yield query)

        return await self.drive(asking(), timeout=timeout)

    async def drive(self, asking: Asking[T], *, version: Version | None = None, timeout: float | None = None) -> T:
        """Run a generator of queries, each in a READ transaction of its own.

        `version` is the data version where the caller has read it already: what is read here may be newer, never
        older. Answers of queries that say `lasting` are kept for as long as `version` is the same. `timeout` is in
        seconds, for each query. Raises `QueryTimeoutError`, `DatabaseAwayError`, `BusyError`, and what `asking` does.
        """
        known = version or await self.version()
        limit = timeout or self._timeout
        try:
            query = next(asking)
            while True:
                query = asking.send(Answer(await self._lasting(query, known, limit), known.data))
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]

    async def version(self, *, timeout: float | None = None) -> Version:
        """The version of the data now."""
        ((data, acts),) = await self._read(VERSION, timeout or self._timeout)
        return Version(str(data), int(acts))

    async def _lasting(self, query: Bound, version: Version, timeout: float) -> list[Row]:
        key = (version, text_of(query), repr(sorted(query.parameters.items())))
        if not query.lasting:
            return await self._rows(key, query, timeout)
        rows = self._kept.get(key)
        if rows is None:
            rows = self._kept[key] = await self._rows(key, query, timeout)
        return rows

    async def _rows(self, key: Hashable, query: Bound, timeout: float) -> list[Row]:
        """Rows of the asker's own, who may change them."""
        records = await self._flights.join((key, timeout), self._records(query, timeout))
        return [record.data() for record in records]

    async def _records(self, query: Bound, timeout: float) -> list[neo4j.Record]:
        async with self._turns.turn():
            begun = time.perf_counter()
            try:
                return await self._read(query, timeout)
            finally:
                self._timed(time.perf_counter() - begun)

    async def _read(self, query: Bound, timeout: float) -> list[neo4j.Record]:
        text, values = text_of(query), dict(query.parameters)
        async with _translated_async(), asyncio.timeout(timeout + _SILENCE):
            try:
                # One trip to the server and back, where a managed transaction takes two.
                async with self._reading() as session:
                    result = await session.run(neo4j.Query(text, timeout=timeout), values)
                    return [record async for record in result]
            except (exceptions.ServiceUnavailable, exceptions.SessionExpired):

                async def work(tx: neo4j.AsyncManagedTransaction) -> list[neo4j.Record]:
                    return [record async for record in await tx.run(text, values)]

                # The connection had died while it rested: this takes another, and tries for a while.
                async with self._reading() as session:
                    return await session.execute_read(neo4j.unit_of_work(timeout=timeout)(work))

    def _reading(self) -> neo4j.AsyncSession:
        return self._driver.session(
            database=self._database,
            default_access_mode="READ",
            fetch_size=FETCH,
            bookmark_manager=self._bookmarks,
        )

    @asynccontextmanager
    async def stream(self, query: Bound, *, timeout: float | None = None) -> AsyncIterator[AsyncIterator[Row]]:
        """Rows of a question one after the other, as they come; the first is there, or an error is raised."""
        limit = timeout or self._timeout
        async with _translated_async(), AsyncExitStack() as stack:
            async with self._turns.turn():
                session = await stack.enter_async_context(self._reading())
                async with asyncio.timeout(limit + _SILENCE):
                    tx = await stack.enter_async_context(await session.begin_transaction(timeout=limit))
                    result = await tx.run(text_of(query), dict(query.parameters))
                    await result.peek()
            yield (record.data() async for record in result)


@asynccontextmanager
async def _translated_async() -> Any:
    with translated():
        yield
