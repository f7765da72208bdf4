"""What a program needs to know to use the API, as a page."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.language import language_of
from api.pages import page, unchanged
from api.routes.web import listed
from api.state import Running
from graph.questions import QUESTIONS

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def docs_page(request: Request, state: Running) -> Response:
    """The addresses for programs: an example for each question, then all of them from the OpenAPI document."""
    language = language_of(request)
    questions = [
        listed(one, request) | {"path": f"/api{address.partition('?')[0].replace('/ask/', '/questions/')}"}
        for one in QUESTIONS.values()
        if (address := f"/ask/{one.name}")
    ]
    return await unchanged(request, state) or await page(
        request, state, "docs.html", (("OpenAPI", "/openapi.json"),), questions=questions, language=language
    )
