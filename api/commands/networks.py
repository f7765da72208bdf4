"""Networks of answers as files: the page that works offline, and the sheet for print."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from api.commands.base import Lang, language_in, opened
from api.commands.output import write_out
from api.printing import MEDIA, network_print
from graph import things
from graph.database import Database, run
from graph.errors import UsageError
from graph.export.answer import answer_json
from graph.questions import question
from graph.questions.asking import Result, ask, asked_about, read_parameters
from graph.settings import settings
from graph.texts import Language
from graph.things.networks import with_ties
from graph.version import program_version
from viz.graphs import graph_of
from viz.network import MOST_NODES, NetworkData, network, with_licences
from viz.network_page import network_html
from viz.pages import View

_MOST_ROWS = 5_000


def drawn(db: Database, result: Result, spoken: Language) -> NetworkData:
    """The network of an answer, with the licences of its sources."""
    asked = run(db, asked_about(result))
    result = run(db, with_ties(result, MOST_NODES))
    data = network(graph_of(answer_json(result, spoken), asked, spoken))
    return with_licences(data, run(db, things.licences(source["id"] for source in data.sources)))


def network_page(db: Database, result: Result, spoken: Language) -> bytes:
    """The network of an answer as one file that works without a network."""
    public = settings().public_url.rstrip("/")
    query = (("question", result.question.name), *_pairs(result))
    view = View("/network", query, public, program_version(), result.data_version, date=date.today().isoformat())
    return network_html(drawn(db, result, spoken), spoken, view, standalone=True).encode()


def network_picture(
    names: list[str], raw: dict[str, str | list[str]], ending: str, out: Path, lang: Lang, sample: bool
) -> None:
    """Write the network of the answer to the question named into a file, as its ending says."""
    from api.commands.asking import AnswerFormat, answer, computed

    format_ = next((one for one in MEDIA if one == ending), None)
    if len(names) != 1 or (format_ is None and ending != "html"):
        raise UsageError("say which question's network, and a file: picture network partners --city X --out X.html")
    asked = question(names[0])
    if format_ is None:
        answer(asked, raw, AnswerFormat.HTML, out, lang, sample)
        return
    spoken = language_in(lang)
    read_parameters(asked, raw)
    with opened(sample=sample) as store:
        measured = partial(computed, store.db)
        result = run(store.db, ask(asked, raw, language=spoken, rows=_MOST_ROWS, measured=measured))
        data = drawn(store.db, result, spoken)
    public = settings().public_url.rstrip("/")
    query = urlencode([("question", asked.name), *_pairs(result)])
    address = f"{public}/network?{query}" if public else ""
    write_out(network_print(data, format_, spoken, result.data_version, address), out)


def _pairs(result: Result) -> list[tuple[str, Any]]:
    """The parameters as pairs of an address."""
    return [
        (name, one)
        for name, value in result.parameters.items()
        for one in (value if isinstance(value, list) else [value])
    ]
