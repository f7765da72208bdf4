"""Parameters of questions: typed once, and from there the API, the form, the command and their help."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from graph.model import EventKind, EventStatus, LinkKind, LinkStatus, PartialDate


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Town = Annotated[str, Field(min_length=1, max_length=200, json_schema_extra={"of": "town"})]
Towns = Annotated[
    list[Town], BeforeValidator(_as_list), Field(min_length=2, max_length=50, json_schema_extra={"of": "town"})
]
Ring = Annotated[str, Field(min_length=1, max_length=200, json_schema_extra={"of": "ring"})]
Country = Annotated[str, Field(min_length=2, max_length=100, json_schema_extra={"of": "country"})]
Countries = Annotated[
    list[Country], BeforeValidator(_as_list), Field(min_length=1, max_length=50, json_schema_extra={"of": "country"})
]
Source = Annotated[str, Field(min_length=1, max_length=300, json_schema_extra={"of": "source"})]
Organisation = Annotated[str, Field(min_length=1, max_length=300, json_schema_extra={"of": "organisation"})]
Person = Annotated[str, Field(min_length=1, max_length=300, json_schema_extra={"of": "person"})]
Programme = Annotated[str, Field(min_length=1, max_length=300, json_schema_extra={"of": "programme"})]
Topic = Annotated[str, Field(min_length=1, max_length=300, json_schema_extra={"of": "topic"})]
Event = Annotated[str, Field(min_length=1, max_length=500, json_schema_extra={"of": "event"})]
Day = Annotated[PartialDate, Field(max_length=10, json_schema_extra={"of": "date"})]
"""A date as precise as wanted: `2022`, `2022-10` or `2022-10-15`."""
Year = Annotated[int, Field(ge=800, le=2200, json_schema_extra={"of": "year"})]
Kinds = Annotated[list[LinkKind], BeforeValidator(_as_list)]
Statuses = Annotated[list[LinkStatus], BeforeValidator(_as_list)]
EventKinds = Annotated[list[EventKind], BeforeValidator(_as_list)]
EventStatuses = Annotated[list[EventStatus], BeforeValidator(_as_list)]
MAX_LIMIT = 100_000
MOST_PEOPLE = 10_000_000_000
Population = Annotated[int, Field(ge=0, le=MOST_PEOPLE)]


@cache
def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of parameters or of a row. Making one takes milliseconds; this one is for reading only."""
    return model.model_json_schema()


class Parameters(BaseModel):
    """Parameters that every question has: how many rows, from where, in which order."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    sort: str | None = None
    limit: int | None = Field(default=None, ge=1, le=MAX_LIMIT)
    offset: int = Field(default=0, ge=0, le=10_000_000)


class TownFilters(Parameters):
    """Filters on the towns of an answer."""

    country: Country | None = None
    region: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    min_population: Population | None = None


class Standing(Parameters):
    """Filters on what stands between towns: status, source, and the year as of which the network is asked."""

    status: Statuses | None = None
    source: Source | None = None
    year: Year | None = None
    undated: Literal["include", "exclude"] = "include"


class StandingFilters(Standing, TownFilters):
    """Filters on towns, and on what stands between them."""


class LinkFilters(StandingFilters):
    """Filters on links: kind and ring beside what holds for memberships too."""

    kind: Kinds | None = None
    ring: Ring | None = None


def this_year() -> int:
    """The year that counts as today."""
    return date.today().year


def wants_ended(parameters: Standing) -> bool:
    """Whether ended links of today's network are asked for by their status."""
    return parameters.year is None and bool(parameters.status and LinkStatus.ENDED in parameters.status)
