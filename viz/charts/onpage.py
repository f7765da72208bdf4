"""Charts on a page: title, definition and numbers as the page's own text, the drawing as a picture that comes later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from graph.texts import Language, text
from viz.charts.base import Chart
from viz.charts.registry import Declared
from viz.charts.shape import SCREENS, Screen, height

_FILES = ("svg", "pdf", "png", "html", "csv")
_MOST_ROWS = 60
"""Rows of numbers that a page shows; the file has them all."""


def shown(declared: Declared, chart: Chart, parameters: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """What `_charts.html` needs of a chart: texts, numbers, addresses, and how large the drawing will be."""
    first = next(iter(declared.parts.values()))
    query = urlencode([*parameters.items(), ("lang", language)], doseq=True)
    sizes = drawings(chart, lambda screen: f"/charts/{declared.name}.svg?{query}&screen={screen}")
    headings, rows = headed(chart, language)
    return {
        "name": declared.name,
        "title": chart.title,
        "subtitle": chart.subtitle,
        "described": text("chart.described", language, title=chart.title, subtitle=chart.subtitle),
        "sizes": sizes,
        "headings": headings,
        "rows": rows[:_MOST_ROWS],
        "more": max(len(rows) - _MOST_ROWS, 0),
        "files": [(ending.upper(), f"/charts/{declared.name}.{ending}?{query}") for ending in _FILES],
        "ask": f"/ask/{first.question}",
        "query": {**_said(first.usual), **_said(parameters), **_said(first.fixed)},
    }  # fmt: skip


def drawings(chart: Chart, address: Callable[[Screen], str]) -> dict[Screen, dict[str, Any]]:
    """For each kind of screen the `src` of a chart's drawing and its `width` and `height` in pixels; {} without one."""
    if chart.plot is None:
        return {}
    plot = chart.plot
    return {
        screen: {"src": address(screen), "width": round(on.width), "height": round(height(plot, on))}
        for screen, on in SCREENS.items()
    }


Cells = list[tuple[str, bool]]
"""Cells of a row in words, each with whether it is a number."""


def headed(chart: Chart, language: Language) -> tuple[Cells, list[Cells]]:
    """The numbers of a chart as a table: headings, rows."""
    numbers = [_is_number(one.kind) for one in chart.columns]
    headings = list(zip(chart.headings(language), numbers, strict=True))
    return headings, [list(zip(row, numbers, strict=True)) for row in chart.written(language)]


def _is_number(kind: str) -> bool:
    return kind in ("number", "share")


def _said(given: Mapping[str, Any]) -> dict[str, str]:
    """Parameters for an address, of several values the first."""
    return {name: str(_first(value)) for name, value in given.items()}


def _first(value: object) -> object:
    return next(iter(value)) if isinstance(value, Iterable) and not isinstance(value, str) else value
