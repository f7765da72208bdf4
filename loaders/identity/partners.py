"""What a town's partners in the same file say about which place it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from graph.model import Mention

from .doubt import Doubt
from .fits import Asked, between
from .gazetteer import Gazetteer
from .geometry import distance_km
from .verdict import Verdict

_SAME_POINT_KM = 1.0
_NAMESAKE_KM = 40.0
_UNLIKE = 60.0
_BORDER_KM = 40.0
_ELSEWHERE_KM = 120.0


Partners = Sequence[frozenset[int]]
"""For each mention, by number, the numbers of those that the file links it with."""


def numbered(mentions: Sequence[Mention]) -> tuple[list[Mention], list[int]]:
    """Return the different mentions, and for each mention given the number of its like among them."""
    number: dict[tuple[object, ...], int] = {}
    distinct: list[Mention] = []
    numbers = []
    for mention in mentions:
        says = (
            mention.name, mention.country, mention.region, mention.lat, mention.lon, mention.geonames,
            mention.kind,
        )  # fmt: skip
        at = number.setdefault(says, len(distinct))
        if at == len(distinct):
            distinct.append(mention)
        numbers.append(at)
    return distinct, numbers


def partners_of(count: int, numbers: Sequence[int], pairs: Iterable[tuple[int, int]]) -> Partners:
    """Return the partners of each of `count` mentions; `pairs` are positions in `numbers`."""
    partners: list[set[int]] = [set() for _ in range(count)]
    for one, other in pairs:
        first, second = numbers[one], numbers[other]
        if first != second:
            partners[first].add(second)
            partners[second].add(first)
    return [frozenset(linked) for linked in partners]


def doubts(asked: Sequence[Asked], partners: Partners) -> list[Doubt]:
    """Return for each mention what the file says against its point."""
    names: dict[tuple[float, float], set[str]] = defaultdict(set)
    for entry in asked:
        if entry.point:
            names[entry.point].add(entry.wording.core)
    return [
        _doubt(entry, [asked[partner] for partner in linked], names[entry.point]) if entry.point else Doubt()
        for entry, linked in zip(asked, partners, strict=True)
    ]


def _doubt(entry: Asked, partners: Iterable[Asked], names: set[str]) -> Doubt:
    assert entry.point
    lat, lon = entry.point
    on, namesakes = [], []
    for other in partners:
        if not other.point or abs(other.point[0] - lat) > 0.5 or _said(other) == _said(entry):
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


def liked(
    gazetteer: Gazetteer, number: int, asked: Sequence[Asked], verdicts: Sequence[Verdict], partners: Partners
) -> frozenset[int]:
    """Return the rows, of those that a mention may mean, that its partners speak for.

    A partner does so where another of its partners is known to be that place, or where the place is its
    neighbour across 40 km at most while the others that fit lie far off.
    """
    rows = {fit.row for fit in asked[number].fits if fit.inside == 2 and fit.full}
    known: set[int] = set()
    for partner in partners[number]:
        for other in partners[partner]:
            fit = verdicts[other].fit
            if other != number and fit and fit.row in rows and not verdicts[other].flags:
                known.add(fit.row)
    others = [_rows(asked[partner], verdicts[partner]) for partner in partners[number]]
    return frozenset(known) or _neighbours(gazetteer, rows, others)


def _rows(asked: Asked, verdict: Verdict) -> set[int]:
    """Return the row that a mention was taken for, or those that it may mean."""
    return {verdict.fit.row} if verdict.fit else {fit.row for fit in asked.fits if fit.inside == 2 and fit.full}


def _neighbours(gazetteer: Gazetteer, rows: set[int], partners: list[set[int]]) -> frozenset[int]:
    near: set[int] = set()
    for others in partners:
        away = sorted((min((between(gazetteer, row, other) for other in others), default=1e9), row) for row in rows)
        if away and away[0][0] <= _BORDER_KM and all(km >= _ELSEWHERE_KM for km, _ in away[1:]):
            near.add(away[0][1])
    return frozenset(near)
