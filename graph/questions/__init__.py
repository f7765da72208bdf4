"""The registry of questions: every question that can be asked, by name."""

from __future__ import annotations

from graph.named import named
from graph.questions.ages import DORMANT, FRESHNESS
from graph.questions.around import NEAR, WITHOUT_PARTNER_IN
from graph.questions.base import Question
from graph.questions.between import BILATERAL
from graph.questions.claims import CONFLICTS
from graph.questions.ego import EGO_NETWORK
from graph.questions.figures import (
    COMMUNITIES,
    COUNTRY_ASSORTATIVITY,
    DEGREE_DISTRIBUTION,
    DISTANCES,
    NETWORK_FIGURES,
    TOP_CITIES,
)
from graph.questions.gatherings import EVENTS, MEETS_WITH, RINGS_OVERLAP
from graph.questions.history import HISTORY
from graph.questions.knowing import COVERAGE, ONE_SIDED, SOURCE_FACTS, SOURCES
from graph.questions.lands import COUNTRY_MATRIX, COUNTRY_PAIR, COUNTRY_PAIR_FIGURES, COUNTRY_PROFILE, LINKS
from graph.questions.likeness import COUSIN_CITIES, SIMILAR_CITIES
from graph.questions.meetings import CITY_EVENTS, RING_MEMBERS
from graph.questions.nearby import NEAR_DUPLICATES
from graph.questions.paths import PATH, REACH, REACH_COUNTRIES, RINGS
from graph.questions.suggesting import SUGGEST_PARTNERS
from graph.questions.times import ANNIVERSARIES, ENDED
from graph.questions.towns import PARTNERS, SHARED_PARTNERS
from graph.questions.who import ORGANISATIONS, PEOPLE, PROGRAMMES, TOPICS

_ALL = (
    PARTNERS,
    SHARED_PARTNERS,
    SIMILAR_CITIES,
    COUSIN_CITIES,
    BILATERAL,
    SUGGEST_PARTNERS,
    RING_MEMBERS,
    CITY_EVENTS,
    PATH,
    EGO_NETWORK,
    REACH,
    REACH_COUNTRIES,
    NEAR,
    WITHOUT_PARTNER_IN,
    LINKS,
    COUNTRY_PROFILE,
    COUNTRY_PAIR,
    COUNTRY_PAIR_FIGURES,
    COUNTRY_MATRIX,
    NETWORK_FIGURES,
    DEGREE_DISTRIBUTION,
    DISTANCES,
    TOP_CITIES,
    COMMUNITIES,
    COUNTRY_ASSORTATIVITY,
    RINGS,
    RINGS_OVERLAP,
    EVENTS,
    MEETS_WITH,
    PROGRAMMES,
    ORGANISATIONS,
    PEOPLE,
    TOPICS,
    ANNIVERSARIES,
    HISTORY,
    ENDED,
    DORMANT,
    FRESHNESS,
    SOURCES,
    SOURCE_FACTS,
    COVERAGE,
    ONE_SIDED,
    CONFLICTS,
    NEAR_DUPLICATES,
)
QUESTIONS: dict[str, Question] = {one.name: one for one in _ALL}


def question(name: str) -> Question:
    """The question of that name; raises `NotFoundError` with the nearest names."""
    return named(QUESTIONS, name, "question")
