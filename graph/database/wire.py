"""How the driver of Neo4j is spoken to: its options, what goes in and comes out, and its errors as ours."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString, Protocol, TypeVar

from neo4j import exceptions

from graph.cypher import Bound, cypher
from graph.errors import DatabaseAwayError, DatabaseError, QueryTimeoutError, SetupError

Row = dict[str, Any]
T = TypeVar("T")

FETCH = 10_000
"""Rows that come in one answer of the wire protocol; the driver's 1,000 costs a round trip each."""

OPTIONS: dict[str, Any] = {
    "connection_acquisition_timeout": 5.0,
    "connection_timeout": 5.0,
    "max_transaction_retry_time": 15.0,
    "notifications_min_severity": "OFF",
    "user_agent": "citynet",
}

VERSION = cypher("marker/version").bind()


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
    """Rows of a question with the version of the data that they belong to; `cut` where there are more than asked for.

    What `Database.ask` gives is read in one transaction; rows from the `ReadGateway` may be newer, never older.
    """

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


def text_of(query: Bound) -> LiteralString:
    """The Cypher of a query; raises `TypeError` for anything but a `Bound` one."""
    if not isinstance(query, Bound):
        raise TypeError("the database runs Bound queries from graph.cypher only")
    return query.cypher.text


@contextmanager
def addressed() -> Iterator[None]:
    """Turn what the driver says of an address that is none into our error; the driver may quote a password in it."""
    try:
        yield
    except (exceptions.ConfigurationError, ValueError, ImportError) as exc:
        raise SetupError(
            "NEO4J_URI is no address of a Neo4j, such as bolt://127.0.0.1:7687 or neo4j+s://example.org; user and "
            "password stand in NEO4J_USER and NEO4J_PASSWORD"
        ) from exc


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
        if _is_over(exc.code):
            raise _timed_out() from exc
        if "TransactionStartFailed" in (exc.code or ""):
            raise DatabaseAwayError(f"Neo4j has to be started again: {exc.message}") from exc
        raise DatabaseError(f"Neo4j answered: {exc.message}{_advice(exc)}") from exc
    except (exceptions.DriverError, OSError) as exc:
        why = str(exc) or "it says nothing"
        raise DatabaseAwayError(f"The database cannot be reached: {why}. Is it running?") from exc


def _is_over(code: str | None) -> bool:
    """Whether the database ended a transaction, as one whose time is over."""
    return any(word in (code or "") for word in ("TransactionTimedOut", "Terminated"))


def _timed_out() -> QueryTimeoutError:
    return QueryTimeoutError(
        "The question took longer than allowed. Ask for less: fewer towns, a country, a smaller number of steps."
    )


def _advice(exc: exceptions.Neo4jError) -> str:
    """What to look at where Neo4j does not say it."""
    return " Is the disk full where its data are?" if "append transaction" in (exc.message or "") else ""


def _transient(exc: Exception) -> DatabaseError:
    code = getattr(exc, "code", "") or ""
    if _is_over(code):
        return _timed_out()
    if "OutOfMemory" in code:
        return QueryTimeoutError("The question needs more memory than allowed. Ask for less.")
    return DatabaseAwayError(f"The database is away or busy: {exc}. Try again in a few seconds.")
