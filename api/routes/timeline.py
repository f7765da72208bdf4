"""The page of events: a timeline, with the filters of the question `events`."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.forms import fields_of
from api.given import given_lists, whole
from api.language import language_of
from api.pages import html, keep, unchanged, view_of
from api.problems import problem_for_page, problem_of
from api.routes.data import tried
from api.state import Running
from graph.errors import CitynetError
from graph.questions import question
from viz.pages import render
from viz.parts import part_of

router = APIRouter(include_in_schema=False)
_BY_PAGE = frozenset({"sort", "limit", "offset"})
"""Parameters that the page itself settles."""


@router.get("/events")
async def events_page(request: Request, state: Running) -> Response:
    """Events by year, the latest first."""
    if found := await unchanged(request, state):
        return found
    asked, language = question("events"), language_of(request)
    given = given_lists(request)
    fields = [field for field in fields_of(asked, given, language) if field["name"] not in _BY_PAGE]
    context: dict[str, Any] = {"fields": fields, "rows": [], "notes": [], "part": None, "problem": None}
    query = urlencode(whole(request.query_params.multi_items()))
    asked_for = f"?{query}" if query else ""
    formats = tuple((name.upper(), f"/api/questions/events{ending}{asked_for}") for name, ending in _FORMATS)
    view = view_of(request, data_version=await state.version(request), formats=formats)
    status = 200
    result = await tried(state, asked, request, sort="-begin")
    if isinstance(result, CitynetError):
        problem = problem_of(result)
        status = problem["status"]
        context["problem"] = problem_for_page(problem, request)
    else:
        context |= {"rows": result.rows, "notes": [one for one in result.notes if one != result.cut]}
        context["part"] = part_of(result, view, size=state.config.rows)
    body = render("events.html", lang=language, view=view, **context)
    if status == HTTPStatus.OK:
        await keep(request, state, body)
    return html(body, await state.etag(request), status)


_FORMATS = (("json", ""), ("csv", ".csv"), ("ics", ".ics"))
