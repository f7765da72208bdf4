"""The gateway in front of a database that is there and says nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from graph.cypher import cypher
from graph.database import ReadGateway, gateway
from graph.errors import DatabaseAwayError


class Silent:
    """A session, and a transaction, that never begins."""

    async def __aenter__(self) -> Silent:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def begin_transaction(self, **_: Any) -> Silent:
        await asyncio.sleep(60)
        return self


class Somewhere:
    """An address that nobody asks."""

    uri = "bolt://127.0.0.1:1"
    user = password = database = "neo4j"


def test_rows_one_by_one_of_a_database_that_falls_silent_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "_SILENCE", 0.05)

    async def tried() -> None:
        asked = ReadGateway(Somewhere(), timeout=0.05)
        monkeypatch.setattr(asked, "_reading", Silent)
        try:
            async with asyncio.timeout(5), asked.stream(cypher("marker/read").bind()):
                raise AssertionError("it answered")
        finally:
            await asked.close()

    with pytest.raises(DatabaseAwayError):
        asyncio.run(tried())
