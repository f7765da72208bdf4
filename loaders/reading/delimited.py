"""Tables as text: CSV, TSV and their kin, read line by line. Encoding and delimiter are found out."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from loaders.reading.encoding import MAX_LINE, encoding, text_lines
from loaders.reading.inputs import Input
from loaders.reading.records import Record, Table, is_comment

DELIMITERS = (",", ";", "\t", "|")
MAX_LINES = 100
"""Lines that one record may go over, between quotation marks."""


def read_delimited(file: Input, known: Callable[[str], bool]) -> Table:
    """The table in a text file. `known` says whether a cell is a heading: that helps to find the delimiter."""
    code = encoding(file)
    found = _delimiter(file, code, known)
    return Table(lambda: _records(file, code, found), short_rows=False)


def _records(file: Input, code: str, delimiter: str) -> Iterator[Record]:
    with text_lines(file, code, MAX_LINE) as lines:
        yield from _split(lines, delimiter)


def _split(lines: Iterator[str], delimiter: str) -> Iterator[Record]:
    """Records from lines. One that opens a quotation mark and never closes it takes no other line with it."""
    row = 0
    waiting: list[str] = []
    while True:
        line = _next(lines, waiting)
        if not line:
            return
        row += 1
        if len(line) >= MAX_LINE:
            yield row, [line[:200]], f"the line is longer than {MAX_LINE} characters"
            _skip_line(lines, waiting, line)
        elif row == 1 and line.startswith("sep="):
            continue
        elif '"' not in line:
            yield row, line.rstrip("\n").split(delimiter), None
        else:
            record, trouble = _quoted(line, lines, waiting, delimiter)
            yield row, record, trouble


def _next(lines: Iterator[str], waiting: list[str]) -> str:
    """The next line, '' behind the last: of those that were read ahead, then of the file."""
    return waiting.pop(0) if waiting else next(lines, "")


def _skip_line(lines: Iterator[str], waiting: list[str], part: str) -> None:
    while part and not part.endswith("\n"):
        part = _next(lines, waiting)


def _quoted(line: str, lines: Iterator[str], waiting: list[str], delimiter: str) -> tuple[list[str], str | None]:
    """One record with quotation marks, which may go over several lines; lines that are not its own go to `waiting`."""
    taken = [line]
    while True:
        try:
            cells = next(csv.reader(["".join(taken)], delimiter=delimiter, skipinitialspace=True, strict=True))
        except csv.Error as exc:
            more = _next(lines, waiting)
            unfinished = "unexpected end of data" in str(exc)
            if more and unfinished and len(taken) < MAX_LINES:
                taken.append(more)
                continue
            if more:
                waiting.insert(0, more)
            waiting[:0] = taken[1:]
            return line.rstrip("\n").split(delimiter), _why(str(exc))
        return cells, None


def _why(said: str) -> str:
    """What the reader of CSV found wrong, for who must mend it."""
    if "unexpected end of data" in said:
        return "a quotation mark is opened and never closed"
    if "field limit" in said:
        return f"a cell is longer than {csv.field_size_limit()} characters"
    return "a quotation mark stands within a cell"


def _delimiter(file: Input, code: str, known: Callable[[str], bool]) -> str:
    """The delimiter under which most headings are known, then most rows have the same number of cells above one."""
    text = file.sample.decode(code, "replace")
    lines = text.splitlines(keepends=True)
    if len(file.sample) >= 65_536 and len(lines) > 1:
        lines.pop()
    if lines and lines[0].startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0][4]
    return max(DELIMITERS, key=lambda delimiter: _fit(lines, delimiter, known))


def _fit(lines: list[str], delimiter: str, known: Callable[[str], bool]) -> tuple[int, float, int]:
    filled = (cells for _row, cells, _trouble in _split(iter(lines), delimiter) if any(cells) and not is_comment(cells))
    records = list(islice(filled, 50))
    if not records:
        return (0, 0.0, 0)
    headings = max(sum(map(known, cells)) for cells in records[:10])
    (width, count), *_ = Counter(map(len, records)).most_common(1)
    return (headings, count / len(records) if width > 1 else 0.0, width)
