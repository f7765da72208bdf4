"""Drawing charts with matplotlib: bars, columns, squares, growth, matrix, timeline, on any medium."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import ceil, floor, log10

from viz.charts.base import Bars, Columns, Growth, Mark, Matrix, Plot, Squares, Timeline
from viz.charts.canvas import BETWEEN, GROUND, Canvas, cut, wide
from viz.charts.shape import beside, cell, keys, pitch, square, step, strip
from viz.printing.sheet import EVENT, INK, LINE, LINK, QUIET, RING

Scale = Callable[[float], float]
"""From a value to its place."""

_FAINT = 0.55
"""How strong what the title does not speak of is drawn."""


def draw(plot: Plot, on: Canvas, top: float) -> None:
    """Draw the plot, beginning at the height `top`."""
    match plot:
        case Bars():
            _bars(plot, on, top)
        case Columns():
            _columns(plot, on, top)
        case Squares():
            _squares(plot, on, top)
        case Growth():
            _growth(plot, on, top)
        case Matrix():
            _bars(plot.pairs, on, top) if on.on.narrow else _matrix(plot, on, top)
        case Timeline():
            _timeline(plot, on, top)


def _legend(on: Canvas, x: float, y: float, names: tuple[str, str], color: str, second: str, sign: str) -> None:
    """Two names with their signs: `box` (filled, hatched), `square` (filled, hollow) or `line` (solid, dotted).

    Squares stand below each other where it is narrow.
    """
    size, start = on.on.small, x
    for place, name in enumerate(names):
        if not name:
            continue
        shade = second if place else color
        if sign == "line":
            on.line([x, x + size * 1.6], [y, y], shade, size * 0.22, linestyle=(0, (1, 1)) if place else "-")
            x += size * 2.0
        elif sign == "square":
            on.dot(x + size * 0.5, y, shade, size * 0.7, marker="s", hollow=bool(place))
            x += size * 1.3
        else:
            _bar(on, x, y - size * 0.45, size * 1.5, size * 0.9, shade, 1.0, second=bool(place))
            x += size * 2.0
        said = cut(name, on.on.width - x, size)
        on.text(x, y, said, size=size, color=QUIET)
        x += wide(said, size) + size * 1.4
        if sign == "square" and on.on.narrow:
            x, y = start, y + on.on.line * 1.2


def _bar(
    on: Canvas, x: float, y: float, width: float, height: float, color: str, alpha: float, *, second: bool
) -> None:
    if second:
        on.box(x, y, width, height, "none", edgecolor=color, linewidth=0.9, hatch="//////", alpha=alpha)
    else:
        on.box(x, y, width, height, color, alpha=alpha)


def _bars(plot: Bars, on: Canvas, top: float) -> None:
    """Bars that lie: their words beside them, above them where it is narrow."""
    medium = on.on
    marks = plot.marks
    several = sum(mark.strong for mark in marks)
    told = max(wide(mark.told, medium.font, mark.strong) for mark in marks) + medium.font * 0.6
    gutter = 0.0
    if near := beside(plot, medium):
        widest = max(wide(mark.label, medium.font, mark.strong) for mark in marks)
        gutter = min(widest + medium.font, medium.width * 0.44)
    room = medium.width - gutter - told
    longest = max(mark.value for mark in marks) or 1
    y = top
    if plot.legend:
        _legend(on, gutter, y + medium.line * 0.6, plot.legend, LINK, RING, "box")
        y += medium.line * 1.6
    for mark in marks:
        alpha = 1.0 if mark.strong or not several else _FAINT
        _one_bar(on, mark, (y, step(plot, medium), gutter), room * mark.value / longest, alpha, near=near)
        y += step(plot, medium)


def _one_bar(
    on: Canvas, mark: Mark, place: tuple[float, float, float], length: float, alpha: float, *, near: bool
) -> None:
    """A bar at (height, step, room for words); its words beside it where they are `near`, else above it."""
    medium, (y, high, gutter) = on.on, place
    size = medium.font
    if not near:
        on.text(0, y + size * 0.75, cut(mark.label, medium.width, size, mark.strong), bold=mark.strong)
        y, thick = y + size * 1.55, size * 0.95
    else:
        thick = high * 0.64
        y += (high - thick) / 2
        label = cut(mark.label, gutter - size * 0.8, size, mark.strong)
        on.text(gutter - size * 0.7, y + thick / 2, label, bold=mark.strong, across="right")
    first = length * (mark.value - mark.second) / mark.value if mark.value else 0.0
    if first:
        _bar(on, gutter, y, first, thick, LINK, alpha, second=False)
    if mark.second:
        _bar(on, gutter + first + 0.6, y + 0.5, max(length - first - 1.1, 0.6), thick - 1.0, RING, alpha, second=True)
    on.text(gutter + length + size * 0.4, y + thick / 2, mark.told, bold=mark.strong, color=INK)


def _columns(plot: Columns, on: Canvas, top: float) -> None:
    """Columns that stand, with their numbers on top, and below them how much is known at all."""
    medium, marks = on.on, plot.marks
    if medium.narrow:
        lying = Bars(tuple(replace(mark, label=mark.short) for mark in marks))
        _bars(lying, on, top)
        _share(plot.known, on, top + len(marks) * step(lying, medium) + medium.line * 0.8)
        return
    each = medium.width / len(marks)
    base = top + medium.tall - medium.line
    longest = max(mark.value for mark in marks)
    room = base - top - medium.line
    several = any(mark.strong for mark in marks)
    skipped = max(1, ceil(max(wide(mark.short, medium.font) for mark in marks) * 1.1 / each))
    for place, mark in enumerate(marks):
        middle = (place + 0.5) * each
        tall = room * mark.value / longest
        alpha = 1.0 if mark.strong or not several else _FAINT
        on.box(middle - each * 0.39, base - tall, each * 0.78, tall, LINK, alpha=alpha)
        on.text(middle, base - tall - medium.font * 0.75, mark.told, bold=mark.strong, across="center")
        if place % skipped == 0:
            on.text(middle, base + medium.line * 0.6, mark.short, color=QUIET, across="center")
    on.line([0, medium.width], [base, base], LINE, 1.0)
    _share(plot.known, on, base + medium.line * 2.0)


def _share(known: tuple[int, int, str], on: Canvas, y: float) -> None:
    """A strip of all, of which a part is known."""
    medium, (part, total, said) = on.on, known
    thick = medium.font * 0.7
    on.box(0, y, medium.width, thick, LINE)
    on.box(0, y, max(medium.width * part / total, 1.5), thick, LINK)
    on.text(0, y + thick + medium.line * 0.75, said, size=medium.small, color=QUIET)


def _squares(plot: Squares, on: Canvas, top: float) -> None:
    """A square for each thing above its year, what is done below what is open."""
    medium = on.on
    side = square(plot, on.on)
    _legend(on, 0, top + medium.line * 0.6, plot.legend, EVENT, EVENT, "square")
    base = top + max(a + b for _, a, b in plot.years) * side + keys(medium, plot.legend) * medium.line
    apart = min((medium.width - 2 * medium.font) / len(plot.years), medium.width / 6)
    each = ceil((wide("2020", medium.font) + 4) / apart)
    for place, (year, done, not_done) in enumerate(plot.years):
        middle = medium.font + (place + 0.5) * apart
        for number in range(done + not_done):
            y = base - (number + 0.5) * side - 1
            on.dot(middle, y, EVENT, side * 0.68, marker="s", hollow=number >= done)
        if place % each == 0:
            on.text(middle, base + medium.line * 0.75, str(year), color=QUIET, across="center")
    on.line([0, medium.font * 2 + apart * len(plot.years)], [base, base], LINE, 1.0)


def _growth(plot: Growth, on: Canvas, top: float) -> None:
    """Steps from year to year with an area below them, and words at the points that matter."""
    medium = on.on
    first, last = plot.points[0][0], plot.noted[-1][0]
    right = medium.width - medium.font * 0.5
    base, longest = top + medium.tall - medium.line * 0.4, max(count for _, count in plot.points)
    room = base - top - medium.line * 1.8
    grid = _round(longest)
    gutter = wide(str(grid), medium.font) + medium.font
    span = max(last - first, 1)

    def across(year: float) -> float:
        return gutter + (right - gutter) * (year - first) / span

    def up(count: float) -> float:
        return base - room * count / longest

    for number in range(grid, longest + 1, grid):
        on.line([gutter, right], [up(number), up(number)], LINE, 0.8)
        on.text(gutter - medium.font * 0.5, up(number), f"{number}", size=medium.small, color=QUIET, across="right")
    xs, ys = [across(first)], [up(0)]
    for (year, count), (following, _) in zip(plot.points, (*plot.points[1:], (last, 0)), strict=True):
        xs += [across(year), across(max(following, year))]
        ys += [up(count), up(count)]
    on.axes.fill_between(xs, ys, base, color=LINK, alpha=0.14, linewidth=0)
    on.line(xs, ys, LINK, medium.font * 0.17)
    on.line([gutter, right], [base, base], LINE, 1.0)
    _years(on, first, last, base, across)
    _noted(plot, on, across, up)


def _noted(plot: Growth, on: Canvas, across: Scale, up: Scale) -> None:
    size = on.on.font
    for place, (year, count, said) in enumerate(plot.noted):
        x, y = across(year), up(count)
        on.dot(x, y, LINK, size * 0.6)
        if place == len(plot.noted) - 1:
            on.text(x + size * 0.3, y - size * 1.05, said, bold=True, across="right")
        elif x > wide(said, size, bold=True) + size * 2:
            on.text(x - size * 0.6, y - size * 0.5, said, bold=True, across="right")
        else:
            on.text(x + size * 0.8, y + size * 0.9, said, bold=True)


def _round(longest: int) -> int:
    """A round step of which two to five fit below the largest number."""
    step = 10 ** floor(log10(max(longest, 1)))
    return max(next(int(step * part) for part in (1, 0.5, 0.25, 0.2, 0.1) if longest / (step * part) >= 2), 1)


def _years(on: Canvas, first: int, last: int, base: float, across: Scale) -> None:
    """Round years along the bottom."""
    medium = on.on
    room = wide("2000", medium.font) * 1.5
    steps = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
    each = next((one for one in steps if across(first + one) - across(first) >= room), 1000)
    for year in range(ceil(first / each) * each, last + 1, each):
        x = across(year)
        on.line([x, x], [base, base + medium.font * 0.3], LINE, 1.0)
        half = wide(str(year), medium.font) / 2
        on.text(
            min(max(x, half), medium.width - half), base + medium.line * 0.8, str(year), color=QUIET, across="center"
        )


def _matrix(plot: Matrix, on: Canvas, top: float) -> None:
    """Names beside the rows, their codes above the columns; the more, the darker."""
    medium = on.on
    size = medium.font
    gutter = min(max(wide(f"{name}  {code}", size) for code, name in plot.names) + size, medium.width * 0.36)
    across, tall = (medium.width - gutter) / len(plot.names), cell(medium)
    longest = max(count for count, _ in plot.cells.values())
    y = top + medium.line * 1.2
    small = min(size, across * 0.36)
    for row, (code, name) in enumerate(plot.names):
        middle = y + (row + 0.5) * tall
        on.text(gutter + (row + 0.5) * across, top + medium.line * 0.5, code, color=QUIET, across="center")
        on.text(0, middle, cut(name, gutter - size * 3, size))
        on.text(gutter - size * 0.7, middle, code, color=QUIET, across="right")
        for column in range(len(plot.names)):
            x = gutter + column * across
            count, told = plot.cells.get((row, column), (0, "–"))
            alpha = 0.06 + 0.94 * (count / longest) ** 0.5
            if count:
                on.box(x + 0.7, y + row * tall + 0.7, across - 1.4, tall - 1.4, LINK, alpha=alpha)
            shade = _on(alpha) if count else QUIET
            on.text(x + across / 2, middle, told, size=small, color=shade, across="center", bold=count == longest)


def _on(alpha: float) -> str:
    """The colour of words on a cell: those between turn with light and dark."""
    return GROUND if alpha > 0.78 else BETWEEN if alpha > 0.58 else INK


def _timeline(plot: Timeline, on: Canvas, top: float) -> None:
    """Events as squares on a line, below them a line for each partnership from its beginning on."""
    medium = on.on
    size = medium.font
    names = [f"{span.label}" for span in plot.spans] + ([plot.strip] if plot.dots else [])
    gutter = 0.0 if medium.narrow else min(max(wide(name, size) for name in names) + size, medium.width * 0.34)
    left = gutter + size * 0.6
    right = medium.width - size * 0.6

    def across(year: float) -> float:
        return left + (right - left) * (year - plot.first) / max(plot.last - plot.first, 1)

    y = _keys(plot, on, top)
    if plot.dots:
        y = _dots(plot, on, y, gutter, across)
    for span in plot.spans:
        middle = y + pitch(medium) * 0.5
        label = f"{span.label}, {span.told}" if medium.narrow else span.label
        if medium.narrow:
            on.text(0, y + size * 0.7, cut(label, medium.width, size))
            middle = y + size * 1.85
        else:
            on.text(gutter - size * 0.3, middle, cut(label, gutter - size * 0.5, size), across="right")
        color = RING if span.second else LINK
        ends = [across(span.begin), across(min(span.end, plot.last))]
        on.line(ends, [middle, middle], color, size * 0.24, linestyle=(0, (1, 1)) if span.second else "-")
        on.dot(ends[0], middle, color, size * 0.62)
        if not medium.narrow:
            on.text(ends[0] - size * 0.7, middle, span.told, size=medium.small, color=QUIET, across="right")
        y += pitch(medium)
    if plot.more:
        on.text(gutter, y + medium.line * 0.6, plot.more, size=medium.small, color=QUIET)
        y += medium.line * 1.2
    on.line([left, right], [y + size * 0.3, y + size * 0.3], LINE, 1.0)
    _years(on, plot.first, plot.last, y + size * 0.3, across)


def _keys(plot: Timeline, on: Canvas, top: float) -> float:
    """What the signs mean, of those that are there; returns where the drawing goes on."""
    medium = on.on
    if plot.spans:
        _legend(on, 0, top + medium.line * 0.6, plot.legend, LINK, RING, "line")
        top += medium.line * 1.6
    if plot.dots:
        _legend(on, 0, top + medium.line * 0.4, plot.dots_legend, EVENT, EVENT, "square")
        top += medium.line * keys(medium, plot.dots_legend)
    return top


def _dots(plot: Timeline, on: Canvas, y: float, gutter: float, across: Scale) -> float:
    """The line of events; returns where it ends."""
    medium = on.on
    size = medium.font
    middle = y + strip(plot, medium) * 0.5
    if medium.narrow:
        on.text(0, y + size * 0.6, plot.strip)
        middle = y + size * 2.0
    else:
        on.text(gutter - size * 0.3, middle, plot.strip, across="right")
    for when, held in plot.dots:
        on.dot(across(when), middle, EVENT, size * 0.66, marker="s", hollow=not held)
    return y + strip(plot, medium)
