"""Gathers the places that a mention may mean, each with how well name, country, region and point fit."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from math import sqrt

from rapidfuzz import fuzz

from graph.model import CityKind, Mention

from .countries import claimed
from .folding import UNMARKED, compact, fold
from .gazetteer import Gazetteer
from .geometry import distance_km
from .layout import HEAD_NAME
from .wording import EXACT, HEAD, RESPELT, STRIPPED, Wording, take_apart
from .words import JOINTS, SUFFIXED, SUFFIXES, TITLES, bare, words

_ALTERNATE, _PLACE_HEAD = 0.98, 0.87
_BESIDE_KM = 15.0
_UMLAUTS = set("äöüåøæ")
_HALF_ALIKE = 75.0
_COUNTY = "county"
_GREATER = words("GB IE")
"""Countries where the land around a city is a county of its own: Greater Manchester."""
_SMALL = JOINTS | TITLES
_HERE_KM = 5.0
_APART_KM = 60.0
_OLD_NAMES = words("CN TW HK JP KR KP VN")
_SUFFIXING, _JAPAN = words("JP KR"), frozenset(("JP",))
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
    twice: bool = False

    @property
    def kind(self) -> CityKind | None:
        """The kind that the source gives or the name says."""
        if self.mention.kind or self.wording.kind:
            return self.mention.kind or self.wording.kind
        return CityKind.COUNTY if _GREATER & self.countries and self.wording.folded.startswith("greater ") else None


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
        asked.twice = _named_twice(gazetteer, asked)
    if countries == _JAPAN:
        for ending in SUFFIXED:
            wording.add(wording.core + ending, STRIPPED)
    _by_name(gazetteer, asked)
    if asked.twice and asked.container is not None:
        if all(fit.row != asked.container for fit in asked.fits):
            asked.fits.append(fit_of(gazetteer, asked, asked.container, STRIPPED, 0))
        asked.container = None
    elif asked.regions or wording.within:
        _by_region(gazetteer, asked)
    return asked


def _on(degree: float, step: float) -> bool:
    return abs(degree / step - round(degree / step)) < 1e-6


def near_km(population: int) -> float:
    """Return how far in km a point may lie from the middle of a town of that size and still mean it."""
    return 8.0 + min(20.0, sqrt(population / 10_000) * 3.0)


def _by_name(gazetteer: Gazetteer, asked: Asked) -> None:
    best: dict[int, tuple[float, int, bool]] = {}
    for key, fit in asked.wording.keys.items():
        for entry, named in gazetteer.rows_named(key):
            if named == HEAD_NAME and fit <= HEAD:
                continue
            if key in asked.wording.umlauts and not _UMLAUTS & set(
                gazetteer.names(entry)[named % HEAD_NAME].casefold()
            ):
                continue
            match = fit * (1.0 if named == 0 else _PLACE_HEAD if named == HEAD_NAME else _ALTERNATE)
            row = gazetteer.canonical(entry)
            was, number, main = best.get(row, (0.0, 0, False))
            main = main or (match >= STRIPPED and (named == 0 or _suffixed(gazetteer, entry, key)))
            best[row] = (match, named if row == entry else 0, main) if match > was else (was, number, main)
    shortened = asked.wording.pieces or " " in asked.wording.folded
    for row, (match, named, main) in best.items():
        if match < STRIPPED and shortened:
            match = max(match, _abbreviated(gazetteer, asked.wording, row))
        if row != asked.container or asked.twice:
            asked.fits.append(fit_of(gazetteer, asked, row, match, named, main))


def _suffixed(gazetteer: Gazetteer, row: int, key: str) -> bool:
    """Tell whether a row's main name is the key with an ending of municipalities, as in `Fukui-shi`."""
    if gazetteer.country_of(row) not in _SUFFIXING:
        return False
    name = gazetteer.name(row)
    return compact(fold(SUFFIXES.sub("", name))) == key


def _named_twice(gazetteer: Gazetteer, asked: Asked) -> bool:
    """Tell whether what stands in brackets or behind a slash is another name of the place, not what it lies in.

    Where districts bear their city's old names it never is.
    """
    if asked.container is None or gazetteer.country_of(asked.container) in _OLD_NAMES:
        return False
    core = compact(asked.wording.core)
    names = [compact(fold(name)) for name in gazetteer.names(asked.container)]
    bearers = {gazetteer.canonical(row) for row, _ in gazetteer.rows_named(core)}
    if core in names:
        reach = reach_km(gazetteer.people[asked.container])
        others = bearers - {asked.container}
        away = away_from(gazetteer, asked.container, asked.point) if asked.point else 0.0
        return away <= _HERE_KM and all(between(gazetteer, asked.container, row) > reach for row in others)
    return not asked.point and not bearers and any(fuzz.ratio(core, name) >= _HALF_ALIKE for name in names)


def away_from(gazetteer: Gazetteer, row: int, point: tuple[float, float]) -> float:
    """Return the distance of a row from a point in km."""
    return distance_km(*point, gazetteer.lats[row] / 1e5, gazetteer.lons[row] / 1e5)


def _abbreviated(gazetteer: Gazetteer, wording: Wording, row: int) -> float:
    """Return the match of a name that shortens one of the place's, has other small words, or is in two languages."""
    names = [fold(name) for name in gazetteer.names(row)]
    if wording.pieces and {compact(name) for name in names}.issuperset(wording.pieces):
        return RESPELT
    mine = wording.folded.split()
    plain = [word for word in mine if word not in _SMALL]
    for name in names:
        theirs = name.split()
        if len(plain) > 1 and plain == [word for word in theirs if word not in _SMALL]:
            return RESPELT
        if len(theirs) == len(mine) and all(map(str.startswith, theirs, mine)):
            return RESPELT
    return 0.0


