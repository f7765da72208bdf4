"""`docs/data-model.md` describes the nodes and relationships that are there, with all their fields."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import neo4j
import pytest

from graph.database import Address, Database
from graph.settings import ROOT
from tests.docs.documents import DOCS, tables

PAGE = DOCS / "data-model.md"
CODE = re.compile(r"`([^`]+)`")
RELATIONSHIP = re.compile(r"\(:(\w+)\)-\[:(\w+)\]->\(:(\w+)\)")
EVERYWHERE = "What most nodes and relationships carry"


@cache
def documented() -> dict[str, set[str]]:
    """The fields in the tables under each heading; those of `Others` by relationship."""
    found: dict[str, set[str]] = {}
    for table in tables(PAGE):
        for first, *rest in table.rows[1:]:
            fields = {*CODE.findall(first)}
            if table.heading == "Others":
                for _, name, _ in RELATIONSHIP.findall(first):
                    found[name] = {*CODE.findall(rest[0].partition(":")[0])}
            else:
                found.setdefault(table.heading, set()).update(fields)
    return found


def rows(address: Address, query: str) -> list[dict[str, Any]]:
    auth = (address.user, address.password)
    with (
        neo4j.GraphDatabase.driver(address.uri, auth=auth) as driver,
        driver.session(database=address.database, default_access_mode="READ") as session,
    ):
        return session.run(query).data()


NODES = "MATCH (n) UNWIND keys(n) AS field RETURN head(labels(n)) AS of, collect(DISTINCT field) AS fields"
TIES = "MATCH ()-[n]->() UNWIND keys(n) AS field RETURN type(n) AS of, collect(DISTINCT field) AS fields"


@pytest.mark.parametrize("query", [NODES, TIES], ids=["nodes", "relationships"])
def test_every_field_in_the_graph_is_documented(query: str, sample_kb: Database, neo4j_address: Address) -> None:
    known = documented()
    unknown = {
        row["of"]: sorted(extra)
        for row in rows(neo4j_address, query)
        if (extra := set(row["fields"]) - known.get(row["of"], set()) - known[EVERYWHERE])
    }
    # What the tests themselves leave on the marker of an external server.
    assert unknown.pop("CityNet", ["test"]) == ["test"]
    assert unknown == {}


def test_every_relationship_is_documented_with_its_ends(sample_kb: Database, neo4j_address: Address) -> None:
    said = set(RELATIONSHIP.findall(PAGE.read_text("utf-8")))
    query = "MATCH (a)-[n]->(b) RETURN DISTINCT head(labels(a)) AS a, type(n) AS of, head(labels(b)) AS b"
    there = {(row["a"], row["of"], row["b"]) for row in rows(neo4j_address, query)}
    assert there - said == set()


def test_every_documented_field_is_known_to_the_program() -> None:
    files = [path for path in (ROOT / "graph").rglob("*") if path.suffix in (".py", ".cypher")]
    words = {word for path in files for word in re.findall(r"\w+", path.read_text("utf-8"))}
    stems = ("_de", "_en", "_und")
    made = {f"{word}{stem}" for word in ("office", "title", "name", "marks", "said", "note") for stem in stems}
    fields = {field for names in documented().values() for field in names}
    assert fields - words - made == set()
