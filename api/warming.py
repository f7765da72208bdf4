"""At the start, in the background, so that no visitor waits: questions asked, the map made, its first picture drawn."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import suppress
from typing import Any

from api.mapdata import kept_cards, map_credits, packed_map
from api.state import State
from graph.cypher import Bound
from graph.database import Answer
from graph.errors import CitynetError
from graph.questions import QUESTIONS
from graph.questions.asking import ask
from graph.search import search
from graph.texts import LANGUAGES

SECONDS = 5.0
"""What a question may take here. On a very large network some take longer, which planned they are all the same."""

LARGE = 100_000
"""Bytes of a packed map from which on its picture on the start page takes seconds to draw."""

TYPED = ("kr", "bad hom", "krefled", "reading, gb")
"""Beginnings of names, one with a typo, one with a country: the ways in which a search goes."""


async def warm(state: State) -> None:
    """Ask what is asked most with parameters as visitors give them; `state.warm` tells when it is done."""
    for text in TYPED:
        await _tried(state, search(text))
    for question in QUESTIONS.values():
        if question.measure is None:  # what takes minutes is computed when somebody asks for it
            await _tried(state, ask(question, question.example.parameters))
    with suppress(CitynetError):
        version = await state.gateway.version()
        packed = await packed_map(state, version.data)
        await map_credits(state, version.data)
        if len(packed) > LARGE:
            await kept_cards(state, {}, "webp", LANGUAGES, version)
    _lay_aside()
    state.warm = True


def _lay_aside() -> None:
    """What is there by now stays for good: Python need not look through it for garbage again and again.

    Under many clients that held up all answers for 0.2 s every few seconds (`bench.reliability`).
    """
    gc.collect()
    gc.freeze()


async def _tried(state: State, asking: Generator[Bound, Answer, Any]) -> None:
    # The knowledge base may lack the example's town, or be away for a while.
    with suppress(CitynetError):
        await state.gateway.drive(asking, timeout=SECONDS)
