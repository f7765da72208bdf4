"""Questions about beginnings and ends: which links and rings have an anniversary, and which have ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from graph.cypher import Cypher, pieces
from graph.errors import UsageError
from graph.model import LinkStatus
from graph.questions.base import FRAGMENTS, Example, Question, Row, SourceRef, ThingRef, TownRef
from graph.questions.parameters import (
    Country,
    Kinds,
    Parameters,
    Ring,
    Source,
    Statuses,
    Town,
    Year,
    _as_list,
    this_year,
)

TIMES = pieces("questions/cypher/times")
YEARS_AHEAD = 2
MOST_YEARS = 200
"""The longest span of years that anniversaries can be asked for."""


class TimeFilters(Parameters):
    """`city`: of that town; `country`: of a town there, and with `city`: with one there; `source`: that says it."""

    city: Town | None = None
    country: Country | None = None
    source: Source | None = None


class SpanFilters(TimeFilters):
    """`from_year`, `to_year`: the first and the last year; `ring`: that ring and its memberships, no links."""

    ring: Ring | None = None
    kind: Kinds | None = None
    from_year: Year | None = None
    to_year: Year | None = None

    @field_validator("to_year")
    @classmethod
    def _forward(cls, to_year: int | None, info: ValidationInfo) -> int | None:
        first = info.data.get("from_year")
        if to_year is not None and first is not None and not 0 <= to_year - first <= MOST_YEARS:
            raise PydanticCustomError("span", "must lie 0 to {most} years after from_year", {"most": MOST_YEARS})
        return to_year


def starts(parameters: Any, standing: Cypher) -> dict[str, Cypher]:
    """Where queries find links (`a`-`t`-`b`), memberships (`a`-`t`-`r`) and rings (`r`) of town, country or ring."""
    city, country = parameters.city is not None, parameters.country is not None
    ring = getattr(parameters, "ring", None) is not None
    by = "city" if city else "country" if country else "all"
    of_members = [TIMES["a-id" if city else "a-country"]] if ring and (city or country) else []
    of_rings = [TIMES["ring-city"].fill(standing=standing)] if ring and city else []
    if city and country:
        of_members.append(TIMES["ring-country"])
    if country:
        of_rings.append(TIMES["ring-country"])
    rings = TIMES["rings-ring" if ring else "rings-city" if city else "rings-all"]
    return {
        "links": _joined(TIMES[f"links-{by}"], *([TIMES["b-country"]] if city and country else [])),
        "members": _joined(TIMES["members-ring" if ring else f"members-{by}"], *of_members),
        "rings": _joined(rings.fill(standing=standing) if city and not ring else rings, *of_rings),
    }


def own_tie() -> Cypher:
    """Leaves links out that are only what a ring, of which both are members today, comes to as pairs."""
    return TIMES["own-tie"].fill(member_m=FRAGMENTS["member_m-now"], member_n=FRAGMENTS["member_n-now"])


def _joined(*parts: Cypher) -> Cypher:
    made = Cypher.join(*parts)
    assert made is not None
    return made


def united(parts: list[Cypher]) -> Cypher | None:
    """Several queries as one, with UNION ALL between; `None` for none."""
    between = [one for part in parts for one in (TIMES["union"], part)]
    return Cypher.join(*between[1:])


def chosen(parameters: Any, *, of: tuple[str, ...]) -> list[str]:
    """Which of the things `of` are asked for: those of `what`, and those that the other filters can hold for.

    Raises `UsageError` where nothing is left.
    """
    found = [one for one in of if parameters.what is None or one in parameters.what]
    if parameters.kind is not None:
        found = [one for one in found if one == "link"]
    if parameters.ring is not None:
        found = [one for one in found if one != "link"]
    if not found:
        nothing = "'what', 'kind' and 'ring' leave nothing: a kind is one of links, and a ring has no links"
        raise UsageError(nothing, parameter="what", reason={"type": "nothing"})
    return found


class AnniversariesParameters(SpanFilters):
    """What has an anniversary from `from_year` (this year) to `to_year` (two years on): `what` of these.

    `round`: `yes` for 5 years and every multiple of 10 or 25, `every` for all. What has ended is left out unless
    `status=ended`.
    """

    what: Annotated[list[Literal["link", "ring", "membership"]], BeforeValidator(_as_list)] | None = None
    status: Statuses | None = None
    round: Literal["yes", "every"] = "yes"


class AnniversaryRow(Row):
    """A link, a ring or a membership, and the day, month or year (`on`) on which it is `years` old.

    `on` is as precise as `since`: the day is known only where the beginning's is. Who began on 29 February is 28
    February in other years. `round` tells 5 years and multiples of 10 or 25. `towns` are of a link the two, of a ring
    its members today. `inferred`: fields that were worked out from something else. Who joined a ring in the year of
    its founding has no anniversary beside the ring's.
    """

    what: Literal["link", "ring", "membership"]
    id: str
    name: str
    towns: list[TownRef]
    ring: ThingRef | None
    kind: str | None
    since: str
    on: str
    years: int
    round: bool
    status: str | None
    inferred: list[str]
    sources: list[SourceRef]


def _limits(parameters: Any) -> dict[str, Cypher | None]:
    kind = [TIMES["kind"]] if parameters.kind is not None else []
    source = [TIMES["source"]] if parameters.source is not None else []
    return {"limits": Cypher.join(*kind, *source)}


def _ring_slots() -> dict[str, Cypher]:
    return {"member_m": FRAGMENTS["member_m-now"], "ring_over": TIMES["ring-over"]}


def _celebrated(parameters: AnniversariesParameters, prefix: str) -> Cypher | None:
    """The queries of the things wanted: what has a beginning (`anniversary`), or what has none (`undated`)."""
    ended = parameters.status is not None and LinkStatus.ENDED in parameters.status
    standing = FRAGMENTS["link-ended" if ended else "link-now"]
    found = starts(parameters, standing)
    ring_source = [TIMES["ring-source"]] if parameters.source is not None else []
    ring_limits = Cypher.join(TIMES["ring-ended" if ended else "ring-standing"], *ring_source)
    limits = Cypher.join(TIMES["that"].fill(standing=standing), *filter(None, _limits(parameters).values()))
    parts = []
    for one in chosen(parameters, of=("link", "ring", "membership")):
        part = TIMES[f"{prefix}-{one}s"]
        if one == "ring":
            part = part.fill(rings=found["rings"], ring_limits=ring_limits)
            part = part.fill(**_ring_slots()) if prefix == "anniversary" else part
        else:
            start = {"links": found["links"]} if one == "link" else {"members": found["members"]}
            part = part.fill(limits=limits, **start, **({"own_tie": own_tie()} if one == "link" else {}))
            if prefix == "anniversary":
                part = part.fill(over=TIMES["over"], **({"towns": TIMES["towns"]} if one == "link" else {}))
        parts.append(part)
    return united(parts)


def _anniversaries(parameters: AnniversariesParameters) -> Mapping[str, Cypher | None]:
    ended = parameters.status is not None and LinkStatus.ENDED in parameters.status
    return {
        "things": _celebrated(parameters, "anniversary"),
        "filters": TIMES["ended-status"] if parameters.status is not None and not ended else None,
        "past": TIMES["past"] if ended else None,
        "rounds": TIMES["rounds"] if parameters.round == "yes" else None,
        "named_sources": FRAGMENTS["named-sources"],
    }


def _years(parameters: AnniversariesParameters) -> Mapping[str, Any]:
    first = parameters.from_year or min(this_year(), parameters.to_year or this_year())
    return {"from_year": first, "to_year": parameters.to_year or first + YEARS_AHEAD}


ANNIVERSARIES = Question(
    name="anniversaries",
    group="time",
    parameters=AnniversariesParameters,
    row=AnniversaryRow,
    columns={
        "on": "date",
        "years": "number",
        "name": "subject",
        "what": "what",
        "kind": "fact_kind",
        "since": "date",
        "status": "status",
        "sources": "sources",
    },
    fill=_anniversaries,
    sorts={"on": "by-on", "years": "by-years", "name": "by-name-on"},
    example=Example({"city": "Bad Homburg", "from_year": 2026, "to_year": 2028}),
    values=_years,
    has_notes=True,
    fill_notes=lambda parameters: {"things": _celebrated(parameters, "undated")},
)


class EndedParameters(SpanFilters):
    """What was suspended or has ended, `from_year` to `to_year`; `undated`: what ended, no one says when."""

    what: Annotated[list[Literal["link", "membership"]], BeforeValidator(_as_list)] | None = None
    status: Annotated[list[Literal["suspended", "ended"]], BeforeValidator(_as_list)] | None = None
    undated: Literal["include", "exclude"] = "include"


class EndedRow(Row):
    """A link or a membership that was suspended or has ended; `until` is null where it is not recorded when.

    `status` is the sources', or `ended` where `until` is over. `note`: what a source adds, often the reason.
    """

    what: Literal["link", "membership"]
    id: str
    name: str
    towns: list[TownRef]
    ring: ThingRef | None
    kind: str | None
    status: str
    since: str | None
    until: str | None
    inferred: list[str]
    note: str | None
    sources: list[SourceRef]


def _over(parameters: EndedParameters) -> Cypher | None:
    found = starts(parameters, FRAGMENTS["link-ended"])
    limits = _limits(parameters)
    parts = []
    for one in chosen(parameters, of=("link", "membership")):
        start = {"links": found["links"], "towns": TIMES["towns"]} if one == "link" else {"members": found["members"]}
        parts.append(TIMES[f"ended-{one}s"].fill(**limits, **start))
    return united(parts)


def _span(parameters: EndedParameters) -> Cypher | None:
    return Cypher.join(
        *(TIMES[f"ended-{name[:-5]}"] for name in ("from_year", "to_year") if getattr(parameters, name) is not None)
    )


def _ended(parameters: EndedParameters) -> Mapping[str, Cypher | None]:
    dated = TIMES[f"ended-{'dated' if parameters.undated == 'exclude' else 'undated'}"].fill(span=_span(parameters))
    status = [TIMES["ended-status"]] if parameters.status is not None else []
    return {
        "things": _over(parameters),
        "filters": Cypher.join(dated, *status),
        "named_sources": FRAGMENTS["named-sources"],
    }


def _ended_notes(parameters: EndedParameters) -> Mapping[str, Cypher | None]:
    status = TIMES["ended-status"] if parameters.status is not None else None
    return {"things": _over(parameters), "filters": status}


ENDED = Question(
    name="ended",
    group="time",
    parameters=EndedParameters,
    row=EndedRow,
    columns={
        "name": "subject",
        "kind": "fact_kind",
        "status": "status",
        "since": "date",
        "until": "when",
        "note": "text",
        "sources": "sources",
    },
    fill=_ended,
    sorts={"until": "by-until", "-until": "by-until-desc", "name": "by-name-until"},
    example=Example({"country": "DE"}),
    has_notes=True,
    fill_notes=_ended_notes,
)
