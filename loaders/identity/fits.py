"""Gathers the places that a mention may mean, each with how well name, country, region and point fit."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.model import CityKind, Mention

from .build import HEAD_NAME
from .countries import compatible
from .folding import compact, fold
from .gazetteer import Gazetteer
from .geometry import distance_km
from .likeness import likeness
from .wording import Wording, take_apart
from .words import KINDS

_ALTERNATE, _PLACE_HEAD = 0.97, 0.86
_SIMILAR_KM = 9.0
_NEAR_KM = 12.0


@dataclass(slots=True)
class Fit:
    """A place that a mention may mean. `match` 0 to 1 says how well the name fits; `away` is in km."""

    row: int
    match: float
    named: int
    away: float | None
    in_country: bool
    in_region: bool = False
    similar: bool = False


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
    slack = _slack(*point) if point else 0.0
    asked = Asked(mention, wording, countries, point, slack, [fold(region) for region in regions])
    _by_name(gazetteer, asked)
    if asked.regions or wording.within:
        _by_region(gazetteer, asked)
    return asked


def _slack(lat: float, lon: float) -> float:
    """Return how far off in km a point may be because it was rounded."""
    for step, km in ((1.0, 70.0), (0.5, 35.0), (0.25, 12.0), (0.1, 5.0)):
        if _on(lat, step) and _on(lon, step):
            return km
    return 0.0


def _on(value: float, step: float) -> bool:
    return abs(value / step - round(value / step)) < 1e-6


def near_km(population: int) -> float:
    """Return how far in km a point may lie from the middle of a town of that size and still mean it."""
    return _NEAR_KM + min(18.0, (population / 10_000) ** 0.5 * 1.6)


def _by_name(gazetteer: Gazetteer, asked: Asked) -> None:
    best: dict[int, tuple[float, int]] = {}
    for key, fit in asked.wording.keys.items():
        for row, named in gazetteer.rows_named(key):
            match = fit * (1.0 if named == 0 else _PLACE_HEAD if named == HEAD_NAME else _ALTERNATE)
            if match > best.get(row, (0.0, 0))[0]:
                best[row] = (match, named)
    asked.fits = [fit_of(gazetteer, asked, row, match, named) for row, (match, named) in best.items()]


def fit_of(gazetteer: Gazetteer, asked: Asked, row: int, match: float, named: int) -> Fit:
    """Return how a place fits the mention's country and point."""
    away = None
    if asked.point:
        away = distance_km(*asked.point, gazetteer.lats[row] / 1e5, gazetteer.lons[row] / 1e5)
    code = gazetteer.country_of(row)
    inside = not asked.countries or code in asked.countries or any(compatible(code, c) for c in asked.countries)
    return Fit(row, match, named, away, inside)


def similar_near(gazetteer: Gazetteer, asked: Asked, km: float = _SIMILAR_KM) -> list[Fit]:
    """Return the places near the mention's point whose names are like its own, the likest first."""
    if not asked.point:
        return []
    known = {fit.row for fit in asked.fits}
    found = []
    for away, row in gazetteer.rows_near(*asked.point, km + asked.slack):
        if row in known:
            continue
        like, named = likeness(asked.wording, gazetteer.names(row))
        if like:
            fit = fit_of(gazetteer, asked, row, like, named)
            fit.away, fit.similar = away, True
            found.append(fit)
    found.sort(key=lambda fit: (-fit.match, fit.away, gazetteer.geonames(fit.row)))
    return found


def _by_region(gazetteer: Gazetteer, asked: Asked) -> None:
    """Mark the fits that lie in the region, or near the place, that the mention names beside the town."""
    wanted = {compact(_bare(region)) for region in asked.regions} | {compact(region) for region in asked.regions}
    within = compact(fold(asked.wording.within or ""))
    if within:
        wanted.add(within)
    around = [row for row, _ in gazetteer.rows_named(within)] if within else []
    for fit in asked.fits:
        fit.in_region = bool(wanted & gazetteer.region_keys(fit.row)) or any(
            row != fit.row and _close(gazetteer, row, fit.row) for row in around
        )


def _bare(folded: str) -> str:
    words = [word for word in folded.split() if word not in KINDS]
    return " ".join(words) or folded


def _close(gazetteer: Gazetteer, row: int, other: int) -> bool:
    """Tell whether two places lie so near that the smaller may be part of the larger."""
    away = distance_km(
        gazetteer.lats[row] / 1e5, gazetteer.lons[row] / 1e5,
        gazetteer.lats[other] / 1e5, gazetteer.lons[other] / 1e5,
    )  # fmt: skip
    return away <= near_km(gazetteer.people[row])
