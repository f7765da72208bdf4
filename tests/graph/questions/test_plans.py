"""Every variant of a question compiles on the real Neo4j without a notice, and starts from an index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graph.cypher import Bound
from graph.database import Address, Database
from graph.questions import QUESTIONS, question
from graph.questions.base import Question
from tests.graph.asking import explained

Raw = dict[str, Any]
REQUIRED: dict[str, Raw] = {
    "partners": {"city": "gn1"},
    "shared-partners": {"city": ["gn1", "gn2"]},
    "ring-members": {"ring": "r"},
    "city-events": {"city": "gn1"},
    "conflicts": {},
}
VALUES: dict[str, list[Any]] = {
    "country": ["FR"],
    "region": ["Hessen"],
    "min_population": [1000],
    "kind": [["partnership", "friendship"]],
    "status": [["active"], ["ended"], ["active", "ended"]],
    "ring": ["r"],
    "source": ["s"],
    "year": [1988],
    "undated": ["include", "exclude"],
    "at_least": [1],
    "type": [["link", "city"]],
    "field": [["since"]],
    "city": ["gn1"],
    "sort": [],
    "limit": [5],
    "offset": [5],
}
STATUS_OF_EVENTS = [["held"], ["announced", "held"]]


def values(asked: Question, name: str) -> list[Any]:
    return STATUS_OF_EVENTS if (asked.name, name) == ("city-events", "status") else VALUES[name]


def variants() -> Iterator[tuple[str, Raw]]:
    """Each question plain, with each filter alone, in each order, as of a year, and with all filters at once."""
    for asked in QUESTIONS.values():
        needed = REQUIRED[asked.name]
        filters = [name for name in asked.parameters.model_fields if name not in needed]
        yield asked.name, needed
        for name in filters:
            yield from ((asked.name, {**needed, name: value}) for value in values(asked, name))
        yield from ((asked.name, {**needed, "sort": sort}) for sort in asked.sorts)
        everything = {name: values(asked, name)[0] for name in filters if values(asked, name)}
        yield asked.name, {**needed, **everything}
        if "undated" in filters:
            yield asked.name, {**needed, "year": 1988, "undated": "exclude"}
            yield asked.name, {**needed, **everything, "undated": "exclude"}


def built(asked: Question, raw: Raw) -> list[Bound]:
    parameters = asked.parameters.model_validate(raw)
    notes = asked.notes(parameters)
    return [asked.build(parameters), *([notes] if notes else [])]


DIFFERENT = list(
    {one.cypher.text: (name, raw) for name, raw in variants() for one in built(question(name), raw)}.values()
)


@pytest.mark.parametrize(("name", "raw"), DIFFERENT, ids=str)
def test_a_variant_compiles_without_notices_and_starts_from_an_index(
    sample_kb: Database, neo4j_address: Address, name: str, raw: Raw
) -> None:
    for query in built(question(name), raw):
        plan = explained(neo4j_address, query)
        assert plan.notices == ()
        assert plan.full_scans == ()


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_parameter_is_used_by_the_query(name: str) -> None:
    unused = {}
    for asked, raw in DIFFERENT:
        if asked == name:
            for query in built(question(name), raw):
                for given in set(query.parameters) - {"this_year", "lang", "undated", "at_least"}:
                    unused.setdefault(given, True)
                    unused[given] &= f"${given}" not in query.cypher.text
    assert [given for given, never in unused.items() if never] == []
