"""Charts as files: for print with title and sources, for pages as a bare drawing that follows light and dark."""

from __future__ import annotations

import re

from graph.texts import Language, text
from viz.charts.base import Chart
from viz.charts.canvas import BETWEEN, GROUND, Canvas, wrapped
from viz.charts.draw import draw
from viz.charts.shape import PRINT, SCREENS, Medium, Screen, height
from viz.printing.sheet import EVENT, INK, LINE, LINK, QUIET, RING, Format, Words, credit, saved

_MARGIN = 14.0
_THEME = {
    "ink": (INK, "#e8eaec"),
    "quiet": (QUIET, "#a3adb6"),
    "line": (LINE, "#363d44"),
    "accent": (LINK, "#6cbcf0"),
    "ring": (RING, "#f5a35c"),
    "event": (EVENT, "#4ccfa5"),
    "ground": (GROUND, "#14171a"),
    "between": (BETWEEN, "#14171a"),
}
"""The colours of the pages (`viz/static/style.css`) in their light and their dark look."""

_PAINTED = re.compile(r"(?<=(?:fill|roke): )#[0-9a-f]{6}(?=[;\"])")
_FONT = re.compile(r"(font-family: |px )'DejaVu Sans'")
_PAGE_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
_PRINT_FONTS = "'DejaVu Sans', Verdana, sans-serif"


def print_file(chart: Chart, words: Words, format_: Format) -> bytes:
    """The chart as SVG, PDF or PNG, 170 mm wide: title, subtitle, drawing, sources."""
    on, inside = PRINT, PRINT.width - 2 * _MARGIN
    title = wrapped(words.title, inside, on.font * 1.75, bold=True, most=3)
    subtitle = wrapped(words.subtitle, inside, on.font * 1.08, most=4)
    foot = wrapped(credit(words), inside, on.font * 0.8, most=5)
    head = _MARGIN + len(title) * on.font * 2.2 + len(subtitle) * on.font * 1.5 + on.font * 1.4
    plot = Medium(inside, on.font, on.bar, on.tall)
    tall = height(chart.plot, plot) if chart.plot else on.line
    canvas = Canvas(on, head + tall + on.line * 1.2 + len(foot) * on.font * 1.2 + _MARGIN)
    canvas.figure.patch.set(visible=True, facecolor=GROUND)
    y = _MARGIN
    for lines, size, step, bold in ((title, 1.75, 2.2, True), (subtitle, 1.08, 1.5, False)):
        for line in lines:
            color = INK if bold else QUIET
            canvas.text(_MARGIN, y + on.font * step / 2, line, size=on.font * size, bold=bold, color=color)
            y += on.font * step
        y += on.font * 0.4
    if chart.plot:
        _within(canvas, plot, chart, head)
    canvas.line([_MARGIN, on.width - _MARGIN], [head + tall + on.line * 0.7] * 2, LINE, 0.6)
    for place, line in enumerate(foot):
        y = head + tall + on.line * 1.2 + (place + 0.5) * on.font * 1.2
        canvas.text(_MARGIN, y, line, size=on.font * 0.8, color=QUIET)
    made = saved(canvas.figure, words, format_)
    return _FONT.sub(rf"\1{_PRINT_FONTS}", made.decode()).encode() if format_ == "svg" else made


def _within(canvas: Canvas, plot: Medium, chart: Chart, top: float) -> None:
    """Draw inside the margins: the drawing's own zero lies a margin to the right."""
    assert chart.plot is not None
    left, right = canvas.axes.get_xlim()
    on = canvas.on
    canvas.on = plot
    inner = canvas.figure.add_axes((_MARGIN / on.width, 0, plot.width / on.width, 1))
    inner.set(xlim=(left, right - 2 * _MARGIN), ylim=canvas.axes.get_ylim())
    inner.set_axis_off()
    outer, canvas.axes = canvas.axes, inner
    draw(chart.plot, canvas, top)
    canvas.on, canvas.axes = on, outer


def screen_svg(chart: Chart, language: Language, screen: Screen) -> bytes:
    """The bare drawing for a page, which has title, numbers and sources in its own text: one unit is a pixel."""
    on = SCREENS[screen]
    canvas = Canvas(on, height(chart.plot, on) if chart.plot else on.line * 2)
    if chart.plot:
        draw(chart.plot, canvas, 0)
    else:
        canvas.text(0, on.line, text("chart.nothing", language), color=QUIET)
    words = Words(chart.title, chart.subtitle, (), "", "", "", language, ground=False)
    return _themed(saved(canvas.figure, words, "svg").decode()).encode()


def _themed(svg: str) -> str:
    """The SVG in the look of the page that shows it, light or dark, in its type."""
    by_color = {light: f"var(--{name})" for name, (light, _) in _THEME.items()}
    svg = _PAINTED.sub(lambda found: by_color.get(found[0], found[0]), svg)
    svg = _FONT.sub(rf"\1{_PAGE_FONTS}", svg)
    light, dark = (";".join(f"--{name}:{pair[place]}" for name, pair in _THEME.items()) for place in (0, 1))
    style = f"<style>:root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}</style>"
    return svg.replace("<defs>", f"{style}<defs>", 1)