def accented(gazetteer: Gazetteer, asked: Asked, fit: Fit) -> bool:
    """Tell whether the place's name has the mention's very accents: Håbo is not Habo.

    Its main name, where that is what fits; else one of its names.
    """
    return accents_kept(asked, [gazetteer.name(fit.row)] if fit.main else gazetteer.names(fit.row))


def accents_kept(asked: Asked, names: list[str]) -> bool:
    """Tell whether one of the names is the mention's, accents and all."""
    name = asked.mention.name
    mine = {_plain(name), _plain(name.partition("(")[0]), _plain(name.rpartition("–")[2])}
    return any(_plain(name) in mine for name in names)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFC", name.casefold().translate(UNMARKED))
    return "".join(letter for letter in letters if letter.isalnum())


def fit_of(gazetteer: Gazetteer, asked: Asked, row: int, match: float, named: int, main: bool = False) -> Fit:
    """Return how a place fits the mention's country and point."""
    away = 0.0
    if asked.point:
        away = away_from(gazetteer, row, asked.point)
    code = gazetteer.country_of(row)
    inside = 2 if not asked.countries or code in asked.countries else 0
    if not inside and any(claimed(code, said) for said in asked.countries):
        inside = 1
    return Fit(row, match, named, away, inside, main)


def seat_there(gazetteer: Gazetteer, asked: Asked, fit: Fit) -> bool:
    """Tell whether place and point lie in one district that bears the mention's name: the place is its seat."""
    key = compact(asked.wording.core)
    if not asked.point or key not in gazetteer.division_keys(fit.row, 2):
        return False
    around = min(gazetteer.rows_near(*asked.point, 25), default=None)
    return around is not None and gazetteer.division_number(around[1], 2) == gazetteer.division_number(fit.row, 2)


def _container(gazetteer: Gazetteer, asked: Asked) -> int | None:
    """Return the row of the place that the mention says it lies in: in its country, the largest so named."""
    within = asked.wording.within.split()
    if within and (within[-1].isdigit() or set(within[-1]) <= set("ivxl")):
        within = within[:-1] or within
    rows = {gazetteer.canonical(row) for row, _ in gazetteer.rows_named("".join(within))}
    held = [row for row in rows if not asked.countries or gazetteer.country_of(row) in asked.countries]
    best = max(held, key=lambda row: (gazetteer.people[row], -gazetteer.geonames(row)), default=None)
    if best is None or compact(fold(gazetteer.name(best))) == "".join(within):
        return best
    # A county is meant, not the county town that bears its name among others.
    known = [gazetteer.division(number) for number in gazetteer.divisions_named("".join(within))]
    counties = [one for one in known if one.country in asked.countries and _COUNTY in fold(one.kind).split()]
    return None if counties else best


def _by_region(gazetteer: Gazetteer, asked: Asked) -> None:
    """Mark the fits that lie in the region, or near the place, that the mention names beside the town.

    Those of other first-level regions, those away from a place that the point confirms, and those that lie far
    from it in another region do not fit.
    """
    regions = {compact(bare(region)) for region in asked.regions} | {compact(region) for region in asked.regions}
    within = compact(asked.wording.within)
    wanted = (regions | {within}) - {""}
    around = asked.container
    for fit in asked.fits:
        keys = gazetteer.region_keys(fit.row)
        fit.in_region = (
            bool(wanted & keys)
            or _begins(within, keys)
            or (around is not None and between(gazetteer, around, fit.row) <= reach_km(gazetteer.people[around]))
        )
    known = [gazetteer.division(number) for key in regions for number in gazetteer.divisions_named(key)]
    strict = any(division.country in asked.countries and division.level == 1 for division in known)
    if strict or _at_container(gazetteer, asked):
        for fit in asked.fits:
            if not fit.in_region and not (asked.point and fit.away <= _BESIDE_KM):
                fit.inside = 0
    for fit in asked.fits:
        if fit.match < EXACT * _ALTERNATE and not fit.in_region and _apart(gazetteer, asked, fit.row):
            fit.inside = 0


def _apart(gazetteer: Gazetteer, asked: Asked, row: int) -> bool:
    """Tell whether a place lies far from all that bear the name of what it should be in, in another region."""
    if asked.container is None:
        return False
    if gazetteer.division_number(asked.container, 1) == gazetteer.division_number(row, 1):
        return False
    held = [other for other, _ in gazetteer.rows_named(compact(asked.wording.within))]
    return all(between(gazetteer, other, row) > _APART_KM for other in [asked.container, *held])


def _begins(within: str, keys: frozenset[str]) -> bool:
    """Tell whether a region's name begins with what the mention says, as `Dillingen/Saar` does of the Saarland."""
    return len(within) > 3 and any(key.startswith(within) for key in keys)


def _at_container(gazetteer: Gazetteer, asked: Asked) -> bool:
    """Tell whether the point lies in or near the place that the mention says it is in."""
    if asked.container is None or not asked.point:
        return False
    return away_from(gazetteer, asked.container, asked.point) <= reach_km(gazetteer.people[asked.container])


def reach_km(population: int) -> float:
    """Return how far from its middle in km the parts of a town of that size may lie."""
    return 5.0 + min(75.0, sqrt(population / 10_000) * 4.5)


def between(gazetteer: Gazetteer, row: int, other: int) -> float:
    """Return the distance of two rows in km."""
    return distance_km(
        gazetteer.lats[row] / 1e5, gazetteer.lons[row] / 1e5,
        gazetteer.lats[other] / 1e5, gazetteer.lons[other] / 1e5,
    )  # fmt: skip
