"""What the driver says, in our errors."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from neo4j import exceptions

from graph.database import Database
from graph.database.wire import translated
from graph.errors import DatabaseAwayError, QueryTimeoutError, SetupError


@dataclass
class Somewhere:
    """An address as a user wrote it."""

    uri: str
    user: str = "neo4j"
    password: str = "secret"
    database: str = "neo4j"


@pytest.mark.parametrize("uri", ["localhost:7687", "neo4j+x://example.org", "bolt://neo4j:secret@example.org", " "])
def test_an_address_that_is_none_is_told_without_what_stands_in_it(uri: str) -> None:
    with pytest.raises(SetupError, match=r"NEO4J_URI is no address.*bolt://") as refused:
        Database(Somewhere(uri))
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "code", ["Neo.ClientError.Transaction.TransactionTimedOut", "Neo.TransientError.Transaction.Terminated"]
)
def test_a_question_that_took_too_long_is_told_anew_each_time(code: str) -> None:
    """One error for all would keep each caller's frames, and what these hold, for good."""
    told = []
    for _ in range(2):
        with pytest.raises(QueryTimeoutError) as late, translated():
            raise exceptions.Neo4jError._hydrate_neo4j(code=code, message="too long")
        told.append(late.value)
    assert told[0] is not told[1]


def test_a_database_that_says_nothing_is_told_so() -> None:
    with pytest.raises(DatabaseAwayError, match="says nothing"), translated():
        raise TimeoutError
