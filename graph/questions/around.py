"""Questions that look for towns by where their partners are: near a town, and in no country asked about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from graph.cypher import Cypher, pieces
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
from graph.questions.parameters import Country, LinkFilters, Parameters, Standing, Town

LANDS = pieces("questions/cypher/lands")
TOWN_FILTERS = ("country", "region", "min_population")
_TIE_FILTERS = ("kind", "status", "ring", "source")


class PartnerCountryFilters(LinkFilters):
    """`partner_country`: where the partners are; `bilateral`: only those that are, or only those via a ring.

    `country`, `region` and `min_population` choose the towns that have the partners.
    """

    partner_country: Country
    bilateral: bool | None = None


def filled(parameters: Parameters, *names: str) -> list[Cypher]:
    """Fragments of our own for those parameters that are set."""
    return [LANDS[name] for name in names if getattr(parameters, name) is not None]


def tie_slots(parameters: Standing, *, cited: bool) -> dict[str, Cypher | None]:
    """Fragments that find the partners of `c`, tell bilateral ones, and filter them; `cited`: with their sources."""
    names = _TIE_FILTERS if cited else tuple(one for one in _TIE_FILTERS if one != "source")
    own = ("bilateral",) if cited else ("source", "bilateral")
    chosen = [one for one in (filter_slot(parameters, *names),) if one is not None]
    chosen += filled(parameters, *(one for one in own if one in type(parameters).model_fields))
    weighed = "weigh" if cited else "weights"
    shared = {name: FRAGMENTS[name] for name in ("neighbours", "bilateral", weighed)}
    return {**shared, **link_slots(parameters), "filters": Cypher.join(*chosen)}


class NearParameters(PartnerCountryFilters):
    """`city`: around which town; `km`: how far at most, as the crow flies."""

    city: Town
    km: Annotated[float, Field(gt=0, le=2000)] = 50.0


class PartnerThere(Row):
    """A partner in the country asked about, and by what it is one."""

    id: str
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    bilateral: bool
    kind: str | None
    rings: list[ThingRef]
    since: str | None
    sources: list[SourceRef]


class NearRow(TownRow):
    """A town nearby, how far it is, and its partners in the country asked about: `count` of them."""

    distance_km: float
    count: int
    partners: list[PartnerThere]


def _near(parameters: NearParameters) -> Mapping[str, Cypher | None]:
    return {"town": filter_slot(parameters, *TOWN_FILTERS), **tie_slots(parameters, cited=True)}


NEAR = Question(
    name="near",
    group="towns",
    parameters=NearParameters,
    row=NearRow,
    columns={"name": "town", "distance_km": "km", "count": "number", "partners": "towns"},
    fill=_near,
    sorts={
        "distance": "by-near",
        "name": "by-name",
        "count": "by-count",
        "country": "by-country",
        "population": "by-population",
    },
    example=Example({"city": "Bad Homburg", "km": 200, "partner_country": "FR"}),
    has_notes=True,
)


class WithoutPartnerParameters(PartnerCountryFilters):
    """`country`: whose towns; `partner_country`: where they have no partner. The filters choose what counts as one.

    `bilateral`: partners via a ring do not count.
    """

    country: Country


class WithoutPartnerRow(TownRow):
    """A town without a partner there; `partners`: how many it has anywhere, of those that count."""

    region: str | None
    partners: int


def _without(parameters: WithoutPartnerParameters) -> Mapping[str, Cypher | None]:
    return {"town": filter_slot(parameters, "region", "min_population"), **tie_slots(parameters, cited=False)}


def _left_out(parameters: WithoutPartnerParameters) -> Mapping[str, Any]:
    return {"at_least_people": parameters.min_population or 0, "in_region": parameters.region or ""}


WITHOUT_PARTNER_IN = Question(
    name="without-partner-in",
    group="towns",
    parameters=WithoutPartnerParameters,
    row=WithoutPartnerRow,
    columns={"name": "town", "region": "text", "population": "number", "partners": "number"},
    fill=_without,
    sorts={"population": "by-population", "partners": "by-partners", "name": "by-name"},
    example=Example({"country": "DE", "partner_country": "FR", "min_population": 100_000}),
    values=_left_out,
    has_notes=True,
)
