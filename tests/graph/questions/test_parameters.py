"""Parameters of questions: whatever is let through can be sent to the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graph.questions import QUESTIONS

LARGEST = 2**63 - 1
"""The largest integer that Neo4j has."""


def numbers(schema: Any) -> Iterator[dict[str, Any]]:
    """Every integer that a JSON Schema describes."""
    if isinstance(schema, dict):
        if schema.get("type") == "integer" and not schema.keys() & {"enum", "const"}:
            yield schema
        for part in schema.values():
            yield from numbers(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from numbers(part)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_integer_is_larger_than_the_database_has(name: str) -> None:
    found = list(numbers(QUESTIONS[name].parameters.model_json_schema()))
    assert found
    assert [one for one in found if not 0 <= one.get("maximum", LARGEST + 1) <= LARGEST] == []
