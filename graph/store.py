"""Opening the knowledge base: an own Neo4j where `NEO4J_URI` says one, else the private one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from graph.database import Address, Database, Purpose
from graph.local import private_neo4j
from graph.settings import Settings, settings


@dataclass(frozen=True, slots=True)
class Store:
    """An open knowledge base and where it is."""

    db: Database
    address: Address
    private: bool


@dataclass(frozen=True, slots=True)
class _Own:
    """The server that `NEO4J_URI` names."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str


def _own(config: Settings) -> _Own:
    password = config.neo4j_password.get_secret_value()
    return _Own(config.neo4j_uri, config.neo4j_user, password, config.neo4j_database)


@contextmanager
def open_store(config: Settings | None = None, *, keep: bool = False, purpose: Purpose = "use") -> Iterator[Store]:
    """The knowledge base of the settings, ours and with its schema, for as long as the `with` lasts.

    With `keep` a private Neo4j that dies meanwhile is started again; `purpose` as in `Database.open`.

    Raises `ForeignDatabaseError` for a database that holds something else, `SetupError` where the private one
    cannot be started.
    """
    config = config or settings()
    if config.neo4j_uri:
        with _opened(_own(config), config, purpose, private=False) as store:
            yield store
        return
    with private_neo4j(config, keep=keep) as connection, _opened(connection, config, purpose, private=True) as store:
        yield store


@contextmanager
def _opened(address: Address, config: Settings, purpose: Purpose, *, private: bool) -> Iterator[Store]:
    with Database(address, timeout=config.question_timeout) as db:
        db.open(purpose)
        yield Store(db, address, private)
