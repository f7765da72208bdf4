"""Decides which of the places that fit is meant. Rules only: no list of towns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import log10

from graph.model import CityKind

from .codes import Code
from .fits import Asked, Fit, near_km, similar_near
from .gazetteer import Gazetteer

_SURE, _FLAGGED = 8.0, 4.0
_BARE_SURE = 10.0
_MID_KM = 45.0
_NOT_TOWNS = frozenset((CityKind.COUNTY, CityKind.DISTRICT, CityKind.REGION, CityKind.ISLAND))


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the file says against a mention's point: that of a partner, or one that many names share."""

    on_partner: str | None = None
    shared_by: int = 0

    def __bool__(self) -> bool:
        return self.on_partner is not None or self.shared_by > 0


@dataclass(slots=True)
class Verdict:
    """The place decided on (or None), why, and what was refused with the reason."""

    fit: Fit | None
    code: Code
    score: float
    flags: set[str] = field(default_factory=set)
    refused: list[tuple[Fit, str]] = field(default_factory=list)


def decide(gazetteer: Gazetteer, asked: Asked, doubt: Doubt, liked: frozenset[int]) -> Verdict:
    """Return which place is meant. `liked` are rows that the town's partners speak for."""
    inside = [fit for fit in asked.fits if fit.in_country]
    if asked.kind in _NOT_TOWNS:
        inside = [fit for fit in inside if fit.match >= 1.0 and asked.mention.kind is None]
        if not inside:
            return Verdict(None, Code.DIVISION, 0.9, refused=_all(asked.fits, "it is a town, not the division"))
    if any(fit.in_region for fit in inside):
        inside = [fit for fit in inside if fit.in_region]
    if asked.point:
        return _with_point(gazetteer, asked, inside, doubt, liked)
    return _without_point(gazetteer, asked, inside, liked)


def _with_point(
    gazetteer: Gazetteer, asked: Asked, inside: list[Fit], doubt: Doubt, liked: frozenset[int]
) -> Verdict:
    close = [fit for fit in inside if _away(fit) <= near_km(gazetteer.people[fit.row]) + asked.slack]
    if close:
        best = _closest(gazetteer, close)
        code = Code.NAME_COUNTRY_NEAR if asked.countries else Code.NAME_NEAR
        score = max(0.7, best.match - 0.006 * max(0.0, _away(best) - 2))
        return Verdict(best, code, score, refused=_others(asked, best))
    similar = [fit for fit in similar_near(gazetteer, asked) if fit.in_country]
    middle = [fit for fit in inside if fit.match >= 0.9 and _away(fit) <= _MID_KM + asked.slack]
    if similar and (not middle or similar[0].match >= 0.85):
        flags = set() if similar[0].match >= 0.8 else {"review"}
        score = round(similar[0].match * 0.95, 3)
        return Verdict(similar[0], Code.SIMILAR_NEAR, score, flags, _others(asked, similar[0], similar[1:]))
    if middle:
        best = _closest(gazetteer, middle)
        return Verdict(best, Code.NAME_COUNTRY_FAR, 0.75, {"review"}, _others(asked, best))
    return _far(gazetteer, asked, inside, doubt, liked)


def _far(
    gazetteer: Gazetteer, asked: Asked, inside: list[Fit], doubt: Doubt, liked: frozenset[int]
) -> Verdict:
    """No place so named is near the point: the point is wrong, or the place is not in the gazetteer."""
    full = [fit for fit in inside if fit.match >= 0.9]
    if full and (doubt or _elsewhere(gazetteer, asked)):
        verdict = _largest(gazetteer, asked, full, liked)
        if verdict.fit:
            verdict.code = Code.NAME_COUNTRY_FAR
            verdict.score = min(verdict.score, 0.8)
        verdict.flags |= {"conflict", "review"}
        return verdict
    big = [fit for fit in full if gazetteer.people[fit.row] >= 20_000]
    if big:
        verdict = _largest(gazetteer, asked, full, liked)
        if verdict.fit and gazetteer.people[verdict.fit.row] >= 20_000:
            return Verdict(verdict.fit, Code.NAME_COUNTRY_FAR, 0.65, {"conflict", "review"}, verdict.refused)
    if full:
        return Verdict(None, Code.FAR, 0.6, {"review"}, _all(asked.fits, ""))
    abroad = [fit for fit in asked.fits if not fit.in_country and fit.match >= 0.95]
    near = [fit for fit in abroad if _away(fit) <= near_km(gazetteer.people[fit.row]) + asked.slack]
    if near and not doubt:
        best = _closest(gazetteer, near)
        return Verdict(best, Code.NAME_NEAR_OTHER_COUNTRY, 0.6, {"conflict", "review"}, _others(asked, best))
    code = Code.OTHER_COUNTRY if asked.fits else Code.UNKNOWN
    return Verdict(None, code, 0.6, {"conflict"} if near else set(), _all(asked.fits, ""))


