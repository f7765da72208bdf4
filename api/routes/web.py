"""The pages."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote, urlencode

from babel.lists import format_list
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.asdata import EVERYTHING, answer_formats, listed
from api.forms import columns_of, fields_of, name_towns
from api.given import given_lists
from api.language import asked_language, language_of
from api.mapdata import most_linked
from api.pages import html, keep, page, read_page, unchanged, view_of
from api.problems import not_ready, problem_for_page, problem_of
from api.routes.charts import on_page
from api.routes.data import EventId, RingId, SourceId, TownId, fresh, tried
from api.state import Running
from graph import things
from graph.countries import country_code
from graph.database import Row
from graph.errors import CitynetError, NotReadyError
from graph.export.answer import answer_json, browser_parameters
from graph.questions import QUESTIONS, question
from graph.questions.asking import Result, ask, asked_about
from graph.questions.base import Question
from graph.search import search
from graph.texts import Language, text
from viz import say
from viz.graphs import has_graph
from viz.pages import render

router = APIRouter(include_in_schema=False)
_PARTNERS_FOR_A_CHART = 3
"""Partners from which on their countries are drawn."""
_ALIKE = 6
"""Towns with similar partners that a town's page names."""


def example_of(asked: Question, request: Request) -> dict[str, str]:
    """A question's worked example as a sentence with its address."""
    query = urlencode([*asked.example.parameters.items(), *_spoken(request)], doseq=True)
    sentence = text(f"question.{asked.name}.sentence", language_of(request))
    return {"href": f"/ask/{asked.name}?{query}", "sentence": sentence}


def _spoken(request: Request) -> list[tuple[str, str]]:
    """The language that was asked for, as links carry it on."""
    asked = asked_language(request)
    return [("lang", asked)] if asked else []


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
    asked = urlencode([("q", q), *_spoken(request)])
    formats = (("JSON", f"/api/search?{asked}"),) if q.strip() else ()
    return await page(request, state, "search.html", formats, q=q, results=results, land=land)


@router.get("/ask")
async def ask_list(request: Request, state: Running) -> Response:
    """All questions by what they are for."""
    if found := await unchanged(request, state):
        return found
    language = language_of(request)
    groups = [
        {
            "title": text(f"group.{group}", language),
            "questions": [_listed(one, request) for one in QUESTIONS.values() if one.group == group],
        }
        for group in dict.fromkeys(one.group for one in QUESTIONS.values())
    ]
    return await page(request, state, "ask_list.html", (("JSON", "/api/questions"),), groups=groups)


def _listed(asked: Question, request: Request) -> dict[str, Any]:
    language = language_of(request)
    return {
        "name": asked.name,
        "title": text(f"question.{asked.name}.title", language),
        "description": text(f"question.{asked.name}.description", language),
        "example": example_of(asked, request),
    }


@router.get("/ask/{name}")
async def ask_page(request: Request, state: Running, name: str) -> Response:
    """A question: its form, and its answer as soon as what it needs is given."""
    asked = question(name)
    language = language_of(request)
    given = given_lists(request)
    context: dict[str, Any] = {
        "question": _listed(asked, request),
        "fields": fields_of(asked, given, language),
        "answer": None,
        "problem": None,
        "network_url": None,
        "map_url": None,
    }
    formats: tuple[tuple[str, str], ...] = ()
    status, headers = 200, None
    if set(given) - {"lang", "embed"} or not any(field["required"] for field in context["fields"]):
        if found := await unchanged(request, state):
            return found
        result = await tried(state, asked, request)
        if isinstance(result, CitynetError):
            problem = problem_of(result)
            status = problem["status"]
            context["problem"] = problem_for_page(problem, request)
            headers = not_ready(result) if isinstance(result, NotReadyError) else None
        else:
            about = await state.read_for(request, asked_about(result))
            name_towns(context["fields"], about, language)
            context |= _answered(result, request) | {"heading": heading(result, about, language)}
            formats = answer_formats(asked, request.url.query)
            headers = fresh(result, await state.etag(request), await state.version(request))
    view = view_of(request, data_version=await state.version(request), formats=formats)
    body = render("ask.html", lang=language, view=view, **context)
    if headers and "ETag" in headers:
        await keep(request, state, body)
    return html(body, await state.etag(request), status, headers)


def _answered(result: Result, request: Request) -> dict[str, Any]:
    asked, language = result.question, language_of(request)
    cypher = f"{browser_parameters(result.cypher_parameters)}\n\n{result.cypher}"
    query = urlencode([("question", asked.name), *result.parameters.items(), *_spoken(request)], doseq=True)
    return {
        "answer": answer_json(result, language) | {"columns": columns_of(asked, language), "cypher": cypher},
        "network_url": f"/network?{query}" if result.rows and has_graph(asked.name) else None,
    }


def heading(result: Result, about: list[Row], language: Language) -> str:
    """What an answer shows, in words: 'Partners of Bad Homburg'."""
    names = [say.town(one, language) for one in about]
    joined = format_list(names, locale=language) if names else ""
    lands = {name: say.country(result.parameters.get(name), language) for name in ("country", "partner_country")}
    about_what = ", ".join(filter(None, (joined, *lands.values())))
    about_what = f": {about_what}" if about_what else ""
    return text(f"question.{result.question.name}.heading", language, names=joined, about=about_what, **lands)


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
    more = urlencode([("skip", shown), *_spoken(request)])
    read |= {"total": total, "next": f"{quote(request.url.path)}?{more}" if shown < total else None}
    return await page(request, state, "source.html", (("JSON", f"/api/sources/{id_}"),), source=read)


@router.get("/about")
async def about(request: Request, state: Running) -> Response:
    """Sources, licences, method, what is not known."""
    return await read_page(request, state, "about.html", EVERYTHING, counts=things.counts())
