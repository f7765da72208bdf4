"""What a question is: one declaration, from which API, page, form, command and exports follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from graph.cypher import Bound, Cypher, cypher, pieces
from graph.errors import UsageError
from graph.measures.network import Measure
from graph.questions.parameters import Parameters, Standing, this_year, wants_ended
from graph.texts import Language, has_text

ColumnType = Literal[
    "town", "text", "date", "number", "km", "bool", "kind", "status", "sources", "rings", "towns", "role", "event",
    "event_kind", "event_status", "ring", "ring_kind", "country", "list", "thing", "field", "part", "share", "reasons",
    "what", "fact", "fact_kind", "fact_status", "sides", "why", "score", "people", "events", "mode", "organisation",
    "organisations", "person", "persons", "programme", "programmes", "programme_kind", "programme_status", "roles",
    "topic", "topics", "quote", "source", "side", "type", "statement", "subject", "basis", "sign", "period", "when",
    "figure", "precise", "lands",
]  # fmt: skip
"""How a column is shown; `town`, `event`, `ring` and `subject` read the row's id, name and towns."""

Group = Literal["towns", "countries", "network", "rings", "events", "time", "sources"]


class Row(BaseModel):
    """A row of an answer. Dates are ISO strings as precise as known, distances in km."""

    model_config = ConfigDict(extra="forbid")


class SourceRef(Row):
    """A source behind a row."""

    id: str
    title: str
    url: str | None


class ThingRef(Row):
    """A ring, programme or the like by id and name."""

    id: str
    name: str


class TownRef(ThingRef):
    """A town by id, name and country."""

    country: str | None


class TownRole(TownRef):
    """A town with its part in an event or a programme."""

    role: str | None


class RoleRef(ThingRef):
    """An organisation or a person with its part in an event or a programme."""

    role: str | None


class EventRef(Row):
    """An event in a row about something else: `inferred` fields were worked out, `role` is that of the row's thing."""

    id: str
    title: str
    kind: str
    status: str | None
    begin: str | None
    end: str | None
    inferred: list[str]
    role: str | None


