"""Answers and questions as JSON documents: the same from the API and from the command."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from graph.questions.asking import Result
from graph.questions.base import Question
from graph.questions.parameters import schema_of
from graph.texts import Language, text


def answer_json(result: Result, language: Language) -> dict[str, Any]:
    """An answer as the API gives it; texts in `language`, dates as precise as known, distances in km.

    `cypher` is the query that ran; the comment in its first line sets its parameters in the Neo4j browser.
    """
    return {
        "question": result.question.name,
        "title": text(f"question.{result.question.name}.title", language),
        "parameters": result.parameters,
        "rows": result.rows,
        "row_count": len(result.rows),
        "truncated": result.truncated,
        "cypher": f"// {browser_parameters(result.cypher_parameters)}\n{result.cypher}",
        "data_version": result.data_version,
        "notes": result.notes,
    }


def browser_parameters(values: Mapping[str, Any]) -> str:
    """The parameters of a query as the command that sets them in the Neo4j browser: `:params {city: "gn2953436"}`.

    The syntax is that of its command reference: Cypher's map, whose strings are quoted as JSON's.
    """
    return f":params {_literal(values)}"


def _literal(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_literal(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_literal, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def question_json(question: Question, language: Language) -> dict[str, Any]:
    """What can be asked: title, description, and JSON Schema of the parameters and of a row."""
    return {
        "name": question.name,
        "title": text(f"question.{question.name}.title", language),
        "description": text(f"question.{question.name}.description", language),
        "group": question.group,
        "parameters": schema_of(question.parameters),
        "row": schema_of(question.row),
        "sorts": list(question.sorts),
        "example": dict(question.example.parameters),
    }
