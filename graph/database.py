"""The only module that holds a driver of Neo4j.

It runs `Bound` queries and accepts no string. Reads go as READ transactions with a time limit, which Neo4j
keeps from writing; writes are managed transactions, tried again by the driver where that is safe.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Generator, Hashable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from copy import copy
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, LiteralString, Protocol, Self, TypeVar

import neo4j
from cachetools import LRUCache
from neo4j import exceptions

from graph.cypher import Bound, commands, cypher, schema_digest
from graph.errors import DatabaseAwayError, DatabaseError, ForeignDatabaseError, QueryTimeoutError, StateError

SCHEMA_VERSION = 1
Row = dict[str, Any]
T = TypeVar("T")

_FETCH = 10_000
"""Rows that come in one answer of the wire protocol; the driver's 1,000 costs a round trip each."""

_STEADY = {"retry_delay_multiplier": 1.3}
"""Who waits long for a database that is away looks more often than the driver would, which doubles each pause."""

_TAKEN = (0.5, 2.0, 8.0)
"""Seconds after which a lock that does not come is known to be somebody else's; the longer ones for a slow machine."""

_WAITED = "LockClientStopped"
"""In the code of a transaction whose time was over while it waited for a lock."""
_LASTING = 10_000
"""Answers of small questions, as which town an id means, that the gateway keeps."""

_DRIVER_OPTIONS: dict[str, Any] = {
    "connection_acquisition_timeout": 5.0,
    "connection_timeout": 5.0,
    "max_transaction_retry_time": 15.0,
    "notifications_min_severity": "OFF",
    "user_agent": "citynet",
}


Purpose = Literal["use", "export", "import"]
"""What a knowledge base is opened for."""

_OTHER_SCHEMA = (
    "The knowledge base has the older schema version {}, this program has {}. Write it out with 'citynet export FILE', "
    "which this program can, and read that with 'citynet import FILE' into an empty one (another CITYNET_HOME).",
    "The knowledge base has the newer schema version {}, this program knows {}. Update citynet.",
)
"""An older one, a newer one."""


class Address(Protocol):
    """Where a database is and who we are there."""

    @property
    def uri(self) -> str:
        """Bolt or neo4j address."""
        ...

    @property
    def user(self) -> str:
        """User name."""
        ...

    @property
    def password(self) -> str:
        """Password."""
        ...

    @property
    def database(self) -> str:
        """Name of the database on that server."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of a question with the version of the data that they were read from, in one transaction."""

    rows: list[Row]
    data_version: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """Which data there are (`data`), and after how many acts of writing; what was taken back has its `data` again."""

    data: str
    acts: int


Asking = Generator[Bound, Answer, T]
"""Yields queries and is sent their answers."""


class Transaction:
    """A transaction that takes `Bound` queries only."""

    def __init__(self, inner: neo4j.ManagedTransaction) -> None:
        self._inner = inner

    def run(self, query: Bound) -> list[Row]:
        """All rows of the query as dicts."""
        return self._inner.run(_text(query), dict(query.parameters)).data()

    def values(self, query: Bound) -> list[list[Any]]:
        """All rows of the query as lists, quicker than dicts for many rows."""
        return self._inner.run(_text(query), dict(query.parameters)).values()

    def table(self, query: Bound) -> list[list[Any]]:
        """All rows of a query that collects them in one list: one message of the protocol instead of one a row."""
        found = self._inner.run(_text(query), dict(query.parameters)).single()
        return list(found[0]) if found else []


