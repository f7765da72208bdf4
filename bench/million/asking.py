"""Questions about one or two towns in a large knowledge base, beside the same ones in another: towns of equal degree.

    python -m bench.million.asking LARGE_HOME OTHER_HOME [--heap 2g] [--page-cache 2g]

Both are folders of a knowledge base (`CITYNET_HOME`), such as one of `bench.million.network` and one with the sample
data. For each number of partners some towns are drawn, the same question is asked of both by turns, and the median of
the best times is compared. Then the search. Prints milliseconds and ratios.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import neo4j

from graph.database import run
from graph.errors import CitynetError
from graph.questions import QUESTIONS
from graph.questions.asking import ask
from graph.search import search
from graph.settings import Settings
from graph.store import Store, open_store

DEGREES = (3, 6, 12)
TOWNS, TIMES, SEED = 3, 2, 8
LIMIT = 30.0

ONE = (
    "partners", "similar-cities", "cousin-cities", "suggest-partners", "reach", "reach-countries", "near",
    "city-events", "meets-with", "rings", "anniversaries", "ended", "freshness", "sources", "conflicts",
)  # fmt: skip
MORE: Mapping[str, Mapping[str, Any]] = {
    "reach": {"steps": 2}, "reach-countries": {"steps": 2}, "near": {"km": 200, "partner_country": "FR"},
}  # fmt: skip
TWO = ("shared-partners", "bilateral")
TEXTS = ("k", "kr", "kre", "krefeld", "mari", "koln", "dusseldrof", "reading, gb", "saint", "new", "san", "neu", "obe")


def towns(store: Store, degree: int) -> list[str]:
    """Ids of some towns with so many partners, drawn with a fixed seed."""
    auth = (store.address.user, store.address.password)
    query = (
        "MATCH (c:City) WHERE COUNT { (c)-[:TWINNED_WITH]-() } = $degree AND NOT EXISTS { (c)-[:MEMBER_OF]->() } "
        "RETURN c.id ORDER BY c.id LIMIT 20000"
    )
    with neo4j.GraphDatabase.driver(store.address.uri, auth=auth) as driver, driver.session() as session:
        found = [row[0] for row in session.run(query, degree=degree)]
    return random.Random(SEED).sample(found, min(len(found), 2 * TOWNS))


def best(work: Callable[[], object]) -> float:
    """Milliseconds of the best of some tries, after one that warms up; a question that takes too long counts so."""
    times = []
    for _ in range(TIMES + 1):
        begun = time.perf_counter()
        try:
            work()
        except CitynetError as error:
            print(f"  {type(error).__name__}: {str(error)[:100]}")
            return LIMIT * 1000
        times.append((time.perf_counter() - begun) * 1000)
    return min(times[1:])


def asked(store: Store, name: str, parameters: Mapping[str, Any]) -> float:
    """Milliseconds of a question."""
    return best(lambda: run(store.db, ask(QUESTIONS[name], dict(parameters)), timeout=LIMIT))


def cases(drawn: Sequence[str]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Questions, each with the parameters for some towns."""
    pairs = list(zip(drawn[::2], drawn[1::2], strict=False))
    found = [(name, [{"city": one, **MORE.get(name, {})} for one in drawn[:TOWNS]]) for name in ONE]
    found += [(name, [{"city": list(pair)} for pair in pairs]) for name in TWO]
    found.append(("path", [{"from": a, "to": b} for a, b in pairs]))
    return found


def questions(stores: Sequence[Store]) -> None:
    """Print a line for each question and number of partners."""
    ratios: dict[str, list[float]] = {}
    for degree in DEGREES:
        both = [cases(towns(store, degree)) for store in stores]
        for (name, ours), (_, others) in zip(*both, strict=True):
            times = [
                [asked(store, name, parameters) for store, parameters in zip(stores, pair, strict=True)]
                for pair in zip(ours, others, strict=False)
            ]
            if not times:
                continue
            large, other = (statistics.median(column) for column in zip(*times, strict=True))
            ratios.setdefault(name, []).append(large / other)
            print(f"{degree:3} partners  {name:18} {large:8.1f} ms  {other:8.1f} ms  {large / other:6.2f} times")
    for name, found in ratios.items():
        print(f"{name:18} median of {len(found)}: {statistics.median(found):.2f} times, worst {max(found):.2f}")
    every = [one for found in ratios.values() for one in found]
    print(f"all: median {statistics.median(every):.2f} times; {sum(one <= 2 for one in every)} of {len(every)} up to 2")


def searched(store: Store, text: str) -> float:
    """Milliseconds of a search."""
    return best(lambda: run(store.db, search(text)))


def searches(stores: Sequence[Store]) -> None:
    """Print how long searches take."""
    for text in TEXTS:
        large, other = (searched(store, text) for store in stores)
        print(f"search {text:14} {large:8.1f} ms  {other:8.1f} ms")


def main() -> None:
    """Open both and measure."""
    given = argparse.ArgumentParser(prog="bench.million.asking")
    given.add_argument("large", type=Path)
    given.add_argument("other", type=Path)
    given.add_argument("--heap", default="2g")
    given.add_argument("--page-cache", default="2g")
    chosen = given.parse_args()
    with ExitStack() as stack:
        big = Settings(home=chosen.large, heap=chosen.heap, page_cache=chosen.page_cache)
        stores = [stack.enter_context(open_store(one)) for one in (big, Settings(home=chosen.other))]
        searches(stores)
        questions(stores)


if __name__ == "__main__":
    main()
