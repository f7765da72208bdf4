"""Charts, from the parameters of an address or a command to what is drawn, and from that to the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

from graph import things
from graph.cypher import Bound
from graph.database import Answer, Row
from graph.export.tables import csv_table
from graph.measures.network import Computed
from graph.questions import question
from graph.questions.asking import ask, asked_about
from graph.questions.measuring import Job
from graph.questions.parameters import this_year
from graph.texts import Language, has_text, text
from graph.things.map import map_sources
from viz import say
from viz.charts.base import Asked, Chart
from viz.charts.registry import Declared
from viz.charts.shape import Screen

Format = Literal["svg", "pdf", "png", "html", "csv"]
MEDIA: dict[Format, str] = {
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "png": "image/png",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
"""Kinds of files that a chart can be had as."""

_ALL_ROWS = 1_000_000
_ABOUT = frozenset({"city", "country", "limit", "top"})
"""Parameters that a chart's title and rows tell of themselves."""


def chart_read(
    declared: Declared,
    raw: Mapping[str, Any],
    language: Language,
    *,
    measured: Callable[[Job], Computed] | None = None,
    cited: bool = True,
) -> Generator[Bound, Answer, dict[str, Any]]:
    """What a chart shows: `{answers, parameters, town, data_version, sources}`; raises as `ask` does.

    `measured` as for `ask`; without `cited` there are no sources, for which a database is asked once more.
    """
    given = {name: value for name, value in raw.items() if value not in ("", None, [])}
    declared.check(given)
    answers: dict[str, list[Row]] = {}
    parameters: dict[str, Any] = {}
    about: list[Row] = []
    version = ""
    for name, part in declared.parts.items():
        asking = {**part.usual, **given, **part.fixed}
        result = yield from ask(question(part.question), asking, language=language, rows=_ALL_ROWS, measured=measured)
        answers[name], version = result.rows, result.data_version
        parameters |= {key: value for key, value in result.parameters.items() if key in given}
        about = about or (yield from asked_about(result))
    return {
        "answers": answers,
        "parameters": parameters,
        "town": say.town(about[0], language) if about and "city" in parameters else "",
        "data_version": version,
        "sources": (yield from _sources(declared, answers, parameters)) if cited else [],
    }


def _sources(
    declared: Declared, answers: Mapping[str, Sequence[Row]], parameters: Mapping[str, Any]
) -> Generator[Bound, Answer, list[Row]]:
    """The sources of a chart, `{id, title, licence}`, those that say most first."""
    if declared.credits == "links":
        return (yield from map_sources(country=parameters.get("country")))
    cited = [source for rows in answers.values() for row in rows for source in row["sources"]]
    said, named = Counter(one["id"] for one in cited), {one["id"]: one for one in cited}
    licences = yield from things.licences(said)
    ranked = sorted(said, key=lambda id_: (-said[id_], id_))
    return [named[id_] | {"licence": licences.get(id_)} for id_ in ranked]


def chart_of(declared: Declared, read: Mapping[str, Any], language: Language) -> Chart:
    """The chart of what was read."""
    parameters = read["parameters"]
    asked = Asked(language, this_year(), read["town"], parameters.get("country"), _filters(parameters, language))
    return declared.make(read["answers"], asked)


def _filters(parameters: Mapping[str, Any], language: Language) -> str:
    """What was chosen beside town and country, in words: 'Art: Freundschaft'."""
    said = []
    for name, value in parameters.items():
        if name not in _ABOUT:
            values = value if isinstance(value, list) else [value]
            label = text(f"parameter.{name}", language) if has_text(f"parameter.{name}") else name
            said.append(f"{label}: {', '.join(_word(name, one, language) for one in values)}")
    return "; ".join(said)


def _word(name: str, value: object, language: Language) -> str:
    if isinstance(value, bool):
        return text("pages.yes" if value else "pages.no", language)
    if name == "partner_country":
        return say.country(str(value), language)
    return say.label(name, value, language)


def query_of(parameters: Mapping[str, Any]) -> str:
    """The parameters as the end of an address."""
    return f"?{urlencode(parameters, doseq=True)}" if parameters else ""


def chart_file(
    declared: Declared,
    read: Mapping[str, Any],
    format_: Format,
    language: Language,
    *,
    public: str = "",
    screen: Screen | None = None,
) -> bytes:
    """The chart as a file; `screen` is the bare drawing for a page, `public` the address under which all is found."""
    chart = chart_of(declared, read, language)
    if format_ == "csv":
        return csv_table([one.name for one in chart.columns], chart.rows)
    from viz.charts.files import print_file, screen_svg
    from viz.printing.sheet import Words

    if screen is not None:
        return screen_svg(chart, language, screen)
    address = f"{public}/charts/{declared.name}.svg{query_of(read['parameters'])}" if public else ""
    words = Words(
        chart.title, chart.subtitle, read["sources"], read["data_version"], date.today().isoformat(), address, language,
        ground=False,
    )  # fmt: skip
    if format_ == "html":
        from viz.charts.alone import page_file

        return page_file(chart, words)
    return print_file(chart, words, format_)
