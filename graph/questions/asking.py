"""Asking a question from raw parameters to the answer.

A generator yields the queries and is sent their answers, so that the sync driver of the commands and the async
driver of the API run the same logic: see `graph.database.run` and `ReadGateway.drive`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from graph.countries import asked_country
from graph.cypher import Bound, pieces
from graph.database import Answer, Row
from graph.errors import UsageError
from graph.measures.network import Computed
from graph.questions.base import Question
from graph.questions.measuring import Job, answer_of
from graph.questions.parameters import Parameters
from graph.search import OF_THINGS, resolve_thing, resolve_town
from graph.texts import Language, has_text, text

T = TypeVar("T")
NAMED = pieces("questions/cypher/search")


@dataclass(frozen=True, slots=True)
class Result:
    """An answer: its rows out of `total`, the Cypher that ran, the data version, notes in the language asked.

    `cut`: the one of the notes that says that the rows are a part of all.
    """

    question: Question
    parameters: dict[str, Any]
    rows: list[Row]
    truncated: bool
    cypher: str
    cypher_parameters: dict[str, Any]
    data_version: str
    total: int
    notes: list[str] = field(default_factory=list)
    cut: str | None = None


def ask(
    question: Question,
    raw: Mapping[str, Any],
    *,
    language: Language = "en",
    rows: int = 1000,
    measured: Callable[[Job], Computed] | None = None,
) -> Generator[Bound, Answer, Result]:
    """Ask a question with parameters as a person gave them; `rows` holds where no `limit` is given.

    `measured` gives what is computed of the whole network; without it that is done here and now. Raises `UsageError`
    naming the parameter, `NotFoundError`, `AmbiguousTownError`.
    """
    resolved, bound = yield from prepared(question, raw, language=language)
    answer, said = yield from _answered(Job(question, resolved, bound), measured, language)
    allowed, end = answer.rows[: question.most], resolved.offset + (resolved.limit or rows)
    kept = [question.finish(row, language) for row in allowed[resolved.offset : end]]
    notes = [*(yield from _notes(question, resolved, language, kept)), *said]
    notes += yield from _undated(question, resolved, language, answer.rows)
    cut, over = None, len(answer.rows) > len(allowed)
    if over:
        notes.append(text("answer.most", language, most=question.most))
    elif len(allowed) > end:
        shown = {"shown": len(kept), "total": len(allowed), "offset": resolved.offset}
        cut = text("answer.truncated", language, **shown)
        notes.append(cut)
    return Result(
        question,
        resolved.model_dump(mode="json", exclude_none=True, exclude_defaults=True),
        kept,
        truncated=over or len(allowed) > end,
        cypher=bound.cypher.text,
        cypher_parameters=dict(bound.parameters),
        data_version=answer.data_version,
        total=len(allowed),
        notes=notes,
        cut=cut,
    )


def _answered(
    job: Job, measured: Callable[[Job], Computed] | None, language: Language
) -> Generator[Bound, Answer, tuple[Answer, list[str]]]:
    """All rows, and what is to be said of how they were computed."""
    if job.question.measure is None:
        return (yield job.read), []
    computed = measured(job) if measured else job.computed((yield job.read))
    return answer_of(job, computed, language)


def prepared(
    question: Question, raw: Mapping[str, Any], *, language: Language = "en"
) -> Generator[Bound, Answer, tuple[Parameters, Bound]]:
    """The parameters with names resolved, and the query that answers; raises as `ask` does."""
    resolved = yield from _resolve(read_parameters(question, raw), language)
    return resolved, question.build(resolved, language=language)


def read_parameters(question: Question, raw: Mapping[str, Any]) -> Parameters:
    """The typed parameters; raises `UsageError` that names the parameter and what it takes."""
    try:
        return question.parameters.model_validate(
            {name: value for name, value in raw.items() if value not in ("", None)}
        )
    except ValidationError as exc:
        first = min(exc.errors(), key=lambda error: error["type"] != "extra_forbidden")
        name = str(first["loc"][0]) if first["loc"] else ""
        limits = {key: value for key, value in first.get("ctx", {}).items() if isinstance(value, int | float | str)}
        info = question.parameters.model_fields.get(name)
        wrong_day = first["type"] == "value_error" and info is not None and _of(info) == "date"
        reason = {"type": "date" if wrong_day else first["type"], **limits}
        if first["type"] == "extra_forbidden":
            known = ", ".join(question.parameters.model_fields)
            raise UsageError(
                f"{question.name} has no parameter '{name}'; it has: {known}", parameter=name, reason=reason
            ) from exc
        if first["type"] == "missing":
            raise UsageError(f"{question.name} needs '{name}'", parameter=name, reason=reason) from exc
        raise UsageError(f"'{name}': {first['msg']}", parameter=name, reason=reason) from exc


def _resolve(parameters: Parameters, language: Language) -> Generator[Bound, Answer, Parameters]:
    changes: dict[str, Any] = {}
    for name, info in type(parameters).model_fields.items():
        value = getattr(parameters, name)
        if value is None:
            continue
        of = _of(info)
        if of == "town" and isinstance(value, list):
            towns = []
            for one in value:
                towns.append((yield from resolve_town(one, name)))
            if len(set(towns)) < len(towns):
                twice = f"'{name}' names one town twice; name different towns"
                raise UsageError(twice, parameter=name, reason={"type": "twice"})
            changes[name] = towns
        elif of == "town":
            changes[name] = yield from resolve_town(value, name)
        elif of in OF_THINGS:
            changes[name] = yield from resolve_thing(value, of, name, language)
        elif of == "country":
            codes = [asked_country(one, name) for one in (value if isinstance(value, list) else [value])]
            changes[name] = codes if isinstance(value, list) else codes[0]
    return parameters.model_copy(update=changes)


def _of(info: Any) -> str | None:
    extra = info.json_schema_extra
    if not extra:
        for metadata in getattr(info.annotation, "__args__", ()):
            for one in getattr(metadata, "__metadata__", ()):
                extra = getattr(one, "json_schema_extra", None) or extra
    return extra.get("of") if isinstance(extra, dict) else None


def asked_about(result: Result) -> Generator[Bound, Answer, list[Row]]:
    """The towns, or the ring or source, that a question was about: `{id, name, country}`, in the order asked."""
    towns: list[str] = []
    for name, info in result.question.parameters.model_fields.items():
        value = result.parameters.get(name)
        if value is not None and _of(info) == "town":
            towns += value if isinstance(value, list) else [value]
    if towns:
        answer = yield NAMED["named-towns"].bind(ids=towns)
        by_id = {row["id"]: row for row in answer.rows}
        return [by_id[one] for one in towns if one in by_id]
    if "ring" in result.parameters:
        return (yield NAMED["named-ring"].bind(id=result.parameters["ring"])).rows
    source = result.question.parameters.model_fields.get("source")
    if source is not None and source.is_required():
        return (yield NAMED["named-source"].bind(id=result.parameters["source"])).rows
    return []


def _notes(
    question: Question, parameters: Parameters, language: Language, rows: list[Row]
) -> Generator[Bound, Answer, list[str]]:
    notes = []
    if not rows and has_text(f"question.{question.name}.nothing"):
        notes.append(text(f"question.{question.name}.nothing", language))
    bound = question.notes(parameters, language=language)
    if bound is not None:
        answer = yield bound
        notes += [text(f"note.{row['key']}", language, **row["values"]) for row in answer.rows]
    return notes


def _undated(
    question: Question, parameters: Parameters, language: Language, rows: list[Row]
) -> Generator[Bound, Answer, list[str]]:
    """Where a time was asked: how many rows are there, or were left out, only because they have no date."""
    if all(getattr(parameters, name, None) is None for name in question.timed_by):
        return []
    said: str = getattr(parameters, "undated", "include")
    other = parameters.model_copy(update={"undated": "exclude" if said == "include" else "include"})
    answer = yield question.build(other, language=language)
    total = question.behind(rows)
    count = abs(total - question.behind(answer.rows))
    own = f"question.{question.name}.undated.{said}"
    key = own if has_text(own) else f"note.undated.{said}"
    return [text(key, language, count=count, total=total)] if count else []
