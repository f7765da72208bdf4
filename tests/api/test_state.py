"""What the application holds between requests: as much as it is allowed to, and drawn by one at a time."""

from __future__ import annotations

import asyncio
import threading
from typing import Any, cast

import pytest
from fastapi import Request

from api.measuring import Measuring
from api.state import State
from graph.database import ReadGateway, Version
from graph.settings import Settings
from graph.store import Store

MEGA = 1_000_000


def state(answers: int = MEGA) -> State:
    """A state without a database."""
    nothing: Any = None
    return State(Settings(answers=answers), cast(Store, nothing), cast(ReadGateway, nothing), cast(Measuring, nothing))


def test_what_is_kept_is_found_again_under_all_that_it_hangs_on() -> None:
    held = state()
    held.remember((Version("7", 1), "en", "partners", "city=Krefeld"), (b"{}", "<a>"))
    assert held.recall((Version("7", 1), "en", "partners", "city=Krefeld")) == (b"{}", "<a>")
    assert held.recall((Version("7", 2), "en", "partners", "city=Krefeld")) is None


def test_long_addresses_take_no_more_room_than_answers_may() -> None:
    held = state()
    for number in range(100):
        address = f"city=Krefeld&n{number}{'x' * 30_000}="
        held.remember(("partners", address), (b"{}", f"<{address}>"))
    assert held.answers.currsize <= MEGA
    kept = sum(len(key) + len(body) + len(links) for key, (body, links) in held.answers.items())
    assert 0 < kept <= MEGA


def test_one_that_takes_much_of_the_room_is_not_kept() -> None:
    held = state()
    held.remember("links", (b"{}", "x" * (MEGA // 8)))
    assert held.recall("links") is None


def test_nothing_is_kept_where_there_is_no_room() -> None:
    held = state(answers=0)
    held.remember("empty", (b"", ""))
    assert held.recall("empty") is None


def test_an_answer_is_another_one_in_another_year(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Request({"type": "http", "headers": [], "query_string": b"", "path_params": {"name": "anniversaries"}})
    asked.state.version = Version("7", 1)
    found = []
    for year in (2026, 2027):
        monkeypatch.setattr("api.state.this_year", lambda year=year: year)
        found.append(asyncio.run(state().etag(asked)))
    assert found[0] != found[1]


def test_nobody_draws_while_the_picture_of_one_who_left_is_drawn() -> None:
    held, goes_on, drawn = state(), threading.Event(), []

    def slow() -> None:
        goes_on.wait(10)
        drawn.append("slow")

    async def draw(make: Any) -> None:
        async with held.drawing.turn():
            await held.to_its_end(make)

    async def both() -> None:
        left = asyncio.create_task(draw(slow))
        await asyncio.sleep(0.05)
        left.cancel()
        next_one = asyncio.create_task(draw(lambda: drawn.append("quick")))
        await asyncio.sleep(0.05)
        goes_on.set()
        await asyncio.wait([left, next_one])
        assert left.cancelled()

    asyncio.run(both())
    assert drawn == ["slow", "quick"]
