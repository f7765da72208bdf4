"""What the application holds while it runs, and how a request gets an answer out of it."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Annotated, ParamSpec, TypeVar

import orjson
from cachetools import LRUCache
from fastapi import Depends, Request

from api.language import language_of
from api.measuring import Measuring
from graph.database import Asking, ReadGateway, Version
from graph.database.turns import Turns
from graph.questions import QUESTIONS
from graph.questions.parameters import this_year
from graph.settings import Settings
from graph.store import Store
from graph.version import program_version

P = ParamSpec("P")
T = TypeVar("T")
Kept = tuple[bytes, str]
"""An answer as JSON, and its header `Link`; or a page or a file, and nothing."""

_QUEUED = 60.0
"""Seconds that a picture waits to be drawn at most; each takes some seconds of a core."""

_AROUND = 500
"""Bytes that a kept answer takes beside its own."""


@dataclass(slots=True)
class State:
    """The open knowledge base, the gateway for reading it, the figures of its whole network, and the settings.

    `kept` are answers that cost much and hang on the data version alone, each with the version it belongs to. `warm`
    tells whether the questions were asked once since the start. `answers` are JSON answers of questions and
    pages, the last ones asked, each under a digest of all that it hangs on, for addresses may be long; `cards` are the
    last small pictures. `drawing` lets one picture at a time be drawn, which takes a whole core.
    """

    config: Settings
    store: Store
    gateway: ReadGateway
    measuring: Measuring
    kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    making: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    drawing: Turns = field(default_factory=lambda: Turns(1, patience=_QUEUED))
    warm: bool = False
    cards: LRUCache[Hashable, bytes] = field(default_factory=lambda: LRUCache(64))
    answers: LRUCache[bytes, Kept] = field(init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _next: asyncio.Task[Version] | None = None

    def __post_init__(self) -> None:
        self.answers = LRUCache(self.config.answers, getsizeof=_room)

    async def read(self, asking: Asking[T], *, version: Version | None = None) -> T:
        """Run a generator of queries; `version` is the data version where it was read already."""
        return await self.gateway.drive(asking, version=version)

    async def read_for(self, request: Request, asking: Asking[T]) -> T:
        """The same for a request, whose data version is read once for all that it reads."""
        return await self.gateway.drive(asking, version=await self.stamp(request))

    async def version(self, request: Request) -> str:
        """The data version of a request's answer, read once and first: what is sent may be newer, never older."""
        return (await self.stamp(request)).data

    async def stamp(self, request: Request) -> Version:
        """The same with the number of acts of writing, which never comes back."""
        known: Version | None = getattr(request.state, "version", None)
        if known is None:
            if self._turn.locked():
                self._next = self._next or asyncio.create_task(self._read_version())
                known = await asyncio.shield(self._next)
            else:
                known = await self._read_version()
            request.state.version = known
        return known

    async def _read_version(self) -> Version:
        """One reading for all requests that wait for it: whoever comes while it is under way waits for the next."""
        async with self._turn:
            self._next = None
            return await self.gateway.version()

    def recall(self, key: Hashable) -> Kept | None:
        """The answer that is kept under all that it hangs on, or None."""
        return self.answers.get(_digest(key))

    def remember(self, key: Hashable, answer: Kept) -> None:
        """Keep an answer as long as there is room; one that takes much of it is not kept."""
        if _room(answer) * 8 <= self.config.answers:
            self.answers[_digest(key)] = answer

    async def to_its_end(self, draw: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `draw` gives, in a thread. A thread cannot be stopped: whoever gives up before leaves when it ends."""
        drawn = asyncio.ensure_future(asyncio.to_thread(draw, *args, **kwargs))
        try:
            return await asyncio.shield(drawn)
        except asyncio.CancelledError:
            await asyncio.wait([drawn])
            raise

    async def keep(self, name: str, make: Callable[[], Awaitable[object]], version: str) -> bytes:
        """What `make` gives, as JSON if it is no bytes; made once for each data version, however many ask for it."""
        async with self.making[name]:
            kept = self.kept.get(name)
            if kept is None or kept[0] != version:
                made = await make()
                body = made if isinstance(made, bytes) else await asyncio.to_thread(orjson.dumps, made)
                kept = self.kept[name] = (version, body)
            return kept[1]

    async def etag(self, request: Request) -> str:
        """The `ETag` of an answer: versions of data and program, language, the year from which anniversaries count.

        Where an answer tells of acts of writing, their number, too.
        """
        known = await self.stamp(request)
        asked = QUESTIONS.get(str(request.path_params.get("name", "")).partition(".")[0])
        acts = f"-{known.acts}" if asked is not None and asked.of_loads else ""
        return f'"{known.data}{acts}-{program_version()}-{language_of(request)}-{this_year()}"'


def _room(kept: Kept) -> int:
    """Bytes that a kept answer takes."""
    return len(kept[0]) + len(kept[1]) + _AROUND


def _digest(key: Hashable) -> bytes:
    return hashlib.blake2b(repr(key).encode(), digest_size=16).digest()


def state_of(request: Request) -> State:
    """The application's state."""
    state: State = request.app.state.citynet
    return state


async def _running(request: Request) -> State:
    """The same for routes; `async`, for FastAPI sends what is not through a thread, which takes long."""
    return state_of(request)


Running = Annotated[State, Depends(_running)]
