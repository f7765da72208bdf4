"""What the map shows, made once for each version of the data and kept."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import orjson

from api.printing import credited, map_card, map_read
from api.state import State
from graph.database import Row, Version
from graph.questions.parameters import this_year
from graph.texts import Language
from graph.things import map as things

_LEVEL = 6


async def most_linked(state: State, version: str) -> list[str] | None:
    """The towns that the map has where it cannot have all."""
    found: list[str] | None = orjson.loads(
        await state.keep("map-most", lambda: state.read(things.most_linked()), version)
    )
    return found


async def kept_map(state: State, version: str) -> bytes:
    """The data of the map as JSON."""
    most = await most_linked(state, version)
    return await state.keep("map", lambda: state.read(things.map_data(most)), version)


async def packed_map(state: State, version: str) -> bytes:
    """The same as it is sent to those who take it packed, which is nearly everybody."""
    plain = await kept_map(state, version)
    return await state.keep("map-packed", lambda: asyncio.to_thread(gzip.compress, plain, _LEVEL), version)


async def map_credits(state: State, version: str) -> tuple[list[Row], int]:
    """The sources that the map names, and how many more there are."""
    most = await most_linked(state, version)
    said = await state.keep("map-sources", lambda: state.read(things.map_sources(most)), version)
    return credited(orjson.loads(said))


async def kept_cards(
    state: State,
    asked: Mapping[str, Any],
    format_: Literal["png", "webp"],
    languages: Iterable[Language],
    version: Version,
) -> list[bytes]:
    """The map as a small picture in each language; of several that wait for the same one only the first draws it."""
    cards: list[bytes] = []
    read: dict[str, Any] | None = None
    for language in languages:
        key = (version.data, this_year(), format_, language, repr(asked))
        card: bytes = state.cards.get(key, b"")
        if not card:
            if read is None:
                read = await state.read(map_read(asked), version=version)
            async with state.drawing.turn():
                card = state.cards.get(key, b"") or await state.to_its_end(map_card, read, format_, language)
                state.cards[key] = card
        cards.append(card)
    return cards
