"""Cypher that may reach the driver: text out of our own `.cypher` files, and nothing else.

`cypher("marker/read")` reads `graph/marker/read.cypher`. A slot `/*{name}*/` in a file is filled with
other Cypher of ours, never with a string. Values travel as parameters of a `Bound` query.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_SLOT = re.compile(r"/\*\{(\w+)\}\*/")
_OURS = object()


class Cypher:
    """A piece of Cypher from our files. Made by `cypher` and `Cypher.fill` only."""

    __slots__ = ("_text",)

    def __init__(self, text: str, token: object) -> None:
        if token is not _OURS:
            raise TypeError("Cypher comes from the .cypher files in graph/; use graph.cypher.cypher(name)")
        self._text = text

    @property
    def text(self) -> str:
        """The Cypher as it is sent; slots that were not filled are gone."""
        return _SLOT.sub("", self._text).strip()

    def fill(self, **slots: Cypher | None) -> Cypher:
        """Fill slots by name with other pieces; `None` leaves a slot empty. Raises `KeyError` for no such slot."""
        text = self._text
        for name, piece in slots.items():
            marker = f"/*{{{name}}}*/"
            if marker not in text:
                raise KeyError(f"no slot {marker} in this Cypher")
            if piece is not None and not isinstance(piece, Cypher):
                raise TypeError("a slot takes Cypher from our files, never a string")
            text = text.replace(marker, piece._text.strip() if piece else "")
        return Cypher(text, _OURS)

    def bind(self, **parameters: Any) -> Bound:
        """This Cypher with its parameters, ready for the database."""
        return Bound(self, parameters)

    @staticmethod
    def join(*pieces: Cypher) -> Cypher | None:
        """Several pieces, one after the other; `None` for none."""
        return Cypher("\n".join(piece._text.strip() for piece in pieces), _OURS) if pieces else None


@dataclass(frozen=True, slots=True)
class Bound:
    """A query with its parameters: the only thing that `graph.database` runs.

    `lasting` says that its answer is small, and asked for so often that it is worth keeping while the data stay.
    """

    cypher: Cypher
    parameters: Mapping[str, Any]
    lasting: bool = False


@cache
def cypher(name: str) -> Cypher:
    """The Cypher of `graph/<name>.cypher`. Raises `ValueError` for a file elsewhere, `FileNotFoundError` for none."""
    return Cypher(_file(name), _OURS)


@cache
def pieces(name: str) -> Mapping[str, Cypher]:
    """Named fragments of one file: each begins with a line `//: name`."""
    parts = re.split(r"^//: *([\w-]+) *$", _file(name), flags=re.MULTILINE)
    return {key: Cypher(body.strip(), _OURS) for key, body in zip(parts[1::2], parts[2::2], strict=True)}


@cache
def commands(name: str) -> tuple[Cypher, ...]:
    """The commands of a file that holds one a line, such as the schema; comment lines are left out."""
    lines = (line.strip() for line in _file(name).splitlines())
    return tuple(Cypher(line.rstrip(";"), _OURS) for line in lines if line and not line.startswith("//"))


def _file(name: str) -> str:
    path = (_FOLDER / f"{name}.cypher").resolve()
    if not path.is_relative_to(_FOLDER):
        raise ValueError(f"'{name}' is not a file of graph/")
    return path.read_text(encoding="utf-8")


def schema_digest() -> str:
    """A digest of the schema's commands: a database that carries it needs none of them again."""
    return hashlib.sha256("\n".join(one.text for one in commands("schema")).encode()).hexdigest()[:16]
