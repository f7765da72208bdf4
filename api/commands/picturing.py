"""The command `picture`: pictures to take away, as files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, get_args
from urllib.parse import urlencode

import typer

from api.commands.asking import AnswerFormat, answer, read_given
from api.commands.base import Lang, Sample, opened
from api.commands.output import language, write_out
from api.printing import MEDIA, Format, credited, map_file, map_read
from graph.errors import UsageError
from graph.questions import question
from graph.questions.asking import run
from graph.settings import settings
from graph.texts import Language
from graph.things.map import map_data, map_sources, most_linked
from graph.version import program_version
from viz.pages import View

Given = Annotated[
    list[str],
    typer.Argument(
        metavar="map|network [QUESTION] [--PARAMETER VALUE]…",
        help="What is drawn; parameters as of the map, or of the question.",
    ),
]


def picture(
    given: Given,
    out: Annotated[Path, typer.Option("--out", help="FILE.svg, .pdf, .png or .html; .html for a network.")],
    lang: Lang = None,
    sample: Sample = False,
) -> None:
    """Draw the map, or the network of an answer, into a file.

    Example: citynet picture map --city Krefeld --out krefeld.svg
    """
    (what, *names), raw = read_given(given)
    ending = out.suffix.removeprefix(".").lower()
    if what == "network":
        if len(names) != 1 or ending != "html":
            raise UsageError("say which question's network, and a file: picture network partners --city X --out X.html")
        answer(question(names[0]), raw, AnswerFormat.HTML, out, lang, sample)
    elif what != "map" or names:
        raise UsageError(f"there is no picture '{what}'; there are: map, network", parameter="given")
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
    write_out(map_page_file(data, _spoken(lang), view, query=query, sources=sources, more=more).encode(), out)


def _spoken(lang: Lang) -> Language:
    return next((one for one in get_args(Language) if one == lang), language())


def _map(raw: dict[str, str | list[str]], ending: Format, out: Path, lang: Lang, sample: bool) -> None:
    with opened(sample=sample) as store:
        read = run(store.db, map_read(raw))
    query = f"?{urlencode(read['parameters'], doseq=True)}" if read["parameters"] else ""
    public = settings().public_url.rstrip("/")
    write_out(map_file(read, ending, _spoken(lang), f"{public}/map{query}" if public else ""), out)