def _elsewhere(gazetteer: Gazetteer, asked: Asked) -> bool:
    """Tell whether the point lies outside the countries that the mention may mean, or far from any place."""
    assert asked.point
    rows = [row for _, row in gazetteer.rows_near(*asked.point, 30)]
    return not any(gazetteer.country_of(row) in asked.countries for row in rows)


def _without_point(
    gazetteer: Gazetteer, asked: Asked, inside: list[Fit], liked: frozenset[int]
) -> Verdict:
    full = [fit for fit in inside if fit.match >= 0.9] or inside
    if full:
        return _largest(gazetteer, asked, full, liked)
    code = Code.OTHER_COUNTRY if asked.fits else Code.UNKNOWN
    return Verdict(None, code, 0.5, refused=_all(asked.fits, ""))


def _largest(gazetteer: Gazetteer, asked: Asked, fits: list[Fit], liked: frozenset[int]) -> Verdict:
    """Choose among places by name, partners and people, where no point helps."""
    backed = [fit for fit in fits if fit.row in liked]
    if len(backed) == 1 and len(fits) > 1:
        return Verdict(backed[0], Code.PARTNERS, 0.85, refused=_others(asked, backed[0]))

    def weight(fit: Fit) -> float:
        return (gazetteer.people[fit.row] + 1) * (1.0 if fit.match >= 0.99 else 0.5)

    ranked = sorted(fits, key=lambda fit: (-weight(fit), gazetteer.geonames(fit.row)))
    best = ranked[0]
    if len(ranked) == 1:
        code = Code.NAME_COUNTRY_REGION if best.in_region else Code.NAME_COUNTRY
        score = 0.95 if asked.countries else 0.7
        return Verdict(best, code, score * best.match, refused=_others(asked, best))
    lead = weight(best) / weight(ranked[1])
    if lead >= (_SURE if asked.countries else _BARE_SURE):
        code = Code.NAME_COUNTRY_LARGEST if asked.countries else Code.NAME_LARGEST
        return Verdict(best, code, 0.85 * best.match, refused=_others(asked, best))
    if asked.countries and lead >= _FLAGGED:
        flags = {"ambiguous", "review"}
        return Verdict(best, Code.NAME_COUNTRY_LARGEST, 0.7 * best.match, flags, _others(asked, best))
    return Verdict(None, Code.AMBIGUOUS, 0.5, {"ambiguous", "review"}, _all(ranked, "fits as well as others"))


def _closest(gazetteer: Gazetteer, fits: list[Fit]) -> Fit:
    """Return the fit that name and distance speak for; of twins at one spot the larger, then the older id."""

    def rank(fit: Fit) -> float:
        return fit.match - _away(fit) / 60 + log10(gazetteer.people[fit.row] + 10) * 0.012

    top = max(map(rank, fits))
    twins = [fit for fit in fits if rank(fit) >= top - 0.015]
    return min(twins, key=lambda fit: (-gazetteer.people[fit.row], gazetteer.geonames(fit.row)))


def _away(fit: Fit) -> float:
    return 0.0 if fit.away is None else fit.away


def _others(asked: Asked, best: Fit, more: list[Fit] = []) -> list[tuple[Fit, str]]:  # noqa: B006
    return _all([fit for fit in [*asked.fits, *more] if fit.row != best.row], "")


def _all(fits: list[Fit], why: str) -> list[tuple[Fit, str]]:
    return [(fit, why) for fit in fits]


Chooser = Callable[[Asked], Verdict]
