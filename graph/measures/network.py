"""A snapshot of the network: towns with at least one partner, and pairs of partners. Measures are computed of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Row = dict[str, Any]
Tell = Callable[[str, int, int | None], object]
"""Is told how far a computation has come: what is done, how much of it, of how much (None: not known)."""

_TOWN = ("id", "name", "country", "land", "region", "lat", "lon", "population")


def in_silence(what: str, number: int, of: int | None) -> None:
    """A `Tell` for those who do not ask."""


@dataclass(frozen=True)
class Network:
    """Towns in the order of their ids, pairs of their places in `towns`, sorted, each pair once.

    `towns`: id, name, country, land (the country, or as it was written), region, lat, lon, population. `km` and `dated`
    stand beside `pairs`: the distance as the crow flies, None where a place is not known, and whether a beginning is
    recorded.
    """

    towns: Sequence[Row]
    pairs: Sequence[tuple[int, int]]
    km: Sequence[float | None] = ()
    dated: Sequence[bool] = ()

    @cached_property
    def graph(self) -> Any:
        """The network as an undirected, simple `igraph.Graph`; its vertices are the places in `towns`."""
        import igraph  # here, for it takes long and few need it

        return igraph.Graph(n=len(self.towns), edges=self.pairs)

    @cached_property
    def neighbours(self) -> list[list[int]]:
        """The partners of each town, as places in `towns`."""
        found: list[list[int]] = self.graph.get_adjlist()
        return found


def network(rows: Iterable[Mapping[str, Any]]) -> Network:
    """The snapshot of rows `{id, …, partners: [[id, km, dated], …]}`, in which each pair stands once."""
    known: dict[str, Mapping[str, Any]] = {}
    ties: list[tuple[str, str, float | None, bool]] = []
    for row in rows:
        known[row["id"]] = row
        ties += [(row["id"], other, km, dated) for other, km, dated in row["partners"]]
    ids = sorted({end for a, b, _, _ in ties for end in (a, b)})
    place = {one: at for at, one in enumerate(ids)}
    pairs = sorted((min(place[a], place[b]), max(place[a], place[b]), km, dated) for a, b, km, dated in _distinct(ties))
    return Network(
        towns=[{name: known[one][name] for name in _TOWN} for one in ids],
        pairs=[(a, b) for a, b, _, _ in pairs],
        km=[km for _, _, km, _ in pairs],
        dated=[dated for _, _, _, dated in pairs],
    )


def _distinct(ties: Iterable[tuple[str, str, float | None, bool]]) -> Iterable[tuple[str, str, float | None, bool]]:
    return {(min(a, b), max(a, b)): (a, b, km, dated) for a, b, km, dated in ties if a != b}.values()


@dataclass(frozen=True, slots=True)
class Computed:
    """What was computed: rows without any language, the data version they belong to, and notes by key with values."""

    rows: list[Row]
    data_version: str = ""
    notes: list[tuple[str, Row]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Measure:
    """How a question about the whole network is answered: `compute` makes all rows out of a snapshot.

    `choose` takes from them those that the parameters `late` want, so that asking for others computes nothing anew.
    """

    compute: Callable[[Network, Any, Tell], Computed]
    late: frozenset[str] = frozenset()
    choose: Callable[[Sequence[Row], Any], list[Row]] = lambda rows, _: list(rows)
