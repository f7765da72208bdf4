"""What the page of figures shows: from the answers' rows to a few numbers, bars and columns. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.texts import Language, text
from viz import say

Row = Mapping[str, Any]

KONECT: Mapping[str, float] = {
    "nodes": 14_274,
    "links": 20_573,
    "largest_component": 10_320,
    "max_degree": 99,
    "mean_degree": 2.88258,
    "wedges": 170_445,
    "triangles": 6_327,
    "clustering": 0.111361,
    "degree_assortativity": 0.386786,
    "diameter": 25,
    "mean_distance": 7.65392,
}
"""What KONECT found for its network `twin`, from Wikidata in October 2017."""

_DEGREES = ((1, 1), (2, 2), (3, 3), (4, 5), (6, 9), (10, 19), (20, None))


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its words, how many, the share of all from 0 to 1, and its length as a share of the longest."""

    label: str
    count: int
    share: float
    length: float


def degree_bars(rows: Iterable[Row], lang: Language) -> list[Bar]:
    """Towns by the number of their partners, large numbers together."""
    every = list(rows)
    total = sum(row["towns"] for row in every)
    found = []
    for low, high in _DEGREES:
        towns = sum(row["towns"] for row in every if row["degree"] >= low and (high is None or row["degree"] <= high))
        upper = text("figures.and_more", lang, low=low) if high is None else f"{low}–{high}"
        found.append((str(low) if high == low else upper, towns))
    return _bars(found, total)


def distance_bars(rows: Iterable[Row], lang: Language) -> list[Bar]:
    """Pairs of partners by how far apart they are."""
    bands = [row for row in rows if row["figure"] == "band"]
    words = [
        (
            text("figures.and_farther", lang, km=say.distance(row["from_km"], lang))
            if row is bands[-1]
            else f"{say.number(row['from_km'], lang)}–{say.distance(row['to_km'], lang)}",
            row["value"],
        )
        for row in bands
    ]
    return _bars(words, sum(row["value"] for row in bands))


def _bars(counts: Sequence[tuple[str, int]], total: int) -> list[Bar]:
    longest = max((count for _, count in counts), default=0) or 1
    return [Bar(label, count, count / total if total else 0.0, count / longest) for label, count in counts]


def values_of(rows: Iterable[Row]) -> dict[str, Any]:
    """Figures by name."""
    return {row["figure"]: row["value"] for row in rows if row["figure"] != "band"}
