"""Errors as people and programs read them: a page for browsers, `application/problem+json` for the rest."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.language import asked_language, language_of
from graph.errors import (
    AmbiguousThingError,
    AmbiguousTownError,
    CitynetError,
    DatabaseAwayError,
    NotFoundError,
    NotReadyError,
    QueryTimeoutError,
)
from graph.texts import Language, has_text, text
from viz.pages import render

log = logging.getLogger("citynet")
RETRY_AFTER = 3
_BY_STATUS = {
    401: "key-needed", 403: "refused", 404: "not-found", 413: "too-large", 414: "too-long", 421: "misdirected",
    429: "too-many",
}  # fmt: skip
"""What a page says by the status alone."""
_PLACES = {
    "ring": "rings", "source": "sources", "event": "events", "organisation": "organisations", "person": "people",
    "met": "people", "programme": "programmes", "topic": "topics",
}  # fmt: skip
"""Where what a parameter names has its page."""
_DATA = ("/api/", "/data/", "/metrics", "/reconcile", "/openapi.json", "/events.ics", "/anniversaries.ics")


def problem_of(error: Exception) -> dict[str, Any]:
    """The problem document (RFC 9457) of an error."""
    if isinstance(error, CitynetError):
        problem: dict[str, Any] = {"status": error.status, "code": error.code, "detail": _told(error)}
        if isinstance(error, AmbiguousTownError):
            problem["towns"] = error.towns
        if isinstance(error, AmbiguousThingError):
            problem["candidates"] = error.candidates
        if isinstance(error, NotFoundError):
            problem["nearest"] = error.nearest
        for name in ("parameter", "given", "reason"):
            if said := getattr(error, name, None):
                problem[name] = said
    elif isinstance(error, RequestValidationError):
        first = error.errors()[0]
        name = str(first["loc"][-1])
        problem = {"status": 422, "code": "usage", "detail": f"'{name}': {first['msg']}", "parameter": name}
    elif isinstance(error, HTTPException):
        problem = {"status": error.status_code, "code": "http", "detail": str(error.detail)}
    else:
        problem = {"status": 500, "code": "error", "detail": "something went wrong here; it was written to the log"}
    return {"type": "about:blank", "title": HTTPStatus(problem["status"]).phrase, **problem}


def _told(error: CitynetError) -> str:
    """What a caller is told: nothing of addresses and paths inside, which stand in the log."""
    if error.status < 500 or isinstance(error, QueryTimeoutError):
        return str(error)
    key = f"problem.{error.code}"
    return f"{text(f'{key}.title', 'en')}. {text(f'{key}.advice', 'en')}"


def answer_error(request: Request, error: Exception) -> Response:
    """The answer to a request that failed: in the form that the caller reads."""
    problem = problem_of(error)
    if problem["status"] >= 500 and not isinstance(error, NotReadyError):
        said = {"error": type(error).__name__, "status": problem["status"]}
        log.error("failed", extra=said, exc_info=error if problem["status"] == 500 else None)
    headers = {"Retry-After": str(RETRY_AFTER)} if isinstance(error, DatabaseAwayError) else {}
    if isinstance(error, NotReadyError):
        headers = not_ready(error)
    if isinstance(error, HTTPException) and error.headers:
        headers |= dict(error.headers)
    if request.url.path.startswith(_DATA) or "text/html" not in request.headers.get("accept", "text/html"):
        body = orjson.dumps(problem)
        return Response(body, problem["status"], headers, "application/problem+json")
    return Response(_page(request, problem), problem["status"], headers, "text/html; charset=utf-8")


def not_ready(error: NotReadyError) -> dict[str, str]:
    """Headers of an answer that is not there yet: when to ask again, which browsers do by themselves."""
    return {"Retry-After": str(error.retry_after), "Refresh": str(error.retry_after), "Cache-Control": "no-store"}


def problem_for_page(problem: dict[str, Any], request: Request) -> dict[str, Any]:
    """The problem as the page shows it: in the reader's language, with addresses to go on to."""
    lang = language_of(request)
    code = _BY_STATUS.get(problem["status"], problem["code"])
    key = f"problem.{code}"
    return {
        "status": problem["status"],
        "title": _text(f"{key}.title", lang, problem["title"]),
        "detail": _detail(key, problem, lang),
        "advice": _text(f"{key}.advice", lang, None),
        "parameter": problem.get("parameter"),
        "nearest": [_leading_on(one, problem, request) for one in problem.get("nearest", [])],
        "towns": [_leading_on(one, problem, request) for one in problem.get("towns", [])],
        "candidates": [_leading_on(one, problem, request) for one in problem.get("candidates", [])],
    }


def _text(key: str, lang: Language, default: str | None) -> str | None:
    return text(key, lang) if has_text(key) else default


def _detail(key: str, problem: dict[str, Any], lang: Language) -> str | None:
    """What is wrong, in the page's language where the catalogue can say it; nothing that title and choices say."""
    name = problem.get("parameter") or ""
    if problem["code"] == "usage" and name:
        label = _text(f"parameter.{name}", lang, name)
        reason = problem.get("reason", {})
        said = str(problem["detail"]).removeprefix(f"'{name}': ")
        if has_text(f"problem.reason.{reason.get('type')}"):
            said = text(f"problem.reason.{reason['type']}", lang, **reason)
        return text(f"{key}.detail", lang, label=label, detail=said)
    if problem.get("towns") or problem.get("candidates") or problem["code"] == "http" or problem["status"] >= 500:
        return None
    if has_text(f"{key}.detail") and problem.get("given"):
        return text(f"{key}.detail", lang, given=problem["given"])
    return str(problem["detail"])


def _leading_on(thing: dict[str, Any], problem: dict[str, Any], request: Request) -> dict[str, Any]:
    """A thing with the address that answers the same request for it; where none was asked, its page."""
    given, parameter = problem.get("given"), problem.get("parameter")
    asked = request.query_params.multi_items()
    if given and (parameter, given) in [(key, value.strip()) for key, value in asked]:
        kept = [(key, thing["id"] if (key, value.strip()) == (parameter, given) else value) for key, value in asked]
        return thing | {"href": f"{quote(request.url.path)}?{urlencode(kept)}"}
    place = "cities" if "country" in thing else _PLACES.get(parameter or "", "ask")
    path = f"/{place}/{quote(str(thing['id']), safe='')}"
    lang = asked_language(request)
    return thing | {"href": f"{path}?lang={lang}" if lang else path}


def _page(request: Request, problem: dict[str, Any]) -> str:
    from api.pages import view_of

    view = view_of(request, data_version="")
    return render("error.html", lang=language_of(request), view=view, problem=problem_for_page(problem, request))


def install(app: FastAPI) -> None:
    """Let all errors of the application go through `answer_error`."""

    async def handler(request: Request, error: Exception) -> Response:
        return answer_error(request, error)

    for kind in (CitynetError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, handler)
