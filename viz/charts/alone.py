"""A chart as one HTML file: drawing, numbers and sources, with nothing to be fetched."""

from __future__ import annotations

from markupsafe import Markup

from viz.assets import asset_file
from viz.charts.base import Chart
from viz.charts.files import screen_svg
from viz.charts.onpage import drawings, headed
from viz.inlined import data_address
from viz.pages import View, render
from viz.printing.sheet import Words, credit


def page_file(chart: Chart, words: Words) -> bytes:
    """The chart as a page of its own, light and dark, for screens and phones, with all its numbers."""
    drawn = drawings(chart, lambda screen: data_address(screen_svg(chart, words.language, screen), "image/svg+xml"))
    headings, rows = headed(chart, words.language)
    style = Markup(asset_file("style.css").read_text("utf-8"))  # noqa: S704 - a file of ours
    page = render(
        "chart_file.html", lang=words.language, view=View(), chart=chart, drawn=drawn, headings=headings, rows=rows,
        style=style, credit=credit(words),
    )  # fmt: skip
    return page.encode()
