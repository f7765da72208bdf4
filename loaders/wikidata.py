"""What Wikidata answers about P190 (twinned administrative body): rows of a query's answer into statement contents.

An answer says the same town in many rows, with a label in one language each. So that it stays one town, what all
rows say of an item is put together first (`note`), and each row then speaks of the item as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from graph.model import LinkContent, Mention, SourceContent, TownContent
from loaders.headings import Columns
from loaders.knowledge_book import build
from loaders.sources import SUFFIX, checked_id, file_source
from loaders.tables import Contents, Rows, text
from loaders.values import RowError, at_field, check_period, clean, iso_date, whole
from loaders.wikidata_items import CODE, Item, Items

SOURCE = SourceContent(
    title="Wikidata", url="https://www.wikidata.org/", publisher="Wikimedia Foundation", licence="CC0 1.0"
)
SOURCE_ID = "wikidata"

_ITEM = re.compile(r"<?(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/|wd:)?(Q[1-9][0-9]{0,11})>?")
_UNKNOWN = re.compile(r"_:.*|t\d+|<?https?://\S*/\.well-known/genid/\S*")
_DEGREES = r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:E-?[0-9]{1,3})?"
_POINT = re.compile(
    r"(?:<https?://www\.wikidata\.org/entity/(Q\d+)>\s*)?"
    rf"Point\s*\(\s*({_DEGREES})\s+({_DEGREES})\s*\)(?:\^\^\S+)?",
    re.IGNORECASE,
)
_TIME = re.compile(r"\+?(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+Z?)?(?:\^\^\S+)?")
_BEFORE_CHRIST = re.compile(r"-\d+-\d{2}-\d{2}.*")
_EARTH = "Q2"
_YEAR, _MONTH, _FINEST = 9, 10, 14
"""Wikidata's precisions of a time; 11 is a day, finer ones are parts of it."""

_DEPRECATED = re.compile(r"(?:\S*[#:])?deprecated(?:rank)?", re.IGNORECASE)
_MOST = {"label": 300, "names": 100_000, "country_code": 200, "country_label": 200, "country": 200}
"""Characters that a text of an item may have."""


def wikidata_source(path: Path | None, name: str, wanted: str | None) -> tuple[str, SourceContent]:
    """Id and description of the source: Wikidata, unless another is described beside the file; `wanted` is its id."""
    if path and path.with_name(path.name + SUFFIX).exists():
        return file_source(path, name, wanted)
    return (checked_id(wanted) if wanted else SOURCE_ID), SOURCE


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
    if re.fullmatch("[0-9]{1,2}", value) is None or int(value) > _FINEST:
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


def ended(until: str, today: date) -> bool:
    """Whether a link that ends then is over: not where the date, as precise as it is, lies ahead."""
    return until <= today.isoformat()[: len(until)]


class Twinnings(Rows):
    """One row, one P190 statement, or one of the several rows that a query makes of it."""

    surveyed = True

    def __init__(self, columns: Columns, width: int) -> None:
        super().__init__(columns, width)
        self._texts: dict[str, list[tuple[str, str]]] = {}
        for name in self.places:
            base, _, language = name.partition("@")
            self._texts.setdefault(base, []).append((language, name))
        self._cells = {
            side: self.cells([name for name in self.places if name.startswith(side)] + [""])
            for side in ("item", "partner")
        }
        self._items = Items()
        self._noted: set[int] = set()
        self._today = date.today()

    def note(self, row: Sequence[str]) -> None:
        """Keep what a row says of its two items; a row that is to be rejected says nothing."""
        written = [hash(cells(row)) for cells in self._cells.values()]
        if self._noted.issuperset(written):
            return
        try:
            items = [self._item(row, side) for side in ("item", "partner")]
            self._link(row, *(Mention(name=item.qid) for item in items))
        except RowError:
            return
        for item in items:
            self._items.add(item)
        self._noted.update(written)

    def contents(self, row: Sequence[str]) -> Contents:
        """The link, and the names of its towns in all languages of the answer."""
        items = [self._known(row, side) for side in ("item", "partner")]
        (a, a_names), (b, b_names) = (
            self._town(*item, side) for item, side in zip(items, ("item", "partner"), strict=True)
        )
        return (self._link(row, a, b), *(names for names in (a_names, b_names) if names))

    def _known(self, row: Sequence[str], side: str) -> tuple[str, Item | None]:
        """The id of a row's item; with what the row alone says of it where that was not noted."""
        if hash(self._cells[side](row)) in self._noted:
            return self._qid(row, side), None
        item = self._item(row, side)
        return item.qid, item

    def _town(self, qid: str, alone: Item | None, side: str) -> tuple[Mention, TownContent | None]:
        try:
            return self._items.contents(qid, alone)
        except RowError as exc:
            columns = self._texts.get(f"{side}_label")
            raise RowError(exc.reason, columns[0][1] if columns else side) from exc

    def _link(self, row: Sequence[str], a: Mention, b: Mention) -> LinkContent:
        """What the row says of two towns. Raises `RowError` where it is not to be believed."""
        qid = a.wikidata or a.name
        if qid == (b.wikidata or b.name):
            raise RowError(f"{qid} is linked to itself", "partner")
        self._at(row, "rank", _believed)
        since, until = (self._day(row, name) for name in ("since", "until"))
        status = "ended" if until and ended(until, self._today) else None
        link = build(LinkContent, {"a": a, "b": b, "since": since, "until": until, "status": status})
        check_period(link.since, link.until)
        return link

    def _qid(self, row: Sequence[str], side: str) -> str:
        qid: str | None = self._at(row, side, item_id)
        if qid is None:
            raise RowError("no item is named", side)
        return qid

    def _item(self, row: Sequence[str], side: str) -> Item:
        """What the row alone says of one of its items."""
        item = Item(self._qid(row, side), labels=set(self._labels(row, side, "label")))
        item.other_names = {
            name for _, listed in self._labels(row, side, "names") for one in listed.split(",") if (name := one.strip())
        }
        if place := self._at(row, f"{side}_coord", point):
            item.points.add(place)
        if number := self._at(row, f"{side}_geonames", whole):
            item.geonames.add(number)
        item.countries = set(
            chain(
                ((CODE, code) for _, code in self._labels(row, side, "country_code")),
                self._labels(row, side, "country_label"),
                self._labels(row, side, "country"),
            )
        )
        return item

    def _labels(self, row: Sequence[str], side: str, part: str) -> Iterator[tuple[str, str]]:
        """The texts of a field in its languages; a Q-id in a label's place is none."""
        for language, column in self._texts.get(f"{side}_{part}", ()):
            if value := self._at(row, column, partial(_label, most=_MOST[part])):
                yield language, value

    def _day(self, row: Sequence[str], name: str) -> str | None:
        exact = self._at(row, f"{name}_precision", precision)
        made: str | None = self._at(row, name, lambda raw: day(raw, exact))
        return made

    def _at(self, row: Sequence[str], name: str, parse: Callable[[str], Any]) -> Any:
        place = self.places.get(name)
        return None if place is None or not row[place] else at_field(name, parse, row[place])


def _believed(raw: str) -> None:
    if _DEPRECATED.fullmatch(clean(raw).strip("<>")):
        raise RowError("Wikidata itself marks this statement as deprecated, that is as wrong", "rank")


def _label(raw: str, most: int) -> str | None:
    text(raw)  # refuses formulas; what it takes for nothing may be a name here, such as the town of Nan
    value = clean(raw)
    if len(value) > most:
        raise RowError(f"is longer than {most} characters")
    return None if _ITEM.fullmatch(value) or _UNKNOWN.fullmatch(value) else value or None
