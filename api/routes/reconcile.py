"""The service that OpenRefine and its like ask which town, ring or event a cell means: `/reconcile`.

After the Reconciliation Service API 0.2; the same questions come by GET, or as a form by POST.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ValidationError

from api.language import asked_language, language_of
from api.pages import public_url, view_of
from api.routes.data import json
from api.state import Running, State
from graph import reconcile
from graph.errors import NotFoundError, UsageError
from graph.texts import Language, text
from graph.version import program_version
from viz import say
from viz.pages import render

router = APIRouter(tags=["reconcile"])
M = TypeVar("M", bound=BaseModel)
MOST_AT_ONCE = 100
"""Cells of one request; OpenRefine sends ten."""

_PAGES = {"town": "cities", "ring": "rings", "event": "events"}
_SIZE = {"width": 420, "height": 260}
Queries = Annotated[
    str | None,
    Query(
        description="A JSON object of cells to be matched.", examples=['{"q0": {"query": "Marienbad", "type": "town"}}']
    ),
]
Extend = Annotated[
    str | None,
    Query(
        description="JSON: what to fetch of which things.",
        examples=['{"ids": ["gn2884509"], "properties": [{"id": "country"}]}'],
    ),
]
Id = Annotated[str, Query(alias="id", max_length=300, examples=["gn2884509"])]
Prefix = Annotated[str, Query(max_length=200, examples=["kre"])]


@router.get("/reconcile")
async def reconciled(request: Request, state: Running, queries: Queries = None, extend: Extend = None) -> Response:
    """What the service offers; with `queries` which things the cells mean, with `extend` what is known of things."""
    return await _answered(request, state, queries, extend)


@router.post("/reconcile")
async def reconciled_by_form(
    request: Request,
    state: Running,
    queries: Annotated[str | None, Form()] = None,
    extend: Annotated[str | None, Form()] = None,
) -> Response:
    """The same for long questions: a form with `queries` or `extend`."""
    return await _answered(request, state, queries, extend)


async def _answered(request: Request, state: State, queries: str | None, extend: str | None) -> Response:
    language = language_of(request)
    if queries is not None:
        batch = _batch(queries)
        return json(
            {key: {"result": await state.read(reconcile.candidates(one, language))} for key, one in batch.items()}
        )
    if extend is not None:
        wanted = _valid(reconcile.Extension, _document(extend, "extend"), "extend")
        return json(await state.read(reconcile.extended(wanted, language)))
    return json(manifest(public_url(request, state), language, asked_language(request)))


def _batch(said: str) -> dict[str, reconcile.Query]:
    batch = _document(said, "queries")
    if len(batch) > MOST_AT_ONCE:
        raise UsageError(f"send at most {MOST_AT_ONCE} queries at once, not {len(batch)}", parameter="queries")
    return {key: _valid(reconcile.Query, one, "queries") for key, one in batch.items()}


def _document(said: str, parameter: str) -> dict[str, Any]:
    try:
        read = orjson.loads(said)
    except orjson.JSONDecodeError as exc:
        raise UsageError(f"'{parameter}' is not JSON: {exc}", parameter=parameter) from exc
    if not isinstance(read, dict):
        raise UsageError(f"'{parameter}' must be a JSON object", parameter=parameter)
    return read


def _valid(model: type[M], said: object, parameter: str) -> M:
    try:
        return model.model_validate(said)
    except ValidationError as exc:
        first = exc.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"'{parameter}', {where}: {first['msg']}", parameter=parameter) from exc


def manifest(base: str, language: Language, spoken: Language | None) -> dict[str, Any]:
    """What the service offers, and where."""
    own = f"{base}/reconcile"
    tail, joined = (f"?lang={spoken}", f"&lang={spoken}") if spoken else ("", "")
    return {
        "versions": ["0.2"],
        "name": text("reconcile.name", language),
        "identifierSpace": f"{base}/cities/",
        "schemaSpace": f"{base}/docs#",
        "documentation": f"{base}/docs",
        "serviceVersion": program_version(),
        "defaultTypes": [reconcile.type_named(one, language) for one in reconcile.TYPES],
        "view": {"url": f"{own}/view?id={{{{id}}}}{joined}"},
        "preview": {"url": f"{own}/preview?id={{{{id}}}}{joined}", **_SIZE},
        "suggest": {
            name: {"service_url": own, "service_path": f"/suggest/{name}{tail}"}
            for name in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": own, "service_path": f"/properties{tail}"},
            "property_settings": [],
        },
    }


@router.get("/reconcile/suggest/entity")
async def suggest_entity(
    request: Request, state: Running, prefix: Prefix, type_: Annotated[list[str] | None, Query(alias="type")] = None
) -> Response:
    """Things whose name begins so."""
    return json({"result": await state.read(reconcile.suggested(prefix, type_ or (), language_of(request)))})


@router.get("/reconcile/suggest/type")
async def suggest_type(request: Request, prefix: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Types whose name begins so."""
    named = [reconcile.type_named(one, language_of(request)) for one in reconcile.TYPES]
    begun = prefix.casefold()
    return json({"result": [one for one in named if any(said.casefold().startswith(begun) for said in one.values())]})


