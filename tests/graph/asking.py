"""Running generators of queries in tests, and reading what Neo4j thinks of a query before it runs."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import neo4j

from graph.cypher import Bound
from graph.database import Address, Answer, Database

FULL_SCANS = ("AllNodesScan", "ByLabel", "LabelsScan", "TypeScan", "TypesScan", "AllRelationshipsScan")


@dataclass(frozen=True)
class Plan:
    """What Neo4j would do for a query: its operators, and the notices it gives."""

    operators: tuple[str, ...]
    notices: tuple[str, ...]

    @property
    def full_scans(self) -> tuple[str, ...]:
        """Operators with what they read, of those that read all of it instead of starting from an index."""
        return tuple(one for one in self.operators if any(scan in one.partition(" ")[0] for scan in FULL_SCANS))


@contextmanager
def explaining(address: Address) -> Iterator[Callable[[Bound], Plan]]:
    """Compiles queries without running them; all notices are asked for."""
    auth = (address.user, address.password)
    with (
        neo4j.GraphDatabase.driver(address.uri, auth=auth, notifications_min_severity="INFORMATION") as driver,
        driver.session(database=address.database, default_access_mode="READ") as session,
    ):
        yield lambda query: _explained(session, query)


def _explained(session: neo4j.Session, query: Bound) -> Plan:
    text: Any = f"EXPLAIN {query.cypher.text}"
    summary = session.run(text, dict(query.parameters)).consume()
    notices = [
        f"{one.gql_status} {one.status_description}"
        for one in summary.gql_status_objects
        if not one.gql_status.startswith(("00", "02"))
    ]
    return Plan(tuple(_operators(summary.plan or {})), tuple(notices))


def _operators(plan: Mapping[str, Any]) -> Iterator[str]:
    if plan:
        yield f"{plan['operatorType'].partition('@')[0]} {plan['args'].get('Details', '')}"
        for child in plan.get("children", ()):
            yield from _operators(child)


def queries_of(db: Database, asking: Generator[Bound, Answer, Any]) -> list[Bound]:
    """The queries that a generator asks on this knowledge base."""
    found = []
    try:
        bound = next(asking)
        while True:
            found.append(bound)
            bound = asking.send(db.ask(bound))
    except StopIteration:
        return found