class TownRow(Row):
    """A row about a town: two-letter country, coordinates in degrees."""

    id: str
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: parameters, and what must come out of the sample data."""

    parameters: Mapping[str, Any]
    rows: int | None = None


@dataclass(frozen=True)
class Question:
    """A declared question. Texts stand in the catalogue under `question.<name>.title`, `.description`, `.nothing`.

    `fill` chooses the fragments for the parameters; `sorts` maps the names that `sort` takes to their fragments,
    the first is the default; each ends in the id, so that paging is stable. `fill_notes` does for the query of the
    notes what `fill` does for that of the rows. `most`: rows that an answer has at most; its query gives one more
    where there are more. `shown`: rows on a page. `behind` tells how many things stand behind rows that count some,
    for the note on what has no date; `timed_by` are the parameters that ask for a time. `vocabularies`: whose words the
    choices of a parameter are, where no column of its name tells. `finish` makes of what the query gives the row as it
    is declared, in the language asked. `of_loads`: the answer tells of loads too, which are no facts, so it may change
    while the data do not. `measure`: the answer is computed of the whole network, which the Cypher of `query` reads;
    `sorts` then names columns, with `-` in front from the largest, or nothing for the order of computing.
    """

    name: str
    group: Group
    parameters: type[Parameters]
    row: type[Row]
    columns: Mapping[str, ColumnType]
    fill: Callable[[Any], Mapping[str, Cypher | None]]
    sorts: Mapping[str, str]
    example: Example
    values: Callable[[Any], Mapping[str, Any]] = field(default=lambda _: {})
    has_notes: bool = False
    fill_notes: Callable[[Any], Mapping[str, Cypher | None]] = field(default=lambda _: {})
    most: int | None = None
    shown: int = 200
    behind: Callable[[Sequence[Mapping[str, Any]]], int] = len
    timed_by: tuple[str, ...] = ("year",)
    vocabularies: Mapping[str, str] = field(default_factory=dict)
    finish: Callable[[dict[str, Any], Language], dict[str, Any]] = lambda row, _: row
    of_loads: bool = False
    measure: Measure | None = None
    query: str | None = None

    def build(self, parameters: Parameters, *, language: str = "en") -> Bound:
        """The Cypher for these parameters, whose names are resolved to ids; raises `UsageError` for a wrong sort."""
        order = self.sorts.get(parameters.sort or next(iter(self.sorts)))
        if order is None:
            known = ", ".join(self.sorts)
            wrong = f"'{parameters.sort}' is no order of {self.name}; use one of: {known}"
            raise UsageError(wrong, parameter="sort", reason={"type": "enum", "expected": known})
        text = cypher(f"questions/cypher/{self.query or self.name}")
        for slot, piece in self.fill(parameters).items():
            text = text.fill(**{slot: piece})
        if self.measure is not None:
            return text.bind(**self._bind(parameters, text, language))
        return text.fill(order=FRAGMENTS[order]).bind(**self._bind(parameters, text, language))

    def notes(self, parameters: Parameters, *, language: str = "en") -> Bound | None:
        """The query whose rows `{key, values}` become notes, or `None`."""
        if not self.has_notes:
            return None
        text = cypher(f"questions/cypher/{self.name}.notes").fill(**self.fill_notes(parameters))
        return text.bind(**self._bind(parameters, text, language))

    def _bind(self, parameters: Parameters, text: Cypher, language: str) -> dict[str, Any]:
        known = parameters.model_dump(mode="json") | {"this_year": this_year(), "lang": language}
        known |= self.values(parameters)
        return {name: value for name, value in known.items() if value is not None and name not in _PAGING}

    @cached_property
    def filters(self) -> tuple[str, ...]:
        """Names of the parameters beside those that every question has."""
        return tuple(name for name in self.parameters.model_fields if name not in _PAGING)


def _fragments() -> Mapping[str, Cypher]:
    found = pieces("questions/cypher/fragments")
    return {
        **found,
        "weigh": found["weigh"].fill(weights=found["weights"], named_sources=found["named-sources"]),
        "town-events": found["town-events"].fill(at_event=found["at-event"]),
    }


FRAGMENTS = _fragments()
"""Pieces of Cypher that questions share.

`weights` is `weigh` without the sources' titles, for counting; `at-event` holds of members of a ring when its event is.
"""


def heading_key(question: str, column: str) -> str:
    """The key of a column's heading: the question's own, where it has one, else that of all questions.

    A question's own stand under `column`, or under `column_of` where a column is called as the question.
    """
    owned = (f"{group}.{question}.{column}" for group in ("column", "column_of"))
    return next((own for own in owned if has_text(own)), f"column.{column}")


_PAGING = frozenset({"sort", "limit", "offset"})


def link_slots(parameters: Standing, *, link: bool = True, members: Sequence[str] = ("m", "n")) -> dict[str, Cypher]:
    """Fragments that choose links and memberships: those of today, as of a year, or the ended ones."""
    if parameters.year is not None:
        when = "year" if parameters.undated == "include" else "year-dated"
    else:
        when = "ended" if wants_ended(parameters) else "now"
    slots = {f"member_{one}": FRAGMENTS[f"member_{one}-{when}"] for one in members}
    if when == "ended" and len(members) == 2:
        slots["member_m"] = FRAGMENTS["member_either-ended"]
    return ({"link": FRAGMENTS[f"link-{when}"]} | slots) if link else slots


def filter_slot(parameters: Parameters, *names: str) -> Cypher | None:
    """The fragments of those filters that are set, one after the other."""
    skip = {"status"} if isinstance(parameters, Standing) and wants_ended(parameters) else set()
    wanted = [name for name in names if getattr(parameters, name) is not None and name not in skip]
    return Cypher.join(*(FRAGMENTS[name] for name in wanted))