class Database:
    """A knowledge base in Neo4j for loaders and commands. Close it, or use it in a `with`."""

    def __init__(self, address: Address, *, timeout: float = 20.0) -> None:
        self._database = address.database
        self._timeout = timeout
        self._retrying: dict[str, Any] = {}
        self._driver = neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password), **_DRIVER_OPTIONS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._driver.close()

    def patient(self, seconds: float) -> Database:
        """The same knowledge base for work that waits so long for a database that is away; close the first one only."""
        other = copy(self)
        other._retrying = _STEADY | {"max_transaction_retry_time": seconds}
        return other

    def _session(self, mode: str) -> neo4j.Session:
        return self._driver.session(
            database=self._database, default_access_mode=mode, fetch_size=_FETCH, **self._retrying
        )

    @contextmanager
    def holding(self, name: str, waits: Callable[[], bool] = lambda: True) -> Iterator[bool]:
        """Hold the lock of this name for as long as the `with` lasts; gives whether it is held.

        It lies in the database, in a transaction that stays open, and so ends with its holder, however that ends.
        Where somebody else has it `waits` is called: true waits until it is free, false goes on without it.
        """
        hold = cypher("marker/hold").bind(name=name)
        with self._session("WRITE") as session:
            with translated():
                held = _take(session, hold) if _free(session, hold) or waits() else None
            try:
                yield held is not None
            finally:
                if held is not None:
                    with suppress(exceptions.DriverError, exceptions.Neo4jError):
                        held.close()

    def read(self, query: Bound, *, timeout: float | None = None) -> list[Row]:
        """Rows of one query in a READ transaction; raises `QueryTimeoutError`, `DatabaseAwayError`."""
        return self.read_in(lambda tx: tx.run(query), timeout=timeout)

    def read_in(self, work: Callable[[Transaction], T], *, timeout: float | None = None) -> T:
        """Run several queries in one READ transaction."""
        unit = neo4j.unit_of_work(timeout=timeout or self._timeout)(lambda tx: work(Transaction(tx)))
        with (
            translated(),
            self._session("READ") as session,
        ):
            return session.execute_read(unit)

    def ask(self, query: Bound, *, rows: int | None = None, timeout: float | None = None) -> Answer:
        """Rows of a question, at most `rows` of them, and the data version they belong to."""

        def work(tx: neo4j.ManagedTransaction) -> Answer:
            version = tx.run(_text(_VERSION)).single(strict=True)[0]
            result = tx.run(_text(query), dict(query.parameters))
            found = [record.data() for record in (result.fetch(rows + 1) if rows is not None else result)]
            return Answer(found[:rows], str(version), rows is not None and len(found) > rows)

        unit = neo4j.unit_of_work(timeout=timeout or self._timeout)(work)
        with (
            translated(),
            self._session("READ") as session,
        ):
            return session.execute_read(unit)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in one writing transaction, which first locks the `CityNet` node."""

        def locked(tx: neo4j.ManagedTransaction) -> T:
            tx.run(_text(_LOCK)).consume()
            return work(Transaction(tx))

        with translated(), self._session("WRITE") as session:
            return session.execute_write(locked)

    def schema(self) -> int:
        """The schema version of what is in the database; the program's own before anything is."""
        marker = self.read(cypher("marker/read").bind())
        return int(marker[0]["schema"]) if marker else SCHEMA_VERSION

    def half_imported(self) -> bool:
        """Whether an import was broken off."""
        return any(row["importing"] for row in self.read(cypher("marker/read").bind()))

    def open(self, purpose: Purpose = "use") -> None:
        """Make sure that the database is ours: mark an empty one, refuse a foreign one, lay the schema.

        With the purpose `export` one of an older schema version is opened as it is, with `import` one into which an
        import was broken off. Raises `ForeignDatabaseError`, `StateError`.
        """
        marker = self.read(cypher("marker/read").bind())
        if not marker:
            if self.read(cypher("marker/anything").bind()):
                raise ForeignDatabaseError(
                    "This database holds data that is not citynet's; give an empty one in NEO4J_URI/NEO4J_DATABASE."
                )
        else:
            schema = int(marker[0]["schema"])
            if schema < SCHEMA_VERSION and purpose == "export":
                return
            if schema != SCHEMA_VERSION:
                raise ForeignDatabaseError(_OTHER_SCHEMA[schema > SCHEMA_VERSION].format(schema, SCHEMA_VERSION))
            if marker[0]["importing"] and purpose != "import":
                raise StateError("An import was broken off here; run 'citynet import FILE' again, which begins anew.")
        laid = schema_digest()
        if marker and marker[0]["laid"] == laid:
            return
        with translated(), self._session("WRITE") as session:
            for command in commands("schema"):
                session.run(_text(command.bind())).consume()
            marked = cypher("marker/create").bind(schema=SCHEMA_VERSION, laid=laid)
            session.run(_text(marked), dict(marked.parameters)).consume()
            session.run(_text(cypher("marker/await_indexes").bind())).consume()


