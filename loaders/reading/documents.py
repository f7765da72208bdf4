"""JSON documents, rows of JSON objects, and newline-delimited JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from graph.errors import InputError
from loaders.reading.encoding import encoding, text_lines
from loaders.reading.inputs import Input
from loaders.reading.records import Record, Table
from loaders.reading.yamls import MAX_DEPTH, Document, load_yaml
from loaders.values import RowError, clean

MAX_DOCUMENT = 100_000_000
"""Bytes of a YAML or JSON document, which is read as a whole."""


class _TwiceError(ValueError):
    """A field stands twice in one object."""


def read_yaml(file: Input) -> Document:
    """A YAML document. Raises `InputError`."""
    return load_yaml(file.read(MAX_DOCUMENT), file.name)


def read_json(file: Input) -> Document:
    """A JSON document. Raises `InputError` naming line and column."""
    data = file.read(MAX_DOCUMENT)
    try:
        return Document(_parsed(data.decode(encoding(file)).removeprefix("\ufeff")))
    except UnicodeDecodeError as exc:
        raise InputError(f"{file.name}: byte {exc.start + 1} is not {encoding(file)}; save the file as UTF-8") from exc
    except json.JSONDecodeError as exc:
        raise InputError(f"{file.name}, line {exc.lineno}, column {exc.colno}: this is not JSON: {exc.msg}") from exc
    except RecursionError as exc:
        raise InputError(f"{file.name} is nested too deeply") from exc
    except ValueError as exc:
        raise InputError(f"{file.name}: {exc}") from exc


def _parsed(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _value in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _TwiceError(f"the field '{twice}' stands twice in one object")
    return made


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a value of JSON")


def plain(value: object) -> str | None:
    """A value of JSON as the text of a cell; None where it is no plain value."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | float():
            return str(value)
    return None


def texts(value: Any, name: str, depth: int = 0) -> Any:
    """A JSON document as YAML gives it: clean texts, numbers as texts too, nested within the same bounds.

    Raises `InputError`; `name` is for its message.
    """
    if depth > MAX_DEPTH:
        raise InputError(f"{name} is nested too deeply")
    try:
        match value:
            case dict():
                return {clean(key): texts(item, name, depth + 1) for key, item in value.items()}
            case list():
                return [texts(item, name, depth + 1) for item in value]
            case bool() | None:
                return value
        return clean(str(value))
    except RowError as exc:
        raise InputError(f"{name}: {exc.reason}") from exc


def objects_table(file: Input, document: Document) -> Table:
    """A list of objects as a table: fields are headings, entries are rows from 1."""
    rows = document.value
    if not isinstance(rows, list):
        raise InputError(f"{file.name}: rows are a list of objects; this is {_what(rows)}")
    headings = list(dict.fromkeys(str(key) for row in rows if isinstance(row, Mapping) for key in row))
    return Table(lambda: (_row(number, row, headings) for number, row in enumerate(rows, start=1)), headings)


def read_ndjson(file: Input) -> Table:
    """Newline-delimited JSON as a table; lines are rows. It is read once for its fields, then row by row."""
    code = encoding(file)
    headings: dict[str, None] = {}
    for _number, row in _lines(file, code):
        if isinstance(row, Mapping):
            headings.update(dict.fromkeys(row))
    names = list(headings)
    if not names:
        raise InputError(f"{file.name}: no line is a JSON object")
    return Table(lambda: (_row(number, row, names) for number, row in _lines(file, code)), names)


def _lines(file: Input, code: str) -> Iterator[tuple[int, object]]:
    with text_lines(file, code, MAX_DOCUMENT) as lines:
        for number, line in enumerate(lines, start=1):
            text = line.strip("\ufeff \t\n")
            if not text:
                continue
            try:
                yield number, _parsed(text)
            except RecursionError:
                yield number, InputError("the line is nested too deeply")
            except ValueError as exc:
                yield number, InputError(f"the line is not JSON: {exc}")


def _row(number: int, row: object, headings: list[str]) -> Record:
    if isinstance(row, InputError):
        return number, [], str(row)
    if not isinstance(row, Mapping):
        return number, [str(row)], f"a row is an object with fields; this is {_what(row)}"
    cells = [plain(row.get(heading)) for heading in headings]
    if None in cells:
        heading = headings[cells.index(None)]
        shown = [cell if cell is not None else json.dumps(row.get(heading)) for cell in cells]
        return number, shown, f"the field '{heading}' holds {_what(row.get(heading))}; a row's fields are plain values"
    return number, [cell or "" for cell in cells], None


def _what(value: object) -> str:
    match value:
        case None:
            return "empty"
        case list():
            return "a list"
        case Mapping():
            return "an object"
    return f"the value {json.dumps(value, ensure_ascii=False)[:80]}"
