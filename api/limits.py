"""What keeps a form that needs no key from being flooded: few requests at a time, and small bodies."""

from __future__ import annotations

import time
from collections import deque
from math import ceil

from fastapi import Request
from starlette.exceptions import HTTPException


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
    """Who asks, as far as the connection tells."""
    return request.client.host if request.client else ""


async def small_body(request: Request, most: int) -> bytes:
    """The body of at most `most` bytes, counted while it is read; raises 413."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise HTTPException(413, f"at most {most} bytes may be sent here")
    return body
