"""The command `picture`: pictures to take away, as files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

import typer

from api import charting
from api.commands.asking import computed, read_given
from api.commands.base import Lang, Sample, language_in, opened
from api.commands.networks import network_picture
from api.commands.output import write_out
from api.printing import MEDIA, Format, credited, map_file, map_read
from graph.database import run
from graph.errors import UsageError
from graph.settings import settings
from graph.things.map import map_data, map_sources, most_linked
from graph.version import program_version
from viz.charts.registry import CHARTS, chart
from viz.pages import View

Given = Annotated[
    list[str],
    typer.Argument(
        metavar="map|network [QUESTION]|chart NAME [--PARAMETER VALUE]…",
        help="What is drawn; parameters as of the map, of the question, or of the chart.",
    ),
]


def picture(
    given: Given,
    out: Annotated[
        Path,
        typer.Option("--out", help="FILE.svg, .pdf, .png or .html; .csv for a chart's numbers."),
    ],
    lang: Lang = None,
    sample: Sample = False,
) -> None:
    """Draw the map, the network of an answer, or a chart, into a file.

    Example: citynet picture map --city Krefeld --out krefeld.svg
    """
    words, raw = read_given(given)
    what, names = words[0] if words else "", words[1:]
    ending = out.suffix.removeprefix(".").lower()
    if what == "network":
        network_picture(names, raw, ending, out, lang, sample)
    elif what == "chart":
        _chart(names, raw, ending, out, lang, sample)
    elif what != "map" or names:
        raise UsageError(f"there is no picture '{what}'; there are: map, network, chart", parameter="given")
    elif ending == "html":
        _page(raw, out, lang, sample)
    elif ending not in MEDIA:
        raise UsageError(f"a map is written as html, {', '.join(MEDIA)}, not as '{ending}'", parameter="out")
    else:
        _map(raw, next(one for one in MEDIA if one == ending), out, lang, sample)


def _page(raw: dict[str, str | list[str]], out: Path, lang: Lang, sample: bool) -> None:
    """The map on screen as one file; what it begins with is checked as for print."""
    from viz.mapfile import map_page_file

    with opened(sample=sample) as store:
        read = run(store.db, map_read(raw))
        most = run(store.db, most_linked())
        data = run(store.db, map_data(most))
        sources, more = credited(run(store.db, map_sources(most)))
    version, public = read["data_version"], settings().public_url.rstrip("/")
    view = View("/map", (), public, program_version(), version, date=date.today().isoformat())
    query = urlencode(read["parameters"], doseq=True)
    write_out(map_page_file(data, language_in(lang), view, query=query, sources=sources, more=more).encode(), out)


def _map(raw: dict[str, str | list[str]], ending: Format, out: Path, lang: Lang, sample: bool) -> None:
    with opened(sample=sample) as store:
        read = run(store.db, map_read(raw))
    query = f"?{urlencode(read['parameters'], doseq=True)}" if read["parameters"] else ""
    public = settings().public_url.rstrip("/")
    write_out(map_file(read, ending, language_in(lang), f"{public}/map{query}" if public else ""), out)


def _chart(names: list[str], raw: dict[str, str | list[str]], ending: str, out: Path, lang: Lang, sample: bool) -> None:
    if len(names) != 1:
        raise UsageError(f"say which chart: picture chart NAME --out FILE; there are: {', '.join(CHARTS)}")
    declared, format_ = chart(names[0]), next((one for one in charting.MEDIA if one == ending), None)
    if format_ is None:
        raise UsageError(f"a chart is written as {', '.join(charting.MEDIA)}, not as '{ending}'", parameter="out")
    spoken = language_in(lang)
    with opened(sample=sample) as store:
        reading = charting.chart_read(declared, raw, spoken, measured=lambda job: computed(store.db, job))
        read = run(store.db, reading)
    public = settings().public_url.rstrip("/")
    write_out(charting.chart_file(declared, read, format_, spoken, public=public), out)
