"""What a town's partners in the same file say about which place it is."""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from math import nan
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from graph.model import Mention

from .doubt import Doubt
from .fits import Asked, ask, between
from .gazetteer import Gazetteer
from .geometry import Point, distance_km
from .verdict import Verdict

_SAME_POINT_KM = 1.0
_NAMESAKE_KM = 40.0
_UNLIKE = 60.0
_BORDER_KM = 40.0
_ELSEWHERE_KM = 120.0
_BAND = 0.5
"""Degrees of latitude within which a partner's point may say something of a mention's."""
_KEPT = 20_000
"""Mentions that are kept as they were made ready."""

_Numbers = NDArray[np.int64]


class Listed(Protocol):
    """Mentions by position: a list of them, or what makes each when it is asked for."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def __getitem__(self, position: int, /) -> Mention:
        """The mention at a position."""
        ...


class Company:
    """The different mentions of a file by number, each made ready when it is asked for, and what the file says of it.

    A file may mention hundreds of thousands of towns: of each only the point, the place it was taken for at first,
    and its partners' numbers stay; `asked` makes the rest again where it is no longer kept.
    """

    def __init__(self, gazetteer: Gazetteer, mentions: Listed, pairs: Iterable[tuple[int, int]]) -> None:
        self._gazetteer = gazetteer
        self._mentions = mentions
        self._first, self.numbers = array("L"), array("L")
        self._lats, self._lons = array("d"), array("d")
        self._number()
        self._offsets, self._partners = _adjacency(len(self._first), self.numbers, pairs)
        self.asked: Callable[[int], Asked] = lru_cache(maxsize=_KEPT)(self._ask)
        self._rows = array("q", [-1]) * len(self._first)
        self._sure = bytearray(len(self._first))
        self._names = self._names_at_points()

    def __len__(self) -> int:
        return len(self._first)

    def _ask(self, number: int) -> Asked:
        return ask(self._gazetteer, self._mentions[self._first[number]])

    def partners(self, number: int) -> list[int]:
        """The numbers of the mentions that the file links this one with."""
        linked: list[int] = self._partners[self._offsets[number] : self._offsets[number + 1]].tolist()
        return linked

    def note(self, number: int, verdict: Verdict) -> None:
        """Keep what a mention was taken for at first."""
        self._rows[number] = verdict.fit.row if verdict.fit else -1
        self._sure[number] = verdict.fit is not None and not verdict.flags

    def row(self, number: int) -> int | None:
        """The gazetteer's row that a mention was taken for at first."""
        row = self._rows[number]
        return None if row < 0 else row

    def sure(self, number: int) -> bool:
        """Whether a mention was taken for a place, and nothing speaks against it."""
        return bool(self._sure[number])

    def may_mean(self, number: int) -> set[int]:
        """The row that a mention was taken for at first, or those that it may mean."""
        row = self.row(number)
        return {row} if row is not None else _full(self.asked(number))

    def doubt(self, number: int) -> Doubt:
        """What the file says against a mention's point."""
        entry = self.asked(number)
        if not entry.point:
            return Doubt()
        lat = entry.point[0]
        near = [other for other in self.partners(number) if abs(self._lats[other] - lat) <= _BAND]
        return _doubt(entry, map(self.asked, near), self._names.get(entry.point, set()))

    def _names_at_points(self) -> dict[Point, set[str]]:
        """The names at each point that several mentions have."""
        points = list(zip(self._lats, self._lons, strict=True))
        several = {point for point, count in Counter(points).items() if count > 1 and point[0] == point[0]}
        names: dict[Point, set[str]] = defaultdict(set)
        for number, point in enumerate(points):
            if point in several:
                names[point].add(self.asked(number).wording.core)
        return names

    def _number(self) -> None:
        """Give equal mentions one number, in the order in which they come first."""
        known: dict[bytes, int] = {}
        for position in range(len(self._mentions)):
            mention = self._mentions[position]
            says = (
                mention.name,
                mention.country,
                mention.region,
                mention.lat,
                mention.lon,
                mention.geonames,
                mention.kind,
            )
            digest = hashlib.blake2b(repr(says).encode("utf-8", "surrogatepass"), digest_size=16).digest()
            number = known.setdefault(digest, len(self._first))
            self.numbers.append(number)
            if number == len(self._first):
                self._first.append(position)
                self._lats.append(nan if mention.lat is None else mention.lat)
                self._lons.append(nan if mention.lon is None else mention.lon)


def _adjacency(count: int, numbers: array[int], pairs: Iterable[tuple[int, int]]) -> tuple[_Numbers, _Numbers]:
    """Where each mention's partners begin in the list of all partners, and that list; `pairs` are positions."""
    both = pairs if isinstance(pairs, np.ndarray) else np.array(list(pairs), dtype=np.int64)
    ends = np.frombuffer(numbers, dtype=np.dtype("L")).astype(np.int64)[both.reshape(-1, 2).astype(np.int64)]
    ends = ends[ends[:, 0] != ends[:, 1]]
    codes = np.unique(np.concatenate([ends[:, 0] * count + ends[:, 1], ends[:, 1] * count + ends[:, 0]]))
    offsets = np.searchsorted(codes, np.arange(count + 1, dtype=np.int64) * count)
    return offsets, codes % max(count, 1)


def _doubt(entry: Asked, partners: Iterable[Asked], names: set[str]) -> Doubt:
    assert entry.point
    lat, lon = entry.point
    on, namesakes = [], []
    for other in partners:
        if not other.point or _said(other) == _said(entry):
            continue
        away = distance_km(lat, lon, *other.point)
        same = other.wording.core == entry.wording.core
        if away <= _NAMESAKE_KM and same and not other.countries & entry.countries:
            namesakes.append(f"{other.mention.name}, {other.mention.country}")
        elif away <= _SAME_POINT_KM and not same:
            on.append(other.mention.name)
    return Doubt(min(on, default=None), _shared(entry.wording.core, names), min(namesakes, default=None))


def _said(asked: Asked) -> tuple[str, str | None]:
    return asked.mention.name, asked.mention.country


def _shared(core: str, names: set[str]) -> int:
    """Return how many names the file puts at a point if some of them is quite another, else 0."""
    words = set(core.split())
    unlike = [name for name in names if fuzz.ratio(core, name) < _UNLIKE and not words & set(name.split())]
    return len(unlike) + 1 if unlike else 0


def liked(gazetteer: Gazetteer, number: int, company: Company) -> frozenset[int]:
    """Return the rows, of those that a mention may mean, that its partners speak for.

    A partner does so where another of its partners is known to be that place, or where the place is its
    neighbour across 40 km at most while the others that fit lie far off.
    """
    rows = _full(company.asked(number))
    partners = company.partners(number)
    known = {
        company.row(other)
        for partner in partners
        for other in company.partners(partner)
        if other != number and company.sure(other)
    }
    agreed = frozenset(rows & known)
    return agreed or _neighbours(gazetteer, rows, [company.may_mean(partner) for partner in partners])


def _full(asked: Asked) -> set[int]:
    return {fit.row for fit in asked.fits if fit.inside == 2 and fit.full}


def _neighbours(gazetteer: Gazetteer, rows: set[int], partners: list[set[int]]) -> frozenset[int]:
    near: set[int] = set()
    for others in partners:
        away = sorted((min((between(gazetteer, row, other) for other in others), default=1e9), row) for row in rows)
        if away and away[0][0] <= _BORDER_KM and all(km >= _ELSEWHERE_KM for km, _ in away[1:]):
            near.add(away[0][1])
    return frozenset(near)
