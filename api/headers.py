"""Headers that every answer carries, and answers that need not be sent again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import Request, Response

from viz.pages import CONTENT_SECURITY_POLICY

Next = Callable[[Request], Awaitable[Response]]

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_FRAMED = ("/map", "/network", "/figures")


async def secure(request: Request, call_next: Next) -> Response:
    """Add the security headers; only pages asked for as an embed may be framed by others."""
    response = await call_next(request)
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    embed = request.query_params.get("embed") == "1" and request.url.path in _FRAMED
    policy = CONTENT_SECURITY_POLICY + ("; frame-ancestors *" if embed else "; frame-ancestors 'none'")
    response.headers.setdefault("Content-Security-Policy", policy)
    if request.url.path.startswith(("/api/", "/data/")) and request.method in ("GET", "HEAD"):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Server-Timing"
    return response


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
