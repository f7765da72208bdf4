"""A surface to draw charts on: one unit is a point on paper or a pixel on a screen, from the upper left corner."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextToPath

from viz.charts.shape import Medium
from viz.printing.sheet import INK, shown

Across = Literal["left", "center", "right"]
Along = Literal["center", "top", "bottom", "baseline"]
GROUND, BETWEEN = "#ffffff", "#1b1f24"
"""The ground, and words on what is neither light nor dark: dark on paper, on a dark page too."""


class Canvas:
    """A figure of `width` x `height` units; y grows downwards."""

    def __init__(self, on: Medium, height: float) -> None:
        self.on, self.height = on, height
        self.figure = Figure(figsize=(on.width / 72, height / 72), dpi=72)
        FigureCanvasAgg(self.figure)
        self.figure.patch.set_visible(False)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, on.width), ylim=(height, 0))
        self.axes.set_axis_off()

    def text(
        self, x: float, y: float, said: str, *, size: float | None = None, color: str = INK, bold: bool = False,
        across: Across = "left", along: Along = "center",
    ) -> None:  # fmt: skip
        """A line of text, in signs that the font has."""
        self.axes.text(
            x, y, shown(said), fontsize=size or self.on.font, color=color, ha=across,
            va="center_baseline" if along == "center" else along, fontweight="bold" if bold else "normal",
        )  # fmt: skip

    def box(self, x: float, y: float, width: float, height: float, color: str, **more: Any) -> None:
        """A filled rectangle; `more` goes to matplotlib."""
        style: dict[str, Any] = {"facecolor": color, "linewidth": 0} | more
        self.axes.add_patch(Rectangle((x, y), width, height, **style))

    def line(self, xs: Sequence[float], ys: Sequence[float], color: str, width: float = 1.0, **more: Any) -> None:
        """A line through points."""
        self.axes.add_line(Line2D(xs, ys, color=color, linewidth=width, **({"solid_capstyle": "butt"} | more)))

    def dot(self, x: float, y: float, color: str, size: float, *, marker: str = "o", hollow: bool = False) -> None:
        """A sign `size` units across."""
        self.axes.add_line(
            Line2D([x], [y], marker=marker, linestyle="none", markersize=size, markeredgewidth=size * 0.16,
                   markeredgecolor=color if hollow else GROUND, markerfacecolor=GROUND if hollow else color)
        )  # fmt: skip


@lru_cache(maxsize=4096)
def wide(said: str, size: float, bold: bool = False) -> float:
    """How wide a line of text is."""
    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    plain = shown(said).replace(r"\$", "$")
    width, _, _ = TextToPath().get_text_width_height_descent(plain, font, ismath=False)
    return float(width) * 1.02


def cut(said: str, room: float, size: float, bold: bool = False) -> str:
    """A text, shortened where it is wider than there is room."""
    if wide(said, size, bold) <= room:
        return said
    kept = said
    while kept and wide(f"{kept}…", size, bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip(' ,')}…"


def wrapped(said: str, room: float, size: float, *, bold: bool = False, most: int = 9) -> list[str]:
    """A text in lines that are not wider than there is room, at most so many."""
    lines: list[str] = []
    for word in said.split(" "):
        if lines and wide(f"{lines[-1]} {word}", size, bold) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        lines[most - 1 :] = [cut(" ".join(lines[most - 1 :]), room, size, bold)]
    return [cut(line, room, size, bold) for line in lines]
