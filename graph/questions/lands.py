"""Questions about countries: what one is linked to, how two are linked, and all of them beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from graph.cypher import Cypher
from graph.questions.around import LANDS, PartnerCountryFilters, filled, tie_slots
from graph.questions.base import Example, Question, Row, SourceRef, ThingRef, TownRow, filter_slot
from graph.questions.parameters import Country, Kinds, LinkFilters, Population, Ring, Standing, Topic, _as_list
from graph.questions.paths import choosing

MOST_COUNTRIES = 300
Part = Literal["kind", "decade", "region", "town", "partner_region", "partner_town"]


def _pairs(rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(int(row["pairs"]) for row in rows)


class ProfileParameters(LinkFilters):
    """`country`: whose towns; `region` and `min_population` choose among them."""

    country: Country


class ProfileRow(Row):
    """Pairs of towns of the country: all of them (`part` is `all`), or those with one country (`country`).

    `towns` of ours and `partners` of theirs take part in `pairs`, which are `bilateral` or `via_ring`; of `dated` ones
    it is known since when. `ended` are pairs that have only ended links; they count nowhere else. `rings` are shared.
    """

    part: Literal["all", "country"]
    country: str | None
    towns: int
    partners: int
    pairs: int
    bilateral: int
    via_ring: int
    dated: int
    dated_percent: float | None
    ended: int
    rings: int


def _profile(parameters: ProfileParameters) -> Mapping[str, Cypher | None]:
    over = "ring" if parameters.ring else "now" if parameters.year is None else "year"
    named = [one for one in ("kind", "source") if getattr(parameters, one) is not None]
    return {
        **tie_slots(parameters, cited=False),
        "over": LANDS[f"over-{over}"],
        "of_link": choosing(*named),
        "town": filter_slot(parameters, "region", "min_population"),
    }


COUNTRY_PROFILE = Question(
    name="country-profile",
    group="countries",
    parameters=ProfileParameters,
    row=ProfileRow,
    columns={
        "part": "part",
        "country": "country",
        "pairs": "number",
        "bilateral": "number",
        "via_ring": "number",
        "towns": "number",
        "partners": "number",
        "dated_percent": "number",
        "ended": "number",
        "rings": "number",
    },
    fill=_profile,
    sorts={"pairs": "by-land-pairs", "country": "by-land-country"},
    example=Example({"country": "DE"}),
    has_notes=True,
    behind=lambda rows: _pairs([row for row in rows if row["part"] == "all"]),
)


class CountryPairParameters(PartnerCountryFilters):
    """`country` and `partner_country`: the two; `region` and `min_population` choose the towns of the first."""

    country: Country


class Partner(Row):
    """The town of the other country."""

    id: str
    name: str
    country: str | None
    lat: float | None
    lon: float | None


class CountryPairRow(TownRow):
    """Two towns that are partners, the first of the first country."""

    partner: Partner
    kind: str | None
    status: str | None
    since: str | None
    until: str | None
    bilateral: bool
    rings: list[ThingRef]
    distance_km: float | None
    sources: list[SourceRef]


def _linked(parameters: CountryPairParameters) -> dict[str, Cypher | None]:
    town = filter_slot(parameters, "region", "min_population")
    return {"pairs": LANDS["pairs"], "town": town, **tie_slots(parameters, cited=True)}


COUNTRY_PAIR = Question(
    name="country-pair",
    group="countries",
    parameters=CountryPairParameters,
    row=CountryPairRow,
    columns={
        "name": "town",
        "partner": "town",
        "kind": "kind",
        "bilateral": "bool",
        "rings": "rings",
        "since": "date",
        "until": "date",
        "status": "status",
        "distance_km": "km",
        "sources": "sources",
    },
    fill=_linked,
    sorts={
        "name": "by-pair-name",
        "since": "by-pair-since",
        "-since": "by-pair-since-desc",
        "distance": "by-pair-distance",
    },
    example=Example({"country": "DE", "partner_country": "PL"}),
)


class LinksParameters(LinkFilters):
    """`country`, `region` and `min_population` of one of the two towns, `partner_country` of the other.

    `topic`: what their link is about.
    """

    partner_country: Country | None = None
    bilateral: bool | None = None
    topic: Topic | None = None


def all_pairs(parameters: LinksParameters, *, cited: bool = True) -> dict[str, Cypher | None]:
    """Fragments that find all pairs of towns, each once; `cited`: with their sources by title."""
    there = parameters.partner_country is not None
    weighed = "weigh" if cited else "weights"
    slots = tie_slots(parameters, cited=cited)
    if parameters.topic is not None:
        slots["filters"] = Cypher.join(*(one for one in (slots["filters"], LANDS["topic"]) if one))
    return {
        "pairs": LANDS["all-pairs"].fill(weighed=slots.pop(weighed)),
        "town": filter_slot(parameters, "country", "region", "min_population"),
        "here": LANDS["here"] if there else None,
        "there": LANDS["there"] if there else None,
        **slots,
    }


LINKS = replace(
    COUNTRY_PAIR,
    name="links",
    parameters=LinksParameters,
    fill=all_pairs,
    example=Example({"country": "DE", "kind": "friendship"}),
)


class PairFiguresParameters(CountryPairParameters):
    """`part`: which of the counts; all of them where none is named."""

    part: Annotated[list[Part], BeforeValidator(_as_list)] | None = None


class PairFigureRow(Row):
    """How many pairs of towns there are of a kind, a decade, a region or a town; `key` is null where it is not known.

    `kind` counts pairs via a ring alone under `ring`. `town` and `region` are of the first country, `partner_town` and
    `partner_region` of the other; of one country with itself there are the first two only, a pair for both its towns.
    """

    part: Part
    id: str | None
    key: str | None
    pairs: int
    bilateral: int
    via_ring: int
    dated: int


def _figures(parameters: PairFiguresParameters) -> Mapping[str, Cypher | None]:
    return {**_linked(parameters), "parts": Cypher.join(*filled(parameters, "part"))}


def _of_one_part(rows: Sequence[Mapping[str, Any]]) -> int:
    """Pairs behind the rows: the parts count the same pairs; a kind of a pair is one, so it tells them."""
    first = "kind" if any(row["part"] == "kind" for row in rows) else next((row["part"] for row in rows), None)
    return _pairs([row for row in rows if row["part"] == first])


COUNTRY_PAIR_FIGURES = Question(
    name="country-pair-figures",
    group="countries",
    parameters=PairFiguresParameters,
    row=PairFigureRow,
    columns={
        "part": "part",
        "key": "kind",
        "pairs": "number",
        "bilateral": "number",
        "via_ring": "number",
        "dated": "number",
    },
    fill=_figures,
    sorts={"pairs": "by-part-pairs", "key": "by-part-key"},
    example=Example({"country": "DE", "partner_country": "PL"}),
    behind=_of_one_part,
)


class MatrixParameters(Standing):
    """`country`: rows with that country; `top`: only among so many countries with the most links.

    `min_population` is said of both towns of a pair.
    """

    country: Country | None = None
    min_population: Population | None = None
    kind: Kinds | None = None
    ring: Ring | None = None
    top: int | None = Field(default=None, ge=1, le=MOST_COUNTRIES)


class MatrixRow(Row):
    """Two countries, the first by the alphabet of their codes, and the pairs of towns that link them.

    `expected`: pairs that chance would give two countries with as many links as these have; `ratio`: seen by expected.
    """

    country: str
    partner_country: str
    pairs: int
    bilateral: int
    via_ring: int
    dated: int
    expected: float
    ratio: float


def _matrix(parameters: MatrixParameters) -> Mapping[str, Cypher | None]:
    lands = [LANDS["of-country"]] if parameters.country is not None else []
    lands += filled(parameters, "top")
    large = LANDS["large"] if parameters.min_population is not None else None
    return {**tie_slots(parameters, cited=False), "large": large, "lands": Cypher.join(*lands)}


def _most(parameters: MatrixParameters) -> Mapping[str, Any]:
    return {"most": parameters.top or MOST_COUNTRIES}


COUNTRY_MATRIX = Question(
    name="country-matrix",
    group="countries",
    parameters=MatrixParameters,
    row=MatrixRow,
    columns={
        "country": "country",
        "partner_country": "country",
        "pairs": "number",
        "bilateral": "number",
        "via_ring": "number",
        "expected": "number",
        "ratio": "number",
    },
    fill=_matrix,
    sorts={"pairs": "by-lands-pairs", "ratio": "by-lands-ratio", "country": "by-lands-country"},
    example=Example({"top": 10}),
    values=_most,
    behind=_pairs,
)
