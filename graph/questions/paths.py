"""Questions about ways through the network: chains between two towns, what a town reaches, and all rings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, create_model

from graph.cypher import Cypher, pieces
from graph.errors import UsageError
from graph.model import RingKind
from graph.questions.base import (
    FRAGMENTS,
    Example,
    Question,
    Row,
    SourceRef,
    ThingRef,
    TownRef,
    TownRow,
    filter_slot,
    link_slots,
)
from graph.questions.parameters import Countries, LinkFilters, Town, _as_list, wants_ended

LONGEST = 15
"""Steps of a chain at most."""

MOST = 300
"""Chains at most."""

By = Literal["any", "links", "rings"]
_STEPS = pieces("questions/cypher/steps")
_TOWN_FILTERS = ("country", "region", "min_population")


class StepFilters(LinkFilters):
    """`by`: steps by links, by rings, or by any of them; the other filters choose links and memberships.

    `kind` and `status` are said of links, `ring` of rings: with them steps are by these alone.
    """

    by: By = "any"


def _step_slots(parameters: StepFilters, *, through: Cypher | None = None) -> dict[str, Cypher | None]:
    """Fragments for a step: `near`, the neighbours of `c`, and what chooses the links and memberships."""
    of_link = [name for name in ("kind", "status") if _set(parameters, name)]
    by = _by(parameters, of_link)
    source = ["source"] if parameters.source is not None else []
    wanted = link_slots(parameters)
    slots: dict[str, Cypher | None] = {"near": _STEPS[by], "through": through}
    if by != "rings":
        slots |= {"link": wanted["link"], "of_link": choosing(*of_link, *source)}
    if by != "links":
        of_ring = choosing(*(["ring"] if parameters.ring else []), *(f"ring-{one}" for one in source))
        slots |= {"member_m": wanted["member_m"], "member_n": wanted["member_n"], "of_ring": of_ring}
    return slots


def _set(parameters: StepFilters, name: str) -> bool:
    return bool(getattr(parameters, name)) and not (name == "status" and wants_ended(parameters))


def _by(parameters: StepFilters, of_link: list[str]) -> By:
    by = parameters.by
    if of_link and (by == "rings" or parameters.ring):
        raise UsageError(f"'{of_link[0]}' is said of links; leave it out to go by rings", parameter=of_link[0])
    if parameters.ring and by == "links":
        raise UsageError("'ring' chooses a ring; leave it out to go by links", parameter="ring")
    return "links" if of_link else "rings" if parameters.ring else by


def choosing(*names: str) -> Cypher | None:
    """Fragments that choose links `t` and rings `r` by those parameters."""
    return Cypher.join(*(_STEPS[name] for name in names))


class Step(Row):
    """A step of a chain: by a link of that kind, by rings that both towns belong to, or both."""

    bilateral: bool
    kind: str | None
    status: str | None
    since: str | None
    rings: list[ThingRef]
    sources: list[SourceRef]


class Stop(Row):
    """A town of a chain, and how the chain comes to it; nothing of that for the first."""

    id: str
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    bilateral: bool | None = None
    since: str | None = None
    rings: list[ThingRef] | None = None


class PathRow(Row):
    """A shortest chain: its number of steps, ids and names of its towns in order, and its steps."""

    length: int
    towns: list[str]
    names: list[str]
    steps: list[Step]
    chain: list[Stop]


class _PathFilters(StepFilters):
    """`from`, `to`: the two towns.

    `country`, `region`, `min_population` and `without_country`, one or several, choose the towns between them.
    """

    without_country: Countries | None = None


# `from` is a word of Python, so this field cannot be written down in a class.
_ENDS: Any = {"from": (Town, ...), "to": (Town, ...)}
PathParameters: type[_PathFilters] = create_model(
    "PathParameters", __base__=_PathFilters, __doc__=_PathFilters.__doc__, **_ENDS
)


def _path(parameters: _PathFilters) -> Mapping[str, Cypher | None]:
    stops = [FRAGMENTS[name] for name in _TOWN_FILTERS if getattr(parameters, name) is not None]
    if parameters.without_country is not None:
        stops.append(_STEPS["without_country"])
    through = _STEPS["through"].fill(stops=Cypher.join(*stops)) if stops else None
    slots = _step_slots(parameters, through=through)
    shown = {"step": _STEPS["step"], "bilateral": FRAGMENTS["bilateral"]}
    said = dict.fromkeys(("of_link", "of_ring")) | link_slots(parameters)
    return shown | slots | {name: slots.get(name, piece) for name, piece in said.items()}


def _bounds(_: _PathFilters) -> Mapping[str, Any]:
    return {"longest": LONGEST, "most": MOST + 1}


PATH = Question(
    name="path",
    group="towns",
    parameters=PathParameters,
    row=PathRow,
    columns={"length": "number", "chain": "towns"},
    fill=_path,
    sorts={"names": "by-chain"},
    example=Example({"from": "Krefeld", "to": "Hildesheim"}),
    values=_bounds,
    most=MOST,
)


class ReachParameters(StepFilters):
    """`city`: where it begins; `steps`: how many at most. `country`, `region`, `min_population`: of the towns reached.

    The way to them may lead through any town.
    """

    city: Town
    steps: int = Field(default=2, ge=1, le=4)


class ReachRow(TownRow):
    """A town that is reached, with the fewest steps to it; the distance is as the crow flies."""

    steps: int
    distance_km: float | None


class ReachCountryRow(Row):
    """A country that is reached: how many towns there, and the fewest steps to one of them."""

    country: str | None
    count: int
    steps: int


def reached(parameters: StepFilters) -> dict[str, Cypher | None]:
    """Fragments that find the towns `p` within `steps` of the town `a`; `filters` choose among them."""
    return {"reached": _STEPS["reached"], **_step_slots(parameters)}


def _reach(parameters: ReachParameters) -> Mapping[str, Cypher | None]:
    return {**reached(parameters), "filters": filter_slot(parameters, *_TOWN_FILTERS)}


REACH = Question(
    name="reach",
    group="towns",
    parameters=ReachParameters,
    row=ReachRow,
    columns={"name": "town", "steps": "number", "distance_km": "km"},
    fill=_reach,
    sorts={
        "steps": "by-steps",
        "name": "by-name",
        "country": "by-country",
        "distance": "by-distance",
        "population": "by-population",
    },
    example=Example({"city": "Bad Homburg", "steps": 2}),
)

REACH_COUNTRIES = Question(
    name="reach-countries",
    group="towns",
    parameters=ReachParameters,
    row=ReachCountryRow,
    columns={"country": "country", "count": "number", "steps": "number"},
    fill=_reach,
    sorts={"count": "by-count-country", "steps": "by-steps-country"},
    example=Example({"city": "Bad Homburg", "steps": 2}),
)

RingKinds = Annotated[list[RingKind], BeforeValidator(_as_list)]


class RingsParameters(LinkFilters):
    """`kind`: of the ring; `city`: a member of it; `country`, `region`, `min_population`: of some member.

    `status`: of memberships, so that only towns with such a one are members.
    """

    kind: RingKinds | None = None  # type: ignore[assignment]
    city: Town | None = None


class RingRow(Row):
    """A ring with its members today, or in the year asked; `count` of them, of these countries."""

    id: str
    name: str
    kind: str
    founded: str | None
    ended: str | None
    count: int
    countries: list[str]
    members: list[TownRef]
    sources: list[SourceRef]


def _rings(parameters: RingsParameters) -> Mapping[str, Cypher | None]:
    rings = [_STEPS[f"rings-{name}"] for name in ("kind", "ring", "source") if getattr(parameters, name) is not None]
    of_town = parameters.city is not None
    member = link_slots(parameters, link=False, members=("m",))["member_m"]
    status = [_STEPS["rings-status"]] if parameters.status and not wants_ended(parameters) else []
    members = [_STEPS["rings-city"]] if of_town else []
    town = filter_slot(parameters, *_TOWN_FILTERS)
    if town is not None:
        members.append(_STEPS["rings-town"].fill(town=town))
    return {
        "which": _STEPS["rings-of-town" if of_town else "rings-all"],
        "rings": Cypher.join(*rings),
        "member_m": Cypher.join(member, *status),
        "filters": Cypher.join(*members),
    }


RINGS = Question(
    name="rings",
    group="rings",
    parameters=RingsParameters,
    row=RingRow,
    columns={
        "name": "ring",
        "kind": "ring_kind",
        "founded": "date",
        "count": "number",
        "members": "towns",
        "sources": "sources",
    },
    fill=_rings,
    sorts={"name": "by-name", "count": "by-count", "founded": "by-founded"},
    example=Example({"country": "DE"}),
)
