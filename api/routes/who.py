"""Organisations, people in office, programmes and topics: their pages and the same as JSON."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from api.asdata import listed as as_listed
from api.forms import columns_of
from api.language import language_of
from api.pages import read_page
from api.routes.data import ALL_ROWS, read_json
from api.state import Running, State
from graph.questions import QUESTIONS
from graph.questions.asking import ask
from graph.search import Asking
from graph.things import actors

router = APIRouter()


def _id(example: str) -> Any:
    return Path(alias="id", max_length=300, examples=[example])


OrganisationId = Annotated[str, _id("auslandsgesellschaft-deutschland-e-v")]
PersonId = Annotated[str, _id("frank-meyer-554463")]
ProgrammeId = Annotated[str, _id("urban-diplomacy-exchange")]
TopicId = Annotated[str, _id("climate")]


@router.get("/organisations", include_in_schema=False)
async def organisations_page(request: Request, state: Running) -> Response:
    """All organisations."""
    return await _list(request, state, "organisations")


@router.get("/people", include_in_schema=False)
async def people_page(request: Request, state: Running) -> Response:
    """All people in their public role."""
    return await _list(request, state, "people")


@router.get("/programmes", include_in_schema=False)
async def programmes_page(request: Request, state: Running) -> Response:
    """All programmes and projects."""
    return await _list(request, state, "programmes")


@router.get("/topics", include_in_schema=False)
async def topics_page(request: Request, state: Running) -> Response:
    """All topics, with what is about them."""
    return await _list(request, state, "topics")


async def _list(request: Request, state: State, name: str) -> Response:
    """The page that lists all of a kind: the answer to the question of that name without any condition."""
    return await read_page(request, state, "actors.html", as_listed(name), listed=_rows(request, name))


def _rows(request: Request, name: str) -> Asking:
    language, asked = language_of(request), QUESTIONS[name]
    result = yield from ask(asked, {}, language=language, rows=ALL_ROWS)
    return {"kind": name, "rows": result.rows, "columns": columns_of(asked, language), "notes": result.notes}


@router.get("/organisations/{id}", include_in_schema=False)
async def organisation_page(request: Request, state: Running, id_: OrganisationId) -> Response:
    """An organisation."""
    formats = (("JSON", f"/api/organisations/{id_}"),)
    return await read_page(request, state, "organisation.html", formats, organisation=actors.organisation(id_))


@router.get("/people/{id}", include_in_schema=False)
async def person_page(request: Request, state: Running, id_: PersonId) -> Response:
    """A person in office."""
    return await read_page(request, state, "person.html", (("JSON", f"/api/people/{id_}"),), person=actors.person(id_))


@router.get("/programmes/{id}", include_in_schema=False)
async def programme_page(request: Request, state: Running, id_: ProgrammeId) -> Response:
    """A programme or project."""
    formats = (("JSON", f"/api/programmes/{id_}"),)
    return await read_page(request, state, "programme.html", formats, programme=actors.programme(id_))


@router.get("/topics/{id}", include_in_schema=False)
async def topic_page(request: Request, state: Running, id_: TopicId) -> Response:
    """A topic."""
    language = language_of(request)
    columns = [one for one in columns_of(QUESTIONS["topics"], language) if one["name"] != "topic"]
    reading = _with_columns(actors.topic(id_, language), columns)
    return await read_page(request, state, "topic.html", (("JSON", f"/api/topics/{id_}"),), topic=reading)


def _with_columns(reading: Asking, columns: list[dict[str, str]]) -> Asking:
    found = yield from reading
    return found | {"columns": columns}


@router.get("/api/organisations/{id}", tags=["things"])
async def api_organisation(request: Request, state: Running, id_: OrganisationId) -> Response:
    """An organisation with its events, programmes and people."""
    return await read_json(request, state, actors.organisation(id_))


@router.get("/api/people/{id}", tags=["things"])
async def api_person(request: Request, state: Running, id_: PersonId) -> Response:
    """A person in the office held then, and what they took part in."""
    return await read_json(request, state, actors.person(id_))


@router.get("/api/programmes/{id}", tags=["things"])
async def api_programme(request: Request, state: Running, id_: ProgrammeId) -> Response:
    """A programme or project with who takes part in it."""
    return await read_json(request, state, actors.programme(id_))


@router.get("/api/topics/{id}", tags=["things"])
async def api_topic(request: Request, state: Running, id_: TopicId) -> Response:
    """A topic with what is about it, in the words of the sources."""
    return await read_json(request, state, actors.topic(id_, language_of(request)))
