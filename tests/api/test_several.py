"""Several programs on one database, at a `neo4j://` address as a cluster has: each sees what another has written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import httpx
import neo4j
import pytest

from api.app import create_app
from graph.cypher import cypher
from graph.database import Address, Database, ReadGateway, run
from graph.errors import DatabaseError
from graph.model import LinkContent
from graph.questions import question
from graph.questions.asking import ask
from graph.settings import settings
from graph.store import Store
from tests.api.serving import serving
from tests.graph.statements.writing import load, town

SAID = [LinkContent(a=town("Anna"), b=town("Berta"))]


@dataclass(frozen=True)
class Routed:
    """The same database behind an address of the kind that a cluster has."""

    uri: str
    user: str
    password: str
    database: str


@pytest.fixture
def routed(neo4j_address: Address) -> Routed:
    uri = neo4j_address.uri.replace("bolt://", "neo4j://")
    return Routed(uri, neo4j_address.user, neo4j_address.password, neo4j_address.database)


@pytest.fixture
def two(kb: Database, routed: Routed) -> Iterator[list[httpx.Client]]:
    """Two applications, each with drivers of its own."""
    with ExitStack() as stack:
        clients = []
        for _ in range(2):
            db = stack.enter_context(Database(routed))
            address = stack.enter_context(serving(create_app(settings(), store=Store(db, routed, private=False))))
            clients.append(stack.enter_context(httpx.Client(base_url=address, timeout=60)))
        yield clients


def test_what_is_loaded_through_an_address_with_routing_is_there(kb: Database, routed: Routed) -> None:
    with Database(routed) as db:
        db.open()
        load(db, "one", SAID)
        assert [row["name"] for row in run(db, ask(question("partners"), {"city": "Anna"})).rows] == ["Berta"]


def test_two_applications_see_a_load_with_the_same_version(kb: Database, two: list[httpx.Client]) -> None:
    load(kb, "one", SAID)
    first = [one.get("/api/questions/partners", params={"city": "Anna"}) for one in two]
    assert [len(one.json()["rows"]) for one in first] == [1, 1]
    assert first[0].headers["ETag"] == first[1].headers["ETag"]
    load(kb, "two", [LinkContent(a=town("Anna"), b=town("Carla"))])
    asked = {"If-None-Match": first[0].headers["ETag"]}
    again = [one.get("/api/questions/partners", params={"city": "Anna"}, headers=asked) for one in two]
    assert [one.status_code for one in again] == [200, 200]
    assert [len(one.json()["rows"]) for one in again] == [2, 2]


async def version(address: Address, after: Callable[[], neo4j.Bookmarks]) -> str:
    gateway = ReadGateway(address, after=after)
    try:
        return (await gateway.version()).data
    finally:
        await gateway.close()


def test_a_reader_asks_for_what_its_program_has_written(kb: Database, routed: Routed) -> None:
    with Database(routed) as db:
        load(db, "one", SAID)
        assert db.seen().raw_values
        read = asyncio.run(version(routed, db.seen))
        assert read == db.ask(cypher("marker/read").bind()).data_version


def test_a_reader_that_asks_for_what_no_server_knows_is_told(kb: Database, routed: Routed) -> None:
    with pytest.raises(DatabaseError):
        asyncio.run(version(routed, lambda: neo4j.Bookmarks.from_raw_values(["no bookmark"])))
