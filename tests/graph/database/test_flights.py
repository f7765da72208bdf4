"""What several ask for at the same time is made once, and stopped when nobody waits for it."""

from __future__ import annotations

import asyncio

import pytest

from graph.database.flights import Flights


class Kitchen:
    """Makes a dish in a moment, and counts what it began and finished."""

    def __init__(self, *, burns: bool = False) -> None:
        self.begun = self.done = 0
        self.burns = burns

    async def dish(self) -> str:
        self.begun += 1
        await asyncio.sleep(0.05)
        if self.burns:
            raise ValueError("burnt")
        self.done += 1
        return f"dish {self.done}"


async def waiting(flights: Flights[str], kitchen: Kitchen, *keys: str) -> list[asyncio.Task[str]]:
    """Those who wait for what is made under the keys."""
    made = [asyncio.create_task(flights.join(key, kitchen.dish())) for key in keys]
    await asyncio.sleep(0.01)
    return made


def test_who_asks_for_the_same_gets_the_same_made_once() -> None:
    async def tried() -> tuple[list[str], int]:
        kitchen = Kitchen()
        return await asyncio.gather(*await waiting(Flights(), kitchen, "soup", "soup", "soup")), kitchen.begun

    assert asyncio.run(tried()) == (["dish 1"] * 3, 1)


def test_other_keys_and_later_askers_get_their_own() -> None:
    async def tried() -> int:
        flights, kitchen = Flights[str](), Kitchen()
        await asyncio.gather(*await waiting(flights, kitchen, "soup", "salad"))
        await asyncio.gather(*await waiting(flights, kitchen, "soup"))
        return kitchen.done

    assert asyncio.run(tried()) == 3


def test_who_leaves_takes_nothing_from_those_who_wait() -> None:
    async def tried() -> tuple[str, int]:
        flights, kitchen = Flights[str](), Kitchen()
        first, second = await waiting(flights, kitchen, "soup", "soup")
        first.cancel()
        return await second, kitchen.begun

    assert asyncio.run(tried()) == ("dish 1", 1)


def test_what_nobody_waits_for_is_stopped_and_made_anew_for_the_next() -> None:
    async def tried() -> tuple[int, int]:
        flights, kitchen = Flights[str](), Kitchen()
        gone = await waiting(flights, kitchen, "soup", "soup")
        for one in gone:
            one.cancel()
        await asyncio.wait(gone)
        await asyncio.gather(*await waiting(flights, kitchen, "soup"))
        return kitchen.begun, kitchen.done

    assert asyncio.run(tried()) == (2, 1)


def test_what_goes_wrong_is_told_to_all_who_wait() -> None:
    async def tried() -> list[BaseException | str]:
        return await asyncio.gather(*await waiting(Flights(), Kitchen(burns=True), "s", "s"), return_exceptions=True)

    assert [str(one) for one in asyncio.run(tried())] == ["burnt", "burnt"]


@pytest.mark.parametrize("many", [1, 20])
def test_nothing_is_kept_when_all_have_it(many: int) -> None:
    async def tried() -> int:
        flights = Flights[str]()
        await asyncio.gather(*await waiting(flights, Kitchen(), *["soup"] * many))
        return len(flights)

    assert asyncio.run(tried()) == 0
