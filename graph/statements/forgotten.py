"""Names that this knowledge base has forgotten, and texts without them.

A forgotten name is kept as hashes only, made with a secret key of this knowledge base, so that it can be kept out of
what is loaded later without being known here any more.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from graph.cypher import pieces
from graph.database import Row, Transaction
from graph.model import AnyContent, AttendanceContent
from graph.names import fold, folded_variants
from graph.statements.statement import Statement, statement

NOBODY = "N. N."
"""What stands where a name stood: nomen nescio."""

_NOBODY_IN_ID = "n-n"
_QUERIES = pieces("statements/cypher/forgotten")
_CONTENT: TypeAdapter[AnyContent] = TypeAdapter(AnyContent)
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
"""A word, its accents too where they are signs of their own, as in names of files."""

_ID = re.compile(r"[a-z0-9]+(?:[-._|][a-z0-9]+)+")
_ADDRESS = re.compile(r"https?://\S+")
_TITLES = frozenset(("dr", "prof", "professor", "h", "c", "hc", "ing", "phil", "med", "jur", "mult", "dipl"))
_TOWNS = frozenset(("a", "b", "town", "mention", "speaks_for", "keep", "gone", "towns", "city", "candidates"))
"""Fields that name towns, which are nobody's name."""

PLAIN = frozenset(("link", "town"))
"""Statements whose own words are names of towns, where no note, evidence or topic stands by."""


def forms(name: str) -> set[str]:
    """A name folded, in the ways in which it may be written: with umlauts written out, last name first, untitled."""
    made = set()
    for folded in folded_variants(name):
        words = folded.split()
        while len(words) > 2 and words[0] in _TITLES:
            words = words[1:]
        made |= {" ".join(words[place:] + words[:place]) for place in range(len(words))}
    return made


def hashed(key: str, folded: str) -> str:
    """The hash by which a folded name is known again."""
    return hashlib.blake2b(folded.encode(), key=bytes.fromhex(key), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The forgotten names: by key, the hashes of their forms; `words` are the numbers of words that they have.

    `count` is how many acts of forgetting made them: a load that began when there were fewer must begin again.
    """

    hashes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    words: tuple[int, ...] = ()
    count: int = 0

    def __bool__(self) -> bool:
        return bool(self.count)

    def has(self, name: str) -> bool:
        """Whether this is a forgotten name, in whatever form."""
        return any(self._known(form) for form in forms(name))

    def text(self, text: str) -> str:
        """The text without the forgotten names; an address that holds one is cut back to its host.

        A name of one word is left alone in texts: it may be a word like any other.
        """
        if not self or _WORD.fullmatch(text):
            return text
        if _ADDRESS.fullmatch(text):
            host = urlsplit(text)
            return text if not any(self._spans(text)) else f"{host.scheme}://{host.netloc}/"
        nobody = _NOBODY_IN_ID if _ID.fullmatch(text) else NOBODY
        for start, end in sorted(self._spans(text), reverse=True):
            text = text[:start] + nobody + text[end:]
        return text

    def content(self, content: AnyContent) -> AnyContent | None:
        """What a source says without the forgotten names; None for a forgotten person's part in something."""
        if not self or (content.type in PLAIN and not _remarks(content)):
            return content
        if isinstance(content, AttendanceContent) and self.has(content.person):
            return None
        said = content.model_dump(mode="json", exclude_defaults=True)
        cleaned = {name: value if name in _TOWNS else _each(value, self.text) for name, value in said.items()}
        return content if cleaned == said else _CONTENT.validate_python(cleaned | {"type": content.type})

    def statement(self, made: Statement) -> Statement | None:
        """The statement without the forgotten names; None for a forgotten person's part in something."""
        content = self.content(made.content)
        if content is made.content or content is None:
            return made if content else None
        return statement(made.source, content)

    def fields(self, row: Row) -> Row:
        """The row with the names gone from its texts and lists of texts."""
        return {name: _each(value, self.text) for name, value in row.items()}

    def _known(self, folded: str) -> bool:
        return any(hashed(key, folded) in known for key, known in self.hashes.items())

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where forgotten names of several words stand in a text; spans do not meet, the longest of those that do."""
        found = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]
        free = 0
        for place in range(len(found)):
            if place < free:
                continue
            for count in self.words:
                part = found[place : place + count]
                if count > 1 and len(part) == count and self._is_name([word for *_, word in part]):
                    yield part[0][0], part[-1][1]
                    free = place + count
                    break

    def _is_name(self, words: Sequence[str]) -> bool:
        return any(self._known(form) for form in folded_variants(" ".join(words)))


NOTHING = Forgotten()


def forgotten_in(tx: Transaction) -> Forgotten:
    """What this knowledge base has forgotten."""
    return forgotten_of(tx.run(_QUERIES["all"].bind()))


def forgotten_of(found: Sequence[Row]) -> Forgotten:
    """The forgotten names from what is kept of them, as `entry` gives it."""
    hashes: dict[str, set[str]] = {}
    for row in found:
        hashes.setdefault(row["key"], set()).update(row["hashes"])
    words = sorted({count for row in found for count in row["words"]}, reverse=True)
    return Forgotten({key: frozenset(known) for key, known in hashes.items()}, tuple(words), len(found))


def entry(name: str, key: str) -> Row:
    """What is kept of a name that is to be forgotten; raises `ValueError` for one without letters."""
    made = forms(name) - {""}
    if not made or not fold(name):
        raise ValueError("a name has letters")
    return {
        "key": key,
        "hashes": sorted(hashed(key, form) for form in made),
        "words": sorted({len(form.split()) for form in made}),
    }


def _remarks(content: AnyContent) -> bool:
    """Whether a source says something in its own words."""
    return bool(content.note or content.evidence or getattr(content, "topics", ()))


def _each(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_each(one, clean) for one in value]
    if isinstance(value, dict):
        return {name: _each(one, clean) for name, one in value.items()}
    return value
