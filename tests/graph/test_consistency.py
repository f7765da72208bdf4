"""What Community Edition's schema cannot hold: every projected thing has a statement, every statement a source."""

from __future__ import annotations

from typing import Any

import neo4j
import pytest

from graph.database import Address, Database

WITHOUT_STATEMENT = {
    "towns": """
        MATCH (c:City) WHERE NOT EXISTS {
          MATCH (m:Mention {city: c.key}) MATCH (s:Statement {subject: 'mention:' + m.key}) WHERE s.in_force
        } RETURN c.id AS found""",
    "things": """
        MATCH (n:Ring|Event|Programme|Organisation|Topic|Source)
        WHERE NOT EXISTS { MATCH (s:Statement {subject: toLower(head(labels(n))) + ':' + n.id}) WHERE s.in_force }
        RETURN head(labels(n)) + ' ' + n.id AS found""",
    "links": """
        MATCH (a:City)-[t:TWINNED_WITH]->(b:City)
        WITH a, b, CASE WHEN a.key < b.key THEN a.key + '|' + b.key ELSE b.key + '|' + a.key END AS pair
        WHERE NOT EXISTS { MATCH (s:Statement {subject: 'link:' + pair}) WHERE s.in_force }
        RETURN a.id + ' ' + b.id AS found""",
    "memberships": """
        MATCH (c:City)-[m:MEMBER_OF]->(r:Ring)
        WHERE NOT EXISTS { MATCH (s:Statement {subject: 'member:' + r.id + '|' + c.key}) WHERE s.in_force }
        RETURN c.id + ' ' + r.id AS found""",
    "people": """
        MATCH (p:Person) WHERE NOT EXISTS {
          MATCH (s:Statement {type: 'attendance'}) WHERE s.in_force AND s.subject ENDS WITH '|' + p.id
        } RETURN p.id AS found""",
    "parts": """
        MATCH (c:City)-[p:TAKES_PART]->(n) WHERE NOT EXISTS {
          MATCH (s:Statement {subject: 'part:' + toLower(head(labels(n))) + ':' + n.id + '|' + c.key + '|' + p.role})
          WHERE s.in_force
        } RETURN c.id + ' ' + n.id AS found""",
}
WITHOUT_SOURCE = {
    "statements": """
        MATCH (s:Statement) WHERE s.in_force AND NOT EXISTS { MATCH (:Source {id: s.source}) }
        RETURN s.id AS found""",
    "nodes": """
        MATCH (n:City|Ring|Event|Programme|Organisation|Topic)
        WHERE coalesce(size(n.sources), 0) = 0 OR any(id IN n.sources WHERE NOT EXISTS { MATCH (:Source {id: id}) })
        RETURN head(labels(n)) + ' ' + n.id AS found""",
    "relationships": """
        MATCH ()-[t:TWINNED_WITH|MEMBER_OF|TAKES_PART]->()
        WHERE coalesce(size(t.sources), 0) = 0 OR any(id IN t.sources WHERE NOT EXISTS { MATCH (:Source {id: id}) })
        RETURN type(t) AS found""",
    "loads": """
        MATCH (s:Statement) WHERE s.in_force AND none(seq IN s.carried WHERE EXISTS { MATCH (:Load {seq: seq}) })
        RETURN s.id AS found""",
}


def asked(address: Address, query: Any) -> list[str]:
    auth = (address.user, address.password)
    with neo4j.GraphDatabase.driver(address.uri, auth=auth) as driver:
        rows, _, _ = driver.execute_query(query, database_=address.database)
    return [row["found"] for row in rows]


@pytest.mark.parametrize("kind", WITHOUT_STATEMENT)
def test_every_projected_thing_has_a_statement(sample_kb: Database, neo4j_address: Address, kind: str) -> None:
    assert asked(neo4j_address, WITHOUT_STATEMENT[kind]) == []


@pytest.mark.parametrize("kind", WITHOUT_SOURCE)
def test_everything_has_a_source(sample_kb: Database, neo4j_address: Address, kind: str) -> None:
    assert asked(neo4j_address, WITHOUT_SOURCE[kind]) == []


@pytest.mark.parametrize(
    ("label", "count"),
    [("City", 18), ("Ring", 1), ("Event", 17), ("Programme", 5), ("Person", 10), ("Organisation", 7)],
)
def test_there_is_what_the_five_sources_name(
    sample_kb: Database, neo4j_address: Address, label: str, count: int
) -> None:
    found = asked(neo4j_address, f"MATCH (n:{label}) RETURN n.id AS found")
    assert len(found) == count, sorted(found)
