"""Turns of queries: so many at once, in their order, none kept for long, and a clear end of the waiting."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from graph.database.turns import Turns
from graph.errors import BusyError


def test_no_more_than_so_many_have_a_turn_and_they_come_in_their_order() -> None:
    async def tried() -> tuple[int, list[int]]:
        turns, now, most, order = Turns(3), 0, 0, []

        async def one(number: int) -> None:
            nonlocal now, most
            async with turns.turn():
                now += 1
                most = max(most, now)
                order.append(number)
                await asyncio.sleep(0.01)
                now -= 1

        await asyncio.gather(*map(one, range(10)))
        return most, order

    assert asyncio.run(tried()) == (3, list(range(10)))


def test_who_takes_long_makes_room_for_others_once() -> None:
    async def tried() -> list[str]:
        turns, said = Turns(1, lent=0.05), []

        async def slow() -> None:
            async with turns.turn():
                await asyncio.sleep(0.3)
                said.append("slow")

        async def quick() -> None:
            async with turns.turn():
                said.append("quick")
                await asyncio.sleep(0.02)
                said.append("quick ends")

        await asyncio.gather(slow(), quick(), quick())
        # The slow one gave its turn back once: two at a time still stand one after the other.
        await asyncio.gather(quick(), quick())
        return said

    assert asyncio.run(tried()) == [*["quick", "quick ends"] * 2, "slow", *["quick", "quick ends"] * 2]


def test_a_turn_that_is_not_lent_is_kept_to_its_end() -> None:
    async def tried() -> list[str]:
        turns, said = Turns(1), []

        async def one(name: str) -> None:
            async with turns.turn():
                said.append(name)
                await asyncio.sleep(0.05)
                said.append(f"{name} ends")

        await asyncio.gather(one("first"), one("second"))
        return said

    assert asyncio.run(tried()) == ["first", "first ends", "second", "second ends"]


def test_who_waits_too_long_is_told_and_takes_no_turn_away() -> None:
    async def tried() -> None:
        turns = Turns(1, patience=0.05, lent=60)
        async with turns.turn():
            with pytest.raises(BusyError):
                async with turns.turn():
                    raise AssertionError("it had a turn")
        async with turns.turn():
            pass

    asyncio.run(tried())


def test_who_gives_up_while_waiting_or_in_its_turn_takes_no_turn_away() -> None:
    async def tried() -> None:
        turns = Turns(1, lent=60)

        async def one() -> None:
            async with turns.turn():
                await asyncio.sleep(60)

        having, waiting = asyncio.create_task(one()), asyncio.create_task(one())
        await asyncio.sleep(0.01)
        for task in (waiting, having):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        async with asyncio.timeout(1), turns.turn():
            pass

    asyncio.run(tried())
