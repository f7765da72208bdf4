"""Reports of errors: the form of a visitor, who needs no key, and the curator's list of them."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from urllib.parse import parse_qsl

import orjson
from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from api.keys import Writing, is_ours, logged_in, refuse_foreign, writing_is_on
from api.language import asked_language, language_of
from api.limits import caller, small_body
from api.pages import page
from api.routes.review import Query_, Short, back, review_view
from api.state import Running
from graph import reports
from graph.errors import UsageError
from graph.reports import ReportGiven, ReportState
from graph.texts import has_text, text
from viz.pages import View
from viz.reports import mended_at, thing_page

MOST_BYTES = 30_000
SHOWN = 50
_NOT_KEPT = {"Cache-Control": "private, no-store"}
_FIELDS = ("wrong", "right", "source")

router = APIRouter()
Part = Annotated[str, Query(max_length=600)]


@router.get("/report", include_in_schema=False)
async def report_page(
    request: Request, state: Running, of: Part = "", id_: Annotated[str, Query(alias="id", max_length=600)] = "",
    about: Part = "", sent: Annotated[str, Query(max_length=40)] = "",
) -> Response:  # fmt: skip
    """The form by which a visitor says what is wrong with a thing; `sent` thanks for it."""
    names = await asyncio.to_thread(reports.names_of, state.store.db, of, id_)
    said = {"of": of, "id": id_, "about": about or " – ".join(names)}
    return await _form(request, state, said, {}, sent=sent)


async def _form(
    request: Request, state: Running, said: dict[str, str], wrong: dict[str, str], *, sent: str = ""
) -> Response:
    view = View(lang_asked=asked_language(request))
    answer = await page(
        request,
        state,
        "report.html",
        given={name: said.get(name, "") for name in ("of", "id", "about", *_FIELDS)},
        wrong=wrong,
        sent=sent,
        back=thing_page(view, said.get("of", ""), said.get("id", "")),
    )
    del answer.headers["ETag"]
    answer.headers["Cache-Control"] = "no-store"
    answer.status_code = 422 if wrong else 200
    return answer


def _worded(kind: str, request: Request) -> str:
    key = f"report.wrong.{kind}"
    return text(key if has_text(key) else "report.wrong.missing", language_of(request))


@router.post("/report", include_in_schema=False)
async def send_report(request: Request, state: Running) -> Response:
    """Take a visitor's report from the form of a page of ours."""
    refuse_foreign(request)
    said = _fields((await small_body(request, MOST_BYTES)).decode("utf-8", "replace"))
    try:
        given = ReportGiven.model_validate(said)
    except ValidationError as exc:
        wrong = {str(one["loc"][-1]): _worded(str(one["type"]), request) for one in exc.errors() if one["loc"]}
        if not set(wrong) <= set(_FIELDS):
            raise UsageError("this report is of nothing that is here; open the form from a page again") from exc
        return await _form(request, state, said, wrong)
    request.app.state.reporting.take(caller(request))
    made = await asyncio.to_thread(reports.report, state.store.db, given)
    spoken = asked_language(request)
    address = request.url.include_query_params(of=given.of, id=given.id, about=made["about"], sent=made["id"])
    address = address.include_query_params(lang=spoken) if spoken else address
    return RedirectResponse(f"/report?{address.query}", 303, headers={"Cache-Control": "no-store"})