@router.get("/reconcile/suggest/property")
async def suggest_property(request: Request, prefix: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Properties whose name begins so."""
    return json({"result": reconcile.properties_of(reconcile.TYPES, language_of(request), prefix)})


@router.get("/reconcile/properties")
async def propose_properties(
    request: Request, type_: Annotated[str, Query(alias="type", max_length=50, examples=["town"])] = "town"
) -> Response:
    """What can be fetched of things of a type."""
    return json({"type": type_, "properties": reconcile.properties_of([type_], language_of(request))})


@router.get("/reconcile/view", status_code=302, response_class=RedirectResponse)
async def view(request: Request, id_: Id) -> Response:
    """The page of a thing by the id that it has here."""
    spoken = asked_language(request)
    return RedirectResponse(_page_of(id_) + (f"?lang={spoken}" if spoken else ""), 302)


def _page_of(id_: str) -> str:
    type_, own = reconcile.split(id_)
    return f"/{_PAGES[type_]}/{quote(own, safe='')}"


@router.get("/reconcile/preview", response_class=HTMLResponse)
async def preview(request: Request, state: Running, id_: Id) -> Response:
    """A few facts of a thing as a small page, for OpenRefine to show beside a cell."""
    language = language_of(request)
    found = await state.read(reconcile.things_of([id_], language))
    if id_ not in found:
        raise NotFoundError(f"there is nothing with the id '{id_[:100]}'", given=id_)
    type_, thing = found[id_]
    seen = view_of(request, data_version="")
    facts = [
        {"label": text(f"reconcile.property.{pid}", language), "value": _shown(type_, pid, thing[pid], language)}
        for pid in reconcile.PROPERTIES[type_]
        if pid != "name" and thing.get(pid) is not None
    ]
    body = render(
        "preview.html",
        lang=language,
        view=seen,
        name=thing["name"],
        type=text(f"reconcile.type.{type_}", language),
        href=seen.address(_page_of(id_)),
        facts=facts,
    )
    return Response(body, media_type="text/html; charset=utf-8")


_KINDS: Mapping[tuple[str, str], str] = {
    ("town", "kind"): "city_kind",
    ("ring", "kind"): "ring_kind",
    ("event", "kind"): "event_kind",
    ("event", "status"): "event_status",
}


def _shown(type_: str, pid: str, value: Any, language: Language) -> str:
    if pid == "country":
        return say.country(value, language)
    if pid in ("population", "members"):
        return say.number(value, language)
    if pid in ("founded", "ended", "begin", "end"):
        return say.partial_date(value, language)
    return say.label(_KINDS.get((type_, pid), "value"), value, language)
