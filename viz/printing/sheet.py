"""The frame of every printed picture: title, subtitle, sources, version, date and address in the file itself."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any, Literal

# pyvis brings IPython along, and matplotlib looks at it while drawing, which must not be when it is half imported.
import IPython  # noqa: F401
import matplotlib
from anyascii import anyascii
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.font_manager import findfont as find_font

from graph.texts import Language, text
from viz import say

matplotlib.rcParams.update(
    {
        "svg.fonttype": "none",
        "pdf.fonttype": 42,
        "svg.hashsalt": "citynet",
        "font.family": "DejaVu Sans",
        "axes.unicode_minus": False,
    }
)

Format = Literal["svg", "pdf", "png"]

INK, QUIET, LINE = "#1b1f23", "#5a636b", "#cfd5da"
LAND, WATER = "#e9ecee", "#ffffff"
LINK, RING, EVENT, CHOSEN = "#005f99", "#a83f00", "#00694f", "#8a3a6e"
"""The colours of the pages in their light look (`viz/static/style.css`), which the colour-blind can tell apart."""

_WIDTH, _HEIGHT = 297 / 25.4, 210 / 25.4
_DPI = 300
_MARGIN = 0.045
_MOST_SOURCES = 4
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around a picture. `sources` are `{title, licence}`, those that say most first; `ground`: a map's."""

    title: str
    subtitle: str
    sources: Sequence[Mapping[str, Any]]
    data_version: str
    date: str
    address: str
    language: Language
    ground: bool = True


class Sheet:
    """A page, A4 across, with its words; what is drawn goes into `axes`.

    `scale`: how large names on the map are; `crowded`: whether a map of many towns has names and events, too; `dpi`:
    pixels an inch of what is saved; `thick`: whether so much is drawn that names need a light edge to be read.
    """

    scale = 1.0
    crowded = True
    dpi = _DPI
    thick = False

    def __init__(self, words: Words) -> None:
        self.words = words
        self.figure = Figure(figsize=(_WIDTH, _HEIGHT), dpi=100, facecolor="white")
        self.canvas = FigureCanvasAgg(self.figure)
        self._head()
        self.axes: Axes = self.figure.add_axes((_MARGIN, 0.13, 1 - 2 * _MARGIN, 0.73))
        self._foot()

    def renderer(self) -> RendererBase:
        """What measures texts before the page is saved."""
        found: RendererBase = self.canvas.get_renderer()  # type: ignore[no-untyped-call]
        return found

    def _head(self) -> None:
        title = textwrap.shorten(shown(self.words.title), 95, placeholder=" …")
        self.figure.text(_MARGIN, 0.945, title, fontsize=17, fontweight="bold", color=INK, va="center")
        subtitle = textwrap.fill(shown(self.words.subtitle), 150, max_lines=2, placeholder=" …")
        self.figure.text(_MARGIN, 0.915, subtitle, fontsize=9.5, color=QUIET, va="top", linespacing=1.35)

    def _foot(self) -> None:
        said = textwrap.fill(shown(credit(self.words)), 190, max_lines=3, placeholder=" …")
        self.figure.text(_MARGIN, 0.095, said, fontsize=7, color=QUIET, va="top", linespacing=1.5)

    def save(self, format_: Format) -> bytes:
        """The page as a file, the same bytes for the same picture."""
        return saved(self.figure, self.words, format_)


def saved(figure: Figure, words: Words, format_: Format) -> bytes:
    """A figure as a file that tells what it is, the same bytes for the same figure."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format=format_, dpi=_DPI, metadata=_metadata(words, format_))
    made = buffer.getvalue()
    return _told(made, words) if format_ == "svg" else made


def _metadata(words: Words, format_: Format) -> dict[str, Any]:
    """Title and description by the names that each format has for them, and no time of making."""
    title, subtitle = words.title, words.subtitle
    if format_ == "svg":
        return {"Title": title, "Description": subtitle, "Creator": "citynet", "Date": None}
    if format_ == "pdf":
        return {"Title": title, "Subject": subtitle, "Creator": "citynet", "CreationDate": None, "ModDate": None}
    return {"Title": title, "Description": f"{subtitle} {credit(words)}"}


class Card(Sheet):
    """A small picture, 1200 by 630 pixels, as pages that show links to others want it; untitled it is all picture."""

    scale = 1.9
    crowded = False
    dpi = 100

    def __init__(self, words: Words, titled: bool) -> None:
        self.words = words
        self.figure = Figure(figsize=(12, 6.3), dpi=self.dpi, facecolor="white")
        self.canvas = FigureCanvasAgg(self.figure)
        if titled:
            self._title()
        self.axes = self.figure.add_axes((0, 0, 1, 0.82 if titled else 1))

    def _title(self) -> None:
        title = textwrap.shorten(shown(self.words.title), 52, placeholder=" …")
        self.figure.text(0.03, 0.925, title, fontsize=27, fontweight="bold", color=INK, va="center")
        subtitle = textwrap.shorten(shown(self.words.subtitle), 118, placeholder=" …")
        self.figure.text(0.03, 0.855, subtitle, fontsize=13, color=QUIET, va="center")
        self.figure.text(0.97, 0.925, "citynet", fontsize=20, fontweight="bold", color=LINK, va="center", ha="right")

    def pixels(self, format_: Literal["png", "webp"]) -> bytes:
        """The picture as a file; WebP is a twentieth as long, PNG is read by all that show previews."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format=format_, pil_kwargs={"quality": 60} if format_ == "webp" else None)
        return buffer.getvalue()


def _told(svg: bytes, words: Words) -> bytes:
    """The SVG with its title and description where screen readers look for them."""
    said = f"<title>{escape(words.title)}</title><desc>{escape(words.subtitle)} {escape(credit(words))}</desc>"
    head, end, rest = svg.decode().partition("<metadata>")
    opened = head.replace("<svg ", f'<svg role="img" xml:lang="{words.language}" ', 1)
    return f"{opened}{said}{end}{rest}".encode()


def credit(words: Words) -> str:
    """Sources with licences, version of the data, date and address, as one plain text; to draw it, see `shown`."""
    named = [one["title"] + (f" ({one['licence']})" if one.get("licence") else "") for one in words.sources]
    more = len(named) - _MOST_SOURCES
    listed = "; ".join(named[:_MOST_SOURCES])
    if more > 0:
        listed += " " + say.counted("print.more_sources", more, words.language)
    parts = [text("print.sources", words.language, sources=listed)] if named else []
    if words.ground:
        parts.append(text("print.ground", words.language))
    parts.append(text("print.version", words.language, version=words.data_version[:12],
                      date=say.partial_date(words.date, words.language)))  # fmt: skip
    parts.append(" · ".join(filter(None, ("citynet", words.address))))
    return _INVISIBLE.sub(" ", " · ".join(parts))


def shown(said: str) -> str:
    """A text for matplotlib to draw: in signs that the font has, others in Latin letters, `$` as a sign and no formula.

    No sign turns the writing or ends the line. To be done once: a second time it would show the backslash before `$`.
    """
    plain = _INVISIBLE.sub(" ", said).replace("$", r"\$")
    known = _signs()
    return "".join(sign if ord(sign) in known or sign == " " else anyascii(sign) for sign in plain)


@cache
def _signs() -> frozenset[int]:
    return frozenset(get_font(find_font(FontProperties(family="DejaVu Sans"))).get_charmap())
