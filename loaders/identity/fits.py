"""Gathers the places that a mention may mean, each with how well name, country, region and point fit."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.model import CityKind, Mention

from .build import HEAD_NAME
from .countries import claimed
from .folding import compact, fold
from .gazetteer import Gazetteer
from .geometry import distance_km
from .likeness import likeness
from .wording import RESPELT, Wording, take_apart
from .words import KINDS

_ALTERNATE, _PLACE_HEAD = 0.98, 0.87
_SIMILAR_KM = 9.0
_ROUNDED = ((1.0, 70.0), (0.5, 35.0), (0.25, 12.0), (0.1, 5.0))
"""Steps in degrees on which a point may lie because it was rounded, and how far off in km it is then."""


@dataclass(slots=True)
class Fit:
    """A place that a mention may mean. `match` 0 to 1 says how well the name fits; `away` is in km.

    `inside`: 2 in the country that the mention gives, 1 in land that this country counts as its own, else 0.
    `full` tells that the match is no matter of likeness or of a part of the name.
    """

    row: int
    match: float
    named: int
    away: float
    inside: int
    in_region: bool = False

    @property
    def full(self) -> bool:
        """Whether the whole name fits."""
        return self.match >= 0.9

    @property
    def main(self) -> bool:
        """Whether the name is the place's main name."""
        return self.named == 0 and self.match >= 0.95


@dataclass(slots=True)
class Asked:
    """A mention made ready: its wording, the countries it may mean, its point, and the places that fit."""

    mention: Mention
    wording: Wording
    countries: frozenset[str]
    point: tuple[float, float] | None
    slack: float
    regions: list[str]
    fits: list[Fit] = field(default_factory=list)
    cities: list[int] = field(default_factory=list)

    @property
    def kind(self) -> CityKind | None:
        """The kind that the source gives or the name says."""
        return self.mention.kind or self.wording.kind


def ask(gazetteer: Gazetteer, mention: Mention) -> Asked:
    """Return the mention with the places that bear its name."""
    wording = take_apart(mention.name)
    countries: frozenset[str] = frozenset()
    regions = list(wording.regions)
    if mention.country:
        countries, region = gazetteer.countries(mention.country)
        regions += [region] if region else []
    elif regions:
        countries = gazetteer.country_names.codes(regions[-1])
    regions += [mention.region] if mention.region else []
    point = None if mention.lat is None or mention.lon is None else (mention.lat, mention.lon)
    slack = next((km for step, km in _ROUNDED if point and all(_on(degree, step) for degree in point)), 0.0)
    asked = Asked(mention, wording, countries, point, slack, [fold(region) for region in regions])
    _by_name(gazetteer, asked)
    if wording.within:
        asked.cities = _containers(gazetteer, asked)
    if asked.regions or wording.within:
        _by_region(gazetteer, asked)
    return asked


def _on(degree: float, step: float) -> bool:
    return abs(degree / step - round(degree / step)) < 1e-6


def near_km(population: int) -> float:
    """Return how far in km a point may lie from the middle of a town of that size and still mean it."""
    return 8.0 + min(20.0, (population / 10_000) ** 0.5 * 3.0)


def _by_name(gazetteer: Gazetteer, asked: Asked) -> None:
    best: dict[int, tuple[float, int]] = {}
    for key, fit in asked.wording.keys.items():
        for row, named in gazetteer.rows_named(key):
            match = fit * (1.0 if named == 0 else _PLACE_HEAD if named == HEAD_NAME else _ALTERNATE)
            if match > best.get(row, (0.0, 0))[0]:
                best[row] = (match, named)
    pieces = asked.wording.pieces
    for row, (match, named) in best.items():
        if match < RESPELT and (pieces or " " in asked.wording.folded):
            match = max(match, _abbreviated(gazetteer, asked.wording, row))
        asked.fits.append(fit_of(gazetteer, asked, row, match, named))


def _abbreviated(gazetteer: Gazetteer, wording: Wording, row: int) -> float:
    """Return the match of a name that shortens one of the place's, or gives it in two languages."""
    names = [fold(name) for name in gazetteer.names(row)]
    if wording.pieces and {compact(name) for name in names}.issuperset(wording.pieces):
        return RESPELT
    mine = wording.folded.split()
    for name in names:
        theirs = name.split()
        if len(theirs) == len(mine) and all(map(str.startswith, theirs, mine)):
            return RESPELT
    return 0.0


def fit_of(gazetteer: Gazetteer, asked: Asked, row: int, match: float, named: int) -> Fit:
    """Return how a place fits the mention's country and point."""
    away = 0.0
    if asked.point:
        away = distance_km(*asked.point, gazetteer.lats[row] / 1e5, gazetteer.lons[row] / 1e5)
    code = gazetteer.country_of(row)
    inside = 2 if not asked.countries or code in asked.countries else 0
    if not inside and any(claimed(code, said) for said in asked.countries):
        inside = 1
    return Fit(row, match, named, away, inside)


def similar_near(gazetteer: Gazetteer, asked: Asked) -> list[Fit]:
    """Return the places near the mention's point whose names are like its own, the likest first."""
    if not asked.point:
        return []
    known = {fit.row for fit in asked.fits} | set(asked.cities)
    found = []
    for away, row in gazetteer.rows_near(*asked.point, _SIMILAR_KM + asked.slack / 2):
        if row not in known:
            like, named = likeness(asked.wording, gazetteer.names(row))
            if like:
                found.append(fit_of(gazetteer, asked, row, like, named))
                found[-1].away = away
    found.sort(key=lambda fit: (-fit.match, fit.away, gazetteer.geonames(fit.row)))
    return found


def _containers(gazetteer: Gazetteer, asked: Asked) -> list[int]:
    """Return the rows of the places that the mention says it lies in, in its country."""
    name = asked.wording.within.rstrip("0123456789 ")
    words = name.split()
    keys = {compact(name), compact(" ".join(words[:-1])) if words and _numeral(words[-1]) else ""} - {""}
    rows = {row for key in keys for row, _ in gazetteer.rows_named(key)}
    return sorted(row for row in rows if not asked.countries or gazetteer.country_of(row) in asked.countries)


def _numeral(word: str) -> bool:
    return set(word) <= set("ivxl")


def _by_region(gazetteer: Gazetteer, asked: Asked) -> None:
    """Mark the fits that lie in the region, or near the place, that the mention names beside the town."""
    wanted = {compact(_bare(region)) for region in asked.regions} | {compact(region) for region in asked.regions}
    wanted.add(compact(asked.wording.within))
    wanted.discard("")
    for fit in asked.fits:
        fit.in_region = bool(wanted & gazetteer.region_keys(fit.row)) or any(
            row != fit.row and close(gazetteer, row, fit.row) for row in asked.cities
        )


def _bare(folded: str) -> str:
    words = [word for word in folded.split() if word not in KINDS]
    return " ".join(words) or folded


def close(gazetteer: Gazetteer, row: int, other: int) -> bool:
    """Tell whether a place lies so near another that it may be part of it."""
    return between(gazetteer, row, other) <= near_km(gazetteer.people[row])


def between(gazetteer: Gazetteer, row: int, other: int) -> float:
    """Return the distance of two rows in km."""
    return distance_km(
        gazetteer.lats[row] / 1e5, gazetteer.lons[row] / 1e5,
        gazetteer.lats[other] / 1e5, gazetteer.lons[other] / 1e5,
    )  # fmt: skip
