"""How long loading the world network takes, beside a bare script that writes the same nodes and relationships.

Run it with `.venv/bin/python -m bench.load`. It prints ratios of one run on one private Neo4j in a folder of its own.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import neo4j

from graph.database import Database
from graph.settings import ROOT, Settings
from graph.store import Store, open_store
from loaders.load import gazetteer, load

WORLD = ROOT / "data" / "sample" / "twin_cities_world.csv"
BATCH = 5_000
NODES = {
    "Statement": "id",
    "Mention": "key",
    "CityId": "key",
    "City": "key",
    "Source": "id",
    "Load": "id",
}


@contextmanager
def fresh_store() -> Iterator[Store]:
    """An empty knowledge base in a folder of its own, on a private Neo4j that ends with it."""
    with (
        tempfile.TemporaryDirectory(prefix="citynet bench ", ignore_cleanup_errors=True) as home,
        open_store(Settings(home=Path(home), linger=0)) as store,
    ):
        yield store


@contextmanager
def timed(into: dict[str, float], name: str) -> Iterator[None]:
    """Add the seconds of the block to `into[name]`."""
    started = time.perf_counter()
    yield
    into[name] = into.get(name, 0.0) + time.perf_counter() - started


def main() -> None:
    """Load once to warm Neo4j up, wipe, load, load again, wipe, write bare; print what each took."""
    took: dict[str, float] = {}
    with fresh_store() as store:
        with timed(took, "gazetteer"):
            gazetteer()
        cold = load(WORLD, db=store.db)
        wipe(store)
        with watched(took):
            first = load(WORLD, db=store.db)
        writing = took.pop("write")
        again = load(WORLD, db=store.db)
        bare = bare_script(store)
    print(f"rows {first.read}: new {first.new}, same {first.same}, rejected {first.rejected}")
    print(f"gazetteer from its cached index  {took['gazetteer']:6.2f} s")
    print(f"first load of a fresh Neo4j      {cold.seconds:6.2f} s")
    print(f"whole load                       {first.seconds:6.2f} s = {first.seconds / bare:.2f} x bare")
    print(f"its write phase                  {writing:6.2f} s = {writing / bare:.2f} x bare")
    print(f"unchanged load again             {again.seconds:6.2f} s = {again.seconds / first.seconds:.2f} x the first")
    print(f"bare UNWIND/MERGE script         {bare:6.2f} s")


@contextmanager
def watched(took: dict[str, float]) -> Iterator[None]:
    """Time what the load spends in writing transactions."""
    plain = Database.write

    def write(self: Database, work: Callable[[Any], Any]) -> Any:
        with timed(took, "write"):
            return plain(self, work)

    Database.write = write  # type: ignore[method-assign]
    try:
        yield
    finally:
        Database.write = plain  # type: ignore[method-assign]


def wipe(store: Store) -> None:
    """Delete all but the marker."""
    auth = (store.address.user, store.address.password)
    with neo4j.GraphDatabase.driver(store.address.uri, auth=auth) as driver, driver.session() as session:
        session.run("MATCH (n) WHERE NOT n:CityNet CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
        session.run("MATCH (n:CityNet) SET n.data_version = '0', n.seq = 0").consume()


def bare_script(store: Store) -> float:
    """Seconds that a script of UNWIND and MERGE takes for the same nodes and relationships."""
    auth = (store.address.user, store.address.password)
    with (
        neo4j.GraphDatabase.driver(store.address.uri, auth=auth) as driver,
        driver.session(database=store.address.database) as session,
    ):
        nodes = {label: session.run(f"MATCH (n:{label}) RETURN n {{.*}} AS n").value() for label in NODES}
        links = session.run("MATCH (a)-[t:TWINNED_WITH]->(b) RETURN a.key AS a, b.key AS b, t {.*} AS t").data()
        wipe(store)
        started = time.perf_counter()
        for label, key in NODES.items():
            query = f"UNWIND $rows AS row MERGE (n:{label} {{{key}: row.{key}}}) SET n = row"
            for start in range(0, len(nodes[label]), BATCH):
                rows = nodes[label][start : start + BATCH]
                session.execute_write(lambda tx, q=query, rows=rows: tx.run(q, rows=rows).consume())
        query = (
            "UNWIND $rows AS row MATCH (a:City {key: row.a}) MATCH (b:City {key: row.b}) "
            "MERGE (a)-[t:TWINNED_WITH]->(b) SET t = row.t"
        )
        for start in range(0, len(links), BATCH):
            rows = links[start : start + BATCH]
            session.execute_write(lambda tx, rows=rows: tx.run(query, rows=rows).consume())
        return time.perf_counter() - started


if __name__ == "__main__":
    main()
