"""Questions about towns that have the same partners.

What is shared is counted in *reasons*. A shared partner is a reason by itself, but those that both towns reach via one
and the same ring are one reason together: the ring. A partner is reached via the ring unless both towns are bilateral
partners of it; of several common rings the first by id counts. A town's own *ties* are counted alike: each bilateral
partner is one, and each ring through which it has further partners.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
from graph.questions.parameters import LinkFilters, Town

REASONS = 5
"""Reasons named in a row; the others are counted in `more`."""

_PIECES = pieces("questions/cypher/likeness")
_TOWN_FILTERS = ("country", "region", "min_population")
_TIE_FILTERS = ("kind", "status", "ring")


class Side(Row):
    """How one of two towns has a shared partner, or since when it belongs to the shared ring."""

    bilateral: bool
    kind: str | None
    status: str | None
    since: str | None
    rings: list[ThingRef]
    sources: list[SourceRef]


class Reason(Row):
    """A shared partner with how each side has it; or, where `ring` is true, a ring with `partners` shared through it.

    `ties`: those of the partner, or the members of the ring; the fewer, the more does it tell.
    """

    id: str
    name: str
    country: str | None
    ring: bool
    partners: int
    ties: int
    ours: Side
    theirs: Side


class SharingParameters(LinkFilters):
    """`city`: the town asked about. `country`, `region`, `min_population`: of the towns in the answer.

    `kind`, `status`, `ring`, `source` choose the partnerships that count, as they choose rows of `partners`; `year`
    takes the partnerships of that year.
    """

    city: Town


class SharingRow(TownRow):
    """A town with what it shares: `count` reasons for `partners` shared partners; the most telling in `reasons`.

    `adamic_adar` adds up 1 / ln(ties) over all reasons: a partner that few have counts for more than one that many
    have. `more`: reasons beyond those named.
    """

    count: int
    partners: int
    adamic_adar: float
    reasons: list[Reason]
    more: int
    distance_km: float | None


class SimilarRow(SharingRow):
    """`jaccard`: the share of reasons in all that the two have, from 0 to 1; `partner`: whether it is a partner."""

    jaccard: float
    partner: bool


class CousinRow(SharingRow):
    """`former`: whether the two once were partners."""

    former: bool


def tie_slots(parameters: LinkFilters) -> dict[str, Cypher]:
    """`ties`: the partners of `c` as `p` with how they are partners as `tie`, as filters of partnerships choose."""
    wanted = link_slots(parameters)
    source = [FRAGMENTS["said-by"]] if parameters.source is not None else []
    chosen = filter_slot(parameters, *_TIE_FILTERS)
    said = {name: FRAGMENTS[name] for name in ("neighbours", "bilateral", "weights")}
    ties = _PIECES["ties"].fill(**said, chosen=Cypher.join(*([chosen] if chosen else []), *source))
    return {"ties": ties.fill(link=wanted["link"], member_m=wanted["member_m"], member_n=wanted["member_n"])}


def sharing_slots(parameters: LinkFilters, *, partners: bool) -> dict[str, Cypher]:
    """`ours`: the town as `a` with its partners; `shared`: towns `b` that share some, with what they share.

    With `partners` the town's own partners may be among them; filters of towns choose.
    """
    ties = tie_slots(parameters)
    between = None if partners else _PIECES["no-partner"]
    shared = _PIECES["shared"].fill(**ties, member_n=link_slots(parameters)["member_n"], between=between)
    return {
        "ours": _PIECES["ours"].fill(**ties),
        "shared": shared.fill(filters=filter_slot(parameters, *_TOWN_FILTERS)),
    }


def reasons_slot() -> Cypher:
    """`reasons`: the most telling of what `a` and `b` share, with how each has it."""
    return _PIECES["reasons"]


def former_slot(parameters: LinkFilters) -> Cypher:
    """Whether `a` and `b` once were partners, before today or before the year asked."""
    return _PIECES["former" if parameters.year is None else "former-year"]


def _similar(parameters: SharingParameters) -> Mapping[str, Cypher | None]:
    alone = _PIECES["alone"].fill(**tie_slots(parameters))
    return {**sharing_slots(parameters, partners=True), "alone": alone, "reasons": reasons_slot()}


def _cousins(parameters: SharingParameters) -> Mapping[str, Cypher | None]:
    shared = sharing_slots(parameters, partners=False)
    return {**shared, "former": former_slot(parameters), "reasons": reasons_slot()}


def _most(_: SharingParameters) -> Mapping[str, Any]:
    return {"most": REASONS}


_SORTS = {
    "count": "by-likeness",
    "adamic_adar": "by-adamic-adar",
    "name": "by-name",
    "country": "by-country",
    "distance": "by-distance",
    "population": "by-population",
}

SIMILAR_CITIES = Question(
    name="similar-cities",
    group="towns",
    parameters=SharingParameters,
    row=SimilarRow,
    columns={
        "name": "town",
        "count": "number",
        "jaccard": "share",
        "adamic_adar": "number",
        "reasons": "reasons",
        "partner": "bool",
        "distance_km": "km",
    },
    fill=_similar,
    sorts={"count": "by-likeness", "jaccard": "by-jaccard", **_SORTS},
    example=Example({"city": "Krefeld", "country": "DE"}),
    values=_most,
)

COUSIN_CITIES = Question(
    name="cousin-cities",
    group="towns",
    parameters=SharingParameters,
    row=CousinRow,
    columns={
        "name": "town",
        "count": "number",
        "adamic_adar": "number",
        "reasons": "reasons",
        "former": "bool",
        "distance_km": "km",
    },
    fill=_cousins,
    sorts=_SORTS,
    example=Example({"city": "Krefeld", "country": "DE"}),
    values=_most,
)
