"""What an answer of Wikidata says of its items, all rows together, in little room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson

from graph.countries import country_code
from graph.model import Mention, TownContent
from graph.names import fold
from loaders.knowledge_book import build
from loaders.values import RowError

CODE = "code"
"""Stands for the language of a country's code."""

_LANGUAGES = ("en", "de", "mul", "")
"""Of an item's labels the one in the first of these names it; '' is a label whose language is not said."""

_KEPT = 2_000
"""Items whose towns are kept made: rows of one item mostly stand together."""

Town = tuple[Mention, TownContent | None]


@dataclass(slots=True)
class Item:
    """What an answer says of one item; what it means does not hang on the rows' order.

    `labels` and `countries` are language ('' where not said) and text; `points` latitude and longitude in degrees.
    """

    qid: str
    labels: set[tuple[str, str]] = field(default_factory=set)
    other_names: set[str] = field(default_factory=set)
    points: set[tuple[float, float]] = field(default_factory=set)
    countries: set[tuple[str, str]] = field(default_factory=set)
    geonames: set[int] = field(default_factory=set)

    def add(self, other: Item) -> None:
        """Take what another row says of the item."""
        self.labels |= other.labels
        self.other_names |= other.other_names
        self.points |= other.points
        self.countries |= other.countries
        self.geonames |= other.geonames

    def contents(self) -> Town:
        """The item as one mention, and its other names. Raises `RowError` where it has no label."""
        if not self.labels:
            raise RowError(f"{self.qid} has no label, only its id; ask for a label in a language that it has")
        name = _first(self.labels)
        lat, lon = min(self.points, default=(None, None))
        fields: dict[str, Any] = {"name": name, "country": self._country(), "lat": lat, "lon": lon}
        geonames = next(iter(self.geonames)) if len(self.geonames) == 1 else None
        town = build(Mention, fields | {"geonames": geonames, "wikidata": self.qid})
        names = sorted(({label for _, label in self.labels} | self.other_names) - {name})
        return town, (build(TownContent, {"town": town, "names": names}) if names else None)

    def _country(self) -> str | None:
        """The country where the rows agree on one; states that are no more do not count beside one that is."""
        said = {written: country_code(written[1]) for written in self.countries}
        today = {code for code in said.values() if code}
        if len(today) == 1:
            return _first({written for written, code in said.items() if code})
        if today or len({fold(written) for _, written in said}) != 1:
            return None
        return _first(self.countries)

    def packed(self) -> bytes:
        """All but the id as bytes, the same ones for items that say the same."""
        said = (self.labels, self.other_names, self.points, self.countries, self.geonames)
        # orjson's bytes keep the room in which they grew, some kilobytes; a copy has only what it needs.
        return bytes(memoryview(orjson.dumps([sorted(part) for part in said])))

    @classmethod
    def unpacked(cls, qid: str, data: bytes) -> Item:
        """The item that was packed."""
        labels, names, points, countries, geonames = orjson.loads(data)
        return cls(
            qid, set(map(tuple, labels)), set(names), set(map(tuple, points)), set(map(tuple, countries)), set(geonames)
        )


class Items:
    """Many items by their ids. As Python's sets one takes about two kilobytes, packed a few hundred bytes."""

    def __init__(self) -> None:
        self._packed: dict[int, bytes] = {}
        self._made: dict[str, Town] = {}

    def add(self, item: Item) -> None:
        """Take what a row says of an item."""
        number = _number(item.qid)
        data = item.packed()
        known = self._packed.get(number)
        if known is not None and known != data:
            item.add(Item.unpacked(item.qid, known))
            data = item.packed()
        self._packed[number] = data
        self._made.pop(item.qid, None)

    def contents(self, qid: str, alone: Item | None = None) -> Town:
        """The item as a town, and its other names; `alone` where no row was kept. Raises `RowError`."""
        if made := self._made.get(qid):
            return made
        data = self._packed.get(_number(qid))
        if data is None:
            return (alone or Item(qid)).contents()
        if len(self._made) >= _KEPT:
            self._made.clear()
        made = self._made[qid] = Item.unpacked(qid, data).contents()
        return made


def _number(qid: str) -> int:
    return int(qid[1:])


def _first(labels: set[tuple[str, str]]) -> str:
    """The text in the language that comes first; codes of countries stand before their names."""
    return min(labels, key=lambda label: (_rank(label[0]), label))[1]


def _rank(language: str) -> int:
    if language == CODE:
        return -1
    base = language.partition("-")[0]
    return _LANGUAGES.index(base) if base in _LANGUAGES else len(_LANGUAGES)
