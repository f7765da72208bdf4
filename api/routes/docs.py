"""What a program needs to know to use the API, as a page."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.language import language_of
from api.pages import page, unchanged
from api.state import Running
from graph.export import FORMATS
from graph.questions import QUESTIONS
from graph.questions.base import Question
from graph.texts import text

router = APIRouter(include_in_schema=False)


def address_of(asked: Question) -> str:
    """Where a program asks the question's worked example."""
    query = urlencode(list(asked.example.parameters.items()), doseq=True)
    return f"/api/questions/{asked.name}" + (f"?{query}" if query else "")


@router.get("/docs")
async def docs_page(request: Request, state: Running) -> Response:
    """An address for each question, then all addresses from the OpenAPI document."""
    if found := await unchanged(request, state):
        return found
    language = language_of(request)
    examples = [
        {"title": text(f"question.{one.name}.title", language), "href": address_of(one)} for one in QUESTIONS.values()
    ]
    formats = (("OpenAPI", "/openapi.json"),)
    return await page(request, state, "docs.html", formats, examples=examples, suffixes=[*FORMATS, "html"])
