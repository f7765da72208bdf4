"""Rows of event tables into statement contents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from graph.model import (
    EventContent,
    Mention,
    OrganisationContent,
    OrganisationRole,
    ParticipationContent,
    RingContent,
    Words,
)
from graph.names import slug
from graph.statements.statement import event_id
from loaders import words
from loaders.headings import Columns
from loaders.knowledge_book import build
from loaders.tables import MENTION_FIELDS, Contents, Rows, listed, mention, text, topics, word_in
from loaders.values import RowError, at_field, check_period, head_count

_GEONAMES = re.compile(r"(.+?)\s*\(gn(\d{1,9})\)")


class Events(Rows):
    """One row, one event: `city` is where it takes place, `towns` who takes part (`Krefeld, DE; Charlotte, US`)."""

    words = {  # noqa: RUF012
        "kind": word_in(words.EVENT_KIND),
        "status": word_in(words.EVENT_STATUS),
        "mode": word_in(words.EVENT_MODE),
        "organisations": listed,
    }

    def __init__(self, columns: Columns, width: int) -> None:
        super().__init__(columns, width)
        self._place = self.cells(MENTION_FIELDS)

    def contents(self, row: Sequence[str]) -> Contents:
        """The event, its towns, and the ring, topics and organisations it names."""
        fields = self.fields(row, ("status", "begin", "end", "mode", "place", "ring", "note"))
        fields |= {"title": self._title(row), "kind": self.get(row, "kind") or "other"} | self._people(row)
        if given := self.get(row, "event"):
            fields["event"] = slug(given)
        if time := self.get(row, "time"):
            fields["time"] = {"und": time}
        said: Contents = ()
        if "topics" in self.places and row[self.places["topics"]]:
            fields["topics"], said = at_field("topics", topics, row[self.places["topics"]])
        organisers = self.get(row, "organisations") or []
        fields["organisations"] = [build(OrganisationRole, {"name": name, "role": "organiser"}) for name in organisers]
        made = build(EventContent, fields)
        check_period(made.begin, made.end, ("begin", "end"))
        ring = (build(RingContent, {"ring": made.ring}),) if made.ring else ()
        organisations = tuple(OrganisationContent(organisation=name) for name in organisers)
        return (made, *ring, *organisations, *said, *self._parts(row, event_id(made)))

    def _title(self, row: Sequence[str]) -> Words:
        title: dict[str, Any] = {"und": "title", "de": "title_de", "en": "title_en"}
        given = {language: value for language, field in title.items() if (value := self.get(row, field))}
        if not given:
            raise RowError("the event has no title", "title")
        return given  # type: ignore[return-value]

    def _people(self, row: Sequence[str]) -> dict[str, Any]:
        raw = self.get(row, "people")
        if raw is None:
            return {}
        number, about = at_field("people", head_count, raw)
        return {"people": number, "people_about": about}

    def _parts(self, row: Sequence[str], ref: str) -> list[ParticipationContent]:
        parts = []
        cells = self._place(row)
        if text(cells[0]):
            parts.append(("place", mention(*cells)))
        if "towns" in self.places and (raw := row[self.places["towns"]]):
            parts.extend(("participant", at_field("towns", _written, one)) for one in at_field("towns", _towns, raw))
        return [ParticipationContent(of="event", ref=ref, town=town, role=role) for role, town in parts]


def _towns(raw: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;|]", text(raw)) if part.strip()]


def _written(one: str) -> Mention:
    """`Name`, `Name, COUNTRY` or `Name, REGION, COUNTRY`, with `(gn2639577)` behind where GeoNames has it."""
    match = _GEONAMES.fullmatch(one)
    one, geonames = (match[1], match[2]) if match else (one, "")
    name, *more = [part.strip() for part in one.split(",")]
    if len(more) > 2:
        raise RowError(f"'{one}' is not a town: write Name, COUNTRY and set towns apart by semicolons")
    return mention(name, more[-1] if more else "", more[0] if len(more) == 2 else "", "", "", geonames, "")
