"""Headers that every answer carries, and answers that need not be sent again."""

from __future__ import annotations

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import answer_error
from viz.pages import CONTENT_SECURITY_POLICY

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_OPEN = ("/api/", "/data/", "/reconcile/", "/openapi.json")
_FRAMED = ("/map", "/network", "/figures")


class HeadAsGet:
    """Answers HEAD with what GET would say, without its body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            return await self.app(scope, receive, send)

        async def without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self.app({**scope, "method": "GET"}, receive, without_body)


class Secure:
    """Adds the security headers, to errors too, and lets other sites' scripts read what is open to all.

    Only pages asked for as an embed, and OpenRefine's preview, may be framed by others. Whoever may read from any
    site sends no cookie or key along; what writes is for this site alone.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        request, begun = Request(scope), False
        added = _headers_for(request)

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in added.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            request.app.state.gate.admit(request)
            if request.method == "OPTIONS" and (allowed := _open_methods(request)):
                return await _preflight(allowed)(scope, receive, with_headers)
            await self.app(scope, receive, with_headers)
        except Exception as error:  # what no handler of the application took
            if begun:
                raise
            await answer_error(request, error)(scope, receive, with_headers)


def _headers_for(request: Request) -> dict[str, str]:
    path = request.url.path
    framed = path == "/reconcile/preview" or (request.query_params.get("embed") == "1" and path in _FRAMED)
    framed_by = "*" if framed else "'none'"
    policy = f"{CONTENT_SECURITY_POLICY}; form-action 'self'; frame-ancestors {framed_by}"
    found = {**_ALWAYS, "Content-Security-Policy": policy}
    if request.method in (*_open_methods(request), "OPTIONS") and _open_methods(request):
        found |= {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": "ETag, Link, Server-Timing, X-Request-ID",
        }
    return found


def _open_methods(request: Request) -> tuple[str, ...]:
    """The methods that scripts of other sites may use here; OpenRefine asks its questions by POST."""
    path = request.url.path
    if path == "/reconcile":
        return ("GET", "HEAD", "POST")
    if path.startswith(_OPEN) and not path.startswith("/api/loads"):
        return ("GET", "HEAD")
    return ()


def _preflight(allowed: tuple[str, ...]) -> Response:
    """What a browser asks before a script of another site may ask."""
    headers = {
        "Access-Control-Allow-Methods": ", ".join(allowed),
        "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return Response(status_code=204, headers=headers)


def matches(request: Request, etag: str) -> bool:
    """Whether the caller has this version already."""
    known = request.headers.get("if-none-match", "")
    return any(one.strip().removeprefix("W/") in (etag, "*") for one in known.split(",")) if known else False


def not_modified(etag: str) -> Response:
    """304 with the version that the caller has."""
    return Response(status_code=304, headers=cached(etag))


def cached(etag: str) -> dict[str, str]:
    """Headers of an answer that may be kept, and is asked about again before it is used."""
    return {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept-Language, Accept"}
