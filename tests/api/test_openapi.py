"""The OpenAPI document: valid, served, and telling of every question what the question declares."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.openapi.models import OpenAPI
from httpx import Client
from jsonschema import Draft202012Validator

Json = dict[str, Any]
NAMES = ("partners", "shared-partners", "ring-members", "city-events")


@pytest.fixture(scope="session")
def document(client: Client) -> Json:
    found: Json = client.get("/openapi.json").json()
    return found


def references(value: Any) -> set[str]:
    """All `$ref`s inside a document."""
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(references(one) for one in value.values()))
    return set().union(*(references(one) for one in value)) if isinstance(value, list) else set()


def test_the_document_keeps_to_openapi(document: Json) -> None:
    assert OpenAPI.model_validate(document).openapi.startswith("3.1")


def test_every_reference_leads_somewhere(document: Json) -> None:
    for reference in references(document):
        found: Any = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]


def test_every_schema_is_a_json_schema(document: Json) -> None:
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_operations_have_ids_of_their_own(document: Json) -> None:
    ids = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(set(ids)) == len(ids)


def test_every_address_of_the_contract_is_described(document: Json) -> None:
    wanted = {
        "/api/health", "/api/ready", "/api/search", "/api/questions", "/api/map", "/data/facts.ndjson",
        "/api/cities/{id}", "/api/rings/{id}", "/api/events/{id}", "/api/sources/{id}",
    }  # fmt: skip
    assert wanted <= set(document["paths"])


def test_every_question_has_an_address_of_its_own(client: Client, document: Json) -> None:
    for one in client.get("/api/questions").json()["questions"]:
        assert f"/api/questions/{one['name']}" in document["paths"]


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_those_of_the_question(client: Client, document: Json, name: str) -> None:
    listed = {one["name"]: one for one in client.get("/api/questions").json()["questions"]}
    described = document["paths"][f"/api/questions/{name}"]["get"]["parameters"]
    assert {one["name"] for one in described} == set(listed[name]["parameters"]["properties"])
    assert {one["name"] for one in described if one["required"]} == set(listed[name]["parameters"]["required"])


@pytest.mark.parametrize("name", NAMES)
def test_answers_keep_to_what_is_described(client: Client, document: Json, name: str) -> None:
    operation = document["paths"][f"/api/questions/{name}"]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    asked = {one["name"]: one["example"] for one in operation["parameters"] if "example" in one}
    answer = client.get(f"/api/questions/{name}", params=asked).json()
    Draft202012Validator({**schema, "components": document["components"]}).validate(answer)
    assert answer["rows"]


def test_errors_keep_to_what_is_described(client: Client, document: Json) -> None:
    schema = document["components"]["schemas"]["Problem"]
    for path in ("/api/questions/partners?city=Krefelt", "/api/questions/partners?city=Krefeld&year=19988"):
        Draft202012Validator(schema).validate(client.get(path).json())


@pytest.mark.parametrize("path", ["/api/health", "/api/ready"])
def test_the_service_says_that_it_is_up(client: Client, path: str) -> None:
    assert client.get(path).json()["status"] in ("ok", "ready")


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_page_about_the_api_leads_to_the_document(client: Client, lang: str) -> None:
    answer = client.get("/docs", params={"lang": lang}, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert 'href="/openapi.json"' in answer.text
