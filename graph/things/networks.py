"""What pictures of networks need beside an answer: the ties among the towns of a group."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from graph.cypher import Bound
from graph.database import Answer, Row
from graph.questions.asking import Result
from graph.questions.ego import AMONG, AmongParameters
from graph.questions.towns import PARTNERS, PartnersParameters

_SHARED = ("year", "undated", "status", "source", "kind", "bilateral")


def with_ties(result: Result, most: int) -> Generator[Bound, Answer, Result]:
    """The answer as it is drawn: the first group of `communities` gets `ties` among its first `most` towns.

    The town asked about and its partners come first. `ties` are rows as of `links`. Answers of other
    questions stay as they are.
    """
    if result.question.name != "communities" or not result.rows:
        return result
    group, *others = result.rows
    members = yield from _nearest(group["members"], result)
    asked = {name: result.parameters[name] for name in _SHARED if name in result.parameters}
    towns = [one["id"] for one in members[:most]]
    among = AmongParameters(towns=towns, listed=result.parameters.get("rings") is False, **asked)
    answer = yield AMONG.build(among)
    return replace(result, rows=[group | {"members": members, "ties": answer.rows}, *others])


def _nearest(members: list[Row], result: Result) -> Generator[Bound, Answer, list[Row]]:
    """The towns of a group with the one asked about and its partners in front, the others in the order they have."""
    city = result.parameters.get("city")
    if city is None:
        return members
    year = {name: result.parameters[name] for name in ("year", "undated") if name in result.parameters}
    partners = yield PARTNERS.build(PartnersParameters(city=city, **year))
    near = {city: 0} | {row["id"]: 1 for row in partners.rows}
    return sorted(members, key=lambda one: near.get(one["id"], 2))
