"""The registry of charts: every chart that can be had, by name, with the questions that its numbers come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graph.errors import UsageError
from graph.named import named
from viz.charts.base import Answers, Asked, Chart
from viz.charts.network import country_matrix, country_partners, degrees, distances, top_towns, town_countries
from viz.charts.times import events, foundings, growth, town_timeline

_PAIRS = ("country", "kind", "status", "source", "year", "undated", "rings", "bilateral")
_HISTORY = ("country", "partner_country", "region", "kind", "source")
_EVENTS = ("year", "undated", "from", "to", "city", "country", "region", "role", "ring", "topic", "programme",
           "organisation", "person", "kind", "status", "mode", "source")  # fmt: skip
_MATRIX = ("top", "min_population", "kind", "status", "ring", "source", "year", "undated")


@dataclass(frozen=True, slots=True)
class Part:
    """A question of a chart: its name, what is always asked, and what is asked unless another value is given."""

    question: str
    fixed: Mapping[str, Any] = field(default_factory=dict)
    usual: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Declared:
    """A chart: what it asks by the part of each answer, the parameters it takes, and how its numbers are made.

    `credits`: whether its sources are those of its rows, or those of all links.
    """

    name: str
    parts: Mapping[str, Part]
    takes: tuple[str, ...]
    make: Callable[[Answers, Asked], Chart]
    credits: Literal["rows", "links"] = "links"

    def check(self, given: Mapping[str, Any]) -> None:
        """Raises `UsageError` naming a parameter that the chart does not take."""
        for name in given:
            if name not in self.takes:
                raise UsageError(
                    f"the chart {self.name} has no parameter '{name[:100]}'; it has: {', '.join(self.takes)}",
                    parameter=name,
                    reason={"type": "extra_forbidden"},
                )


_ALL = (
    Declared("foundings", {"history": Part("history", {"by": "year", "what": ["link"]})}, _HISTORY, foundings),
    Declared("growth", {"history": Part("history", {"by": "year", "what": ["link"]})}, _HISTORY, growth),
    Declared("events", {"events": Part("events")}, _EVENTS, events, "rows"),
    Declared("country-matrix", {"matrix": Part("country-matrix", {}, {"top": 12})}, _MATRIX, country_matrix),
    Declared("degrees", {"degrees": Part("degree-distribution")}, _PAIRS, degrees),
    Declared("distances", {"distances": Part("distances")}, _PAIRS, distances),
    Declared("top-towns", {"towns": Part("top-cities", {"by": "degree"}, {"limit": 15})}, (*_PAIRS, "limit"),
             top_towns),
    Declared("country-partners", {"profile": Part("country-profile")},
             ("country", "region", "min_population", "kind", "ring", "source", "year", "undated"), country_partners),
    Declared("town-countries", {"partners": Part("partners")},
             ("city", "kind", "status", "ring", "source", "year", "undated"), town_countries, "rows"),
    Declared("town-timeline", {"partners": Part("partners"), "events": Part("city-events")}, ("city",), town_timeline,
             "rows"),
)  # fmt: skip
CHARTS: dict[str, Declared] = {one.name: one for one in _ALL}


def chart(name: str) -> Declared:
    """The chart of that name; raises `NotFoundError` with the nearest names."""
    return named(CHARTS, name, "chart")
