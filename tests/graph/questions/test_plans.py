"""Every variant of a question compiles on the real Neo4j without a notice, and starts from an index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from graph.cypher import Bound, pieces
from graph.database import Address, Database
from graph.errors import UsageError
from graph.questions import QUESTIONS, question
from graph.questions.base import Question
from tests.conftest import Filled
from tests.graph.asking import explaining
from tests.graph.full import everything

Raw = dict[str, Any]
VALUES: dict[str, list[Any]] = {
    "at_least": [1],
    "before": ["2020-05"],
    "city": ["gn1"],
    "country": ["FR"],
    "field": [["since"]],
    "from": ["gn1"],
    "from_year": [1950],
    "kind": [["partnership", "friendship"]],
    "event": ["e"],
    "limit": [5],
    "met": ["p"],
    "organisation": ["o"],
    "person": ["p"],
    "programme": ["g"],
    "topic": ["t"],
    "min_population": [1000],
    "offset": [5],
    "region": ["Hessen"],
    "part": [["kind", "decade"]],
    "partner_country": ["PL"],
    "ring": ["r"],
    "sort": [],
    "source": ["s"],
    "status": [["active"], ["ended"], ["active", "ended"]],
    "to": ["gn2"],
    "to_year": [1980],
    "type": [["link", "city"]],
    "undated": ["include", "exclude"],
    "without_country": [["CH", "AT"]],
    "what": [["link", "ring"]],
    "year": [1988],
}
OWN: dict[tuple[str, str], list[Any]] = {
    ("shared-partners", "city"): [["gn1", "gn2"]],
    ("bilateral", "city"): [["gn1", "gn2"]],
    ("city-events", "kind"): [["meeting"]],
    ("city-events", "status"): [["held"], ["announced", "held"]],
    ("rings", "kind"): [["chain"]],
    ("sources", "type"): [["link", "event"]],
    ("sources", "before"): [2000],
    ("source-facts", "type"): [["link", "event"]],
    ("rings-overlap", "kind"): [["chain"]],
    ("events", "from"): ["2022-10"],
    ("events", "to"): ["2022-11-03"],
    ("events", "kind"): [["meeting"]],
    ("events", "status"): [["held"], ["announced", "held"]],
    ("events", "mode"): [["online"]],
    ("events", "role"): [["host"], ["host", "ring"]],
    ("meets-with", "kind"): [["meeting"]],
    ("meets-with", "status"): [["held"]],
    ("programmes", "kind"): [["project"]],
    ("programmes", "status"): [["running"]],
    ("programmes", "role"): [["host"]],
    ("organisations", "role"): [["host"]],
    ("people", "role"): [["speaker"]],
    ("topics", "what"): [["event", "link"]],
    ("anniversaries", "what"): [["link"], ["ring", "membership"]],
    ("dormant", "status"): [["active", "dormant"]],
    ("ended", "status"): [["suspended"]],
    ("ended", "what"): [["link"], ["membership"]],
    ("freshness", "what"): [["town"], ["link", "event"]],
    ("history", "what"): [["link"], ["membership"]],
}
"""Values of parameters whose schema tells none; `OWN` where a question takes others."""
SCANS = ("DirectedRelationshipTypeScan", "UndirectedRelationshipTypeScan")
TIES = {f"NodeByLabelScan {name}" for name in ("a:City", "b:City", "r:Ring")}
TIES |= {f"{scan} {tie}" for scan in SCANS for tie in ("(a)-[t:TWINNED_WITH]->(b)", "(a)-[t:MEMBER_OF]->(r)")}
TIES |= {"UndirectedRelationshipTypeScan (a)-[t:TWINNED_WITH]-(b)"}
EVERYTHING = {
    f"NodeByLabelScan {name}" for name in ("n:City", "n:Ring", "n:Event", "l:Load", "anon_1:City", "anon_3:Ring")
}
EVERYTHING |= {
    f"DirectedRelationshipTypeScan {tie}"
    for tie in (
        "(anon_0)-[t:TWINNED_WITH]->(anon_1)",
        "(anon_2)-[t:MEMBER_OF]->(anon_3)",
        "(anon_0)-[t:MEMBER_OF]->(anon_1)",
    )
}
LISTED = {
    "rings": {"NodeByLabelScan r:Ring"},
    "country-matrix": {"NodeByLabelScan c:City"},
    "links": {"NodeByLabelScan p:City"},
    "coverage": {"NodeByLabelScan p:City"},
    "sources": {"NodeByLabelScan s:Source", "NodeByLabelScan l:Load"},
    "one-sided": {"DirectedRelationshipTypeScan (s)-[anon_0:SPEAKS_FOR]->(p)"},
    "rings-overlap": {"NodeByLabelScan r:Ring", "NodeByLabelScan o:Ring"},
    "events": {"NodeByLabelScan e:Event"},
    "programmes": {"NodeByLabelScan g:Programme"},
    "organisations": {"NodeByLabelScan o:Organisation"},
    "people": {"NodeByLabelScan q:Person"},
    "topics": {"NodeByLabelScan n:Topic"},
    "anniversaries": TIES,
    "history": TIES,
    "ended": TIES,
    "dormant": TIES,
    "freshness": EVERYTHING,
} | {one.name: {"NodeByLabelScan c:City"} for one in QUESTIONS.values() if one.measure is not None}
"""A question that lists all of something reads all of it."""


def values(asked: Question, name: str) -> list[Any]:
    own = OWN.get((asked.name, name), VALUES.get(name))
    return own if own is not None else derived(asked.parameters.model_json_schema()["properties"][name])


def derived(said: Raw) -> list[Any]:
    """Values of a choice, a number, or yes and no, out of their schema."""
    (plain,) = [one for one in said.get("anyOf", [said]) if one.get("type") != "null"]
    if "enum" in plain:
        return list(plain["enum"])
    return {"boolean": [True, False], "integer": [1], "number": [1.5]}[plain["type"]]


def required(asked: Question) -> Raw:
    return {name: values(asked, name)[0] for name, one in asked.parameters.model_fields.items() if one.is_required()}


def variants(asked: Question) -> Iterator[Raw]:
    """A question plain, with each filter alone, in each order, as of a year, and with all filters at once."""
    needed = required(asked)
    filters = [name for name in asked.parameters.model_fields if name not in needed]
    everything = {name: values(asked, name)[0] for name in filters if values(asked, name)}
    yield needed
    for name in filters:
        yield from ({**needed, name: value} for value in values(asked, name))
    yield from ({**needed, "sort": sort} for sort in asked.sorts)
    yield {**needed, **everything}
    if "year" in filters:
        yield {**needed, "year": 1988, "undated": "exclude"}
        yield {**needed, **everything, "undated": "exclude"}


def built(asked: Question, raw: Raw) -> list[Bound]:
    parameters = asked.parameters.model_validate(raw)
    notes = asked.notes(parameters)
    return [asked.build(parameters), *([notes] if notes else [])]


def different(name: str) -> dict[str, Bound]:
    """The queries of a question's variants by their parameters, each Cypher once."""
    asked, found = question(name), {}
    for raw in variants(asked):
        with suppress(UsageError):  # filters that exclude each other
            found |= {query.cypher.text: (str(raw), query) for query in built(asked, raw)}
    return dict(found.values())


