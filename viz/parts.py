"""Long answers on pages: which part of one is shown, the way to the others, and orders over the whole of it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.questions.asking import Result
from viz.pages import View

ON_ONE_PAGE = 1000
"""Rows up to which all of an answer is offered on one page."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer: rows `first` to `last` of `total`, and the addresses of others, where there are any."""

    first: int
    last: int
    total: int
    before: str | None
    after: str | None
    whole: str | None


def part_of(result: Result, view: View) -> Part | None:
    """The part of an answer that a page shows; nothing where it shows all of it."""
    offset, shown = int(result.parameters.get("offset", 0)), len(result.rows)
    if not shown or shown == result.total:
        return None
    size = int(result.parameters.get("limit") or result.question.shown)
    last = offset + shown
    return Part(
        offset + 1,
        last,
        result.total,
        view.changed(offset=str(offset - size) if offset > size else None) if offset else None,
        view.changed(offset=str(last)) if last < result.total else None,
        view.changed(offset=None, limit=str(result.total)) if result.total <= ON_ONE_PAGE else None,
    )


def orders(result: Result, view: View) -> dict[str, tuple[str, bool]]:
    """By column the address that sorts the whole answer by it, and whether it is sorted so now.

    A column whose order can be turned round leads to the other one.
    """
    sorts = tuple(result.question.sorts)
    now = result.parameters.get("sort") or (sorts[0] if sorts else None)
    found: dict[str, tuple[str, bool]] = {}
    for column in result.question.columns:
        name = column.removesuffix("_km")
        ways = [one for one in (name, f"-{name}") if one in sorts]
        if ways:
            other = [one for one in ways if one != now] or ways
            found[column] = (view.changed(sort=other[0], offset=None), now in ways)
    return found
