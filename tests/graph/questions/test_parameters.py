"""Parameters of questions: whatever is let through can be sent to the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import graph.questions
from graph.errors import UsageError
from graph.questions import QUESTIONS, question
from graph.questions.asking import read_parameters
from graph.texts import has_text

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


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_that_reads_loads_says_so(name: str) -> None:
    asked = QUESTIONS[name]
    text = asked.build(asked.parameters.model_validate(asked.example.parameters)).cypher.text
    assert asked.of_loads == (":Load" in text)


def test_every_reason_of_a_question_is_said_in_both_languages() -> None:
    code = "".join(path.read_text() for path in Path(*graph.questions.__path__).glob("*.py"))
    reasons = set(re.findall(r'reason=\{"type": "(\w+)"', code))
    assert reasons
    assert [one for one in sorted(reasons) if not has_text(f"problem.reason.{one}")] == []


@pytest.mark.parametrize(
    ("name", "given", "parameter", "reason"),
    [
        ("events", {"from": "2022-13"}, "from", "date"),
        ("freshness", {"before": "2020-02-30"}, "before", "date"),
        ("anniversaries", {"from_year": 2000, "to_year": 1990}, "to_year", "span"),
        ("near", {"city": "a", "partner_country": "FR", "km": 0}, "km", "greater_than"),
        ("partners", {"city": "a", "year": ["1990", "1991"]}, "year", "int_type"),
    ],
)
def test_what_is_wrong_with_a_parameter_is_told_in_both_languages(
    name: str, given: dict[str, Any], parameter: str, reason: str
) -> None:
    with pytest.raises(UsageError) as wrong:
        read_parameters(question(name), given)
    assert (wrong.value.parameter, wrong.value.reason["type"]) == (parameter, reason)
    assert has_text(f"problem.reason.{reason}")


@pytest.mark.parametrize("name", ["anniversaries", "ended"])
def test_the_country_beside_a_town_is_that_of_another_member_of_the_ring(name: str) -> None:
    asked = QUESTIONS[name]
    both = asked.parameters.model_validate({"city": "a", "country": "FR", "ring": "r", "what": "membership"})
    text = asked.build(both).cypher.text
    assert "a.id = $city" in text
    assert "a.country = $country" not in text
    assert "EXISTS { MATCH (:City {country: $country})-[:MEMBER_OF]->(r) }" in text
