"""The pages."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.asdata import EVERYTHING, listed
from api.language import language_of, spoken
from api.mapdata import most_linked
from api.pages import page, read_page, unchanged
from api.routes.charts import on_page
from api.routes.data import EventId, RingId, SourceId, TownId
from api.routes.questions import example_of
from api.state import Running
from graph import things
from graph.countries import country_code
from graph.database import Row
from graph.questions import QUESTIONS
from graph.questions.asking import ask
from graph.search import search
from graph.texts import Language

router = APIRouter(include_in_schema=False)
_PARTNERS_FOR_A_CHART = 3
"""Partners from which on their countries are drawn."""
_ALIKE = 6
"""Towns with similar partners that a town's page names."""


@router.get("/")
async def home(request: Request, state: Running) -> Response:
    """What this is, where to type, three questions to try, what is in here."""
    if found := await unchanged(request, state):
        return found
    wanted = ("partners", "shared-partners", "city-events")
    return await page(
        request,
        state,
        "home.html",
        EVERYTHING,
        counts=await state.read_for(request, things.counts()),
        examples=[example_of(QUESTIONS[name], request) for name in wanted],
        recent=(await state.read_for(request, things.events()))[:5],
        latest=await state.read_for(request, things.latest_loads(5)),
        pictured=await most_linked(state, await state.version(request)) is None,
    )


@router.get("/search")
async def search_page(request: Request, state: Running, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """What a text may mean."""
    if found := await unchanged(request, state):
        return found
    results = await state.read_for(request, search(q, language_of(request))) if q.strip() else []
    land = country_code(q) if len(q.strip()) > 2 else None
    asked = urlencode([("q", q), *spoken(request)])
    formats = (("JSON", f"/api/search?{asked}"),) if q.strip() else ()
    return await page(request, state, "search.html", formats, q=q, results=results, land=land)


@router.get("/cities/{id}")
async def city_page(request: Request, state: Running, id_: TownId) -> Response:
    """A town."""
    if found := await unchanged(request, state):
        return found
    read = await state.read_for(request, things.city(id_))
    if read["redirected_from"]:
        return RedirectResponse(_now_at(f"/cities/{read['id']}", request), 301)
    charts = _charts(read, language_of(request))
    similar = ask(QUESTIONS["similar-cities"], {"city": read["id"], "limit": _ALIKE})
    alike = await state.read_for(request, similar)
    formats = (("JSON", f"/api/cities/{read['id']}"),)
    return await page(request, state, "city.html", formats, city=read, charts=charts, neighbours=alike.rows)


def _charts(read: Row, language: Language) -> list[Row]:
    """The charts of a town, out of what its page shows anyway."""
    answers = {"partners": read["partners"], "events": read["events"]}
    names = ("town-timeline", *(["town-countries"] if len(read["partners"]) >= _PARTNERS_FOR_A_CHART else []))
    return [one for name in names if (one := on_page(name, answers, language, town=read))]


def _now_at(path: str, request: Request) -> str:
    return f"{path}?{request.url.query}" if request.url.query else path


@router.get("/rings")
async def rings_page(request: Request, state: Running) -> Response:
    """All rings."""
    return await read_page(request, state, "rings.html", listed("rings"), rings=things.rings())


@router.get("/rings/{id}")
async def ring_page(request: Request, state: Running, id_: RingId) -> Response:
    """A ring."""
    return await read_page(request, state, "ring.html", (("JSON", f"/api/rings/{id_}"),), ring=things.ring(id_))


@router.get("/events/{id}")
async def event_page(request: Request, state: Running, id_: EventId) -> Response:
    """An event."""
    return await read_page(request, state, "event.html", (("JSON", f"/api/events/{id_}"),), event=things.event(id_))


@router.get("/sources")
async def sources_page(request: Request, state: Running) -> Response:
    """All sources."""
    return await read_page(request, state, "sources.html", listed("sources"), sources=things.sources())


@router.get("/sources/{id}")
async def source_page(
    request: Request, state: Running, id_: SourceId, skip: Annotated[int, Query(ge=0, le=10_000_000)] = 0
) -> Response:
    """A source with everything that it says, a part of it at a time."""
    if found := await unchanged(request, state):
        return found
    read = await state.read_for(request, things.source(id_, skip=skip))
    total, shown = read["statement_count"], skip + len(read["statements"])
    more = urlencode([("skip", shown), *spoken(request)])
    read |= {"total": total, "next": f"{quote(request.url.path)}?{more}" if shown < total else None}
    return await page(request, state, "source.html", (("JSON", f"/api/sources/{id_}"),), source=read)


@router.get("/about")
async def about(request: Request, state: Running) -> Response:
    """Sources, licences, method, what is not known."""
    return await read_page(request, state, "about.html", EVERYTHING, counts=things.counts())
