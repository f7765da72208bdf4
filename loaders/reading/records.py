"""Records: the rows of a table as cells of text, with the row numbers of their file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Record = tuple[int, list[str], str | None]
"""Row number in the file, the cells as text ('' where empty), and what is wrong with the row as a whole."""


@dataclass(slots=True)
class Table:
    """A table that can be read again and again.

    `headings` are known where the format names the fields of each row (JSON); else they are one of the first
    records, and `records` gives that one too. `short_rows`: a row may leave out cells at its end (a workbook's does).
    """

    records: Callable[[], Iterator[Record]]
    headings: list[str] | None = None
    short_rows: bool = True


def is_comment(cells: list[str]) -> bool:
    """Whether a record is a line that begins with `#`, as templates have them above the headings."""
    return bool(cells) and cells[0].startswith("#")
