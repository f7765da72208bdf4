"""A town's part of the network: the towns that it reaches in one or two steps, and what ties all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import Field

from graph.cypher import Cypher
from graph.questions.around import LANDS, TOWN_FILTERS, tie_slots
from graph.questions.base import Example, filter_slot
from graph.questions.lands import COUNTRY_PAIR, CountryPairRow
from graph.questions.parameters import LinkFilters, Town
from graph.questions.paths import StepFilters, reached


class EgoParameters(StepFilters):
    """`city`: the town in the middle; `steps`: to its partners, or to their partners as well.

    `country`, `region`, `min_population` choose the towns that are reached, the other filters steps and ties.
    """

    city: Town
    steps: int = Field(default=1, ge=1, le=2)


class EgoRow(CountryPairRow):
    """Two towns that are partners; `steps` is 1 where both are the town asked about or a partner of it."""

    steps: int


def _ego(parameters: EgoParameters) -> Mapping[str, Cypher | None]:
    steps, ties = reached(parameters), tie_slots(parameters, cited=True)
    chosen = ties.pop("filters")
    whole = {name: steps.pop(name) for name in ("reached", "near")}
    # Fragments with slots of their own come first: what fills those fills them in all of the text.
    return {**whole, **ties, **steps, "filters": filter_slot(parameters, *TOWN_FILTERS), "ties": chosen}


EGO_NETWORK = replace(
    COUNTRY_PAIR,
    name="ego-network",
    group="towns",
    parameters=EgoParameters,
    row=EgoRow,
    columns={"steps": "number", **COUNTRY_PAIR.columns},
    fill=_ego,
    sorts={"steps": "by-ego-steps", **COUNTRY_PAIR.sorts},
    example=Example({"city": "Bad Homburg", "steps": 1}),
)


class AmongParameters(LinkFilters):
    """`towns`: the ids of those among which all ties are asked for; `listed`: only what a source lists as a pair."""

    towns: list[str]
    bilateral: bool | None = None
    listed: bool = False


def _among(parameters: AmongParameters) -> Mapping[str, Cypher | None]:
    return {**tie_slots(parameters, cited=True), "listed": LANDS["listed"] if parameters.listed else None}


AMONG = replace(
    COUNTRY_PAIR,
    name="among",
    parameters=AmongParameters,
    fill=_among,
    example=Example({"towns": []}),
)
"""The ties among towns that are given: no question of the list, but what pictures of groups are drawn of."""
