"""Turns: as many queries at once as the database works on well; whoever waits too long for one is told to come back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from graph.errors import BusyError

LENT = 1.0
"""Seconds for which a query has its turn. One that takes longer goes on without: slow ones never hold up quick ones."""

PATIENCE = 15.0
"""Seconds that a query waits for its turn at most."""


class Turns:
    """`most` turns, given in the order in which they are asked for."""

    def __init__(self, most: int, *, patience: float = PATIENCE, lent: float = LENT) -> None:
        self._free = asyncio.Semaphore(most)
        self._patience = patience
        self._lent = lent

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Have a turn, or for as long as it is lent; raises `BusyError` where none comes free in time."""
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError:
            raise BusyError("too many questions wait for the database") from None
        turn = _Turn(self._free)
        lent = asyncio.get_running_loop().call_later(self._lent, turn.give_back)
        try:
            yield
        finally:
            lent.cancel()
            turn.give_back()


class _Turn:
    """One turn, which is given back once."""

    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free: asyncio.Semaphore | None = free

    def give_back(self) -> None:
        if self._free is not None:
            self._free.release()
            self._free = None
