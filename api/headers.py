"""Headers that every answer carries, and answers that need not be sent again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import Request, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import answer_error
from viz.pages import CONTENT_SECURITY_POLICY

Next = Callable[[Request], Awaitable[Response]]

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
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


async def secure(request: Request, call_next: Next) -> Response:
    """Add the security headers, to errors too; only pages asked for as an embed may be framed by others."""
    try:
        _within_limit(request)
        response = await call_next(request)
    except Exception as error:  # what no handler of the application took
        response = answer_error(request, error)
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    embed = request.query_params.get("embed") == "1" and request.url.path in _FRAMED
    framed_by = "*" if embed else "'none'"
    policy = f"{CONTENT_SECURITY_POLICY}; form-action 'self'; frame-ancestors {framed_by}"
    response.headers.setdefault("Content-Security-Policy", policy)
    if request.url.path.startswith(("/api/", "/data/")) and request.method in ("GET", "HEAD"):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Server-Timing"
    return response


def _within_limit(request: Request) -> None:
    """Refuse a body that says itself that it is too long; one that does not say is counted while it is read."""
    limit: int = request.app.state.max_body
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > limit:
        raise HTTPException(413, f"the body has {said} bytes; at most {limit} may be sent at once")


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
