"""The knowledge base for loaders and commands: the sync driver, transactions, locks, and what opening makes sure of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from copy import copy
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

import neo4j
from neo4j import exceptions
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from graph.cypher import Bound, commands, cypher, schema_digest
from graph.database.wire import FETCH, OPTIONS, VERSION, Address, Answer, Row, addressed, text_of, translated
from graph.errors import ForeignDatabaseError, StateError

SCHEMA_VERSION = 1
"""Of what is stored; whoever raises it registers a step in `graph.statements.versions`."""

T = TypeVar("T")

_STEADY = {"retry_delay_multiplier": 1.3}
"""Who waits long for a database that is away looks more often than the driver would, which doubles each pause."""

_LOOK = 0.5
"""Seconds between two looks for a lock while the database is away."""

_TAKEN = (0.5, 2.0, 8.0)
"""Seconds after which a lock that does not come is known to be somebody else's; the longer ones for a slow machine."""

_WAITED = "LockClientStopped"
"""In the code of a transaction whose time was over before it had a lock.

That somebody else has it is not said by that: a database that was started just now takes long to plan its first query,
and asks for the lock when the time is over already. So the first look alone is not believed.
"""

_LOCK = cypher("marker/lock").bind()

Purpose = Literal["use", "export", "import"]
"""What a knowledge base is opened for."""

_OTHER_SCHEMA = (
    "The knowledge base has the older schema version {}, this program has {}. Bring it up with 'citynet migrate', "
    "which writes a backup first; or go on with the older program.",
    "The knowledge base has the newer schema version {}, this program knows {}. Update citynet.",
)
"""An older one, a newer one."""


class Transaction:
    """A transaction that takes `Bound` queries only."""

    def __init__(self, inner: neo4j.ManagedTransaction) -> None:
        self._inner = inner

    def run(self, query: Bound) -> list[Row]:
        """All rows of the query as dicts."""
        return self._inner.run(text_of(query), dict(query.parameters)).data()

    def values(self, query: Bound) -> list[list[Any]]:
        """All rows of the query as lists, quicker than dicts for many rows."""
        return self._inner.run(text_of(query), dict(query.parameters)).values()

    def table(self, query: Bound) -> list[list[Any]]:
        """All rows of a query that collects them in one list: one message of the protocol instead of one a row."""
        found = self._inner.run(text_of(query), dict(query.parameters)).single()
        return list(found[0]) if found else []


