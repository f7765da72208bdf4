"""What opening a knowledge base makes sure of."""

from __future__ import annotations

import neo4j
import pytest

from graph.cypher import Bound, cypher
from graph.database import Address, Database, writing
from graph.model import LinkContent
from tests.graph.statements.writing import load, town


def tallies(address: Address) -> int:
    with neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        found = driver.execute_query("MATCH (t:Tally) RETURN count(t) AS found", database_=address.database).records
    return int(found[0]["found"])


def not_laid(address: Address) -> None:
    """As Neo4j's import leaves a database: without what opening it adds."""
    with neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        driver.execute_query("MATCH (t:Tally) DELETE t", database_=address.database)
        driver.execute_query("MATCH (n:CityNet) REMOVE n.laid", database_=address.database)


def test_an_opening_that_was_broken_off_before_all_was_counted_is_done_again(
    kb: Database, neo4j_address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(kb, "list", [LinkContent(a=town("Anna"), b=town("Berta"))])
    known = tallies(neo4j_address)
    not_laid(neo4j_address)

    unlimited = writing._unlimited

    def broken(command: Bound) -> neo4j.Query:
        if command.cypher.text == cypher("marker/tally").text:
            raise KeyboardInterrupt
        return unlimited(command)

    with monkeypatch.context() as patch:
        patch.setattr(writing, "_unlimited", broken)
        with pytest.raises(KeyboardInterrupt):
            kb.open()
    kb.open()
    assert tallies(neo4j_address) == known > 0
