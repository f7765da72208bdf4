"""Lines of an export: what each has at least, so that a damaged one is named before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from graph.errors import InputError


class _Line(BaseModel):
    """What else a row has is left to whoever reads it."""

    model_config = ConfigDict(strict=True)


class _CityId(_Line):
    key: str
    id: str


class _Forgotten(_Line):
    id: str
    key: str
    hashes: list[str]
    words: list[int]


class _Load(_Line):
    id: str
    seq: int
    state: str


class _Report(_Line):
    id: str


class _Statement(_Line):
    id: str
    source: str
    content: dict[str, Any]
    carried: list[int]
    withdrawn: list[int]


_LINES: Mapping[str, type[_Line]] = {
    "city_id": _CityId,
    "forgotten": _Forgotten,
    "load": _Load,
    "report": _Report,
    "statement": _Statement,
}


def line_of(number: int, line: bytes) -> tuple[str, Any]:
    """Kind and row of a line. Raises `InputError` with its number where it is none of an export."""
    try:
        said = orjson.loads(line)
    except orjson.JSONDecodeError as exc:
        raise InputError(f"line {number} is not a line of a citynet export: {exc}") from exc
    if not isinstance(said, dict):
        raise InputError(f"line {number} is not a line of a citynet export")
    if said.keys() == {"source", "content"}:
        raise InputError(f"line {number} is a fact alone, as 'export --facts' writes it; 'import' wants a whole export")
    if len(said) != 1:
        raise InputError(f"line {number} is not a line of a citynet export: it has {len(said)} parts and not one")
    return next(iter(said.items()))


def check_row(number: int, kind: str, row: object) -> None:
    """Raise `InputError` for a row of a kind that no export has, or that lacks what every row of its kind has."""
    if kind not in _LINES:
        raise InputError(f"line {number}: '{kind}' is not part of an export")
    try:
        _LINES[kind].model_validate(row)
    except ValidationError as exc:
        first = exc.errors()[0]
        where = ".".join(str(part) for part in (kind, *first["loc"]))
        raise InputError(f"line {number} is damaged: {where}: {first['msg']}") from exc
