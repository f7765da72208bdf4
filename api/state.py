"""What the application holds while it runs, and how a request gets an answer out of it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Annotated, TypeVar

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
    """The open knowledge base, the gateway for reading it, and the settings."""

    config: Settings
    store: Store
    gateway: ReadGateway

    async def read(self, asking: Generator[Bound, Answer, T]) -> T:
        """Run a generator of queries."""
        return await run_async(self.gateway, asking)

    async def etag(self, request: Request) -> str:
        """The `ETag` of an answer: data version, program version, language."""
        return f'"{await self.read(things.version())}-{program_version()}-{language_of(request)}"'


def state_of(request: Request) -> State:
    """The application's state."""
    state: State = request.app.state.citynet
    return state


Running = Annotated[State, Depends(state_of)]
