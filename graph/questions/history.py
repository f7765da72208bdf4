"""The question about the network by year: what was founded, what ended, what stood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from graph.cypher import Cypher
from graph.errors import UsageError
from graph.questions.base import Example, Question, Row
from graph.questions.parameters import Country, Kinds, Parameters, Ring, Source, Year, _as_list
from graph.questions.times import TIMES, chosen, united


class HistoryParameters(Parameters):
    """The network `by` year or decade, from `from_year` to `to_year`.

    `country`, `region`: of one of the towns; `partner_country`: of the other one, so of links only, as is `kind`.
    `ring`: its memberships only. `undated=exclude` leaves the row for what has no date out.
    """

    by: Literal["year", "decade"] = "year"
    what: Annotated[list[Literal["link", "membership"]], BeforeValidator(_as_list)] | None = None
    country: Country | None = None
    partner_country: Country | None = None
    region: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    kind: Kinds | None = None
    ring: Ring | None = None
    source: Source | None = None
    from_year: Year | None = None
    to_year: Year | None = None
    undated: Literal["include", "exclude"] = "include"


class HistoryRow(Row):
    """A year, or a decade from `year` to `last`, in which something is recorded to have changed; and this year.

    `founded`: pairs of towns whose first link of those asked about, or memberships which, began then; `ended`: those
    that ended then, with all their links; `standing`: those that stood at the end of it (of this year: today), as far
    as their beginning is known and, where they have ended, their end. `year` is null in the row for what has no date:
    how many without a known beginning (`founded`), and how many that have ended, no one says when (`ended`).
    """

    what: Literal["link", "membership"]
    year: str | None
    last: str | None
    founded: int
    ended: int
    standing: int | None


def _things(parameters: HistoryParameters) -> Cypher | None:
    limits = Cypher.join(*(TIMES[name] for name in ("kind", "source") if getattr(parameters, name) is not None))
    parts = []
    for one in chosen(parameters, of=("link", "membership")):
        if one == "link":
            parts.append(TIMES["history-links"].fill(links=_links(parameters), limits=limits, over=TIMES["over"]))
        elif parameters.partner_country is None:
            members = _members(parameters)
            parts.append(TIMES["history-memberships"].fill(members=members, limits=limits, over=TIMES["over"]))
    if not parts:
        raise UsageError("a membership has no partner; leave 'partner_country' out", parameter="partner_country")
    return united(parts)


def _links(parameters: HistoryParameters) -> Cypher:
    sides = [name for name in ("region",) if getattr(parameters, name) is not None]
    others = [name for name in ("partner_country",) if getattr(parameters, name) is not None]
    if not sides and not others and parameters.country is None:
        return TIMES["links-all"]
    return TIMES["links-sides" if parameters.country is None else "links-sides-country"].fill(
        side_a=Cypher.join(*(TIMES[f"a-{name}"] for name in sides)),
        side_b=Cypher.join(*(TIMES[f"b-{name}"] for name in sides)),
        other_a=Cypher.join(*(TIMES[f"a-{name}"] for name in others)),
        other_b=Cypher.join(*(TIMES[f"b-{name}"] for name in others)),
    )


def _members(parameters: HistoryParameters) -> Cypher | None:
    start = "ring" if parameters.ring is not None else "country" if parameters.country is not None else "all"
    found = [TIMES[f"members-{start}"]]
    found += [TIMES["a-country"]] if parameters.country is not None and start == "ring" else []
    found += [TIMES["a-region"]] if parameters.region is not None else []
    return Cypher.join(*found)


def _history(parameters: HistoryParameters) -> Mapping[str, Cypher | None]:
    wanted = [name for name in ("from_year", "to_year") if getattr(parameters, name) is not None]
    filters = [TIMES[f"history-{name.removesuffix('_year')}"] for name in wanted]
    if parameters.undated == "exclude":
        filters.append(TIMES["history-dated"])
    return {
        "things": _things(parameters),
        "filters": Cypher.join(*filters),
        "undated": TIMES["history-undated"] if parameters.undated == "include" else None,
    }


HISTORY = Question(
    name="history",
    group="time",
    parameters=HistoryParameters,
    row=HistoryRow,
    columns={
        "what": "what",
        "year": "period",
        "founded": "number",
        "ended": "number",
        "standing": "number",
    },
    fill=_history,
    sorts={"year": "by-year", "-year": "by-year-desc", "-founded": "by-founded-count"},
    example=Example({"country": "DE", "by": "decade"}),
    has_notes=True,
    fill_notes=lambda parameters: {"things": _things(parameters)},
)
