"""Answers as tables: CSV for programs, CSV for Excel as Germany has it, and JSON line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from graph.database import Row
from graph.questions.asking import Result
from graph.questions.base import Question

BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula."""


def csv_lines(result: Result, *, excel: bool = False) -> Iterator[str]:
    """The answer line by line as RFC 4180 wants it, headings first; lists become names set apart by `; `.

    Text that a spreadsheet would take for a formula gets a `'` in front. `excel`: with byte order mark, semicolons
    and decimal commas, as a double click on the file in German Excel needs it.
    """
    lines = csv_of(result.question, excel=excel)
    yield lines.head.decode()
    for row in result.rows:
        yield lines.line(row).decode()


@dataclass(frozen=True, slots=True)
class Lines:
    """A format that is written row by row: what stands before the rows, and a row."""

    head: bytes
    line: Callable[[Row], bytes]


def csv_of(question: Question, *, excel: bool = False) -> Lines:
    """CSV of a question's rows; see `csv_lines`."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";" if excel else ",", lineterminator="\r\n")
    names = list(question.row.model_fields)
    head = (BOM if excel else "") + _line(writer, buffer, names)

    def line(row: Row) -> bytes:
        return _line(writer, buffer, [_cell(row.get(name), excel) for name in names]).encode()

    return Lines(head.encode(), line)


def csv_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV of a table that is no question's: headings, rows."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    lines = [_line(writer, buffer, headings)]
    lines += [_line(writer, buffer, [_cell(value, excel=False) for value in row]) for row in rows]
    return "".join(lines).encode()


def excel_csv_of(question: Question) -> Lines:
    """CSV of a question's rows for German Excel."""
    return csv_of(question, excel=True)


def ndjson_of(question: Question) -> Lines:
    """A question's rows as JSON, one a line."""
    return Lines(b"", lambda row: orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))


def _line(writer: Any, buffer: io.StringIO, cells: Sequence[object]) -> str:
    writer.writerow(cells)
    line = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return line


def _cell(value: object, excel: bool) -> object:
    if isinstance(value, float):
        return str(value).replace(".", ",") if excel else value
    said = plain(value)
    return f"'{said}" if isinstance(said, str) and said.startswith(_FORMULA) else said


def plain(value: object) -> object:
    """A value as it fits into one cell: numbers stay, things become their names, lists are joined."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float() | str():
            return value
        case {"value": said, "sources": list(sources)}:
            return f"{plain(said)} ({', '.join(str(plain(source)) for source in sources)})"
        case {"title": title, "begin": begin, "status": status, "inferred": list(inferred)}:
            when = f"{begin} (inferred)" if begin and "begin" in inferred else begin
            return " ".join([str(title), *([f"[{', '.join(filter(None, (when, status)))}]"] if when or status else [])])
        case {"name": str(name), "role": str(role)}:
            return f"{name} [{role}]"
        case {"reason": reason, "count": count, "towns": list(towns), "rings": list(rings)}:
            names = ", ".join(str(plain(one)) for one in (*rings, *towns))
            return f"{reason} {count} ({names})" if names else f"{reason} {count}"
        case {"country": str(country), "towns": int(towns)}:
            return f"{country} {towns}"
        case {"type": str()}:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        case Mapping():
            named = next((value[key] for key in ("name", "title", "id") if value.get(key)), None)
            return str(named) if named is not None else orjson.dumps(dict(value)).decode()
        case list() | tuple():
            return "; ".join(str(plain(one)) for one in value)
    return str(value)


def to_csv(result: Result, asked: Sequence[Row] = ()) -> bytes:
    """The answer as CSV: UTF-8, commas, decimal points."""
    return "".join(csv_lines(result)).encode()


def to_excel_csv(result: Result, asked: Sequence[Row] = ()) -> bytes:
    """The answer as CSV for German Excel."""
    return "".join(csv_lines(result, excel=True)).encode()


def ndjson_lines(result: Result) -> Iterator[bytes]:
    """The answer as JSON, a row a line."""
    yield from map(ndjson_of(result.question).line, result.rows)


def to_ndjson(result: Result, asked: Sequence[Row] = ()) -> bytes:
    """The answer as JSON, a row a line."""
    return b"".join(ndjson_lines(result))
