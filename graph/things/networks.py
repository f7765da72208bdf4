"""What pictures of networks need beside an answer: the ties among the towns of a group."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from graph.cypher import Bound
from graph.database import Answer
from graph.questions.asking import Result
from graph.questions.ego import AMONG, AmongParameters

_SHARED = ("year", "undated", "status", "source", "kind", "bilateral")


def with_ties(result: Result, most: int) -> Generator[Bound, Answer, Result]:
    """The answer as it is drawn: the first group of `communities` gets `ties` among its first `most` towns.

    `ties` are rows as of `links`. Answers of other questions stay as they are.
    """
    if result.question.name != "communities" or not result.rows:
        return result
    group, *others = result.rows
    asked = {name: result.parameters[name] for name in _SHARED if name in result.parameters}
    towns = [one["id"] for one in group["members"][:most]]
    among = AmongParameters(towns=towns, listed=result.parameters.get("rings") is False, **asked)
    answer = yield AMONG.build(among)
    return replace(result, rows=[group | {"ties": answer.rows}, *others])
