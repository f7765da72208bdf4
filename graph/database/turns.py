"""Turns: as many at once as is good for what they use; whoever waits too long for one is told to come back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from graph.errors import BusyError

PATIENCE = 15.0
"""Seconds that one waits for a turn at most."""


class Turns:
    """`most` turns, given in the order in which they are asked for, each to its end or `lent` for so many seconds.

    Whoever takes longer than it was lent goes on without a turn, so that the slow never hold up the quick.
    """

    def __init__(self, most: int, *, patience: float = PATIENCE, lent: float | None = None) -> None:
        self._free = asyncio.Semaphore(most)
        self._patience = patience
        self._lent = lent

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Have a turn; raises `BusyError` where none comes free in time."""
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError:
            raise BusyError("too many wait for their turn") from None
        turn = _Turn(self._free)
        lent = self._lent and asyncio.get_running_loop().call_later(self._lent, turn.give_back)
        try:
            yield
        finally:
            if lent:
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
