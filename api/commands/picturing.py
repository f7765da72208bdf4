"""The command `picture`: pictures to take away, as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, get_args
from urllib.parse import urlencode

import typer

from api.commands.asking import AnswerFormat, answer, read_given
from api.commands.base import Lang, Sample, opened
from api.commands.output import language, write_out
from api.printing import MEDIA, Format, map_file, map_read
from graph.errors import UsageError
from graph.questions import question
from graph.questions.asking import run
from graph.settings import settings
from graph.texts import Language

Given = Annotated[list[str], typer.Argument(metavar="map|network [QUESTION] [--PARAMETER VALUE]…")]


def picture(
    given: Given,
    out: Annotated[Path, typer.Option("--out", help="FILE.svg, .pdf or .png; .html for a network.")],
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
    elif ending not in MEDIA:
        raise UsageError(f"a map is written as {', '.join(MEDIA)}, not as '{ending}'", parameter="out")
    else:
        _map(raw, next(one for one in MEDIA if one == ending), out, lang, sample)


def _map(raw: dict[str, str | list[str]], ending: Format, out: Path, lang: Lang, sample: bool) -> None:
    spoken = next((one for one in get_args(Language) if one == lang), language())
    with opened(sample=sample) as store:
        read = run(store.db, map_read(raw))
    query = f"?{urlencode(read['parameters'], doseq=True)}" if read["parameters"] else ""
    public = settings().public_url.rstrip("/")
    write_out(map_file(read, ending, spoken, f"{public}/map{query}" if public else ""), out)