def _fields(body: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(body, max_num_fields=20)
    except ValueError as exc:
        raise UsageError("this is not the form of a report; open it from a page again") from exc
    return {name: value for name, value in pairs if name in ReportGiven.model_fields}


_SCHEMA = ReportGiven.model_json_schema()
_EXAMPLE = {"of": "link", "id": "gn2884509|gn2745641", "wrong": "The year is wrong.", "right": "1964",
            "source": "https://www.krefeld.de/"}  # fmt: skip
_SENT: dict[str, Any] = {
    "type": "object",
    "required": ["id", "state"],
    "properties": {"id": {"type": "string"}, "state": {"enum": [str(one) for one in ReportState]}},
}
_TOLD = ("of", "thing", "about", "wrong", "right", "source", "made", "closed", "reply")
_ONE: dict[str, Any] = {
    "type": "object",
    "required": ["id", "state"],
    "properties": _SENT["properties"] | {name: {"type": ["string", "null"]} for name in _TOLD},
}
_LISTED: dict[str, Any] = {
    "type": "object",
    "required": ["reports", "counts"],
    "properties": {
        "reports": {"type": "array", "items": _ONE},
        "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
    },
}


def _answer(status: int, description: str, schema: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    return {status: {"description": description, "content": {"application/json": {"schema": schema}}}}


@router.post(
    "/api/reports",
    tags=["reports"],
    operation_id="report",
    status_code=201,
    responses=_answer(201, "What was kept", _SENT),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _SCHEMA, "example": _EXAMPLE}},
        }
    },
)
async def api_report(request: Request, state: Running) -> Response:
    """Report an error, without a key. Say no personal data; a person of this knowledge base looks at it."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415, "send the report as application/json")
    if "origin" in request.headers and not is_ours(request):
        raise HTTPException(403, "a report from another site's page is not taken")
    try:
        given = ReportGiven.model_validate_json(await small_body(request, MOST_BYTES))
    except ValidationError as exc:
        first = exc.errors()[0]
        name = str(first["loc"][-1]) if first["loc"] else "body"
        raise UsageError(f"'{name}': {first['msg']}", parameter=name) from exc
    request.app.state.reporting.take(caller(request))
    made = await asyncio.to_thread(reports.report, state.store.db, given)
    said = {"id": made["id"], "state": made["state"]}
    return Response(orjson.dumps(said), 201, _NOT_KEPT, "application/json")


Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Chosen = Annotated[ReportState, Query(alias="state")]


@router.get(
    "/api/reports",
    tags=["reports"],
    operation_id="reports",
    responses=_answer(200, "Reports of a state, the newest first, and how many there are of each", _LISTED),
    openapi_extra={"security": [{"key": []}]},
)
async def api_reports(
    state: Running, _: Writing, chosen: Chosen = ReportState.OPEN, offset: Offset = 0
) -> Response:  # fmt: skip
    """What visitors say is wrong."""
    found = await asyncio.to_thread(reports.listed, state.store.db, chosen, limit=SHOWN, offset=offset)
    said = {"reports": found.reports, "counts": found.counts}
    return Response(orjson.dumps(said), 200, _NOT_KEPT, "application/json")


@router.get("/review/reports", include_in_schema=False)
async def reports_page(
    request: Request,
    state: Running,
    chosen: Chosen = ReportState.OPEN,
    offset: Offset = 0,
    done: Annotated[str, Query(max_length=40)] = "",
    wrong: bool = False,
) -> Response:
    """What visitors report, for those who have the key: strangers' words are not shown to all."""
    curator = logged_in(request)
    found = None
    if curator:
        found = await asyncio.to_thread(reports.listed, state.store.db, chosen, limit=SHOWN, offset=offset)
    view = View(lang_asked=asked_language(request))
    answer = await review_view(
        request,
        state,
        "review_reports.html",
        reports=[
            one | {"page": thing_page(view, one["of"], one["thing"]), "mend": mended_at(view, one)}
            for one in (found.reports if found else [])
        ],
        counts=found.counts if found else {},
        total=found.counts[str(chosen)] if found else 0,
        chosen=str(chosen),
        offset=offset,
        shown=SHOWN,
        done=done,
        wrong=wrong,
    )
    if not curator:
        answer.status_code = 401 if writing_is_on(state.config) else 403
    return answer


@router.post("/review/reports/close", include_in_schema=False)
async def close_report(
    state: Running, _: Writing, report: Short, to: Short, reply: Annotated[str, Form(max_length=1000)] = "",
    query: Query_ = "",
) -> Response:  # fmt: skip
    """Say what became of a report: `to` is `done`, `rejected`, or `open` again."""
    state_ = next((one for one in ReportState if one == to), None)
    if state_ is None:
        raise UsageError(f"'{to[:50]}' is no state of a report", parameter="to")
    await asyncio.to_thread(reports.close, state.store.db, report, state_, reply)
    return back(query, of="reports", done=state_)
