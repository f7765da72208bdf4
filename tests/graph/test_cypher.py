"""Only Cypher out of our own files reaches the driver."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import graph
from graph.cypher import Bound, Cypher, commands, cypher, pieces
from graph.database import Address, Database, ReadGateway
from graph.errors import DatabaseError
from graph.questions.base import FRAGMENTS

ROOT = Path(graph.__file__).parent.parent
PLAIN = "MATCH (n) RETURN n"


def test_cypher_cannot_be_made_of_a_string() -> None:
    with pytest.raises(TypeError, match=r"\.cypher files"):
        Cypher(PLAIN, object())


def test_cypher_takes_no_other_attributes() -> None:
    with pytest.raises(AttributeError):
        cypher("marker/read").other = PLAIN  # type: ignore[attr-defined]


def test_cypher_text_cannot_be_replaced() -> None:
    with pytest.raises(AttributeError):
        cypher("marker/read").text = PLAIN  # type: ignore[misc]


@pytest.mark.parametrize("name", ["../pyproject", "/etc/hostname", "../graph/../README", "marker/../../setup/x"])
def test_only_files_of_the_room_are_read(name: str) -> None:
    with pytest.raises((ValueError, FileNotFoundError)):
        cypher(name)


def test_a_slot_takes_no_string() -> None:
    with pytest.raises(TypeError, match="never a string"):
        cypher("questions/cypher/partners").fill(filters=PLAIN)  # type: ignore[arg-type]


def test_a_slot_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="nothing"):
        cypher("questions/cypher/partners").fill(nothing=FRAGMENTS["country"])


def test_unfilled_slots_leave_no_trace() -> None:
    assert "/*{" not in cypher("questions/cypher/partners").text


def test_a_piece_is_named_by_the_line_above_it() -> None:
    assert pieces("questions/cypher/fragments")["country"].text == "AND p.country = $country"


def test_the_schema_is_one_command_a_line() -> None:
    assert all(one.text.startswith("CREATE ") and ";" not in one.text for one in commands("schema"))


CALLS: dict[str, Callable[[Database, Any], object]] = {
    "read": lambda db, query: db.read(query),
    "ask": lambda db, query: db.ask(query),
    "read_in": lambda db, query: db.read_in(lambda tx: tx.run(query)),
    "write": lambda db, query: db.write(lambda tx: tx.run(query)),
    "values": lambda db, query: db.read_in(lambda tx: tx.values(query)),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("query", [PLAIN, cypher("marker/read"), None], ids=["string", "unbound", "nothing"])
def test_the_database_runs_bound_queries_only(sample_kb: Database, call: str, query: Any) -> None:
    with pytest.raises(TypeError, match="Bound"):
        CALLS[call](sample_kb, query)


async def _ask(address: Address, query: Any) -> None:
    gateway = ReadGateway(address)
    try:
        await gateway.ask(query)
    finally:
        await gateway.close()


def test_the_gateway_runs_bound_queries_only(neo4j_address: Address) -> None:
    with pytest.raises(TypeError, match="Bound"):
        asyncio.run(_ask(neo4j_address, PLAIN))


def test_a_query_that_writes_is_refused_where_one_reads(sample_kb: Database) -> None:
    with pytest.raises(DatabaseError, match="read"):
        sample_kb.read(cypher("marker/lock").bind())


def test_values_are_never_part_of_the_text() -> None:
    bound = cypher("questions/cypher/partners").bind(city="gn1'})//")
    assert isinstance(bound, Bound)
    assert "gn1" not in bound.cypher.text


def test_cypher_stands_in_files_of_the_graph_only() -> None:
    clause = re.compile(r"[\"'](?:\s|\\n)*(?:OPTIONAL )?(?:MATCH|MERGE|UNWIND|DETACH DELETE|CREATE) ?\(")
    rooms = [path for room in ("graph", "loaders", "viz", "api") for path in (ROOT / room).rglob("*.py")]
    assert [str(path.relative_to(ROOT)) for path in rooms if clause.search(path.read_text(encoding="utf-8"))] == []
    outside = [path for room in ("loaders", "viz", "api") for path in (ROOT / room).rglob("*.cypher")]
    assert outside == []
