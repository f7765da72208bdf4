"""What the application holds while it runs, and how a request gets an answer out of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

import orjson
from fastapi import Depends, Request

from api.language import language_of
from api.version import program_version
from graph import things
from graph.cypher import Bound
from graph.database import Answer, ReadGateway
from graph.questions.asking import run_async
from graph.settings import Settings
from graph.store import Store

T = TypeVar("T")


@dataclass(slots=True)
class State:
    """The open knowledge base, the gateway for reading it, and the settings.

    `kept` are answers that cost much and hang on the data version alone, each with the version it belongs to.
    """

    config: Settings
    store: Store
    gateway: ReadGateway
    kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def read(self, asking: Generator[Bound, Answer, T]) -> T:
        """Run a generator of queries."""
        return await run_async(self.gateway, asking)

    async def keep(self, name: str, asking: Callable[[], Generator[Bound, Answer, Any]]) -> bytes:
        """The JSON of an answer, made once for each data version, however many ask for it."""
        async with self.making:
            version = await self.read(things.version())
            kept = self.kept.get(name)
            if kept is None or kept[0] != version:
                made = await self.read(asking())
                kept = self.kept[name] = (version, await asyncio.to_thread(orjson.dumps, made))
            return kept[1]

    async def etag(self, request: Request) -> str:
        """The `ETag` of an answer: data version, program version, language."""
        return f'"{await self.read(things.version())}-{program_version()}-{language_of(request)}"'


def state_of(request: Request) -> State:
    """The application's state."""
    state: State = request.app.state.citynet
    return state


Running = Annotated[State, Depends(state_of)]
