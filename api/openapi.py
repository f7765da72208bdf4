"""The OpenAPI document: each question as an address of its own with its parameters and rows, errors as problems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from api.forms import label_of
from api.routes.data import offered
from graph.questions import QUESTIONS
from graph.questions.base import Question
from graph.texts import has_text, text
from viz.graphs import has_graph

_GENERIC = "/api/questions/{name}"
_REF = "#/components/schemas/"
_PROBLEM = {
    "description": "What went wrong and what to do (RFC 9457). 404 has `nearest`, 409 `towns` or `candidates`, "
    "422 `parameter`.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "parameter": {"type": "string"},
        "given": {"type": "string"},
        "nearest": {"type": "array", "items": {"type": "object"}},
        "towns": {"type": "array", "items": {"type": "object"}},
        "candidates": {"type": "array", "items": {"type": "object"}},
    },
}


def install(app: FastAPI) -> None:
    """Let `/openapi.json` tell of every question."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = described(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def described(app: FastAPI) -> dict[str, Any]:
    """The document: what FastAPI finds in the routes, and the questions in place of their common route."""
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    common = document["paths"].pop(_GENERIC)["get"]
    for operation in _operations(document):
        operation["summary"] = operation.pop("description", operation["summary"]).rstrip(".")
    models = {one: (question.parameters, question.row) for one, question in QUESTIONS.items()}
    schemas, defined = models_json_schema(
        [(model, "serialization") for pair in models.values() for model in pair], ref_template=_REF + "{model}"
    )
    found = defined.get("$defs", {})
    for name, question in QUESTIONS.items():
        parameters, row = (_resolved(schemas[model, "serialization"], found) for model in models[name])
        document["paths"][f"/api/questions/{name}"] = {"get": _operation(question, parameters, row, common["tags"])}
    for operation in _operations(document):
        operation["responses"].pop("422", None)
        operation["responses"]["default"] = {"$ref": "#/components/responses/Problem"}
    components = document.setdefault("components", {})
    kept = {one: said for one, said in components.get("schemas", {}).items() if "ValidationError" not in one}
    components["schemas"] = kept | found | {"Problem": _PROBLEM}
    components["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "The server's CITYNET_API_KEY"}
    }
    components["responses"] = {
        "Problem": {
            "description": "An error",
            "content": {"application/problem+json": {"schema": {"$ref": _REF + "Problem"}}},
        }
    }
    return document


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from path.values()


def _resolved(schema: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").removeprefix(_REF)
    return found[name] if name else schema


def _operation(question: Question, parameters: dict[str, Any], row: dict[str, Any], tags: list[str]) -> dict[str, Any]:
    suffixes = ", ".join(f"`.{name}`" for name in (*offered(question), *(["html"] if has_graph(question.name) else [])))
    return {
        "tags": tags,
        "operationId": question.name.replace("-", "_"),
        "summary": text(f"question.{question.name}.title", "en"),
        "description": f"{text(f'question.{question.name}.description', 'en')}\n\nOther formats by suffix: {suffixes}.",
        "parameters": sorted(
            (_parameter(name, said, question, parameters) for name, said in parameters["properties"].items()),
            key=lambda one: (not one["required"], one["name"] in ("sort", "limit", "offset")),
        ),
        "responses": {
            "200": {"description": "The answer", "content": {"application/json": {"schema": _answer(row)}}},
            "304": {"description": "The caller has this version already"},
        },
    }


def _parameter(name: str, said: dict[str, Any], question: Question, parameters: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": name,
        "in": "query",
        "required": name in parameters.get("required", []),
        "schema": {"type": "string", "enum": list(question.sorts)} if name == "sort" else _given(said),
    }
    label = label_of(name, question.name)
    if has_text(label):
        found["description"] = text(label, "en")
    if name in question.example.parameters:
        found["example"] = question.example.parameters[name]
    return found


def _given(said: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter that is given: without the null that stands for one that is not."""
    (plain,) = [one for one in said.get("anyOf", [said]) if one.get("type") != "null"]
    return {key: value for key, value in plain.items() if not (key == "default" and value is None)}


def _answer(row: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "question": {"type": "string"},
        "title": {"type": "string"},
        "parameters": {"type": "object"},
        "rows": {"type": "array", "items": row},
        "row_count": {"type": "integer"},
        "truncated": {"type": "boolean"},
        "cypher": {"type": "string"},
        "data_version": {"type": "string"},
        "notes": {"type": "array", "items": {"type": "string"}},
    }
    return {"type": "object", "properties": properties, "required": list(properties)}
