"""A real Neo4j for the tests: one private server for the whole session, or the one of `CITYNET_TEST_NEO4J_URI`.

Where several workers share the tests (`setup/main.py`), each has a server of its own and gets its tests in their order.

`sample_kb` holds the five sources, `world_kb` all the sample data; both are for reading. `filled` holds what the test
fills in, for reading too, and keeps it for the next test that wants the same. `kb` is empty at the start of each test
and may be written. They are the same database, one after the other: tests that read the five sources run first (see
`tests/sharing_out.py`), then those that read all, then it is wiped for good. One test can ask for one of them only.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import neo4j
import pytest

import loaders
from graph.database import Address, Database
from graph.local import private_neo4j, running
from graph.settings import ROOT, settings
from graph.store import open_store
from loaders.report import Report
from loaders.sample import sample_files
from tests.sharing_out import pytest_collection_modifyitems, pytest_configure_node, pytest_xdist_make_scheduler

__all__ = ["pytest_collection_modifyitems", "pytest_configure_node", "pytest_xdist_make_scheduler"]

Filled = Callable[..., Any]
"""`filled(fill, *given)`: what `fill(database, *given)` gave when it filled the knowledge base that is there now."""

EXTERNAL = "CITYNET_TEST_NEO4J_"
SAMPLE = (
    ROOT / "data" / "decisions.yaml",
    ROOT / "data" / "topics.yaml",
    *sorted((ROOT / "data" / "sources").glob("*.yaml")),
)


@dataclass(frozen=True)
class _Held:
    """What was filled in for reading: by which function with what, what that gave, and the data version then."""

    wanted: tuple[Any, ...]
    made: Any
    version: str


@dataclass
class _State:
    """What is in the database now: the data version of the sample, whether it was wiped since, what was filled in."""

    sample: str | None = None
    wiped: bool = False
    held: _Held | None = None


_STATE = _State()
_DRIVERS: dict[tuple[str, str], neo4j.Driver] = {}
"""By address and password; making one takes longer than most queries of tests do."""


@pytest.fixture(scope="session")
def test_home() -> Iterator[Path]:
    """`CITYNET_HOME` of the session, with a blank and an umlaut in its name."""
    with tempfile.TemporaryDirectory(prefix="citynet tests ü ") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def environment(test_home: Path) -> Iterator[pytest.MonkeyPatch]:
    """The environment of the session: `settings()`, `open_store()` and subprocesses lead to the tests' database."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("URI", "USER", "PASSWORD", "DATABASE"):
            given = os.environ.get(EXTERNAL + name)
            if given:
                patch.setenv(f"NEO4J_{name}", given)
            else:
                patch.delenv(f"NEO4J_{name}", raising=False)
        patch.setenv("CITYNET_HOME", str(test_home))
        patch.setenv("CITYNET_HEAP", "600m")
        patch.setenv("CITYNET_PAGE_CACHE", "64m")
        patch.setenv("CITYNET_LINGER", "1")
        settings.cache_clear()
        yield patch
        settings.cache_clear()
    settings.cache_clear()


@pytest.fixture(scope="session")
def neo4j_address(environment: pytest.MonkeyPatch) -> Iterator[Address]:
    """Address and log-in of the tests' Neo4j."""
    config = settings()
    if config.neo4j_uri:
        with open_store(config) as store, ExitStack() as stack:
            stack.callback(_close_drivers)
            _refuse_a_filled_one(store.address)
            yield store.address
            _empty(store.address)
        return
    with private_neo4j(config) as connection, ExitStack() as stack:
        stack.callback(_close_drivers)
        # Those that single tests start live too short for Java to gain by its slower, better compiler.
        environment.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")
        yield connection
    until = time.monotonic() + 60
    while running(config) and time.monotonic() < until:
        time.sleep(0.1)


def _refuse_a_filled_one(address: Address) -> None:
    query = """
    MATCH (c:CityNet) SET c.lock = 1
    WITH c, COUNT { MATCH (n) WHERE n <> c } AS others
    SET c.test = coalesce(c.test, others = 0)
    RETURN c.test AS ours
    """
    if not _run(address, query)[0]["ours"]:
        pytest.exit(f"{EXTERNAL}URI leads to a database that is not empty and not the tests' own", returncode=4)


def _run(address: Address, query: str) -> list[dict[str, Any]]:
    key = (address.uri, address.password)
    if key not in _DRIVERS:
        _DRIVERS[key] = neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password))
    with _DRIVERS[key].session(database=address.database) as session:
        return session.run(query).data()  # type: ignore[arg-type]


