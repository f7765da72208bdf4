"""Gathers the places that a mention may mean, each with how well name, country, region and point fit."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from graph.model import CityKind, Mention

from .build import HEAD_NAME
from .countries import claimed
from .folding import compact, fold
from .gazetteer import Gazetteer
from .geometry import distance_km
from .likeness import WORDS, likeness
from .wording import RESPELT, STRIPPED, Wording, take_apart
from .words import KINDS

_ALTERNATE, _PLACE_HEAD = 0.98, 0.87
_SIMILAR_KM = 6.5
_PARTS_KM = 40.0
_BESIDE_KM = 15.0
_ENGLISH = frozenset("GB IE US CA AU NZ ZA".split())
_ROUNDED = ((1.0, 70.0), (0.5, 35.0), (0.25, 12.0), (0.1, 5.0))
"""Steps in degrees on which a point may lie because it was rounded, and how far off in km it is then."""


@dataclass(slots=True)
class Fit:
    """A place that a mention may mean. `match` 0 to 1 says how well the name fits; `away` is in km.

    `inside`: 2 in the country that the mention gives, 1 in land that this country counts as its own, else 0.
    `main`: the name is the place's main name.
    """

    row: int
    match: float
    named: int
    away: float
    inside: int
    main: bool = False
    in_region: bool = False

    @property
    def full(self) -> bool:
        """Whether the whole name fits."""
        return self.match >= 0.9


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
    container: int | None = None

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
    if wording.within:
        asked.container = _container(gazetteer, asked)
    _by_name(gazetteer, asked)
    if asked.regions or wording.within:
        _by_region(gazetteer, asked)
    return asked


def _on(degree: float, step: float) -> bool:
    return abs(degree / step - round(degree / step)) < 1e-6


def near_km(population: int) -> float:
    """Return how far in km a point may lie from the middle of a town of that size and still mean it."""
    return 8.0 + min(20.0, (population / 10_000) ** 0.5 * 3.0)


def _by_name(gazetteer: Gazetteer, asked: Asked) -> None:
    best: dict[int, tuple[float, int, bool]] = {}
    for key, fit in asked.wording.keys.items():
        for entry, named in gazetteer.rows_named(key):
            match = fit * (1.0 if named == 0 else _PLACE_HEAD if named == HEAD_NAME else _ALTERNATE)
            row = gazetteer.canonical(entry)
            was, number, main = best.get(row, (0.0, 0, False))
            main = main or (named == 0 and match >= STRIPPED)
            best[row] = (match, named if row == entry else 0, main) if match > was else (was, number, main)
    for row, (match, named, main) in best.items():
        if match < RESPELT and (asked.wording.pieces or " " in asked.wording.folded):
            match = max(match, _abbreviated(gazetteer, asked.wording, row))
        if row != asked.container:
            asked.fits.append(fit_of(gazetteer, asked, row, match, named, main))


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


def accented(gazetteer: Gazetteer, asked: Asked, fit: Fit) -> bool:
    """Tell whether the place has a name with the mention's very accents: Håbo is not Habo."""
    mine = {_plain(asked.mention.name), _plain(asked.mention.name.partition("(")[0])}
    return any(_plain(name) in mine for name in gazetteer.names(fit.row))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFC", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def fit_of(
    gazetteer: Gazetteer, asked: Asked, row: int, match: float, named: int, main: bool = False
) -> Fit:
    """Return how a place fits the mention's country and point."""
    away = 0.0
    if asked.point:
        away = distance_km(*asked.point, gazetteer.lats[row] / 1e5, gazetteer.lons[row] / 1e5)
    code = gazetteer.country_of(row)
    inside = 2 if not asked.countries or code in asked.countries else 0
    if not inside and any(claimed(code, said) for said in asked.countries):
        inside = 1
    return Fit(row, match, named, away, inside, main)


def similar_near(gazetteer: Gazetteer, asked: Asked) -> list[Fit]:
    """Return the places near the mention's point whose names are like its own, the likest first.

    Names with words more or less count only where no place of the country has the whole name, and in English
    not at all: there a word more makes another name (`Cannock Chase`, `Rotorua Lakes`).
    """
    if not asked.point:
        return []
    known = {fit.row for fit in asked.fits} | {asked.container}
    strict = any(fit.full and fit.inside for fit in asked.fits) or bool(asked.countries & _ENGLISH)
    found: list[Fit] = []
    for _, entry in gazetteer.rows_near(*asked.point, _SIMILAR_KM + asked.slack / 2):
        row = gazetteer.canonical(entry)
        if row not in known:
            known.add(row)
            like, named = likeness(asked.wording.core, gazetteer.names(row))
            if like > WORDS or (like and not strict and not asked.wording.compound):
                found.append(fit_of(gazetteer, asked, row, like, named))
    found = [fit for fit in found if fit.away <= _similar_km(gazetteer, asked, fit)]
    return sorted(found, key=lambda fit: (-fit.match, fit.away, gazetteer.geonames(fit.row)))


