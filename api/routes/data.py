"""The JSON API: questions, things, search, the map, and whether the service is up."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import cache
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import PlainTextResponse, StreamingResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.given import given_values
from api.headers import cached, matches, not_modified
from api.language import language_of
from api.mapdata import kept_map, most_linked, packed_map
from api.pages import unchanged
from api.state import Running, State
from api.watching import Metrics
from graph import things
from graph.cypher import Bound
from graph.errors import CitynetError, DatabaseError, NotFoundError
from graph.export import FORMATS, STREAMED, Lines
from graph.export.answer import answer_json, question_json
from graph.export.ties import has_places, has_ties
from graph.questions import QUESTIONS, question
from graph.questions.asking import Result, ask, asked_about, prepared, read_parameters
from graph.questions.base import Question
from graph.questions.parameters import schema_of, this_year
from graph.search import THINGS, Asking, Thing, search
from graph.version import program_version
from viz.calendar import ENTRIES, MEDIA_TYPE

router = APIRouter()


class LinesResponse(StreamingResponse):
    """For the description of the API: what answers here is JSON, a line each."""

    media_type = "application/x-ndjson"


def _id(example: str) -> Any:
    return Path(alias="id", max_length=300, examples=[example])


TownId = Annotated[str, _id("gn2884509")]
RingId = Annotated[str, _id("partnerschaftsring-bad-homburg")]
EventId = Annotated[str, _id("krefeld-washington-trip-2022")]
SourceId = Annotated[str, _id("oberburgermeister-meyer-reist-nach-washington-b8859d")]
ALL_ROWS = 1_000_000
CHUNK = 64_000
"""Bytes of a file that are sent at once."""

_LINKED = 2000
"""Characters of a query up to which an answer names its other formats, each with the whole query."""


def raw_parameters(asked: Question, request: Request) -> dict[str, Any]:
    """The query's parameters as the question takes them: those that may repeat as lists."""
    return given_values(request, but=("question",), lists=_lists(asked.name))


@cache
def _lists(name: str) -> frozenset[str]:
    """Parameters of a question that take several values."""
    schema = schema_of(question(name).parameters)["properties"]
    return frozenset(name for name, said in schema.items() if _is_list(said))


