"""Calendars to subscribe to: `/events.ics` and `/anniversaries.ics`, and any answer that is a calendar with `.ics`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.headers import cached, matches, not_modified
from api.language import language_of
from api.pages import public_url
from api.routes.data import ALL_ROWS, raw_parameters
from api.state import Running, State
from graph import things
from graph.database import Row
from graph.questions import question
from graph.questions.asking import ask, asked_about, read_parameters
from graph.questions.base import Question
from graph.texts import text
from viz.calendar import MEDIA_TYPE, calendar, entries_of

router = APIRouter()


class CalendarResponse(Response):
    """For the description of the API: what answers here is a calendar."""

    media_type = MEDIA_TYPE.partition(";")[0]


@router.get("/anniversaries.ics", tags=["calendars"], response_class=CalendarResponse)
async def anniversaries(request: Request, state: Running) -> Response:
    """Anniversaries as a calendar (RFC 5545), with the parameters of the question `anniversaries`."""
    return await answered(request, state, question("anniversaries"))


@router.get("/events.ics", tags=["calendars"], response_class=CalendarResponse)
async def events(request: Request, state: Running) -> Response:
    """Events as a calendar (RFC 5545), with the parameters of the question `events`."""
    return await answered(request, state, question("events"))


async def answered(request: Request, state: State, asked: Question) -> Response:
    """The answer to a question as a calendar."""
    etag = await state.etag(request)
    raw = raw_parameters(asked, request)
    read_parameters(asked, raw)
    if matches(request, etag):
        return not_modified(etag)
    result = await state.read(ask(asked, raw, language=language_of(request), rows=ALL_ROWS))
    names = [str(one["name"]) for one in await state.read(asked_about(result))]
    return await _calendar(request, state, asked.name, result.rows, names, etag)


async def _calendar(
    request: Request, state: State, name: str, rows: Sequence[Row], about: Sequence[str], etag: str
) -> Response:
    language = language_of(request)
    kind = "anniversaries" if name == "anniversaries" else "events"
    title = text(f"calendar.{kind}", language)
    named = text("calendar.of", language, calendar=title, names=", ".join(about)) if about else title
    changed = await state.read(things.changed())
    body = calendar(
        named,
        entries_of(name, rows, language),
        language=language,
        public_url=public_url(request, state),
        changed=datetime.fromisoformat(changed) if changed else None,
    )
    page = "/events" if name == "events" else f"/ask/{name}"
    query = urlencode(request.query_params.multi_items())
    headers = cached(etag) | {
        "Content-Disposition": f'inline; filename="{name}.ics"',
        "Link": f'<{page}{f"?{query}" if query else ""}>; rel="alternate"; type="text/html"',
    }
    return Response(body, 200, headers, MEDIA_TYPE)
