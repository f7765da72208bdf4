"""Long answers on pages: which part of one is shown, the way to the others, and orders over the whole of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.questions.asking import Result
from viz.pages import View

ON_ONE_PAGE = 1000
"""Rows up to which all of an answer is offered on one page."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer: rows `first` to `last` of `total`, and the addresses of others, where there are any.

    `orders` are by column the address that sorts the whole answer by it, and whether it is sorted so now.
    """

    first: int
    last: int
    total: int
    before: str | None
    after: str | None
    whole: str | None
    orders: Mapping[str, tuple[str, bool]]


def part_of(result: Result, view: View, *, size: int | None = None) -> Part | None:
    """The part of an answer that a page shows; nothing where it shows all of it.

    `size` is how many rows a page of the answer has where none are asked for, `Question.shown` unless it is given.
    """
    offset, shown = int(result.parameters.get("offset", 0)), len(result.rows)
    if not shown or shown == result.total:
        return None
    size = int(result.parameters.get("limit") or size or result.question.shown)
    last = offset + shown

    def at(**changes: str | None) -> str:
        return f"{view.changed(**changes)}#answer"

    return Part(
        offset + 1,
        last,
        result.total,
        before=at(offset=str(offset - size) if offset > size else None) if offset else None,
        after=at(offset=str(last)) if last < result.total else None,
        whole=at(offset=None, limit=str(result.total)) if result.total <= ON_ONE_PAGE else None,
        orders={name: (at(sort=sort, offset=None), now) for name, (sort, now) in _orders(result).items()},
    )


def _orders(result: Result) -> dict[str, tuple[str, bool]]:
    """By column the order that a reader may want next, the other way round where it is in force, and whether one is."""
    sorts = tuple(result.question.sorts)
    now = result.parameters.get("sort") or (sorts[0] if sorts else None)
    found: dict[str, tuple[str, bool]] = {}
    for column in result.question.columns:
        name = column.removesuffix("_km")
        ways = [one for one in (name, f"-{name}") if one in sorts]
        if ways:
            other = [one for one in ways if one != now] or ways
            found[column] = (other[0], now in ways)
    return found
