"""A country to read whole: its towns, partner countries, rings and events; and all countries with what is known."""

from __future__ import annotations

from graph.countries import country_code
from graph.cypher import pieces
from graph.errors import NotFoundError
from graph.questions.asking import ask
from graph.questions.base import link_slots
from graph.questions.knowing import COVERAGE
from graph.questions.lands import COUNTRY_PROFILE
from graph.questions.parameters import Standing, this_year
from graph.things import Listing, Reading, titled

_QUERIES = pieces("things/lands")
TOWNS = 20
"""Towns that a country's page names."""


def country(code: str) -> Reading:
    """A country by its code or a name of it.

    `profile` is the first row of the question `country-profile`, `partners` are its others, `coverage` is the row of
    `coverage`; `towns` are those with the most links. Raises `NotFoundError` where nothing is recorded there.
    """
    known = country_code(code)
    if known is None:
        raise NotFoundError(f"'{code[:100]}' is no country", given=code[:100])
    query = _QUERIES["country"].fill(**link_slots(Standing(), members=("m",)))
    row = (yield query.bind(code=known, most=TOWNS, this_year=this_year())).rows[0]
    if not row["recorded"]:
        raise NotFoundError(f"no town of '{known}' is in the knowledge base", given=known)
    profile = yield from ask(COUNTRY_PROFILE, {"country": known})
    coverage = yield from ask(COVERAGE, {"country": known})
    return {
        "id": known,
        "towns": row["towns"],
        "recorded": row["recorded"],
        "linked": row["linked"],
        "profile": next((one for one in profile.rows if one["part"] == "all"), None),
        "partners": [one for one in profile.rows if one["part"] == "country"],
        "coverage": coverage.rows[0],
        "rings": row["rings"],
        "events": titled(row["events"]),
    }


def countries() -> Listing:
    """All countries of which a town is recorded, as the question `coverage` tells them."""
    return (yield from ask(COVERAGE, {}, rows=1000)).rows
