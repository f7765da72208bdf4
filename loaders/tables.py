"""Rows of tables into statement contents: one class a kind, each pure: a row in, what it says out."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import nan
from operator import itemgetter
from typing import Any

from graph.model import (
    AnyContent,
    LinkContent,
    MembershipContent,
    Mention,
    RingContent,
    TopicSaid,
    TownContent,
    Words,
)
from graph.names import fold
from loaders import words
from loaders.headings import Columns
from loaders.knowledge_book import build
from loaders.values import (
    RowError,
    at_field,
    check_pair,
    check_period,
    clean,
    iso_date,
    number,
    one_of,
    whole,
    yes_or_no,
)
from loaders.vocabulary import vocabulary

Contents = tuple[AnyContent, ...]

_NOTHING = frozenset(("", "-", "–", "—", "?", "n/a", "k.a.", "k. a.", "unbekannt", "unknown", "null", "nan"))
_EXCEL_ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|DIV/0!|VALUE!|NUM!|NULL!|NV|BEZUG!|WERT!|ZAHL!|SPILL!)")
_FORMULA = re.compile(r"[=@]|[+-][A-Z]+\(")
_LIST = re.compile("[;|]")


@lru_cache(maxsize=65_536)
def text(raw: str) -> str:
    """A cell's text, '' for nothing. Raises `RowError` for formulas and Excel's errors."""
    value = clean(raw)
    if _FORMULA.match(value):
        raise RowError(f"'{value[:80]}' is a formula; write the value it gives")
    if value.startswith("#") and _EXCEL_ERROR.fullmatch(value):
        raise RowError(f"{value} is an error of the spreadsheet, not a value")
    return "" if value.casefold() in _NOTHING else value


def note(raw: str) -> Words | None:
    """A remark, in whatever language it is."""
    value = clean(raw)
    return {"und": value} if value else None


def listed(raw: str) -> list[str]:
    """The parts of a cell that are set apart by semicolons (or bars); commas where there is neither."""
    value = text(raw)
    parts = _LIST.split(value) if ";" in value or "|" in value else value.split(",")
    return [part.strip() for part in parts if part.strip()]


def topics(raw: str) -> tuple[list[TopicSaid], Contents]:
    """The topics of a cell with the words used for them, and what is known of the topics."""
    known = [(vocabulary().topic(said), said) for said in listed(raw)]
    return [TopicSaid(topic=topic.topic, said={"und": said}) for topic, said in known], tuple(one for one, _ in known)


def _date(raw: str) -> str | None:
    value = text(raw)
    return iso_date(value) if value else None


def word_in(table: dict[str, str]) -> Callable[[str], str | None]:
    """A parser of cells that hold a word of a table of `loaders.words`."""
    return lambda raw: one_of(value, table) if (value := text(raw)) else None


def _whole(raw: str) -> int | None:
    value = text(raw)
    return whole(value) if value else None


def _truth(raw: str) -> bool | None:
    value = text(raw)
    return yes_or_no(value) if value else None


PARSERS: dict[str, Callable[[str], Any]] = {
    "since": _date,
    "until": _date,
    "founded": _date,
    "ring_ended": _date,
    "begin": _date,
    "end": _date,
    "bilateral": _truth,
    "note": note,
    "population": _whole,
}
"""How the cells of fields are read whatever the kind of table; others are plain text."""


@lru_cache(maxsize=65_536)
def mention(
    name: str, country: str, region: str, lat: str, lon: str, geonames: str, wikidata: str, kind: str = ""
) -> Mention:
    """The town that the cells of a row name. Raises `RowError` naming a field of `Mention`, `name` as `city`."""
    given: dict[str, Any] = {"name": at_field("city", text, name) if name else ""}
    for field, raw in (("country", country), ("region", region), ("wikidata", wikidata)):
        if raw and (value := at_field(field, text, raw)):
            given[field] = value
    given["lat"] = at_field("lat", _coordinate, lat)
    given["lon"] = at_field("lon", _coordinate, lon)
    if geonames:
        given["geonames"] = at_field("geonames", _whole, geonames)
    if kind:
        given["kind"] = at_field("kind", word_in(words.CITY_KIND), kind)
    _check_place(given)
    try:
        return build(Mention, given)
    except RowError as exc:
        raise RowError(exc.reason, "city" if exc.field == "name" else exc.field) from exc


def _check_place(given: dict[str, Any]) -> None:
    if not given["name"]:
        raise RowError("no town is named", "city")
    if not given["name"][0].isalpha() and not any(map(str.isalpha, given["name"])):
        raise RowError(f"'{given['name']}' is not a town's name", "city")
    lat, lon = given["lat"], given["lon"]
    if (lat is None) != (lon is None):
        there, lacking = ("latitude", "lon") if lon is None else ("longitude", "lat")
        raise RowError(f"a {there} without the other coordinate", lacking)
    if lat == 0 == lon:
        raise RowError("0, 0 lies in the sea: leave coordinates empty that are not known", "lat")
    for field, value, most in (("lat", lat, 90), ("lon", lon, 180)):
        if value is not None and not -most <= value <= most:
            raise RowError(f"{value:g} is not between -{most} and {most}", field)


def _coordinate(raw: str) -> float | None:
    if not raw:
        return None
    try:
        plain = float(raw)
    except ValueError:
        plain = nan
    if -180 <= plain <= 180 and "_" not in raw:
        return plain
    value = text(raw)
    return number(value) if value else None


MENTION_FIELDS = ("city", "country", "region", "lat", "lon", "geonames", "wikidata")


class Rows(ABC):
    """Rows of one table. `self.get(row, field)` reads a cell with its parser."""

    words: dict[str, Callable[[str], Any]] = {}  # noqa: RUF012 - never changed
    surveyed = False
    """Whether `note` must get all rows before `contents` is asked of any."""

    def __init__(self, columns: Columns, width: int) -> None:
        self.places = columns.places
        self.nowhere = width
        parsers = {**PARSERS, **self.words}
        self._parsers = {field: parsers.get(field, text) for field in self.places}

    @abstractmethod
    def contents(self, row: Sequence[str]) -> Contents:
        """What a row says. `row` has one cell a heading, and an empty one behind them. Raises `RowError`."""

    def note(self, row: Sequence[str]) -> None:  # noqa: B027 - only a kind that is `surveyed` needs it
        """Keep what a row says of towns that other rows name too."""

    def get(self, row: Sequence[str], field: str) -> Any:
        """The value of a field; None where it is empty or has no column."""
        place = self.places.get(field)
        if place is None or not (raw := row[place]):
            return None
        return at_field(field, self._parsers[field], raw) or None

    def cells(self, fields: Sequence[str]) -> Callable[[Sequence[str]], tuple[str, ...]]:
        """A function that picks the cells of these fields from a row."""
        return itemgetter(*(self.places.get(field, self.nowhere) for field in fields))

    def fields(self, row: Sequence[str], names: Sequence[str]) -> dict[str, Any]:
        """The fields that are not empty."""
        return {name: value for name in names if (value := self.get(row, name)) is not None}


class Links(Rows):
    """One row, one link of two towns."""

    words = {  # noqa: RUF012
        "kind": word_in(words.LINK_KIND),
        "status": word_in(words.LINK_STATUS),
    }

    def __init__(self, columns: Columns, width: int) -> None:
        super().__init__(columns, width)
        self._a = self.cells([f"{field}_a" for field in MENTION_FIELDS])
        self._b = self.cells([f"{field}_b" for field in MENTION_FIELDS])
        self._rest = [field for field in ("kind", "since", "until", "status", "note") if field in self.places]

    def contents(self, row: Sequence[str]) -> Contents:
        """The link, and the topics it names."""
        fields = self.fields(row, self._rest)
        fields["a"] = self._town(self._a(row), "a")
        fields["b"] = self._town(self._b(row), "b")
        if self.get(row, "bilateral"):
            fields["stated"] = "pair"
        said: Contents = ()
        if "topics" in self.places and row[self.places["topics"]]:
            fields["topics"], said = at_field("topics", topics, row[self.places["topics"]])
        made = build(LinkContent, fields)
        try:
            check_pair(made)
        except RowError as exc:
            raise RowError(exc.reason, "city_b") from exc
        check_period(made.since, made.until)
        return (made, *said) if said else (made,)

    def _town(self, cells: tuple[str, ...], side: str) -> Mention:
        try:
            return mention(*cells)
        except RowError as exc:
            raise RowError(exc.reason, f"{exc.field}_{side}") from exc


class Rings(Rows):
    """One row, one membership of a ring."""

    words = {  # noqa: RUF012
        "status": word_in(words.LINK_STATUS),
        "ring_kind": word_in(words.RING_KIND),
        "role": word_in(words.MEMBER_ROLE),
        "other_names": listed,
    }

    def __init__(self, columns: Columns, width: int) -> None:
        super().__init__(columns, width)
        self._town = self.cells(MENTION_FIELDS)

    def contents(self, row: Sequence[str]) -> Contents:
        """The membership, and the ring."""
        name = self.get(row, "ring")
        if name is None or not fold(name):
            raise RowError("no ring is named", "ring")
        ring = self.fields(row, ("founded", "other_names")) | {"ring": name}
        ring |= {own: value for own, field in (("kind", "ring_kind"), ("ended", "ring_ended"))
                 if (value := self.get(row, field))}  # fmt: skip
        about = build(RingContent, ring)
        check_period(about.founded, about.ended, ("founded", "ring_ended"))
        fields = self.fields(row, ("since", "until", "status", "role", "note"))
        member = build(MembershipContent, fields | {"ring": name, "town": mention(*self._town(row))})
        check_period(member.since, member.until)
        return (member, about)


class Towns(Rows):
    """One row, one town."""

    words = {"names": listed}  # noqa: RUF012

    def __init__(self, columns: Columns, width: int) -> None:
        super().__init__(columns, width)
        self._town = self.cells((*MENTION_FIELDS, "kind"))

    def contents(self, row: Sequence[str]) -> Contents:
        """What the row says of the town."""
        fields = self.fields(row, ("names", "region_code", "population", "website", "note"))
        return (build(TownContent, fields | {"town": mention(*self._town(row))}),)
