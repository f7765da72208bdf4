"""What keeps a form that needs no key from being flooded: few requests at a time, and small bodies."""

from __future__ import annotations

import time
from collections import deque
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

FORM = 1_000_000
"""Bytes that a body may have where no file is sent; forms need no key to be read."""

_FILES = ("/api/loads", "/add/file")


def most_bytes(path: str, most: int) -> int:
    """How long a body sent to an address may be, where a file may have `most` bytes."""
    return most if path in _FILES else min(most, FORM)


class BodyLimit:
    """Counts bodies while they are read, for those that do not say their length; a longer one is 413."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._most = most
        self._by_length = {
            length: RequestBodyLimitMiddleware(app, max_body_size=length) for length in {most, min(most, FORM)}
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request with the limit of its address."""
        limited = self._by_length[most_bytes(scope.get("path", ""), self._most)]
        await limited(scope, receive, send)


class Pace:
    """How often something may be done: `most` times in `seconds` by one caller, `most_of_all` times by all."""

    def __init__(self, most: int, most_of_all: int, seconds: float) -> None:
        self.most = most
        self.most_of_all = most_of_all
        self.seconds = seconds
        self._done: deque[tuple[float, str]] = deque()

    def take(self, caller: str) -> None:
        """Count one more; raises 429 with `Retry-After` where it is too many."""
        now = time.monotonic()
        while self._done and self._done[0][0] <= now - self.seconds:
            self._done.popleft()
        own = [at for at, who in self._done if who == caller]
        if len(own) >= self.most or len(self._done) >= self.most_of_all:
            first = own[0] if len(own) >= self.most else self._done[0][0]
            wait = ceil(first + self.seconds - now)
            raise HTTPException(429, f"too many at once; try again in {wait} s", headers={"Retry-After": str(wait)})
        self._done.append((now, caller))


def caller(request: Request) -> str:
    """Who asks, as far as the connection tells: an address, of IPv6 its network, which is one caller's."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    if isinstance(address, IPv6Address) and not address.is_loopback:
        return str(ip_network((address, 64), strict=False))
    return str(address)


async def small_body(request: Request, most: int) -> bytes:
    """The body of at most `most` bytes, counted while it is read; raises 413."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise HTTPException(413, f"at most {most} bytes may be sent here")
    return body
