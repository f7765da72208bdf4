"""What Wikidata answers about P190 (twinned administrative body): rows of a query's answer into statement contents.

An answer says the same town in many rows, with a label in one language each. So that it stays one town, what all
rows say of an item is put together first (`note`), and each row then speaks of the item as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from graph.countries import country_code
from graph.errors import InputError
from graph.model import LinkContent, Mention, SourceContent, TownContent
from graph.names import fold
from loaders.headings import Columns
from loaders.knowledge_book import build
from loaders.reading.records import Record, Table
from loaders.sources import SUFFIX, checked_id, file_source
from loaders.tables import Contents, Rows, text
from loaders.values import RowError, check_period, clean, iso_date

SOURCE = SourceContent(title="Wikidata", url="https://www.wikidata.org/", licence="CC0 1.0")
SOURCE_ID = "wikidata"

_ITEM = re.compile(r"<?(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/|wd:)?(Q[1-9]\d*)>?")
_UNKNOWN = re.compile(r"_:.*|t\d+|<?https?://\S*/\.well-known/genid/\S*")
_POINT = re.compile(
    r"(?:<https?://www\.wikidata\.org/entity/(Q\d+)>\s*)?Point\s*\(\s*(-?[\d.]+(?:E-?\d+)?)\s+(-?[\d.]+(?:E-?\d+)?)\s*\)(?:\^\^\S+)?",
    re.IGNORECASE,
)
_TIME = re.compile(r"\+?(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+Z?)?(?:\^\^\S+)?")
_BEFORE_CHRIST = re.compile(r"-\d+-\d{2}-\d{2}.*")
_EARTH = "Q2"
_YEAR, _MONTH, _FINEST = 9, 10, 14
"""Wikidata's precisions of a time; 11 is a day, finer ones are parts of it."""

_LANGUAGES = ("en", "de", "mul", "")
"""Of an item's labels the one in the first of these names it; '' is a label whose language is not said."""

_CODE = "code"
"""Stands for the language of a country's code."""


def wikidata_source(path: Path | None, name: str, wanted: str | None) -> tuple[str, SourceContent]:
    """Id and description of the source: Wikidata, unless another is described beside the file; `wanted` is its id."""
    if path and path.with_name(path.name + SUFFIX).exists():
        return file_source(path, name, wanted)
    return (checked_id(wanted) if wanted else SOURCE_ID), SOURCE


def is_answer(document: object) -> bool:
    """Whether a JSON document is a SPARQL endpoint's answer, whole or only its list of bindings."""
    if isinstance(document, Mapping):
        return isinstance(document.get("head"), Mapping) and ("results" in document or "boolean" in document)
    first = document[0] if isinstance(document, list) and document else None
    return isinstance(first, Mapping) and bool(first) and all(map(_is_term, first.values()))


def _is_term(value: object) -> bool:
    return isinstance(value, Mapping) and "type" in value and "value" in value


def answer_table(name: str, document: Any) -> Table:
    """A SPARQL answer as a table: a column a variable, and where its values have languages one a language
    (`itemLabel@de`). Entries are rows from 1. Raises `InputError` where it holds no rows.
    """
    variables: list[str] = []
    bindings = document
    if isinstance(document, Mapping):
        results, names = document.get("results"), document["head"].get("vars")
        bindings = results.get("bindings") if isinstance(results, Mapping) else None
        variables = [one for one in names if isinstance(one, str)] if isinstance(names, list) else []
    if not isinstance(bindings, list):
        raise InputError(f"{name}: the answer has no rows (results.bindings); ask with SELECT")
    headings = _headings(variables, bindings)
    return Table(lambda: (_record(number, row, headings) for number, row in enumerate(bindings, start=1)), headings)


def _headings(variables: Sequence[str], bindings: Sequence[object]) -> list[str]:
    found: dict[str, set[str]] = {variable: set() for variable in variables}
    for row in bindings:
        if isinstance(row, Mapping):
            for variable, term in row.items():
                found.setdefault(str(variable), set()).add(_language(term))
    return [
        f"{variable}@{language}" if language else variable
        for variable, languages in found.items()
        for language in sorted(languages or {""})
    ]


def _language(term: object) -> str:
    language = term.get("xml:lang") if isinstance(term, Mapping) else None
    return language.lower() if isinstance(language, str) else ""


