"""What the map shows, made once for each version of the data and kept."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Hashable, Mapping
from typing import Any, Literal

import orjson

from api.printing import credited, map_card, map_read
from api.state import State
from graph.database import Row, Version
from graph.questions.parameters import this_year
from graph.texts import Language
from graph.things import map as things

CardFormat = Literal["png", "webp"]
Cards = Mapping[Hashable, tuple[CardFormat, Language]]
"""Small pictures to be drawn: by `card_key` the format and the language of each."""

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


def card_key(asked: Mapping[str, Any], format_: CardFormat, language: Language, version: Version) -> Hashable:
    """All that a small picture hangs on."""
    return version.data, this_year(), format_, language, repr(asked)


async def kept_card(
    state: State, asked: Mapping[str, Any], format_: CardFormat, language: Language, version: Version
) -> bytes:
    """The map as a small picture; of several that wait for the same one only the first draws it."""
    key = card_key(asked, format_, language, version)
    while (card := state.cards.get(key)) is None:
        await draw_cards(state, await state.read(map_read(asked), version=version), {key: (format_, language)})
    return bytes(card)


async def draw_cards(state: State, read: Mapping[str, Any], wanted: Cards) -> None:
    """Draw the small pictures of one map that are not there by now, each when no other picture is drawn."""
    for key, (format_, language) in wanted.items():
        async with state.drawing.turn():
            if key not in state.cards:
                state.cards[key] = await state.to_its_end(map_card, read, format_, language)