def _close_drivers() -> None:
    while _DRIVERS:
        _DRIVERS.popitem()[1].close()


def _empty(address: Address) -> None:
    """Delete all data; the schema and the marker stay."""
    _run(address, "MATCH (n) WHERE NOT n:CityNet CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")
    _run(address, "MATCH (c:CityNet) SET c.data_version = '0', c.seq = 0")


@pytest.fixture(scope="session")
def database(neo4j_address: Address) -> Iterator[Database]:
    """The open knowledge base, whatever is in it; ask for `kb` or `sample_kb` instead."""
    with Database(neo4j_address) as db:
        db.open()
        yield db


@pytest.fixture(scope="session")
def sample_kb(neo4j_address: Address, database: Database) -> Database:
    """The knowledge base with the five sources, the decisions and the topics. For reading only."""
    if _STATE.wiped:
        pytest.exit("the order of the tests was changed: those with `sample_kb` must run before those with `kb`")
    _empty(neo4j_address)
    for file in SAMPLE:
        report = loaders.load(file, db=database)
        assert not report.rejected, [row.line() for row in report.rows if row.outcome == "rejected"]
    _STATE.sample = _data_version(neo4j_address)
    return database


@pytest.fixture(scope="session")
def world_reports(neo4j_address: Address, sample_kb: Database) -> dict[str, Report]:
    """The reports of the sample's other files, by their names, which are loaded for `world_kb`."""
    reports = {file.name: loaders.load(file, db=sample_kb) for file in sample_files() if file not in SAMPLE}
    _STATE.sample = _data_version(neo4j_address)
    return reports


@pytest.fixture(scope="session")
def world_kb(sample_kb: Database, world_reports: dict[str, Report]) -> Database:
    """The knowledge base with all the sample data. For reading only."""
    return sample_kb


@pytest.fixture
def kb(neo4j_address: Address, database: Database) -> Database:
    """An empty knowledge base that the test may write into."""
    _wipe_for_good(neo4j_address)
    return database


@pytest.fixture
def filled(request: pytest.FixtureRequest, neo4j_address: Address, database: Database) -> Iterator[Filled]:
    """Fills an empty knowledge base, `database`, for reading; what is there already stays for the next test."""
    assert "kb" not in request.fixturenames, "`kb` is for writing, `filled` for reading: ask for one of them"

    def fill(how: Callable[..., Any], *given: Any) -> Any:
        if _STATE.held is None or _STATE.held.wanted != (how, *given):
            _wipe_for_good(neo4j_address)
            made = how(database, *given)
            _STATE.held = _Held((how, *given), made, _data_version(neo4j_address))
        return _STATE.held.made

    yield fill
    if _STATE.held is not None and _data_version(neo4j_address) != _STATE.held.version:
        _STATE.held = None
        pytest.fail("a test wrote into what is for reading; it needs `kb`")


def _wipe_for_good(address: Address) -> None:
    """Take the sample away, or what a test left."""
    as_it_was = _STATE.sample is None or _STATE.wiped or _data_version(address) == _STATE.sample
    _STATE.wiped, _STATE.held = True, None
    _empty(address)
    assert as_it_was, "a test wrote into `sample_kb`"


def _data_version(address: Address) -> str:
    return str(_run(address, "MATCH (c:CityNet) RETURN c.data_version AS version")[0]["version"])


@pytest.fixture
def wipe(neo4j_address: Address, kb: Database) -> Callable[[], None]:
    """Empties the knowledge base in the middle of a test."""
    return lambda: _empty(neo4j_address)


@pytest.fixture
def projection(neo4j_address: Address, kb: Database) -> Callable[[], list[list[str]]]:
    """All that the statements add up to now, sorted: nodes, then relationships, with what is on them."""
    name = "coalesce(n.key, n.id)"
    other = name.replace("n.", "m.")
    nodes = "MATCH (n) WHERE NOT n:Statement AND NOT n:Load AND NOT n:CityId AND NOT n:CityNet"
    ties = "MATCH (n)-[r]->(m)"
    asked = (
        f"{nodes} RETURN labels(n) AS of, properties(n) AS fields",
        f"{ties} RETURN type(r) AS of, {name} AS a, {other} AS b, properties(r) AS fields",
    )

    def plain(row: dict[str, Any]) -> str:
        return json.dumps(row, sort_keys=True, default=str)

    return lambda: [sorted(map(plain, _run(neo4j_address, query))) for query in asked]