def _record(number: int, row: object, headings: Sequence[str]) -> Record:
    if not isinstance(row, Mapping):
        return number, [str(row)], "a row of an answer is an object with a field for each variable"
    cells = dict.fromkeys(headings, "")
    trouble = None
    for variable, term in row.items():
        language = _language(term)
        value = term.get("value") if isinstance(term, Mapping) else None
        if not isinstance(value, str):
            trouble = trouble or f"the field '{variable}' has no text as its 'value'"
            value = str(term)
        elif isinstance(term, Mapping) and term.get("type") == "bnode" and not value.startswith("_:"):
            value = f"_:{value}"
        cells[f"{variable}@{language}" if language else str(variable)] = value
    return number, list(cells.values()), trouble


def item_id(raw: str) -> str | None:
    """The Q-id in a cell: `Q2718`, `wd:Q2718` or its address; None for an unknown value. Raises `RowError`."""
    value = clean(raw)
    if match := _ITEM.fullmatch(value):
        return match.group(1)
    if not value or _UNKNOWN.fullmatch(value):
        return None
    raise RowError(f"'{value[:80]}' is not an item of Wikidata like Q2718 or http://www.wikidata.org/entity/Q2718")


def point(raw: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees of `Point(6.56 51.33)`, which has the longitude first. Raises `RowError`."""
    value = clean(raw)
    if not value or _UNKNOWN.fullmatch(value):
        return None
    match = _POINT.fullmatch(value)
    if match is None:
        raise RowError(f"'{value[:80]}' is not a point like Point(6.56 51.33), longitude first")
    globe, lon, lat = match.group(1), float(match.group(2)), float(match.group(3))
    if globe not in (None, _EARTH):
        raise RowError(f"'{value}' is a point of another globe ({globe}), not of the Earth")
    if lat == 0 == lon:
        raise RowError("0, 0 lies in the sea: leave coordinates empty that are not known")
    for what, degrees, most in (("latitude", lat, 90), ("longitude", lon, 180)):
        if not -most <= degrees <= most:
            raise RowError(f"the {what} {degrees:g} is not between -{most} and {most}")
    return lat, lon


def precision(raw: str) -> int | None:
    """Wikidata's precision of a time: 9 is a year, 14 a second, below 9 is coarser. Raises `RowError`."""
    value = clean(raw).partition("^^")[0]
    if not value or _UNKNOWN.fullmatch(value):
        return None
    if not (value.isascii() and value.isdigit()) or int(value) > _FINEST:
        raise RowError(f"'{value[:80]}' is not a precision of Wikidata (9 a year, 10 a month, 11 a day)")
    return int(value)


def day(raw: str, exact: int | None) -> str | None:
    """A time as an ISO date as precise as `exact` says; the first of January alone is a year.

    None for an unknown value and for one less precise than a year. Raises `RowError`.
    """
    value = text(raw)
    if not value or _UNKNOWN.fullmatch(value):
        return None
    if _BEFORE_CHRIST.fullmatch(value):
        raise RowError(f"'{value[:80]}' is before the year 1")
    match = _TIME.fullmatch(value)
    if match is None:
        return iso_date(value)
    year, month, of_month = match.groups()
    if exact is not None and exact < _YEAR:
        return None
    if exact == _YEAR or month == "00" or (exact is None and month == of_month == "01"):
        return year
    return f"{year}-{month}" if exact == _MONTH or of_month == "00" else f"{year}-{month}-{of_month}"


@dataclass(slots=True)
class Item:
    """What an answer says of one item, all rows together; what it means does not hang on the rows' order.

    `labels` and `countries` are language ('' where not said) and text; `points` latitude and longitude in degrees.
    """

    qid: str
    labels: set[tuple[str, str]] = field(default_factory=set)
    other_names: set[str] = field(default_factory=set)
    points: set[tuple[float, float]] = field(default_factory=set)
    countries: set[tuple[str, str]] = field(default_factory=set)

    def add(self, other: Item) -> None:
        """Take what another row says of the item."""
        self.labels |= other.labels
        self.other_names |= other.other_names
        self.points |= other.points
        self.countries |= other.countries

    def contents(self) -> tuple[Mention, TownContent | None]:
        """The item as one mention, and its other names. Raises `RowError` where it has no label."""
        if not self.labels:
            raise RowError(f"{self.qid} has no label, only its id; ask for a label in a language that it has")
        name = _first(self.labels)
        lat, lon = min(self.points, default=(None, None))
        town = build(
            Mention,
            {"name": name, "country": self._country(), "lat": lat, "lon": lon, "wikidata": self.qid},
        )
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


def _first(labels: set[tuple[str, str]]) -> str:
    """The text in the language that comes first; codes of countries stand before their names."""
    return min(labels, key=lambda label: (_rank(label[0]), label))[1]


def _rank(language: str) -> int:
    if language == _CODE:
        return -1
    base = language.partition("-")[0]
    return _LANGUAGES.index(base) if base in _LANGUAGES else len(_LANGUAGES)


class Twinnings(Rows):
    """One row, one P190 statement, or one of the several rows that a query makes of it."""

    surveyed = True

    def __init__(self, columns: Columns, width: int) -> None:
        super().__init__(columns, width)
        self._texts: dict[str, list[tuple[str, str]]] = {}
        for name in self.places:
            base, _, language = name.partition("@")
            self._texts.setdefault(base, []).append((language, name))
        self._items: dict[str, Item] = {}
        self._said: dict[str, tuple[Mention, TownContent | None]] = {}

    def note(self, row: Sequence[str]) -> None:
        """Keep what a row says of its two items; a row that is to be rejected says nothing."""
        try:
            items, _link = self._read(row)
        except RowError:
            return
        for item in items:
            self._items.setdefault(item.qid, Item(item.qid)).add(item)
        self._said.clear()

    def contents(self, row: Sequence[str]) -> Contents:
        """The link, and the names of its towns in all languages of the answer."""
        items, link = self._read(row)
        (a, a_names), (b, b_names) = (
            self._town(item, side) for item, side in zip(items, ("item", "partner"), strict=True)
        )
        return (link.model_copy(update={"a": a, "b": b}), *(names for names in (a_names, b_names) if names))

    def _town(self, item: Item, side: str) -> tuple[Mention, TownContent | None]:
        said = self._said.get(item.qid)
        if said is None:
            try:
                said = self._said[item.qid] = self._items.get(item.qid, item).contents()
            except RowError as exc:
                columns = self._texts.get(f"{side}_label")
                raise RowError(exc.reason, columns[0][1] if columns else side) from exc
        return said

    def _read(self, row: Sequence[str]) -> tuple[list[Item], LinkContent]:
        """What the row alone says: its two items, and a link of them that calls them by their ids."""
        items = [self._item(row, side) for side in ("item", "partner")]
        if items[0].qid == items[1].qid:
            raise RowError(f"{items[0].qid} is linked to itself", "partner")
        fields: dict[str, Any] = {name: self._day(row, name) for name in ("since", "until")}
        fields |= {side: Mention(name=item.qid) for side, item in zip("ab", items, strict=True)}
        link = build(LinkContent, fields | {"status": "ended" if fields["until"] else None})
        check_period(link.since, link.until)
        return items, link

    def _item(self, row: Sequence[str], side: str) -> Item:
        qid = self._at(row, side, item_id)
        if qid is None:
            raise RowError("no item is named", side)
        item = Item(qid, labels=set(self._labels(row, f"{side}_label", 300)))
        item.other_names = {
            name
            for _, listed in self._labels(row, f"{side}_names", 100_000)
            for one in listed.split(",")
            if (name := one.strip())
        }
        if place := self._at(row, f"{side}_coord", point):
            item.points.add(place)
        item.countries = set(
            chain(
                ((_CODE, code) for _, code in self._labels(row, f"{side}_country_code", 200)),
                self._labels(row, f"{side}_country_label", 200),
                self._labels(row, f"{side}_country", 200),
            )
        )
        return item

    def _labels(self, row: Sequence[str], name: str, most: int) -> Iterator[tuple[str, str]]:
        """The texts of a field in its languages; a Q-id in a label's place is none."""
        for language, column in self._texts.get(name, ()):
            if value := self._at(row, column, partial(_label, most=most)):
                yield language, value

    def _day(self, row: Sequence[str], name: str) -> str | None:
        exact = self._at(row, f"{name}_precision", precision)
        made: str | None = self._at(row, name, lambda raw: day(raw, exact))
        return made

    def _at(self, row: Sequence[str], name: str, parse: Any) -> Any:
        place = self.places.get(name)
        if place is None or not row[place]:
            return None
        try:
            return parse(row[place])
        except RowError as exc:
            raise RowError(exc.reason, name) from exc


def _label(raw: str, most: int) -> str | None:
    text(raw)  # refuses formulas; what it takes for nothing may be a name here, such as the town of Nan
    value = clean(raw)
    if len(value) > most:
        raise RowError(f"is longer than {most} characters")
    return None if _ITEM.fullmatch(value) or _UNKNOWN.fullmatch(value) else value or None
