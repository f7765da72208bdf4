"""What the application holds while it runs, and how a request gets an answer out of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

import orjson
from fastapi import Depends, Request

from api.language import language_of
from graph import things
from graph.cypher import Bound
from graph.database import Answer, ReadGateway
from graph.questions.asking import run_async
from graph.settings import Settings
from graph.store import Store
from graph.version import program_version

T = TypeVar("T")


@dataclass(slots=True)
class State:
    """The open knowledge base, the gateway for reading it, and the settings.

    `kept` are answers that cost much and hang on the data version alone, each with the version it belongs to. `warm`
    tells whether the questions were asked once since the start.
    """

    config: Settings
    store: Store
    gateway: ReadGateway
    kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    making: asyncio.Lock = field(default_factory=asyncio.Lock)
    warm: bool = False

    async def read(self, asking: Generator[Bound, Answer, T]) -> T:
        """Run a generator of queries."""
        return await run_async(self.gateway, asking)

    async def version(self, request: Request) -> str:
        """The data version of a request's answer, read once and first: what is sent may be newer, never older."""
        known: str | None = getattr(request.state, "data_version", None)
        if known is None:
            known = request.state.data_version = await self.read(things.version())
        return known

    async def keep(self, name: str, make: Callable[[], Awaitable[object]], version: str) -> bytes:
        """The JSON of what `make` gives, made once for each data version, however many ask for it."""
        async with self.making:
            kept = self.kept.get(name)
            if kept is None or kept[0] != version:
                made = await make()
                kept = self.kept[name] = (version, await asyncio.to_thread(orjson.dumps, made))
            return kept[1]

    async def etag(self, request: Request) -> str:
        """The `ETag` of an answer: data version, program version, language."""
        return f'"{await self.version(request)}-{program_version()}-{language_of(request)}"'


def state_of(request: Request) -> State:
    """The application's state."""
    state: State = request.app.state.citynet
    return state


Running = Annotated[State, Depends(state_of)]
