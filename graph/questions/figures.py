"""Questions about the network as a whole. The definitions, with their sources, stand where they are computed.

`network-figures`, `degree-distribution`: `graph.measures.figures`; `distances`, `country-assortativity`:
`graph.measures.lands`; `top-cities`: `graph.measures.centrality`; `communities`: `graph.measures.communities`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Literal

from pydantic import Field

from graph.countries import country_name
from graph.cypher import Cypher
from graph.measures.centrality import MOST, top_cities
from graph.measures.communities import communities
from graph.measures.figures import degree_distribution, figures
from graph.measures.lands import country_assortativity, distances
from graph.measures.network import Measure
from graph.questions.around import LANDS, filled
from graph.questions.base import FRAGMENTS, Example, Question, Row, TownRef, TownRow, filter_slot, link_slots
from graph.questions.parameters import Country, Kinds, Standing, Town
from graph.texts import Language, text

QUERY = "network-figures"
"""The Cypher that reads the network for all of them."""


class NetworkParameters(Standing):
    """Which pairs of towns are the network.

    `rings`: pairs of ring members are linked too, else only pairs that some source lists. `bilateral`: only pairs that
    are, or only those via a ring. `country`: pairs with a town of that country at least.
    """

    kind: Kinds | None = None
    rings: bool = True
    bilateral: bool | None = None
    country: Country | None = None


def pairs_of(parameters: NetworkParameters) -> Mapping[str, Cypher | None]:
    """Fragments that read the pairs which the parameters choose."""
    chosen = [one for one in (filter_slot(parameters, "kind", "status"),) if one is not None]
    chosen += filled(parameters, "source", "bilateral")
    shared = {name: FRAGMENTS[name] for name in ("neighbours", "bilateral", "weights")}
    return {
        **shared,
        **link_slots(parameters),
        "filters": Cypher.join(*chosen),
        "listed": None if parameters.rings else LANDS["listed"],
        "land": LANDS["either"] if parameters.country is not None else None,
    }


_of_network = partial(Question, group="network", fill=pairs_of, timed_by=(), query=QUERY)


class FigureRow(Row):
    """A figure of the network; `value` is null where it is not defined."""

    figure: Literal[
        "nodes", "links", "components", "largest_component", "max_degree", "mean_degree", "wedges", "triangles",
        "clustering", "degree_assortativity", "diameter", "mean_distance",
    ]  # fmt: skip
    value: int | float | None


NETWORK_FIGURES = _of_network(
    name="network-figures",
    parameters=NetworkParameters,
    row=FigureRow,
    columns={"figure": "figure", "value": "precise"},
    sorts={"given": ""},
    example=Example({}, rows=12),
    measure=Measure(figures),
)


class DegreeRow(Row):
    """Towns with so many partners (`degree`): how many, and how many have at least so many; shares are of all towns."""

    degree: int
    towns: int
    share: float
    at_least: int
    share_at_least: float


DEGREE_DISTRIBUTION = _of_network(
    name="degree-distribution",
    parameters=NetworkParameters,
    row=DegreeRow,
    columns={
        "degree": "number",
        "towns": "number",
        "share": "share",
        "at_least": "number",
        "share_at_least": "share",
    },
    sorts={"degree": "", "towns": "-towns"},
    example=Example({"country": "DE"}),
    measure=Measure(degree_distribution),
)


class DistanceRow(Row):
    """A figure of the distances in km, a count of pairs, or a `band`: pairs from `from_km` to below `to_km`."""

    figure: Literal[
        "pairs", "pairs_without_place", "mean", "minimum", "quartile_1", "median", "quartile_3", "maximum", "band"
    ]
    from_km: int | None
    to_km: int | None
    value: float | int
    share: float | None


DISTANCES = _of_network(
    name="distances",
    parameters=NetworkParameters,
    row=DistanceRow,
    columns={"figure": "figure", "from_km": "number", "to_km": "number", "value": "number", "share": "share"},
    sorts={"given": ""},
    example=Example({"country": "DE"}, rows=17),
    measure=Measure(distances),
)


class TopCitiesParameters(Standing):
    """`by`: the measure. `country`: only its towns are listed; they are measured in the whole network all the same."""

    by: Literal["degree", "betweenness", "closeness", "pagerank", "eigenvector", "core"] = "degree"
    country: Country | None = None
    kind: Kinds | None = None
    rings: bool = True
    bilateral: bool | None = None


class TopCityRow(TownRow):
    """A town with its value of the measure asked for, its rank by that among all towns, and its number of partners.

    `error`: the standard error of a value that was estimated from a sample.
    """

    rank: int
    value: float | int
    error: float | None
    degree: int


def _top_pairs(parameters: TopCitiesParameters) -> Mapping[str, Cypher | None]:
    network = {name: getattr(parameters, name) for name in NetworkParameters.model_fields if name != "country"}
    return pairs_of(NetworkParameters.model_construct(**network, country=None))


def _top_chosen(rows: Sequence[Mapping[str, Any]], parameters: TopCitiesParameters) -> list[dict[str, Any]]:
    if parameters.country is not None:
        return [dict(row) for row in rows if row["country"] == parameters.country]
    return [dict(row) for row in rows[:MOST]]


TOP_CITIES = _of_network(
    name="top-cities",
    parameters=TopCitiesParameters,
    row=TopCityRow,
    columns={"rank": "number", "name": "town", "value": "precise", "error": "precise", "degree": "number"},
    fill=_top_pairs,
    sorts={"rank": "", "name": "name", "population": "-population"},
    example=Example({"by": "degree", "limit": 10}, rows=10),
    measure=Measure(top_cities, late=frozenset({"country"}), choose=_top_chosen),
)


class CountryShare(Row):
    """A country and how many of the towns lie in it."""

    country: str
    towns: int


class Bridge(TownRef):
    """A town of a community with links to others: `outside` of them."""

    outside: int


class CommunityRow(Row):
    """A community: `size` towns, all in `members`; `links` lie within, `outside` lead out of it.

    `name` tells the countries (or the region) with most of the towns, and the two towns with most links within;
    `largest` are its towns with most people, `bridges` those with most links to other communities.
    """

    id: str
    name: str
    size: int
    links: int
    outside: int
    countries: list[CountryShare]
    largest: list[TownRef]
    bridges: list[Bridge]
    members: list[TownRef]


class CommunitiesParameters(NetworkParameters):
    """`city`: only the community of that town. `min_towns`: only communities of so many towns."""

    city: Town | None = None
    min_towns: int = Field(default=5, ge=1, le=1_000_000)


def _communities_chosen(rows: Sequence[Mapping[str, Any]], parameters: CommunitiesParameters) -> list[dict[str, Any]]:
    if parameters.city is not None:
        return [dict(row) for row in rows if any(one["id"] == parameters.city for one in row["members"])]
    return [dict(row) for row in rows if row["size"] >= parameters.min_towns]


def _named(row: dict[str, Any], language: Language) -> dict[str, Any]:
    lands = ", ".join(country_name(code, language) for code in row["named_for"])
    where = f"{row['region']} ({lands})" if row["region"] and len(row["named_for"]) == 1 else lands
    towns = ", ".join(one["name"] for one in row["around"])
    key = "named" if where else "mixed" if row["countries"] else "unknown"
    first = ", ".join(country_name(one["country"], language) for one in row["countries"][:2])
    name = text(f"community.{key}", language, where=where, towns=towns, first=first, count=len(row["countries"]))
    kept = {key: value for key, value in row.items() if key not in ("named_for", "region", "around")}
    return {"id": row["id"], "name": name, **kept}


COMMUNITIES = _of_network(
    name="communities",
    parameters=CommunitiesParameters,
    row=CommunityRow,
    columns={
        "name": "text",
        "size": "number",
        "links": "number",
        "outside": "number",
        "countries": "lands",
        "largest": "towns",
        "bridges": "towns",
    },
    sorts={"size": "", "outside": "-outside"},
    example=Example({"country": "DE"}),
    finish=_named,
    measure=Measure(communities, late=frozenset({"city", "min_towns"}), choose=_communities_chosen),
)


class CountryAssortativityRow(Row):
    """All countries together (`part` is `all`) or one: its pairs, those within, their share, and that by chance.

    `assortativity`: 1 where all links stay within, 0 where they are as chance would have it, below 0 where fewer stay.
    """

    part: Literal["all", "country"]
    country: str | None
    pairs: int
    domestic: int
    domestic_share: float
    expected_share: float
    assortativity: float | None


COUNTRY_ASSORTATIVITY = _of_network(
    name="country-assortativity",
    parameters=NetworkParameters,
    row=CountryAssortativityRow,
    columns={
        "part": "part",
        "country": "country",
        "pairs": "number",
        "domestic": "number",
        "domestic_share": "share",
        "expected_share": "share",
        "assortativity": "precise",
    },
    sorts={"pairs": "", "country": "country", "domestic": "-domestic_share", "assortativity": "-assortativity"},
    example=Example({}),
    measure=Measure(country_assortativity),
)
