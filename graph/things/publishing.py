"""All that has a page of its own, with the names that it is found by: what a published site is made of."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from graph.cypher import Bound, pieces
from graph.database import Answer, Row

_QUERIES = pieces("things/publishing")


@dataclass(frozen=True, slots=True)
class Everything:
    """Towns `{id, name, country, region, names, ties}` and other things `{type, id, name_de, name_en, begin, town,
    names, ties}`, those with the most ties first; `names` are folded.
    """

    towns: list[Row]
    things: list[Row]


def everything() -> Generator[Bound, Answer, Everything]:
    """Read it."""
    towns = yield _QUERIES["towns"].bind()
    things = yield _QUERIES["things"].bind()
    return Everything(towns.rows, things.rows)
