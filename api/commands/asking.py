"""Commands that ask: `questions`, `find`, `ask`, `conflicts`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import Annotated, Any

import typer

from api.commands.base import Format, Lang, Out, Sample, Speech, TextOrJson, language_in, opened
from api.commands.output import counted, language, print_json, print_table, say, table, tell, write_out
from graph import things
from graph.database import Database, Row, run
from graph.errors import NotFoundError, UsageError
from graph.export import FORMATS
from graph.export.answer import answer_json, question_json
from graph.export.tables import plain
from graph.measures.kept import READ_SECONDS, Kept
from graph.measures.network import Computed
from graph.questions import QUESTIONS, question
from graph.questions.asking import Result, ask, asked_about, read_parameters
from graph.questions.base import ColumnType, Question, heading_key
from graph.questions.measuring import Job
from graph.search import search
from graph.settings import settings
from graph.texts import Language, text
from viz import say as worded
from viz.statements import described

ALL_ROWS = 1_000_000
_THINGS = frozenset({"source", "event", "ring", "organisation", "person", "programme", "topic"})
_AS_IT_IS = _THINGS | {"text", "date", "fact", "quote", "subject", "period", "when"}
"""Types of columns whose values are not words of a vocabulary."""


class AnswerFormat(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    EXCEL = "excel.csv"
    NDJSON = "ndjson"
    GEOJSON = "geojson"
    GRAPHML = "graphml"
    GEXF = "gexf"
    HTML = "html"
    ICS = "ics"


AskedFormat = Annotated[AnswerFormat, typer.Option("--format", help="html: a network picture that works offline.")]


def questions(format_: Format = TextOrJson.TEXT, lang: Lang = None) -> None:
    """List what can be asked, with the parameters of each question.

    Example: citynet questions
    """
    if format_ is TextOrJson.JSON:
        print_json({"questions": [question_json(one, _data_language(lang)) for one in QUESTIONS.values()]})
        return
    spoken = language_in(lang)
    rows = [(one.name, text(f"question.{one.name}.title", spoken), _parameters(one)) for one in QUESTIONS.values()]
    print_table([text(f"command.column.{name}", spoken) for name in ("question", "title", "parameters")], rows)


def _parameters(asked: Question) -> str:
    required = [name for name, field in asked.parameters.model_fields.items() if field.is_required()]
    others = [name for name in asked.parameters.model_fields if name not in required]
    return " ".join([f"--{name}" for name in required] + [f"[--{name}]" for name in others])


def find(
    words: Annotated[str, typer.Argument(metavar="TEXT", help="A name in any spelling, perhaps with a country.")],
    format_: Format = TextOrJson.TEXT,
    sample: Sample = False,
) -> None:
    """Find towns, rings, events, organisations, people and sources by name.

    Example: citynet find 'Marienbad, CZ'
    """
    with opened(sample=sample) as store:
        spoken: Language = "en" if format_ is TextOrJson.JSON else language()
        results = run(store.db, search(words, spoken))
    if format_ is TextOrJson.JSON:
        print_json({"results": results})
    elif results:
        headings = [text(f"command.column.{name}", spoken) for name in ("type", "id", "name")]
        print_table([*headings, ""], [_found(row, spoken) for row in results])
    else:
        say("nothing_found", text=words)


def _found(row: Row, spoken: Language) -> Sequence[str]:
    place = ", ".join(filter(None, (row.get("region"), worded.country(row.get("country"), spoken))))
    return (worded.label("thing", row["type"], spoken), row["id"], row["name"] or "", place)


def ask_question(
    asked: Annotated[list[str], typer.Argument(metavar="QUESTION [--PARAMETER VALUE]…", help="See 'questions'.")],
    format_: AskedFormat = AnswerFormat.TABLE,
    out: Out = None,
    lang: Lang = None,
    sample: Sample = False,
) -> None:
    """Ask a question: ask partners --city Krefeld. Parameters may be repeated; 'questions' lists them.

    Example: citynet ask shared-partners --city 'Bad Homburg' --city Cabourg
    """
    name, raw = read_asked(asked)
    answer(_known_question(name), raw, format_, out, lang, sample)


def conflicts(
    given: Annotated[list[str] | None, typer.Argument(metavar="[--PARAMETER VALUE]…", help="See 'questions'.")] = None,
    format_: AskedFormat = AnswerFormat.TABLE,
    out: Out = None,
    lang: Lang = None,
    sample: Sample = False,
) -> None:
    """List where sources say different things; the parameters are those of the question 'conflicts'.

    Example: citynet conflicts --city 'Frankfurt am Main' --field since
    """
    _, raw = read_asked(["conflicts", *(given or [])])
    answer(question("conflicts"), raw, format_, out, lang, sample)


def read_asked(tokens: Sequence[str]) -> tuple[str, dict[str, str | list[str]]]:
    """The question's name, and its parameters out of `--name value` and `--name=value`; repeated ones as lists."""
    names, given = read_given(tokens)
    if len(names) != 1:
        said = ", ".join(f"'{one}'" for one in names[1:]) or "none"
        raise UsageError(f"give one question and its parameters as --PARAMETER VALUE; too much or missing: {said}")
    return names[0], given


