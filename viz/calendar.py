"""Answers as calendars (RFC 5545) that a calendar program subscribes to: events and anniversaries. Pure functions.

No day is claimed that is not known. What is known to the month is an entry over the whole month, what is known to the
year a note on 1 January of it; both say so in their title. No entry blocks time (`TRANSP:TRANSPARENT`).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from urllib.parse import quote, urlencode

from graph.texts import Language, text
from viz import say

MEDIA_TYPE = "text/calendar; charset=utf-8"
Row = Mapping[str, Any]
Precision = Literal["day", "month", "year"]
_STATUS = {
    "held": "CONFIRMED",
    "announced": "TENTATIVE",
    "proposed": "TENTATIVE",
    "replaced": "CANCELLED",
    "cancelled": "CANCELLED",
}
"""What RFC 5545 calls an event's status; a replaced event does not take place either."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: whole days from `first` to `last`; `page` is the path of its page, `status` the event's own."""

    uid: str
    title: str
    first: date
    last: date
    precision: Precision
    page: str
    about: tuple[str, ...]
    status: str | None = None
    place: str | None = None


def calendar(
    name: str, entries: Iterable[Entry], *, language: Language, public_url: str, changed: datetime | None
) -> bytes:
    """The calendar `name`; `changed`: when the data last changed, which every entry is stamped with."""
    from icalendar import Calendar, vDuration

    made = Calendar()
    made.add("prodid", "-//citynet//citynet//DE")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for key in ("name", "x-wr-calname"):
        made.add(key, _line(name))
    made.add("x-wr-caldesc", text("calendar.description", language))
    made.add("refresh-interval", vDuration(timedelta(days=1)), parameters={"VALUE": "DURATION"})
    stamp = changed or datetime(1970, 1, 1, tzinfo=UTC)
    for entry in entries:
        made.add_component(_component(entry, stamp, language, public_url.rstrip("/")))
    written: bytes = made.to_ical()
    return written


def _component(entry: Entry, stamp: datetime, language: Language, public_url: str) -> Any:
    from icalendar import Event

    made = Event()
    made.add("uid", entry.uid)
    made.add("dtstamp", stamp)
    made.add("dtstart", entry.first)
    made.add("dtend", entry.last + timedelta(days=1))
    made.add("summary", _line(entry.title + _unknown(entry, language)))
    made.add("description", "\n".join(_line(one) for one in entry.about))
    made.add("url", f"{public_url}{entry.page}")
    made.add("transp", "TRANSPARENT")
    if entry.status in _STATUS:
        made.add("status", _STATUS[entry.status])
    if entry.place:
        made.add("location", _line(entry.place))
    return made


def _line(value: str) -> str:
    """A text as one line, without what could end it."""
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())


def _unknown(entry: Entry, language: Language) -> str:
    if entry.precision == "day":
        return ""
    return " " + text(f"calendar.{entry.precision}", language, year=entry.first.year)


def days(begin: str | None, end: str | None) -> tuple[date, date, Precision] | None:
    """First and last day of an entry, and how precisely it is known; `None` where nothing is.

    `2020-10` to nothing is all of October, `2020` is 1 January; a day stays one, whatever its end is known to.
    """
    known = begin or end
    if known is None:
        return None
    parts = [int(part) for part in known.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 1, 1), "year"
    last = _last(end) if end and len(end) >= len(known) else None
    if len(parts) == 2:
        first = date(parts[0], parts[1], 1)
        return first, max(first, last or _last(known)), "month"
    first = date(parts[0], parts[1], parts[2])
    return first, max(first, last or first), "day"


def _last(value: str) -> date:
    """The last day that a day or a month has."""
    year, month, *day = (int(part) for part in value.split("-"))
    return date(year, month, day[0] if day else monthrange(year, month)[1])


def anniversary_entry(row: Row, language: Language) -> Entry | None:
    """An entry for a row of `anniversaries`."""
    span = days(row["on"], None)
    if span is None:
        return None
    what, towns = row["what"], row["towns"]
    kind = say.label("kind" if what == "link" else "what", row["kind"] if what == "link" else what, language)
    named = f"{row['name']} ({kind})" if kind and what != "ring" else row["name"]
    since = text("calendar.since", language, date=say.partial_date(row["since"], language))
    pair = urlencode([("city", one["id"]) for one in towns])
    page = f"/ask/bilateral?{pair}" if what == "link" else f"/rings/{quote(row['ring']['id'], safe='')}"
    return Entry(
        uid=_uid("anniversary", what, row["id"], row["kind"] or "", row["on"][:4]),
        title=f"{say.counted('calendar.years', row['years'], language)}: {named}",
        first=span[0],
        last=span[1],
        precision=span[2],
        page=page,
        about=(since, *_inferred(row, ("since",), language), *_sources(row, language)),
    )


def event_entry(row: Row, language: Language) -> Entry | None:
    """An entry for an event: a row with `id, title, kind, status, begin, end`; `None` where it has no date."""
    span = days(row["begin"], row["end"])
    if span is None:
        return None
    status = row["status"]
    said = say.words(row["title"], language)
    marked = said if status in (None, "held") else f"{said} ({say.label('event_status', status, language)})"
    kind = say.label("event_kind", row["kind"], language)
    return Entry(
        uid=_uid("event", row["id"]),
        title=marked,
        first=span[0],
        last=span[1],
        precision=span[2],
        page=f"/events/{quote(row['id'], safe='')}",
        about=(*([kind] if kind else []), *_inferred(row, ("begin", "end"), language), *_sources(row, language)),
        status=status,
        place=row.get("place"),
    )


def _uid(*parts: str) -> str:
    return "-".join(quote(part, safe="|") for part in parts if part) + "@citynet"


def _inferred(row: Row, names: Iterable[str], language: Language) -> list[str]:
    found = [name for name in names if name in (row.get("inferred") or [])]
    return [text("calendar.inferred", language)] if found else []


def _sources(row: Row, language: Language) -> list[str]:
    titles = "; ".join(one["title"] for one in row.get("sources") or [])
    return [text("calendar.sources", language, titles=titles)] if titles else []


ENTRIES: Mapping[str, Callable[[Row, Language], Entry | None]] = {
    "anniversaries": anniversary_entry,
    "city-events": event_entry,
    "events": event_entry,
}
"""Questions whose answers are calendars, by name."""


def entries_of(question: str, rows: Iterable[Row], language: Language) -> list[Entry]:
    """The entries of an answer; rows without any date have none."""
    return [entry for row in rows if (entry := ENTRIES[question](row, language)) is not None]
