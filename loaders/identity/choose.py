"""Chooses among places that fit alike: by distance, by people, by what the town's partners say."""

from __future__ import annotations

from math import log10, sqrt

from .codes import Code
from .fits import Asked, Fit, accented
from .folding import fold
from .gazetteer import Gazetteer
from .verdict import Verdict

_SURE, _LIKELY = 10.0, 5.0
_MINOR, _UNLIKE, _PLAIN = 0.02, 0.0005, 0.1
_UNKNOWN = 1_500
"""People that a place may have of which the gazetteer knows no figure."""

_TWIN = 0.02
_GREAT = 100_000
"""People of a city that is called by the beginning of its name, as Frankfurt am Main is."""
_MANY = 50
"""A city with so many times the people of a place in its middle has it as a quarter, whatever the district."""


def closest(gazetteer: Gazetteer, fits: list[Fit]) -> Fit:
    """Return the fit that name and distance speak for; of twins at one spot the canonical one."""

    def rank(fit: Fit) -> float:
        return fit.match - fit.away / 50 + log10(gazetteer.people[fit.row] + 10) * 0.012

    top = max(map(rank, fits))
    twins = [fit for fit in fits if rank(fit) >= top - _TWIN]
    return min(twins, key=lambda fit: (not fit.main, -gazetteer.people[fit.row], gazetteer.geonames(fit.row)))


def largest(gazetteer: Gazetteer, asked: Asked, fits: list[Fit], liked: frozenset[int]) -> Verdict:
    """Choose among places by name, partners and people, where no point helps."""
    exact = [fit for fit in fits if fit.match >= 0.96]
    ranked = _ranked(gazetteer, asked, exact or fits)
    best, weight = ranked[0]
    refused = [(fit, "") for fit in asked.fits if fit.row != best.row]
    if len(ranked) == 1 or weight >= _SURE * ranked[1][1]:
        alone = len(ranked) == 1
        code = Code.NAME_COUNTRY_REGION if best.in_region else Code.NAME_COUNTRY if alone else Code.NAME_COUNTRY_LARGEST
        if not asked.countries and not best.in_region:
            code = Code.NAME if alone else Code.NAME_LARGEST
        sure = 0.95 if alone else 0.88
        return Verdict(best, code, (sure if asked.countries else sure - 0.15) * best.match, refused=refused)
    backed = [fit for fit, _ in ranked if fit.row in liked]
    if len(backed) == 1:
        others = [(fit, "") for fit in asked.fits if fit.row != backed[0].row]
        return Verdict(backed[0], Code.PARTNERS, 0.85, refused=others)
    if asked.countries and weight >= _LIKELY * ranked[1][1]:
        return Verdict(best, Code.NAME_COUNTRY_LARGEST, 0.7 * best.match, {"ambiguous", "review"}, refused)
    same = [(fit, "fits as well as others") for fit, _ in ranked]
    return Verdict(None, Code.AMBIGUOUS, 0.5, {"ambiguous", "review"}, same)


def part_of_city(gazetteer: Gazetteer, row: int, anywhere: bool = False) -> bool:
    """Tell whether a place lies in the middle of one with ten times its people or more: it is a quarter of it.

    Both must lie in one district, or with `anywhere` the city must have fifty times its people.
    """
    people = max(gazetteer.people[row], _UNKNOWN)
    lat, lon = gazetteer.lats[row] / 1e5, gazetteer.lons[row] / 1e5
    district = gazetteer.division_number(row, 2)
    for away, other in gazetteer.rows_near(lat, lon, 12.0):
        size = gazetteer.people[other]
        if other == row or size < 10 * people or away > 3.0 + sqrt(size / 100_000):
            continue
        if gazetteer.division_number(other, 2) == district or (anywhere and size >= _MANY * people):
            return True
    return False


def as_written(gazetteer: Gazetteer, asked: Asked, fit: Fit) -> bool:
    """Tell whether the place's main name has the mention's words: Beavercreek is not Beaver Creek."""
    return fold(gazetteer.name(fit.row)) in (asked.wording.core, asked.wording.folded)


def _ranked(gazetteer: Gazetteer, asked: Asked, fits: list[Fit]) -> list[tuple[Fit, float]]:
    """Return fits with the weight of their people, the heaviest first.

    Other names than the main one count little where some place has the name as its main one, unless the
    main name begins with it (`Halle` is Halle (Saale), not only the smaller Halle).
    """
    main = any(fit.main for fit in fits)
    exact = any(fit.main and accented(gazetteer, asked, fit) for fit in fits)
    core = asked.wording.core
    written = any(gazetteer.people[fit.row] and fit.main and as_written(gazetteer, asked, fit) for fit in fits)
    most = max((gazetteer.people[fit.row] for fit in fits if fit.main), default=0)

    def weight(fit: Fit) -> float:
        people = float(gazetteer.people[fit.row] or _UNKNOWN)
        if fit.main and part_of_city(gazetteer, fit.row):
            people *= _MINOR
        if fit.main and exact and not accented(gazetteer, asked, fit):
            return people * (_PLAIN if asked.mention.name.isascii() else _UNLIKE)
        if fit.main and written and not as_written(gazetteer, asked, fit):
            return people * _PLAIN
        if fit.main or not main:
            return people
        if gazetteer.sparse(gazetteer.country_of(fit.row)):
            return people * _UNLIKE
        name = gazetteer.name(fit.row)
        if fold(name).startswith(f"{core} ") and ("(" in name or people >= _GREAT):
            return people * (0.6 if people > 4 * most else _MINOR)
        return people * (_MINOR if accented(gazetteer, asked, fit) else _UNLIKE)

    weighed = [(fit, weight(fit)) for fit in fits]
    weighed.sort(key=lambda pair: (-pair[1], gazetteer.geonames(pair[0].row)))
    return weighed
