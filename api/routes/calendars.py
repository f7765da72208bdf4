"""Calendars to subscribe to: `/events.ics` and `/anniversaries.ics`, and any answer that is a calendar with `.ics`."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.headers import cached, matches, not_modified
from api.language import language_of
from api.pages import public_url
from api.routes.data import ALL_ROWS, raw_parameters
from api.state import Running, State
from graph import things
from graph.cypher import Bound
from graph.database import Answer, Row
from graph.errors import UsageError
from graph.questions import question
from graph.questions.asking import ask, asked_about, read_parameters
from graph.questions.base import Question
from graph.questions.parameters import this_year
from graph.texts import Language, text
from viz.calendar import MEDIA_TYPE, calendar, entries_of

router = APIRouter()


@router.get("/anniversaries.ics", tags=["calendars"])
async def anniversaries(request: Request, state: Running) -> Response:
    """Anniversaries as a calendar (RFC 5545), with the parameters of the question `anniversaries`."""
    return await answered(request, state, question("anniversaries"))


@router.get("/events.ics", tags=["calendars"])
async def events(request: Request, state: Running) -> Response:
    """Events as a calendar (RFC 5545); `city` chooses those of one town, with the filters of `city-events`."""
    etag = await _etag(request, state)
    raw = raw_parameters(question("city-events"), request)
    if matches(request, etag):
        return not_modified(etag)
    rows, names = await state.read(_events(raw, language_of(request)))
    return await _calendar(request, state, "events", rows, names, etag)


async def answered(request: Request, state: State, asked: Question) -> Response:
    """The answer to a question as a calendar."""
    etag = await _etag(request, state)
    raw = raw_parameters(asked, request)
    read_parameters(asked, raw)
    if matches(request, etag):
        return not_modified(etag)
    result = await state.read(ask(asked, raw, language=language_of(request), rows=ALL_ROWS))
    names = [str(one["name"]) for one in await state.read(asked_about(result))]
    return await _calendar(request, state, asked.name, result.rows, names, etag)


def _events(raw: dict[str, Any], language: Language) -> Generator[Bound, Answer, tuple[list[Row], list[str]]]:
    """The events of a calendar, and the names of the towns that they are about."""
    if "city" in raw:
        result = yield from ask(question("city-events"), raw, language=language, rows=ALL_ROWS)
        about = yield from asked_about(result)
        return result.rows, [str(one["name"]) for one in about]
    if raw:
        alone = f"'{next(iter(raw))}' needs 'city' beside it"
        raise UsageError(alone, parameter=next(iter(raw)), reason={"type": "extra_forbidden"})
    return (yield from things.events()), []


async def _etag(request: Request, state: State) -> str:
    """As of pages, and this year, from which anniversaries are counted."""
    return f'{(await state.etag(request))[:-1]}-{this_year()}"'


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
