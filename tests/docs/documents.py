"""The documents of the project, taken apart: fenced blocks, links, headings, tables.

What a fenced block is follows from its first line:
    ```sh                        commands, run by `test_commands.py` in the order of the document
    ```text                      right after commands: what they print, `…` for what is left out; else a drawing
    ```console                   commands that no test runs; `test_commands.py` lists them
    ```csv as partners.csv       a file of that name, there for the commands that follow
    ```python run, ```cypher run     run, too
    ```python from graph/x.py    an excerpt of that file of the project, lines with only `…` for what is left out
A table is a workbook for the commands where `<!-- workbook: name.xlsx -->` stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from graph.settings import ROOT

DOCS = ROOT / "docs"
GAP = "…"
_WORKBOOK = re.compile(r"<!-- workbook: (\S+) -->")
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its first line's words, its text, and the line where it begins."""

    words: tuple[str, ...]
    text: str
    line: int

    @property
    def language(self) -> str:
        """The first word."""
        return self.words[0] if self.words else ""

    def named(self, word: str) -> str | None:
        """What stands behind `as` or `from` in the first line."""
        return self.words[2] if len(self.words) == 3 and self.words[1] == word else None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the heading above it, its first line, its rows as they are written, its own headings first."""

    heading: str
    line: int
    rows: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a document does: commands or code with what they print, or a file that it lays down."""

    line: int
    commands: tuple[str, ...] = ()
    language: str = ""
    code: str = ""
    shown: str | None = None
    file: str | None = None
    content: str = ""
    table: tuple[tuple[str, ...], ...] = ()


def documents() -> list[Path]:
    """The README, the change log, and all pages of `docs/`."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]


def name_of(path: Path) -> str:
    """A document's name in messages: `docs/settings.md`."""
    return path.relative_to(ROOT).as_posix()


@cache
def tokens(path: Path) -> Sequence[Token]:
    """The document as markdown-it reads it."""
    return MarkdownIt().enable("table").parse(path.read_text("utf-8"))


def blocks(path: Path) -> list[Block]:
    """All fenced blocks."""
    return [
        Block(tuple(token.info.split()), token.content, (token.map or [0])[0] + 1)
        for token in tokens(path)
        if token.type == "fence"
    ]


def links(path: Path) -> Iterator[str]:
    """Where links and pictures lead."""
    for token in tokens(path):
        for child in token.children or ():
            for name in ("href", "src"):
                if (found := child.attrGet(name)) is not None:
                    yield str(found)


def anchors(path: Path) -> set[str]:
    """The anchors of the headings, as a web page of the document has them."""
    every = tokens(path)
    titles = [every[place + 1].content for place, token in enumerate(every) if token.type == "heading_open"]
    return {_NOT_IN_ANCHOR.sub("", title.lower()).replace(" ", "-") for title in titles}


def tables(path: Path) -> list[Table]:
    """All tables, each with the heading above it."""
    found: list[Table] = []
    heading = before = ""
    for token in tokens(path):
        if before == "heading_open":
            heading = token.content
        elif token.type == "table_open":
            found.append(Table(heading, (token.map or [0])[0] + 1))
        elif token.type == "tr_open":
            found[-1].rows.append([])
        elif before in ("th_open", "td_open"):
            found[-1].rows[-1].append(token.content)
        before = token.type
    return found


def steps(path: Path) -> list[Step]:
    """What a document does, in its order."""
    found = [*_block_steps(path), *_workbooks(path)]
    return sorted(found, key=lambda step: step.line)


def _block_steps(path: Path) -> Iterator[Step]:
    every = tokens(path)
    for place, token in enumerate(every):
        if token.type != "fence":
            continue
        block = Block(tuple(token.info.split()), token.content, (token.map or [0])[0] + 1)
        following = every[place + 1] if place + 1 < len(every) else None
        shown = following.content if following and following.type == "fence" and following.info == "text" else None
        if block.words == ("sh",):
            yield Step(block.line, commands=tuple(_commands(block.text)), shown=shown)
        elif block.words[1:] == ("run",):
            yield Step(block.line, language=block.language, code=block.text, shown=shown)
        elif (name := block.named("as")) is not None:
            yield Step(block.line, file=name, content=block.text)


def _commands(text: str) -> Iterator[str]:
    """Commands, one a line; a backslash at the end goes on in the next."""
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield line.strip()


def _workbooks(path: Path) -> Iterator[Step]:
    every = path.read_text("utf-8").splitlines()
    for table in tables(path):
        before = next((one for one in reversed(every[: table.line - 1]) if one.strip()), "")
        if match := _WORKBOOK.fullmatch(before.strip()):
            yield Step(table.line, file=match[1], table=tuple(map(tuple, table.rows)))
