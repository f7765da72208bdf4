"""What commands print: data on the standard output in UTF-8, all talk on the standard error."""

from __future__ import annotations

import io
import locale
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.texts import Language, text

_CONTROL = dict.fromkeys((*range(32), *range(127, 160)), "�")


class ReaderGoneError(Exception):
    """Who read our standard output has seen enough, as `head` does."""


WIDE = 10_000
"""Columns of a table that goes into a pipe: nothing of it is cut."""


def language() -> Language:
    """The language of what is said to a person: German where the system speaks German, else English."""
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "de" if locale.normalize(said).lower().startswith("de") else "en"


def say(key: str, /, **values: object) -> None:
    """Tell the person at the terminal a text of the catalogue."""
    tell(text(f"command.{key}", language(), **values))


def print_line(key: str, /, **values: object) -> None:
    """A text of the catalogue as a line on the standard output."""
    print_bytes(f"{harmless(text(f'command.{key}', language(), **values))}\n".encode(errors="backslashreplace"))


def tell(message: str) -> None:
    """Tell the person at the terminal."""
    print(harmless(message), file=sys.stderr, flush=True)


def harmless(message: str) -> str:
    """A text without what would steer the terminal; line breaks become blanks."""
    return message.replace("\n", " ").translate(_CONTROL)


def print_json(document: Any) -> None:
    """One JSON document on the standard output."""
    print_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def print_bytes(data: bytes) -> None:
    """Bytes on the standard output, as they are; raises `ReaderGoneError` where nobody reads them."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        # Nothing more may be flushed to it, at the end of the program neither.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise ReaderGoneError from error


def write_out(data: bytes, out: Path | None) -> None:
    """Write to a file, whole or not at all, or to the standard output."""
    if out is None:
        print_bytes(data)
        return
    write_lines([data], out)
    say("written", file=out)


def write_lines(parts: Iterable[bytes], out: Path) -> int:
    """Write the parts to a file that is there whole or not at all; returns how many there were.

    A device or a pipe is written to as it is: in its place a file would be put, which root may do.
    """
    if out.exists() and not out.is_file():
        with out.open("wb") as device:
            return sum(device.write(part) > 0 for part in parts)
    half = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with half.open("wb") as file:
            number = sum(file.write(part) > 0 for part in parts)
            file.flush()
            os.fsync(file.fileno())
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)
    return number


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on the standard output."""
    print_bytes(table(headings, rows, terminal=sys.stdout.isatty()))


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, terminal: bool = False) -> bytes:
    """A table to be read; whatever stands in the cells is taken as plain text. Only on a terminal it is cut to fit."""
    width = shutil.get_terminal_size().columns if terminal else WIDE
    made = io.StringIO()
    console = Console(file=made, width=width, force_terminal=terminal, highlight=False)
    grid = Table(box=None, pad_edge=False, show_header=any(headings))
    for heading in headings:
        grid.add_column(Text(heading))
    for row in rows:
        grid.add_row(*(Text(harmless(str(cell))) for cell in row))
    console.print(grid)
    return made.getvalue().encode()


def counted(key: str, count: int) -> str:
    """A text with a number in it, `one` or `other`."""
    return text(f"command.{key}.{'one' if count == 1 else 'other'}", language(), count=count)