def _similar_km(gazetteer: Gazetteer, asked: Asked, fit: Fit) -> float:
    return 3.0 + near_km(gazetteer.people[fit.row]) / 8 + asked.slack / 2


def parts_near(gazetteer: Gazetteer, asked: Asked) -> list[Fit]:
    """Return the place near the point that bears the first part of a joint name, if the other parts bear none.

    `Gornji Vakuf-Uskoplje` is Gornji Vakuf; `Mänttä-Vilppula` is neither Mänttä nor Vilppula.
    """
    parts = asked.wording.compound
    if not asked.point or asked.countries & _ENGLISH:
        return []
    found: dict[int, tuple[int, Fit]] = {}
    for first in range(len(parts)):
        for last in range(first + 1, len(parts) + 1):
            for entry, named in gazetteer.rows_named(compact(" ".join(parts[first:last]))):
                row = gazetteer.canonical(entry)
                fit = fit_of(gazetteer, asked, row, WORDS, named if row == entry else 0)
                if fit.inside and fit.away <= _PARTS_KM:
                    found[row] = min(first, found.get(row, (first, fit))[0]), fit
    if len(found) != 1:
        return []
    (first, fit), = found.values()
    return [fit] if not first and fit.away <= _similar_km(gazetteer, asked, fit) else []


def seat_there(gazetteer: Gazetteer, asked: Asked, fit: Fit) -> bool:
    """Tell whether place and point lie in one district that bears the mention's name: the place is its seat."""
    key = compact(asked.wording.core)
    if not asked.point or key not in gazetteer.division_keys(fit.row, 2):
        return False
    around = min(gazetteer.rows_near(*asked.point, 25), default=None)
    return around is not None and gazetteer.division_number(around[1], 2) == gazetteer.division_number(fit.row, 2)


def _container(gazetteer: Gazetteer, asked: Asked) -> int | None:
    """Return the row of the place that the mention says it lies in: in its country, the largest so named."""
    words = asked.wording.within.split()
    if words and (words[-1].isdigit() or set(words[-1]) <= set("ivxl")):
        words = words[:-1] or words
    rows = {gazetteer.canonical(row) for row, _ in gazetteer.rows_named("".join(words))}
    held = [row for row in rows if not asked.countries or gazetteer.country_of(row) in asked.countries]
    return max(held, key=lambda row: (gazetteer.people[row], -gazetteer.geonames(row)), default=None)


def _by_region(gazetteer: Gazetteer, asked: Asked) -> None:
    """Mark the fits that lie in the region, or near the place, that the mention names beside the town.

    Those of other first-level regions, and those away from a place that the point confirms, do not fit.
    """
    regions = {compact(_bare(region)) for region in asked.regions} | {compact(region) for region in asked.regions}
    wanted = (regions | {compact(asked.wording.within)}) - {""}
    around = asked.container
    for fit in asked.fits:
        fit.in_region = bool(wanted & gazetteer.region_keys(fit.row)) or (
            around is not None and between(gazetteer, around, fit.row) <= reach_km(gazetteer.people[around])
        )
    known = [gazetteer.division(number) for key in regions for number in gazetteer.divisions_named(key)]
    strict = any(division.country in asked.countries and division.level == 1 for division in known)
    if strict or _at_container(gazetteer, asked):
        for fit in asked.fits:
            if not fit.in_region and not (asked.point and fit.away <= _BESIDE_KM):
                fit.inside = 0


def _at_container(gazetteer: Gazetteer, asked: Asked) -> bool:
    """Tell whether the point lies in or near the place that the mention says it is in."""
    if asked.container is None or not asked.point:
        return False
    lat, lon = gazetteer.lats[asked.container] / 1e5, gazetteer.lons[asked.container] / 1e5
    return distance_km(*asked.point, lat, lon) <= reach_km(gazetteer.people[asked.container])


def _bare(folded: str) -> str:
    words = [word for word in folded.split() if word not in KINDS]
    return " ".join(words) or folded


def reach_km(population: int) -> float:
    """Return how far from its middle in km the parts of a town of that size may lie."""
    return 5.0 + min(75.0, (population / 10_000) ** 0.5 * 4.5)


def between(gazetteer: Gazetteer, row: int, other: int) -> float:
    """Return the distance of two rows in km."""
    return distance_km(
        gazetteer.lats[row] / 1e5, gazetteer.lons[row] / 1e5,
        gazetteer.lats[other] / 1e5, gazetteer.lons[other] / 1e5,
    )  # fmt: skip