class ReadGateway:
    """Questions for the API: one async driver, READ transactions only. A reader is soon told of a database away."""

    def __init__(self, address: Address, *, timeout: float = 20.0) -> None:
        self._database = address.database
        self._timeout = timeout
        self._kept: LRUCache[Hashable, list[Row]] = LRUCache(_LASTING)
        options = _DRIVER_OPTIONS | {"max_transaction_retry_time": 2.0, "initial_retry_delay": 0.2}
        self._driver = neo4j.AsyncGraphDatabase.driver(address.uri, auth=(address.user, address.password), **options)

    async def close(self) -> None:
        """Close all connections."""
        await self._driver.close()

    async def ask(self, query: Bound, *, timeout: float | None = None) -> Answer:
        """Rows of one question, and the data version they belong to."""

        def asking() -> Asking[Answer]:
            return (yield query)

        return await self.drive(asking(), timeout=timeout)

    async def drive(self, asking: Asking[T], *, version: Version | None = None, timeout: float | None = None) -> T:
        """Run a generator of queries, each in a READ transaction of its own.

        `version` is the data version where the caller has read it already: what is read here may be newer, never
        older. Answers of queries that say `lasting` are kept for as long as `version` is the same.
        """
        known = version or await self.version()
        limit = timeout or self._timeout
        try:
            query = next(asking)
            while True:
                query = asking.send(Answer(await self._lasting(query, known, limit), known.data))
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]

    async def version(self) -> Version:
        """The version of the data now."""
        ((data, acts),) = [row.values() for row in await self._rows(_VERSION, self._timeout)]
        return Version(str(data), int(acts))

    async def _lasting(self, query: Bound, version: Version, timeout: float) -> list[Row]:
        if not isinstance(query, Bound) or not query.lasting:
            return await self._rows(query, timeout)
        key = (version, query.cypher.text, repr(sorted(query.parameters.items())))
        rows = self._kept.get(key)
        if rows is None:
            rows = self._kept[key] = await self._rows(query, timeout)
        return rows

    async def _rows(self, query: Bound, timeout: float) -> list[Row]:
        text, values = _text(query), dict(query.parameters)
        async with _translated_async():
            try:
                # One trip to the server and back, where a managed transaction takes two.
                async with self._reading() as session:
                    return await (await session.run(neo4j.Query(text, timeout=timeout), values)).data()
            except (exceptions.ServiceUnavailable, exceptions.SessionExpired):

                async def work(tx: neo4j.AsyncManagedTransaction) -> list[Row]:
                    return await (await tx.run(text, values)).data()

                # The connection had died while it rested: this takes another, and tries for a while.
                async with self._reading() as session:
                    return await session.execute_read(neo4j.unit_of_work(timeout=timeout)(work))

    def _reading(self) -> neo4j.AsyncSession:
        return self._driver.session(database=self._database, default_access_mode="READ", fetch_size=_FETCH)

    @asynccontextmanager
    async def stream(self, query: Bound, *, timeout: float | None = None) -> AsyncIterator[AsyncIterator[Row]]:
        """Rows of a question one after the other, as they come; the first is there, or an error is raised."""
        async with (
            _translated_async(),
            self._reading() as session,
            await session.begin_transaction(timeout=timeout or self._timeout) as tx,
        ):
            result = await tx.run(_text(query), dict(query.parameters))
            await result.peek()
            yield (record.data() async for record in result)


def _free(session: neo4j.Session, hold: Bound) -> bool:
    """Whether nobody has this lock now. A machine that is slow is not one that waits for a lock: it is asked again."""
    for limit in _TAKEN:
        tx = session.begin_transaction(timeout=limit)
        try:
            tx.run(_text(hold), dict(hold.parameters)).consume()
        except exceptions.Neo4jError as exc:
            if _WAITED in (exc.code or ""):
                return False
            if "TimedOut" not in (exc.code or "") and "Terminated" not in (exc.code or ""):
                raise
        else:
            return True
        finally:
            tx.close()
    return False


def _take(session: neo4j.Session, hold: Bound) -> neo4j.Transaction:
    """A transaction that has the lock; waits until it is free."""
    tx = session.begin_transaction(timeout=0)
    tx.run(_text(hold), dict(hold.parameters)).consume()
    return tx


_VERSION = cypher("marker/version").bind()
_LOCK = cypher("marker/lock").bind()


def _text(query: Bound) -> LiteralString:
    if not isinstance(query, Bound):
        raise TypeError("the database runs Bound queries from graph.cypher only")
    return query.cypher.text


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors into ours, with the cause kept."""
    try:
        yield
    except exceptions.AuthError as exc:
        raise DatabaseError(f"Neo4j refused the log-in: {exc.message}. Check NEO4J_USER and NEO4J_PASSWORD.") from exc
    except (exceptions.ServiceUnavailable, exceptions.SessionExpired, exceptions.TransientError) as exc:
        raise _transient(exc) from exc
    except exceptions.Neo4jError as exc:
        if "TransactionTimedOut" in (exc.code or "") or "Terminated" in (exc.code or ""):
            raise _TIMED_OUT from exc
        raise DatabaseError(f"Neo4j answered: {exc.message}") from exc
    except (exceptions.DriverError, OSError) as exc:
        raise DatabaseAwayError(f"The database cannot be reached: {exc}. Is it running?") from exc


_TIMED_OUT = QueryTimeoutError(
    "The question took longer than allowed. Ask for less: fewer towns, a country, a smaller number of steps."
)


def _transient(exc: Exception) -> DatabaseError:
    code = getattr(exc, "code", "") or ""
    if "TransactionTimedOut" in code or "Terminated" in code:
        return _TIMED_OUT
    if "MemoryPoolOutOfMemory" in code or "OutOfMemory" in code:
        return QueryTimeoutError("The question needs more memory than allowed. Ask for less.")
    return DatabaseAwayError(f"The database is away or busy: {exc}. Try again in a few seconds.")


@asynccontextmanager
async def _translated_async() -> Any:
    with translated():
        yield
