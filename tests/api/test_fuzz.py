"""Requests made up from `/openapi.json`, right ones and wrong ones: each is answered, and as the document says."""

from __future__ import annotations

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.told import REQUESTS, Tell

FEW, MANY = 500, 20_000
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
HARD = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def strategies(client: httpx.Client) -> dict[str, list[st.SearchStrategy[Case]]]:
    """Requests by method, of each address those that keep to the document and those that do not."""
    schema = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
    found: dict[str, list[st.SearchStrategy[Case]]] = {}
    for one in schema.get_all_operations():
        operation = one.ok()
        of = found.setdefault(operation.method.lower(), [])
        for mode in MODES:
            if mode is GenerationMode.POSITIVE or list(operation.iter_parameters()) or operation.body:
                of.append(operation.as_strategy(generation_mode=mode))
    return found


def send(client: httpx.Client, case: Case) -> Response:
    """The answer to a request, which is sent as Schemathesis would."""
    return case.call(base_url=str(client.base_url), timeout=120, allow_redirects=False)


def is_by_policy(answer: Response) -> bool:
    """503 while figures are computed, which says when to come back; 429 to many reports."""
    return answer.status_code in (429, 503) and "retry-after" in answer.headers


@pytest.mark.parametrize("number", [pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.long)])
@pytest.mark.timeout(7200)
def test_each_request_is_answered_as_the_document_says(
    client: httpx.Client, number: int, record_property: Tell
) -> None:
    record_property(REQUESTS, number)
    every = strategies(client)["get"]

    @settings(HARD, max_examples=number, derandomize=number == FEW)
    @given(st.data(), st.sampled_from(range(len(every))))
    def check(data: st.DataObject, place: int) -> None:
        case = data.draw(every[place])
        answer = send(client, case)
        if not is_by_policy(answer):
            case.validate_response(answer, checks=CHECKS)

    check()


@pytest.mark.parametrize("number", [pytest.param(60, id="few"), pytest.param(600, id="many", marks=pytest.mark.long)])
@pytest.mark.timeout(3600)
def test_each_thing_sent_is_answered_as_the_document_says(
    writable: httpx.Client, number: int, record_property: Tell
) -> None:
    record_property(REQUESTS, number)
    every = strategies(writable)["post"]

    @settings(HARD, max_examples=number, derandomize=number == 60)
    @given(st.data(), st.sampled_from(range(len(every))))
    def check(data: st.DataObject, place: int) -> None:
        case = data.draw(every[place])
        answer = send(writable, case)
        if not is_by_policy(answer):
            case.validate_response(answer, checks=CHECKS)

    check()