def read_given(tokens: Sequence[str]) -> tuple[list[str], dict[str, str | list[str]]]:
    """Bare words, and parameters out of `--name value` and `--name=value`; repeated ones as lists."""
    names: list[str] = []
    given: dict[str, list[str]] = {}
    rest = iter(tokens)
    for token in rest:
        if not token.startswith("--"):
            names.append(token)
            continue
        name, sign, value = token.removeprefix("--").partition("=")
        if not sign:
            found = next(rest, None)
            if found is None:
                raise UsageError(f"--{name} needs a value", parameter=name)
            value = found
        given.setdefault(name.replace("-", "_"), []).append(value)
    return names, {name: values if len(values) > 1 else values[0] for name, values in given.items()}


def _known_question(name: str) -> Question:
    try:
        return question(name)
    except NotFoundError as error:
        near = ", ".join(str(one["name"]) for one in error.nearest)
        raise UsageError(f"{error}; near to it: {near}. 'citynet questions' lists all") from error


def answer(
    asked: Question,
    raw: Mapping[str, str | list[str]],
    format_: AnswerFormat,
    out: Any,
    lang: Speech | None,
    sample: bool,
) -> None:
    """Ask and write the answer."""
    spoken = (
        language_in(lang)
        if format_ in (AnswerFormat.TABLE, AnswerFormat.HTML, AnswerFormat.ICS)
        else _data_language(lang)
    )
    read_parameters(asked, raw)
    few = format_ in (AnswerFormat.TABLE, AnswerFormat.JSON, AnswerFormat.HTML)
    with opened(sample=sample) as store:
        rows = settings().rows if few else ALL_ROWS
        computing = partial(computed, store.db)
        result = run(store.db, ask(asked, raw, language=spoken, rows=rows, measured=computing))
        if format_ is AnswerFormat.TABLE:
            data = _table(result, spoken, terminal=out is None and sys.stdout.isatty()) if result.rows else b""
        else:
            data = _written(store.db, result, format_, spoken)
    write_out(data, out)
    if format_ is AnswerFormat.TABLE:
        tell(counted("rows", len(result.rows)))
    if format_ is not AnswerFormat.JSON:
        for note in result.notes:
            tell(note)


def computed(db: Database, job: Job) -> Computed:
    """What is asked of the whole network: kept from before, or computed now, with how far it has come."""
    import igraph

    from api.commands.progress import shown

    kept = Kept(settings().home)
    found = kept.get(job.slot, run(db, things.version()))
    if found is not None:
        return found
    with shown("measure") as tell:
        tell("network", 0, None)
        read = db.ask(job.read, timeout=READ_SECONDS)
        igraph.set_progress_handler(lambda _, percent: tell("igraph", round(percent), 100))
        try:
            found = job.computed(read, tell)
        finally:
            igraph.set_progress_handler(None)
    kept.put(job.slot, found)
    return found


def _written(db: Database, result: Result, format_: AnswerFormat, spoken: Language) -> bytes:
    if format_ is AnswerFormat.JSON:
        import orjson

        return orjson.dumps(answer_json(result, spoken), option=orjson.OPT_APPEND_NEWLINE)
    if format_ is AnswerFormat.HTML:
        from api.commands.networks import network_page

        return network_page(db, result, spoken)
    about = run(db, asked_about(result))
    if format_ is AnswerFormat.ICS:
        return _calendar(db, result, [str(one["name"]) for one in about], spoken)
    _, write = FORMATS[format_.value]
    return write(result, about)


