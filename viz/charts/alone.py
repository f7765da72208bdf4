"""A chart as one HTML file: drawing, numbers and sources, with nothing to be fetched."""

from __future__ import annotations

from base64 import b64encode

from markupsafe import Markup

from viz.assets import asset_file
from viz.charts.base import Chart
from viz.charts.files import screen_svg
from viz.charts.onpage import headed
from viz.charts.shape import SCREENS, height
from viz.pages import View, render
from viz.printing.sheet import Words, credit


def page_file(chart: Chart, words: Words) -> bytes:
    """The chart as a page of its own, light and dark, for screens and phones, with all its numbers."""
    drawn = {
        screen: {
            "src": f"data:image/svg+xml;base64,{b64encode(screen_svg(chart, words.language, screen)).decode()}",
            "width": round(on.width),
            "height": round(height(chart.plot, on)),
        }
        for screen, on in SCREENS.items()
        if chart.plot is not None
    }
    headings, rows = headed(chart, words.language)
    style = Markup(asset_file("style.css").read_text("utf-8"))  # noqa: S704 - a file of ours
    page = render(
        "chart_file.html", lang=words.language, view=View(), chart=chart, drawn=drawn, headings=headings, rows=rows,
        style=style, credit=credit(words).replace(r"\$", "$"),
    )  # fmt: skip
    return page.encode()
