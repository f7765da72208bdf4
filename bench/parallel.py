"""Writing links with several writers at once, beside one: is it worth it?

    python -m bench.parallel [LINKS [TOWNS [WRITERS]]]

Rows are what a load writes, with the Cypher that it writes them with, into a private Neo4j of its own. Three
ways, each into the same towns without links: one writer; several writers with batches as they come, which wait for each
other's towns and are tried again at a deadlock; several writers with batches that have no town in common: towns fall
into twice as many buckets as there are writers by a stable hash (crc32), a batch is a pair of buckets, and the pairs
of one round have no bucket twice, as in a round-robin tournament.

Transactions here do not lock the `CityNet` node first, as those of loads do: this is the most that could be won.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from zlib import crc32

import neo4j

from bench.load import fresh_store
from graph.statements.links import phases
from graph.statements.merging import Voice
from graph.statements.voices import chunks, statements

LINKS, TOWNS, WRITERS = 200_000, 40_000, 4
BATCH, SEED, ROUNDS = 5_000, 1, 3
Row = dict[str, Any]


def rows(links: int, towns: int) -> list[Row]:
    """Links between towns drawn by chance, as `project_links` hands them over."""
    chance = random.Random(SEED)
    pairs = {tuple(sorted(chance.sample(range(towns), 2))) for _ in range(links)}
    said = phases([Voice("", "bench", {"kind": "partnership", "since": "1990"})])
    return [{"a": f"t{a}", "b": f"t{b}", "phases": said} for a, b in sorted(pairs)]


def rounds(links: Sequence[Row], writers: int) -> list[list[list[Row]]]:
    """Rounds of groups of links; groups of one round have no town in common."""
    count = 2 * writers
    groups: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in links:
        a, b = sorted(crc32(row[end].encode()) % count for end in "ab")
        groups[a, b].append(row)
    found = [[groups[one, one] for one in range(count)]]
    # The circle method: one bucket stays, the others go round.
    circle = list(range(count))
    for _ in range(count - 1):
        found.append([groups[min(p), max(p)] for p in zip(circle[:writers], reversed(circle[writers:]), strict=True)])
        circle[1:] = [circle[-1], *circle[1:-1]]
    return found


class Writing:
    """Writes links into one Neo4j and counts how often the driver tried again."""

    def __init__(self, driver: neo4j.Driver) -> None:
        self._driver = driver
        self._text: Any = statements("links_write").text
        self.tries = 0

    def __call__(self, part: Iterable[Row]) -> int:
        """Write a group, batch by batch; returns how many transactions it took."""
        done = 0
        with self._driver.session() as session:
            for batch in chunks(part, BATCH):
                session.execute_write(partial(self._write, batch))
                done += 1
        return done

    def _write(self, batch: list[Row], tx: neo4j.ManagedTransaction) -> None:
        self.tries += 1
        tx.run(self._text, rows=batch).consume()


def one_writer(write: Writing, links: Sequence[Row], pool: ThreadPoolExecutor, writers: int) -> int:
    """All links, one batch after the other."""
    return write(links)


def as_they_come(write: Writing, links: Sequence[Row], pool: ThreadPoolExecutor, writers: int) -> int:
    """Batches in any order, by all writers."""
    return sum(pool.map(write, chunks(links, BATCH)))


def apart(write: Writing, links: Sequence[Row], pool: ThreadPoolExecutor, writers: int) -> int:
    """Batches that have no town in common, by all writers."""
    return sum(sum(pool.map(write, groups)) for groups in rounds(links, writers))


WAYS: dict[str, Callable[[Writing, Sequence[Row], ThreadPoolExecutor, int], int]] = {
    "one writer": one_writer,
    "several, as they come": as_they_come,
    "several, no town in common": apart,
}


def prepare(driver: neo4j.Driver, towns: int) -> None:
    """Make the towns where there are none; remove all links."""
    with driver.session() as session:
        session.run("MATCH ()-[t:TWINNED_WITH]->() CALL (t) { DELETE t } IN TRANSACTIONS OF 20000 ROWS").consume()
        query = (
            "UNWIND range(0, $towns - 1) AS n CALL (n) { MERGE (c:City {key: 't' + n}) SET c.id = c.key } "
            "IN TRANSACTIONS OF 20000 ROWS"
        )
        session.run(query, towns=towns).consume()


def main() -> None:
    """Write in all ways by turns and print the rates."""
    given = [int(one) for one in sys.argv[1:4]]
    links, towns, writers = [*given, *(LINKS, TOWNS, WRITERS)[len(given) :]]
    made = rows(links, towns)
    random.Random(SEED).shuffle(made)
    rates: dict[str, list[float]] = defaultdict(list)
    with fresh_store() as store, ThreadPoolExecutor(writers) as pool:
        auth = (store.address.user, store.address.password)
        with neo4j.GraphDatabase.driver(store.address.uri, auth=auth) as driver:
            for number in range(ROUNDS + 1):
                for name, way in WAYS.items():
                    prepare(driver, towns)
                    write = Writing(driver)
                    begun = time.perf_counter()
                    batches = way(write, made, pool, writers)
                    rate = len(made) / (time.perf_counter() - begun)
                    if number:  # the first round warms up
                        rates[name].append(rate)
                        again = write.tries - batches
                        print(f"{name:28} {rate:9,.0f} links a second, {batches} transactions, {again} tried again")
    best = {name: sorted(found)[len(found) // 2] for name, found in rates.items()}
    for name, rate in best.items():
        print(f"{name:28} median {rate:9,.0f} links a second = {rate / best['one writer']:.2f} of one writer")


if __name__ == "__main__":
    main()