def _calendar(db: Database, result: Result, names: Sequence[str], spoken: Language) -> bytes:
    from datetime import datetime

    from viz.calendar import ENTRIES, calendar, entries_of

    name = result.question.name
    if name not in ENTRIES:
        raise UsageError(f"{name} is no calendar; these are: {', '.join(ENTRIES)}", parameter="format")
    changed = run(db, things.changed())
    return calendar(
        ", ".join([text(f"question.{name}.title", spoken), *names]),
        entries_of(name, result.rows, spoken),
        language=spoken,
        public_url=settings().public_url,
        changed=datetime.fromisoformat(changed) if changed else None,
    )


def _table(result: Result, spoken: Language, *, terminal: bool) -> bytes:
    columns = result.question.columns
    headings = [_heading(result.question, name, spoken) for name in columns]
    cells = ([_cell(row, name, kind, spoken) for name, kind in columns.items()] for row in result.rows)
    return table(headings, cells, terminal=terminal)


def _heading(asked: Question, name: str, spoken: Language) -> str:
    return text(heading_key(asked.name, name), spoken)


def _cell(row: Row, name: str, kind: ColumnType, spoken: Language) -> str:
    value = row.get(name)
    if kind == "town" and name != "name":
        return _cell(dict(value), "name", kind, spoken) if value else ""
    if kind == "town":
        place = worded.country(row.get("country"), spoken)
        return f"{value} ({place})" if place else str(value)
    if kind == "fact" and row["what"] == "distance":
        return worded.distance(row["distance_km"], spoken)
    if value is None:
        return ""
    if kind == "date" and name in row.get("inferred", ()):
        return f"{value} ({text('mark.inferred', spoken)})"
    if kind == "people":
        said = text("pages.about_number", spoken, number=value) if row["people_about"] else str(value)
        return f"{said} ({text('mark.inferred', spoken)})" if name in row["inferred"] else said
    if kind == "roles":
        return ", ".join(worded.label("role", one, spoken) for one in value)
    if kind == "events":
        return "; ".join(_event(one, spoken) for one in value)
    if kind == "bool":
        return text(f"command.{'yes' if value else 'no'}", spoken)
    if kind == "period" and row["last"] != value:
        return f"{value}–{row['last']}"
    if kind == "km":
        return worded.distance(value, spoken)
    if kind == "why":
        return "; ".join(_why(one, spoken) for one in value)
    if kind == "statement":
        return _statement(row, spoken)
    if kind == "share":
        return worded.percent(value, spoken)
    if kind == "lands":
        return ", ".join(f"{worded.country(one['country'], spoken)} ({one['towns']})" for one in value)
    if kind in ("fact_kind", "fact_status"):
        return worded.label(worded.fact_group(row["what"], kind), value, spoken)
    if kind == "towns":
        return "; ".join(_town(one, spoken) for one in value)
    if kind == "country":
        return worded.country(value, spoken)
    if isinstance(value, str) and kind not in _AS_IT_IS:
        return worded.label(kind, value, spoken)
    return str(plain(value))


def _statement(row: Row, spoken: Language) -> str:
    said = described({"type": row["type"], "content": row["content"]}, spoken)
    marked = text("mark.inferred", spoken)
    return "; ".join(
        f"{one.label}: {', '.join(value.text for value in one.values)}{f' ({marked})' if one.evidence else ''}"
        for one in said.fields
    )


def _why(one: Mapping[str, Any], spoken: Language) -> str:
    names = ", ".join(str(named["name"]) for named in (*one["rings"], *one["towns"]))
    said = worded.why(one, spoken)
    return f"{said} ({names})" if names else said


def _town(one: Mapping[str, Any], spoken: Language) -> str:
    how = [text("mark.bilateral", spoken)] if one.get("bilateral") else []
    how += [f"{text('mark.via', spoken)} {ring['name']}" for ring in one.get("rings", ())]
    return f"{one['name']} ({', '.join(how)})" if how else str(one["name"])


def _event(one: Mapping[str, Any], spoken: Language) -> str:
    when = f"{one['begin']} ({text('mark.inferred', spoken)})" if "begin" in one["inferred"] else one["begin"]
    said = ", ".join(filter(None, (when, worded.label("event_status", one["status"], spoken))))
    return f"{one['title']} [{said}]" if said else str(one["title"])


def _data_language(lang: Speech | None) -> Language:
    return language_in(lang) if lang else "en"
