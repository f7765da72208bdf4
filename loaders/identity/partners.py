"""What a town's partners in the same file say about which place it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.model import CityKind, Mention

from .doubt import Doubt
from .fits import Asked, Fit, between
from .gazetteer import Gazetteer
from .geometry import distance_km
from .verdict import Verdict

_SAME_POINT_KM = 1.0
_NAMESAKE_KM = 40.0
_SHARED_BY = 3
_BORDER_KM = 40.0
_ELSEWHERE_KM = 120.0


@dataclass(frozen=True, slots=True)
class Key:
    """What makes two mentions one: everything that they say."""

    name: str
    country: str | None
    region: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    kind: CityKind | None


def key_of(mention: Mention) -> Key:
    """Return what makes a mention the same as another."""
    return Key(
        mention.name, mention.country, mention.region, mention.lat, mention.lon, mention.geonames, mention.kind
    )


Partners = Mapping[Key, frozenset[Key]]


def partners_of(keys: list[Key], pairs: Iterable[tuple[int, int]]) -> Partners:
    """Return for each mention those that the file links it with."""
    partners: dict[Key, set[Key]] = defaultdict(set)
    for one, other in pairs:
        if keys[one] != keys[other]:
            partners[keys[one]].add(keys[other])
            partners[keys[other]].add(keys[one])
    return {key: frozenset(partners.get(key, ())) for key in keys}


def doubts(asked: Mapping[Key, Asked], partners: Partners) -> dict[Key, Doubt]:
    """Return for each mention what the file says against its point."""
    names: dict[tuple[float, float], set[str]] = defaultdict(set)
    for entry in asked.values():
        if entry.point:
            names[entry.point].add(entry.wording.core)
    return {key: _doubt(key, entry, asked, partners[key], names) for key, entry in asked.items()}


def _doubt(
    key: Key,
    entry: Asked,
    asked: Mapping[Key, Asked],
    partners: frozenset[Key],
    names: Mapping[tuple[float, float], set[str]],
) -> Doubt:
    if not entry.point:
        return Doubt()
    on, namesakes = [], []
    for partner in partners:
        other = asked[partner]
        if not other.point or (key.name, key.country) == (partner.name, partner.country):
            continue
        away = distance_km(*entry.point, *other.point)
        same = other.wording.core == entry.wording.core
        if away <= _NAMESAKE_KM and same and not other.countries & entry.countries:
            namesakes.append(f"{partner.name}, {partner.country}")
        elif away <= _SAME_POINT_KM and not same:
            on.append(partner.name)
    shared = len(names[entry.point])
    return Doubt(min(on, default=None), shared if shared >= _SHARED_BY else 0, min(namesakes, default=None))


def liked(
    gazetteer: Gazetteer, key: Key, asked: Mapping[Key, Asked], verdicts: Mapping[Key, Verdict], partners: Partners
) -> frozenset[int]:
    """Return the rows, of those that a mention may mean, that its partners speak for.

    A partner does so where another of its partners is known to be that place, or where the place is its
    neighbour across 40 km at most while the others that fit lie far off.
    """
    rows = {fit.row for fit in asked[key].fits if fit.inside == 2 and fit.full}
    known: set[int] = set()
    for partner in partners[key]:
        for other in partners[partner]:
            fit = verdicts[other].fit
            if other != key and fit and fit.row in rows and not verdicts[other].flags:
                known.add(fit.row)
    return frozenset(known) or _neighbours(gazetteer, rows, [verdicts[partner].fit for partner in partners[key]])


def _neighbours(gazetteer: Gazetteer, rows: set[int], partners: list[Fit | None]) -> frozenset[int]:
    near: set[int] = set()
    for partner in partners:
        if partner:
            away = sorted((between(gazetteer, row, partner.row), row) for row in rows)
            if away and away[0][0] <= _BORDER_KM and all(km >= _ELSEWHERE_KM for km, _ in away[1:]):
                near.add(away[0][1])
    return frozenset(near)