class Database:
    """A knowledge base in Neo4j for loaders and commands. Close it, or use it in a `with`.

    `timeout` is how many seconds a question may take. Raises `SetupError` for an address that is none.
    """

    def __init__(self, address: Address, *, timeout: float = 20.0) -> None:
        self._database = address.database
        self._timeout = timeout
        self._retrying: dict[str, Any] = {}
        self._repeats = False
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        with addressed():
            self._driver = neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password), **OPTIONS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._driver.close()

    def seen(self) -> neo4j.Bookmarks:
        """What was read and written here last: who reads after it reads nothing older, on any member of a cluster."""
        return neo4j.Bookmarks.from_raw_values(self._bookmarks.get_bookmarks())

    def patient(self, seconds: float) -> Database:
        """The same knowledge base for work that waits so long for a database that is away; close the first one only.

        What it writes must be the same when it is written twice: where the connection is lost while a commit is on its
        way, nobody knows whether that came through, and it is written again.
        """
        other = copy(self)
        other._repeats = True
        other._retrying = _STEADY | {"max_transaction_retry_time": seconds}
        return other

    def _session(self, mode: str) -> neo4j.Session:
        return self._driver.session(
            database=self._database,
            default_access_mode=mode,
            fetch_size=FETCH,
            bookmark_manager=self._bookmarks,
            **self._retrying,
        )

    @contextmanager
    def holding(self, name: str, waits: Callable[[], bool] = lambda: True) -> Iterator[bool]:
        """Hold the lock of this name for as long as the `with` lasts; gives whether it is held.

        It lies in the database, in a transaction that stays open, and so ends with its holder, however that ends.
        Where somebody else has it `waits` is called: true waits until it is free, false goes on without it.
        """
        hold = cypher("marker/hold").bind(name=name)
        with translated():
            session, held = self._tried(lambda: self._held(hold, waits))
        try:
            yield held is not None
        finally:
            for one in (held, session):
                with suppress(exceptions.DriverError, exceptions.Neo4jError):
                    if one is not None:
                        one.close()

    def _held(self, hold: Bound, waits: Callable[[], bool]) -> tuple[neo4j.Session, neo4j.Transaction | None]:
        session = self._session("WRITE")
        try:
            return session, _take(session, hold) if _free(session, hold) or waits() else None
        except BaseException:
            with suppress(exceptions.DriverError, exceptions.Neo4jError):
                session.close()
            raise

    def _tried(self, work: Callable[[], T]) -> T:
        """Do what the driver does not try again by itself as often as it would."""
        away = retry_if_exception_type((exceptions.ServiceUnavailable, exceptions.SessionExpired))
        seconds = self._retrying.get("max_transaction_retry_time", 0)
        return Retrying(retry=away, stop=stop_after_delay(seconds), wait=wait_fixed(_LOOK), reraise=True)(work)

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
            return _heard(lambda: session.execute_read(unit), again=True)

    def ask(self, query: Bound, *, rows: int | None = None, timeout: float | None = None) -> Answer:
        """Rows of a question, at most `rows` of them, and the data version they belong to."""

        def work(tx: neo4j.ManagedTransaction) -> Answer:
            version = tx.run(text_of(VERSION)).single(strict=True)[0]
            result = tx.run(text_of(query), dict(query.parameters))
            found = [record.data() for record in (result.fetch(rows + 1) if rows is not None else result)]
            return Answer(found[:rows], str(version), rows is not None and len(found) > rows)

        unit = neo4j.unit_of_work(timeout=timeout or self._timeout)(work)
        with (
            translated(),
            self._session("READ") as session,
        ):
            return _heard(lambda: session.execute_read(unit), again=True)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in one writing transaction, which first locks the `CityNet` node."""

        def locked(tx: neo4j.ManagedTransaction) -> T:
            tx.run(text_of(_LOCK)).consume()
            return work(Transaction(tx))

        with translated(), self._session("WRITE") as session:
            return _heard(lambda: session.execute_write(locked), again=self._repeats)

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
                session.run(_unlimited(command.bind())).consume()
            # What was laid is noted last, so that an opening that was broken off is done again.
            steps = (
                cypher("marker/create").bind(schema=SCHEMA_VERSION),
                cypher("marker/await_indexes").bind(),
                cypher("marker/tally").bind(),
                cypher("marker/laid").bind(laid=laid),
            )
            for step in steps:
                session.run(_unlimited(step), dict(step.parameters)).consume()

    def tally(self) -> None:
        """Count anew what each source has in force, as after an import."""
        self.run_in_parts([cypher("marker/tally").bind()])

    def run_in_parts(self, commands: Iterable[Bound]) -> None:
        """Run commands one by one without a time limit; they may commit part by part themselves (`IN TRANSACTIONS`)."""
        with translated(), self._session("WRITE") as session:
            for command in commands:
                session.run(_unlimited(command), dict(command.parameters)).consume()


def _heard(work: Callable[[], T], *, again: bool) -> T:
    """Do work that commits, if wanted `again` when nobody heard whether it did; the driver itself does not."""
    while True:
        try:
            return work()
        except exceptions.IncompleteCommit:
            if not again:
                raise


def _unlimited(command: Bound) -> neo4j.Query:
    """A command that takes its time, as indexes over much that is there already do."""
    return neo4j.Query(text_of(command), timeout=0)


def _free(session: neo4j.Session, hold: Bound) -> bool:
    """Whether nobody has this lock now. A machine that is slow is not one that waits for a lock: it is asked again."""
    for limit in _TAKEN:
        tx = session.begin_transaction(timeout=limit)
        try:
            tx.run(text_of(hold), dict(hold.parameters)).consume()
        except exceptions.Neo4jError as exc:
            if _WAITED in (exc.code or "") and limit > _TAKEN[0]:
                return False
            if not any(one in (exc.code or "") for one in (_WAITED, "TimedOut", "Terminated")):
                raise
        else:
            return True
        finally:
            tx.close()
    return False


def _take(session: neo4j.Session, hold: Bound) -> neo4j.Transaction:
    """A transaction that has the lock; waits until it is free."""
    tx = session.begin_transaction(timeout=0)
    tx.run(text_of(hold), dict(hold.parameters)).consume()
    return tx