EVERY = [name for name, one in QUESTIONS.items() if one.query in (None, name)]


def complaints(address: Address, name: str, queries: dict[str, Bound]) -> dict[str, set[str]]:
    """What Neo4j remarks on queries, and what they read whole though they need not."""
    with explaining(address) as explain:
        plans = {raw: explain(query) for raw, query in queries.items()}
    wrong = {raw: {*plan.notices, *plan.full_scans} - LISTED.get(name, set()) for raw, plan in plans.items()}
    return {raw: found for raw, found in wrong.items() if found}


@pytest.mark.parametrize("name", EVERY)
def test_a_question_compiles_without_notices_and_starts_from_an_index(
    filled: Filled, neo4j_address: Address, name: str
) -> None:
    """Plain, with all filters, and every fourth of the other variants."""
    filled(everything)
    queries = list(different(name).items())
    assert complaints(neo4j_address, name, dict([*queries[::4], queries[-1]])) == {}


@pytest.mark.long
@pytest.mark.parametrize("name", EVERY)
def test_all_variants_compile_without_notices_and_start_from_an_index(
    filled: Filled, neo4j_address: Address, name: str
) -> None:
    filled(everything)
    assert complaints(neo4j_address, name, different(name)) == {}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_filter_is_without_effect(name: str) -> None:
    asked = question(name)
    needed = required(asked)
    (plain, *_) = built(asked, needed)
    ineffective = set()
    computed = {"by"} | asked.measure.late if asked.measure else set()
    for given in set(asked.filters) - set(needed) - {"undated"} - computed:
        (query, *_) = built(asked, {**needed, given: values(asked, given)[-1]})
        if f"${given}" not in query.cypher.text and query.cypher.text == plain.cypher.text:
            ineffective.add(given)
    assert ineffective == set()


def test_a_query_that_reads_all_of_something_is_recognised(kb: Database, neo4j_address: Address) -> None:
    with explaining(neo4j_address) as explain:
        assert explain(pieces("things/queries")["events"].bind()).full_scans
