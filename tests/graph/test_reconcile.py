"""The queries of the reconciliation service compile without a notice and start from an index."""

from __future__ import annotations

import pytest

from graph.cypher import pieces
from graph.database import Address, Database
from tests.graph.asking import explaining
from tests.graph.full import everything

QUERIES = pieces("reconcile")


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_starts_from_an_index(kb: Database, neo4j_address: Address, name: str) -> None:
    everything(kb)
    values = {"geonames": [1]} if name == "by-geonames" else {"ids": ["a"]}
    with explaining(neo4j_address) as explain:
        plan = explain(QUERIES[name].bind(**values, **({"lang": "de"} if name == "event" else {})))
    assert (plan.notices, plan.full_scans) == ((), ())
