"""The reconciliation service: what it asks, and that its queries compile without a notice and start from an index."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from graph.cypher import pieces
from graph.database import Address, Answer
from graph.reconcile import Query, candidates
from tests.conftest import Filled
from tests.graph.asking import explaining
from tests.graph.full import everything

QUERIES = pieces("reconcile")


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_starts_from_an_index(filled: Filled, neo4j_address: Address, name: str) -> None:
    filled(everything)
    values = {"geonames": [1]} if name == "by-geonames" else {"ids": ["a"]}
    with explaining(neo4j_address) as explain:
        plan = explain(QUERIES[name].bind(**values, **({"lang": "de"} if name == "event" else {})))
    assert (plan.notices, plan.full_scans) == ((), ())


def test_things_of_other_types_do_not_crowd_out_those_that_are_wanted() -> None:
    asking = candidates(Query.model_validate({"query": "Kranz", "type": "ring"}), "en")
    assert next(asking).parameters["types"] == ["ring"]


def test_a_ring_without_a_name_is_no_error() -> None:
    asking = candidates(Query.model_validate({"query": "Kranz", "type": "ring"}), "en")
    next(asking)
    nameless = {"type": "ring", "id": "r", "name": None, "begin": None, "exact": False}
    with pytest.raises(StopIteration) as done:
        asking.send(Answer([nameless], "0"))
    assert [(one["id"], one["match"]) for one in done.value.value] == [("ring:r", False)]


@pytest.mark.parametrize("number", ["9" * 30, "gn" + "9" * 30, "²"])
def test_a_number_that_the_database_cannot_have_is_no_geonames_id(number: str) -> None:
    asked = Query.model_validate({"type": "town", "properties": [{"pid": "geonames", "v": number}]})
    assert list(candidates(asked, "en")) == []


@pytest.mark.parametrize("limit", ["inf", "nan"])
def test_a_limit_is_a_number_that_can_be_reached(limit: str) -> None:
    with pytest.raises(ValidationError):
        Query.model_validate({"query": "Kranz", "limit": limit})