def _is_list(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "array" or any(_is_list(one) for one in schema.get("anyOf", []))


def offered(asked: Question) -> list[str]:
    """The formats that answers of a question can be had in: places need coordinates, networks need ties."""
    without = set() if has_places(asked) else {"geojson"}
    without |= set() if has_ties(asked.name) else {"graphml", "gexf"}
    calendar = ["ics"] if asked.name in ENTRIES else []
    return [name for name in FORMATS if name not in without] + calendar


async def answer(state: State, asked: Question, request: Request, *, rows: int | None = None, **settled: str) -> Result:
    """The answer to a question with the request's parameters; `settled` are those that the page itself gives."""
    stamp = await state.stamp(request)
    asking = ask(
        asked,
        raw_parameters(asked, request) | settled,
        language=language_of(request),
        rows=rows or state.config.rows,
        measured=lambda job: state.measuring.measured(job, stamp.data),
    )
    return await state.read(asking, version=stamp)


async def tried(
    state: State, asked: Question, request: Request, *, rows: int | None = None, **settled: str
) -> Result | CitynetError:
    """The answer, or what is wrong with the question, which its page tells beside the form."""
    try:
        return await answer(state, asked, request, rows=rows, **settled)
    except DatabaseError:
        raise
    except CitynetError as error:
        return error


def fresh(result: Result, etag: str, version: str) -> dict[str, str]:
    """Headers of an answer; one of older data, which holds until the new one is computed, is not kept by anybody."""
    return cached(etag) if result.data_version == version else {"Cache-Control": "no-store"}


def json(value: object, etag: str | None = None, **headers: str) -> Response:
    """A JSON answer, with its version where it has one; `value` may be JSON already."""
    body = value if isinstance(value, bytes) else orjson.dumps(value)
    return Response(body, 200, (cached(etag) if etag else {}) | headers, "application/json")


async def read_json(request: Request, state: State, asking: Asking) -> Response:
    """What is read, as JSON; 304 where the caller has this version already."""
    return await unchanged(request, state) or json(await state.read_for(request, asking), await state.etag(request))


@router.get("/api/health", tags=["service"])
async def health() -> dict[str, str]:
    """Whether the program runs."""
    return {"status": "ok", "version": program_version()}


@router.get("/api/ready", tags=["service"])
async def ready(state: Running) -> dict[str, str | bool]:
    """Whether the database answers; 503 where it does not. `warm`: whether each question was asked once by now."""
    return {"status": "ready", "data_version": (await state.gateway.version(timeout=1.0)).data, "warm": state.warm}


@router.get("/metrics", tags=["service"], response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Numbers for Prometheus: requests, times, answers from memory, figures; nothing of who asked or what for."""
    numbers: Metrics = request.app.state.metrics
    return Response(
        generate_latest(numbers.registry), headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}
    )


@router.get("/api/search", tags=["search"])
async def api_search(
    request: Request,
    state: Running,
    q: Annotated[str, Query(min_length=1, max_length=200, examples=["Marienbad"])],
    limit: Annotated[int | None, Query(ge=1, le=100, description="Results at most.")] = None,
    type_: Annotated[list[Thing] | None, Query(alias="type", description="Only things of these types.")] = None,
) -> Response:
    """Towns, rings, events, organisations, people, programmes, topics and sources by name, best first."""
    if found := await unchanged(request, state):
        return found
    language = language_of(request)
    key = ("search", await state.stamp(request), language, request.url.query)
    kept = state.recall(key)
    if kept is None:
        results = await state.read_for(request, search(q, language, types=type_ or THINGS, limit=limit))
        kept = (orjson.dumps({"results": results}), "")
        state.remember(key, kept)
    return json(kept[0], await state.etag(request))


@router.get("/api/questions", tags=["questions"])
async def api_questions(request: Request, state: Running) -> Response:
    """All questions with their parameters and rows as JSON Schema."""
    language = language_of(request)
    return await unchanged(request, state) or json(
        {"questions": [question_json(one, language) for one in QUESTIONS.values()]}, await state.etag(request)
    )


@router.get("/api/questions/{name}", tags=["questions"])
async def api_question(request: Request, state: Running, name: str) -> Response:
    """The answer to a question; `name.csv` and the like give it in another format, all rows of it."""
    base, _, suffix = name.partition(".")
    asked = question(base)
    if suffix and suffix not in ("json", "html", *offered(asked), *FORMATS):
        raise NotFoundError(f"there is no format '.{suffix[:20]}'; there are: {', '.join(['json', 'html', *FORMATS])}")
    etag = await state.etag(request)
    if suffix in ("", "json"):
        return await _answered(request, state, asked, etag)
    read_parameters(asked, raw_parameters(asked, request))
    if matches(request, etag):
        return not_modified(etag)
    if suffix == "ics":
        from api.routes.calendars import answered

        return await answered(request, state, asked)
    if suffix in STREAMED and asked.measure is None:
        return await _streamed(request, state, asked, suffix, etag)
    started = time.perf_counter()
    result = await answer(state, asked, request, rows=None if suffix == "html" else ALL_ROWS)
    if suffix == "html":
        from api.routes.pictures import network_file

        return await network_file(request, state, result, etag)
    media, write = FORMATS[suffix]
    headers = fresh(result, etag, await state.version(request)) | {
        "Server-Timing": _taken(started),
        "Content-Disposition": f'attachment; filename="{base}.{suffix}"',
        **_linked(_links(request, asked)),
    }
    return Response(write(result, await state.read(asked_about(result))), 200, headers, media)


def _taken(started: float) -> str:
    return f"db;dur={(time.perf_counter() - started) * 1000:.1f}"


async def _answered(request: Request, state: State, asked: Question, etag: str) -> Response:
    """The answer as JSON; who asks the same of the same data again gets the same bytes."""
    started = time.perf_counter()
    language = language_of(request)
    key = (await state.stamp(request), language, this_year(), asked.name, request.url.query)
    kept = state.recall(key)
    request.app.state.metrics.answers.labels("memory" if kept else "database").inc()
    if kept is None:
        read_parameters(asked, raw_parameters(asked, request))
    if matches(request, etag):
        return not_modified(etag)
    if kept is None:
        result = await answer(state, asked, request)
        body = orjson.dumps(answer_json(result, language))
        kept = (body, _links(request, asked))
        if result.data_version != key[0].data:
            return json(body, **fresh(result, etag, key[0].data), **_linked(kept[1]))
        state.remember(key, kept)
    body, links = kept
    return json(body, etag, **{"Server-Timing": _taken(started)}, **_linked(links))


async def _streamed(request: Request, state: State, asked: Question, suffix: str, etag: str) -> Response:
    """All rows of an answer, sent as the database gives them, so that no number of them is too large."""
    ready = prepared(asked, raw_parameters(asked, request), language=language_of(request))
    parameters, bound = await state.read(ready)
    last = None if parameters.limit is None else parameters.offset + parameters.limit
    ends = [one for one in (last, asked.most) if one is not None]
    lines, language = STREAMED[suffix](asked), language_of(request)
    finished = replace(lines, line=lambda row: lines.line(asked.finish(row, language)))
    chunks = _chunks(state, bound, finished, parameters.offset, min(ends, default=None))
    # An error before the first row is answered as an error; one behind it breaks the connection off.
    first = await anext(chunks)

    async def body() -> AsyncIterator[bytes]:
        yield first
        async for chunk in chunks:
            yield chunk

    headers = cached(etag) | {"Content-Disposition": f'attachment; filename="{asked.name}.{suffix}"'}
    return StreamingResponse(body(), 200, headers | _linked(_links(request, asked)), FORMATS[suffix][0])


async def _chunks(state: State, bound: Bound, lines: Lines, begin: int, end: int | None) -> AsyncIterator[bytes]:
    parts, size = [lines.head], 0
    async with state.gateway.stream(bound) as rows:
        place = 0
        async for row in rows:
            if end is not None and place >= end:
                break
            if place >= begin:
                parts.append(lines.line(row))
                size += len(parts[-1])
            place += 1
            if size > CHUNK:
                yield b"".join(parts)
                parts, size = [], 0
    yield b"".join(parts)


def _media(suffix: str) -> str:
    return FORMATS[suffix][0] if suffix in FORMATS else MEDIA_TYPE


def _linked(links: str) -> dict[str, str]:
    return {"Link": links} if links else {}


def _links(request: Request, asked: Question) -> str:
    """The other formats of an answer, as RFC 8288 has them; nothing for a query so long that proxies refuse them."""
    if len(request.url.query) > _LINKED:
        return ""
    query = f"?{request.url.query}" if request.url.query else ""
    formats = [("", "application/json"), *((f".{one}", _media(one)) for one in offered(asked))]
    return ", ".join(
        f'</api/questions/{asked.name}{ending}{query}>; rel="alternate"; type="{media}"' for ending, media in formats
    )


@router.get("/api/cities/{id}", tags=["things"])
async def api_city(request: Request, state: Running, id_: TownId) -> Response:
    """A town with all that is said of it."""
    found = await unchanged(request, state)
    if found:
        return found
    read = await state.read_for(request, things.city(id_))
    if read["redirected_from"]:
        return Response(status_code=301, headers={"Location": f"/api/cities/{read['id']}"})
    return json(read, await state.etag(request))


@router.get("/api/rings/{id}", tags=["things"])
async def api_ring(request: Request, state: Running, id_: RingId) -> Response:
    """A ring with its members and events."""
    return await read_json(request, state, things.ring(id_))


@router.get("/api/events/{id}", tags=["things"])
async def api_event(request: Request, state: Running, id_: EventId) -> Response:
    """An event with its towns, people, organisations and topics."""
    return await read_json(request, state, things.event(id_))


@router.get("/api/sources/{id}", tags=["things"])
async def api_source(
    request: Request, state: Running, id_: SourceId, skip: Annotated[int, Query(ge=0, le=10_000_000)] = 0
) -> Response:
    """A source with what it says."""
    return await read_json(request, state, things.source(id_, skip=skip))


@router.get("/api/map", tags=["pictures"])
async def api_map(
    request: Request, state: Running, city: Annotated[list[str] | None, Query(max_length=20)] = None
) -> Response:
    """Towns, links and rings for the map, column by column.

    Of a network that is larger than a map can draw, it has the towns with the most partners, and `left_out` says how
    many towns and links are not there; towns given as `city` (ids) come with their partners, too.
    """
    if found := await unchanged(request, state):
        return found
    version, headers = await state.version(request), cached(await state.etag(request))
    if city and (most := await most_linked(state, version)) is not None:
        body = orjson.dumps(await state.read(things.map_data(most, city)))
    elif "gzip" in request.headers.get("accept-encoding", ""):
        body = await packed_map(state, version)
        headers |= {"Content-Encoding": "gzip", "Vary": f"{headers['Vary']}, Accept-Encoding"}
    else:
        body = await kept_map(state, version)
    return Response(body, 200, headers, "application/json")


@router.get("/data/facts.ndjson", tags=["data"], response_class=LinesResponse)
async def all_facts(request: Request, state: Running) -> Response:
    """All facts, a JSON document a line: every statement in force with its source."""
    from graph.statements.facts import facts

    headers = cached(await state.etag(request))
    return await unchanged(request, state) or StreamingResponse(
        facts(state.store.db), headers=headers, media_type="application/x-ndjson"
    )
