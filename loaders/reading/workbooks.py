"""Excel workbooks (.xlsx), read row by row within bounds on what they unpack to."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell
from openpyxl.utils.cell import get_column_letter, range_boundaries

from graph.errors import InputError, UsageError
from loaders.reading.inputs import Input
from loaders.reading.records import Record, Table

MAX_UNPACKED = 100_000_000
"""Bytes that a workbook may unpack to."""

MAX_PARTS = 1000
MAX_RATIO = 100
_SMALL = 1_000_000
# Parts that openpyxl does not know (drop-down lists, styles of other programs) do not matter to a table.
warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")

_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, SyntaxError),
    *(LookupError, ValueError, TypeError, AttributeError, RuntimeError, ArithmeticError),
)
"""What the libraries raise on archives and XML that are not as they should be."""

_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_FORMULA = re.compile(rb"<f[ />]")
_OVERLAP = 200


def read_workbook(file: Input, sheet: str | None) -> Table:
    """The table on one sheet of a workbook.

    Raises `UsageError` where several sheets hold something and none is named, `InputError` where the file cannot
    be read or unpacks to too much.
    """
    with file.open() as stream:
        _check_archive(stream, file.name)
        with _opened(stream, file.name) as book:
            name = _sheet(book, sheet, file.name)
            merged, formulas = _peculiarities(stream, book[name])
    return Table(lambda: _records(file, name, merged, formulas))


def _check_archive(stream: BinaryIO, name: str) -> None:
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
    except _DAMAGED as exc:
        raise InputError(f"{name} is a damaged workbook: {exc}") from exc
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        kind = "an OpenDocument file" if "mimetype" in names else "an archive without a workbook in it"
        raise InputError(f"{name} is {kind}; save the table as .xlsx or CSV")
    if len(parts) > MAX_PARTS:
        raise InputError(
            f"{name} has {len(parts)} parts inside, more than {MAX_PARTS}; save the table alone as .xlsx or CSV"
        )
    unpacked = sum(part.file_size for part in parts)
    packed_tight = any(
        part.file_size > _SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
    )
    if unpacked > MAX_UNPACKED or packed_tight:
        raise InputError(
            f"{name} unpacks to {unpacked / 1e6:.0f} MB, more than is read safely; save the table alone as CSV"
        )


@contextmanager
def _opened(stream: BinaryIO, name: str, *, values: bool = True) -> Iterator[Any]:
    stream.seek(0)
    try:
        book = load_workbook(stream, read_only=True, data_only=values)
        try:
            yield book
        finally:
            book.close()
    except _DAMAGED as exc:
        raise InputError(f"{name} is a damaged workbook: {exc}") from exc


def _sheet(book: Any, wanted: str | None, name: str) -> str:
    sheets = [sheet.title for sheet in book.worksheets]
    if wanted is not None:
        if wanted not in sheets:
            raise UsageError(f"{name} has no sheet '{wanted}'; it has {', '.join(sheets)}", parameter="sheet")
        return wanted
    filled = [title for title in sheets if book[title].sheet_state == "visible" and _holds_something(book[title])]
    if not filled:
        raise InputError(f"{name} is empty: no sheet holds anything")
    if len(filled) > 1:
        raise UsageError(f"{name} has several sheets: say which to read, {', '.join(filled)}", parameter="sheet")
    return str(filled[0])


def _holds_something(sheet: Any) -> bool:
    sheet.reset_dimensions()
    return any(cell is not None for row in sheet.iter_rows(values_only=True, max_row=1000) for cell in row)


def _peculiarities(stream: BinaryIO, sheet: Any) -> tuple[list[str], bool]:
    """The merged ranges of a sheet and whether it has formulas, found in its XML without building it."""
    merged: list[str] = []
    formulas = False
    with zipfile.ZipFile(stream) as archive, archive.open(sheet._worksheet_path) as part:
        before = b""
        while chunk := part.read(1 << 20):
            text = before + chunk
            formulas = formulas or _FORMULA.search(text) is not None
            merged.extend(found.group(1).decode() for found in _MERGED.finditer(text))
            before = text[-_OVERLAP:]
    return list(dict.fromkeys(merged)), formulas


def _records(file: Input, name: str, merged: list[str], formulas: bool) -> Iterator[Record]:
    down, across = _merges(merged)
    with file.open() as stream, _opened(stream, file.name) as book:
        sheet = book[name]
        sheet.reset_dimensions()
        written = _formula_cells(file, name) if formulas else None
        held: dict[int, tuple[int, str]] = {}
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells = [_text(cell) for cell in row]
            trouble = None
            if written is not None:
                trouble = _without_value(cells, next(written, []), number)
            if number in across:
                trouble = trouble or f"the cells {across[number]} are merged into one"
            _fill_down(cells, number, down, held)
            yield number, cells, trouble


def _merges(ranges: list[str]) -> tuple[dict[tuple[int, int], int], dict[int, str]]:
    """Cells merged downwards, `(row, column)` to the last row, and rows in which cells are merged side by side."""
    down: dict[tuple[int, int], int] = {}
    across: dict[int, str] = {}
    for written in ranges:
        left, top, right, bottom = range_boundaries(written)
        if left is None or top is None or right is None or bottom is None:
            continue
        if right > left:
            for row in range(top, min(bottom, top + 10_000) + 1):
                across.setdefault(row, written)
        else:
            down[top, left - 1] = bottom
    return down, across


def _fill_down(cells: list[str], row: int, down: dict[tuple[int, int], int], held: dict[int, tuple[int, str]]) -> None:
    """A value in cells that are merged downwards holds for each of their rows."""
    for column, (last, value) in list(held.items()):
        if row > last:
            del held[column]
        else:
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = value
    for column in range(len(cells)):
        if (row, column) in down:
            held[column] = (down[row, column], cells[column])


def _formula_cells(file: Input, name: str) -> Iterator[list[int]]:
    """Row by row, the columns in which a formula stands."""
    with file.open() as stream, _opened(stream, file.name, values=False) as book:
        sheet = book[name]
        sheet.reset_dimensions()
        for row in sheet.iter_rows():
            yield [place for place, cell in enumerate(row) if cell.data_type == "f"]


def _without_value(cells: list[str], formulas: list[int], row: int) -> str | None:
    for place in formulas:
        if place >= len(cells) or not cells[place]:
            letter = get_column_letter(place + 1)
            return f"cell {letter}{row} holds a formula without a value: save the file in Excel, or paste values"
    return None


def _text(cell: Any) -> str:
    """A cell's value as text: dates as precise as the cell shows them, whole numbers without a point."""
    if isinstance(cell, EmptyCell):
        return ""
    match cell.value:
        case None:
            return ""
        case str() as text:
            return text
        case bool() as truth:
            return "true" if truth else "false"
        case datetime() as moment:
            return _shown_date(moment.date(), str(cell.number_format))
        case date() as day:
            return _shown_date(day, str(cell.number_format))
        case time() as clock:
            return clock.isoformat("minutes")
        case float() as number if number.is_integer() and abs(number) < 1e15:
            return str(int(number))
        case value:
            return str(value)


def _shown_date(day: date, shown_as: str) -> str:
    shown = re.sub(r'\[[^\]]*\]|"[^"]*"', "", shown_as.lower())
    if "d" in shown or "t" in shown:
        return day.isoformat()
    return day.isoformat()[:7] if "m" in shown else day.isoformat()[:4]
