"""How large a chart is for a medium, before it is drawn: pages say it to the browser, so that nothing jumps."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Literal

from viz.charts.base import Bars, Columns, Growth, Matrix, Plot, Squares, Timeline

Screen = Literal["wide", "narrow"]


@dataclass(frozen=True, slots=True)
class Medium:
    """Measures of a medium: points on paper, pixels on a screen.

    `bar`: from one bar to the next; `narrow`: words stand above what they name instead of beside it; `ranked`: a
    matrix is told as a list of its largest cells.
    """

    width: float
    font: float
    bar: float
    tall: float
    narrow: bool = False

    @property
    def small(self) -> float:
        """The size of words that only accompany."""
        return self.font * 0.92

    @property
    def line(self) -> float:
        """From one line of text to the next."""
        return self.font * 1.4


PRINT = Medium(width=482.0, font=8.6, bar=17.0, tall=190.0)
"""170 mm wide, as a newspaper has it over three or four columns."""

WIDE = Medium(width=704.0, font=14.0, bar=28.0, tall=290.0)
NARROW = Medium(width=328.0, font=13.5, bar=44.0, tall=250.0, narrow=True)
"""A phone of 360 pixels without the page's margins."""

SCREENS: dict[Screen, Medium] = {"wide": WIDE, "narrow": NARROW}
_SHORT = 12
"""Letters that stand beside a bar on a phone."""


def height(plot: Plot, on: Medium) -> float:
    """How tall the drawing is, without title and sources: whole units, as pages tell it to the browser."""
    return float(ceil(_height(plot, on)))


def _height(plot: Plot, on: Medium) -> float:
    match plot:
        case Bars(marks, legend):
            return len(marks) * step(plot, on) + (on.line * 1.6 if legend else 0) + on.font * 0.4
        case Columns(marks, _):
            return (len(marks) * on.bar * 0.68 if on.narrow else on.tall) + 3.4 * on.line
        case Growth():
            return on.tall + on.line
        case Squares(years, legend):
            most = max(done + not_done for _, done, not_done in years)
            return most * square(plot, on) + (keys(on, legend) + 1.6) * on.line
        case Matrix(names, _, pairs):
            return _height(pairs, on) if on.narrow else on.line * 1.4 + len(names) * cell(on)
        case Timeline():
            return _timeline(plot, on)


def beside(plot: Bars, on: Medium) -> bool:
    """Whether the words of bars stand beside them: always, unless it is narrow and they are long."""
    return not on.narrow or all(len(mark.label) <= _SHORT for mark in plot.marks)


def step(plot: Bars, on: Medium) -> float:
    """From one bar to the next."""
    return on.bar * 0.68 if on.narrow and beside(plot, on) else on.bar


def keys(on: Medium, names: tuple[str, str]) -> float:
    """Lines of text that squares with their meaning take."""
    return 2.8 if on.narrow and all(names) else 1.6


def square(plot: Squares, on: Medium) -> float:
    """The side of a square with its gap."""
    return min(on.bar * 0.85, (on.width - 2 * on.font) / len(plot.years))


def cell(on: Medium) -> float:
    """The height of a row of a matrix."""
    return on.bar * 1.12


def pitch(on: Medium) -> float:
    """From one span of a timeline to the next."""
    return on.bar * (0.95 if on.narrow else 0.86)


def strip(plot: Timeline, on: Medium) -> float:
    """The height of a timeline's events."""
    return on.line * (2.2 if on.narrow else 1.6) if plot.dots else 0.0


def _timeline(plot: Timeline, on: Medium) -> float:
    lines = 1.6 if plot.spans else 0.0
    lines += keys(on, plot.dots_legend) if plot.dots else 0.0
    lines += 1.2 if plot.more else 0.0
    return len(plot.spans) * pitch(on) + strip(plot, on) + (lines + 1.6) * on.line
