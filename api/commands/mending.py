"""Files that tell row by row what became of a load: for looking at, and for mending what was rejected."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from api.commands.output import write_lines

if TYPE_CHECKING:
    from loaders.report import Report, RowOutcome

ADDED = ("row", "field", "reason")


def write_rows(reports: Sequence[Report], out: Path) -> None:
    """What became of each row, a JSON document a line; `file` tells the file where there were several."""
    several = len(reports) > 1
    write_lines(
        (
            orjson.dumps(({"file": report.file} if several else {}) | row.line(), option=orjson.OPT_APPEND_NEWLINE)
            for report in reports
            for row in report.rows
        ),
        out,
    )


def write_rejects(reports: Sequence[Report], out: Path) -> None:
    """The rejected rows as CSV in the columns they came in, with row number, field and reason behind them.

    A column of the file that has the same name keeps it; ours then has ` (citynet)` behind.
    """
    columns = list(dict.fromkeys(str(name) for row in _rejected(reports) for name in row.fields))
    added = [name if name not in columns else f"{name} (citynet)" for name in ADDED]
    write_lines((line.encode(errors="backslashreplace") for line in _lines(_rejected(reports), columns, added)), out)


def _rejected(reports: Sequence[Report]) -> Iterator[RowOutcome]:
    return (row for report in reports for row in report.rejections())


def _lines(rejected: Iterable[RowOutcome], columns: Sequence[str], added: Sequence[str]) -> Iterator[str]:
    for cells in ([*columns, *added], *(_cells(row, columns) for row in rejected)):
        buffer = io.StringIO(newline="")
        csv.writer(buffer, lineterminator="\r\n").writerow(cells)
        yield buffer.getvalue()


def _cells(row: RowOutcome, columns: Sequence[str]) -> list[Any]:
    came: Mapping[str, Any] = {str(name): value for name, value in row.fields.items()}
    return [*(_cell(came.get(name)) for name in columns), row.row, row.field or "", row.reason]


def _cell(value: object) -> object:
    if value is None:
        return ""
    return value if isinstance(value, str | int | float) else orjson.dumps(value, default=str).decode()
