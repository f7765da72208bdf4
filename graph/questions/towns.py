"""Questions about towns and their partners."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from graph.cypher import Cypher
from graph.questions.base import (
    FRAGMENTS,
    Example,
    Question,
    Row,
    SourceRef,
    ThingRef,
    TownRow,
    filter_slot,
    link_slots,
)
from graph.questions.parameters import LinkFilters, Town, Towns

_LINK_FILTERS = ("country", "region", "min_population", "kind", "status", "ring", "source")


class PartnersParameters(LinkFilters):
    """`city`: the town asked about. Its partners come by name; those of one name by id.

    `status=ended` asks for those that are none any more; without it, and without a year, they are left out.
    """

    city: Town


class PartnerRow(TownRow):
    """A partner; via a ring only: `kind` is null and `since` the later of the two memberships'."""

    kind: str | None
    status: str | None
    since: str | None
    until: str | None
    bilateral: bool
    rings: list[ThingRef]
    distance_km: float | None
    sources: list[SourceRef]


def _neighbours(parameters: LinkFilters) -> Mapping[str, Cypher | None]:
    filters = {"filters": filter_slot(parameters, *_LINK_FILTERS)}
    pieces = {name: FRAGMENTS[name] for name in ("neighbours", "bilateral", "weigh")}
    return {**pieces, **link_slots(parameters), **filters}


PARTNERS = Question(
    name="partners",
    group="towns",
    parameters=PartnersParameters,
    row=PartnerRow,
    columns={
        "name": "town",
        "kind": "kind",
        "bilateral": "bool",
        "rings": "rings",
        "since": "date",
        "until": "date",
        "status": "status",
        "distance_km": "km",
        "sources": "sources",
    },
    fill=_neighbours,
    sorts={
        "name": "by-name",
        "since": "by-since",
        "-since": "by-since-desc",
        "distance": "by-distance",
        "country": "by-country",
        "population": "by-population",
    },
    example=Example({"city": "Bad Homburg"}, rows=9),
    has_notes=False,
)


class SharedPartnersParameters(LinkFilters):
    """`city`: two towns or more; `at_least`: how many of them a partner must be linked to (default: all).

    Those linked to most come first, then by name and id. `country`, `region`, `min_population` choose the shared
    partners, the other filters by what the asked towns are linked to them.
    """

    city: Towns
    at_least: int | None = Field(default=None, ge=1, le=50)


class By(Row):
    """How one of the asked towns is linked to the shared partner."""

    id: str
    name: str
    country: str | None
    bilateral: bool
    kind: str | None
    status: str | None
    rings: list[ThingRef]
    since: str | None
    until: str | None
    sources: list[SourceRef]


class SharedPartnerRow(TownRow):
    """A shared partner, linked to `count` of the asked towns, by what stands in `by` (in the order asked)."""

    count: int
    by: list[By]


def _at_least(parameters: SharedPartnersParameters) -> Mapping[str, Any]:
    return {"at_least": parameters.at_least or len(parameters.city)}


SHARED_PARTNERS = Question(
    name="shared-partners",
    group="towns",
    parameters=SharedPartnersParameters,
    row=SharedPartnerRow,
    columns={"name": "town", "count": "number", "by": "towns"},
    fill=_neighbours,
    sorts={"count": "by-count", "name": "by-name", "country": "by-country", "population": "by-population"},
    example=Example({"city": ["Bad Homburg", "Cabourg"]}, rows=4),
    values=_at_least,
    has_notes=True,
    fill_notes=lambda parameters: link_slots(parameters),
)
