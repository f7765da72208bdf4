"""Answers and questions as JSON documents: the same from the API and from the command."""

from __future__ import annotations

from typing import Any

from graph.questions.asking import Result
from graph.questions.base import Question
from graph.texts import Language, text


def answer_json(result: Result, language: Language) -> dict[str, Any]:
    """An answer as the API gives it; texts in `language`, dates as precise as known, distances in km."""
    return {
        "question": result.question.name,
        "title": text(f"question.{result.question.name}.title", language),
        "parameters": result.parameters,
        "rows": result.rows,
        "row_count": len(result.rows),
        "truncated": result.truncated,
        "cypher": result.cypher,
        "data_version": result.data_version,
        "notes": result.notes,
    }


def question_json(question: Question, language: Language) -> dict[str, Any]:
    """What can be asked: title, description, and JSON Schema of the parameters and of a row."""
    return {
        "name": question.name,
        "title": text(f"question.{question.name}.title", language),
        "description": text(f"question.{question.name}.description", language),
        "group": question.group,
        "parameters": question.parameters.model_json_schema(),
        "row": question.row.model_json_schema(),
        "sorts": list(question.sorts),
        "example": dict(question.example.parameters),
    }
