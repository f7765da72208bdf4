"""The question where a new partnership would fit a town, and why. `bench/suggest_partners.py` finds its weights.

A suggestion's `score` is the sum of its points. Each kind of points is a weight times a plain measure:

- shared: ln(1 + s), s the sum of 1 / ln(ties) over the reasons that both share, as `similar-cities` counts them (a ring
  is one reason, however many of its members they share)
- near_us: ln(1 + n), n the towns within 50 km of us that are linked to it
- near_them: ln(1 + n), n our partners within 30 km of it
- region: log10(share + 0.003), of the links that towns of our country within 100 km have, the share to its country
- country: 1 where we have no partner in its country, which is not ours
- distance: log10(1 + km), 1000 km where a place is not known
- size: |log10(our population / its population)|, 0.9 where one is not known
- ties: ln(1 + its links and rings)
- topics: ln(1 + n), n the topics of events and programmes in which we and it took part

All but the weight of the topics are learnt from links of the sample that were hidden; events with topics are too few
there, so that weight is set by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from graph.cypher import Cypher
from graph.questions.base import Example, Question, Row, ThingRef, TownRef, TownRow, filter_slot, link_slots
from graph.questions.likeness import REASONS, Reason, former_slot, reasons_slot, sharing_slots
from graph.questions.parameters import LinkFilters, Town, TownFilters, Year

BEST = 100
"""Suggestions in an answer at most: the best by score."""

NEAR_US_KM, NEAR_THEM_KM, REGION_KM = 50, 30, 100
NEAR_US_MOST, NEAR_THEM_MOST, REGION_MOST = 250, 200, 350
"""Towns that count at most, the nearest: more than lie so near each other in the sample."""

WEIGHTS: Mapping[str, float] = {
    "shared": 6.65,
    "near_us": 1.41,
    "near_them": 2.29,
    "region": 1.28,
    "country": 0.58,
    "distance": -0.32,
    "size": -0.88,
    "ties": 0.55,
    "topics": 0.5,
}
"""What a measure counts, by its name."""


class SuggestPartnersParameters(TownFilters):
    """`city`: the town asked about. `country`, `region`, `min_population`: of the towns suggested.

    `year` takes the partnerships of that year.
    """

    city: Town
    year: Year | None = None
    undated: Literal["include", "exclude"] = "include"


class Why(Row):
    """A reason in words: what it is, how many, and the first three of them."""

    reason: Literal["shared", "near_us", "near_them", "topics", "new_country"]
    count: int
    towns: list[TownRef]
    rings: list[ThingRef]


class SuggestionRow(TownRow):
    """A town that is no partner. `score`: the sum of the points; `former`: whether the two once were partners.

    `shared`: reasons shared, the most telling of them in `reasons`, the others counted in `more`; `near_us`: towns
    near us that are linked to it; `near_them`: our partners near it; `region_share`: of the links of our region, the
    share to its country; `ties`: its links and rings.
    """

    score: float
    former: bool
    shared: int
    near_us: int
    near_them: int
    region_share: float
    new_country: bool
    distance_km: float | None
    ties: int
    topics: list[str]
    points_shared: float
    points_near_us: float
    points_near_them: float
    points_region: float
    points_country: float
    points_distance: float
    points_size: float
    points_ties: float
    points_topics: float
    why: list[Why]
    reasons: list[Reason]
    more: int


def _suggestions(parameters: SuggestPartnersParameters) -> Mapping[str, Cypher | None]:
    when = LinkFilters(year=parameters.year, undated=parameters.undated)
    wanted = link_slots(when)
    return {
        **sharing_slots(when, partners=False),
        "filters": filter_slot(parameters, "country", "region", "min_population"),
        "former": former_slot(when),
        "reasons": reasons_slot(),
        "link": wanted["link"],
        "member_m": wanted["member_m"],
    }


def _numbers(_: SuggestPartnersParameters) -> Mapping[str, Any]:
    reach = {"near_us_km": NEAR_US_KM, "near_them_km": NEAR_THEM_KM, "region_km": REGION_KM}
    most = {"near_us_most": NEAR_US_MOST, "near_them_most": NEAR_THEM_MOST, "region_most": REGION_MOST}
    return {"weights": dict(WEIGHTS), "best": BEST, "most": REASONS, **reach, **most}


SUGGEST_PARTNERS = Question(
    name="suggest-partners",
    group="towns",
    parameters=SuggestPartnersParameters,
    row=SuggestionRow,
    shown=20,
    columns={
        "name": "town",
        "score": "score",
        "why": "why",
        "reasons": "reasons",
        "former": "bool",
        "distance_km": "km",
    },
    fill=_suggestions,
    sorts={
        "score": "by-score",
        "name": "by-name",
        "country": "by-country",
        "distance": "by-distance",
        "population": "by-population",
    },
    example=Example({"city": "Krefeld"}),
    values=_numbers,
)
