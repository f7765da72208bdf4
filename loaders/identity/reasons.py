"""Decisions in words."""

from __future__ import annotations

from graph.model import CityKind

from .codes import Candidate, Code
from .fits import Asked, Fit
from .gazetteer import Gazetteer
from .lands import divisions
from .layout import HEAD_NAME
from .verdict import Verdict

_SHOWN, _BESIDE = 5, 3


def reason(gazetteer: Gazetteer, asked: Asked, verdict: Verdict) -> str:
    """Return in one sentence why the mention was taken for the place, or for none."""
    return _why(gazetteer, asked, verdict, verdict.fit) if verdict.fit else _why_not(gazetteer, asked, verdict)


def _why(gazetteer: Gazetteer, asked: Asked, verdict: Verdict, fit: Fit) -> str:
    region = gazetteer.division_of(fit.row, 1)
    main = gazetteer.name(fit.row)
    where = f"{main} ({gazetteer.country_of(fit.row)}{', ' + region.name if region else ''})"
    if verdict.code is Code.GIVEN:
        return f"The source gives GeoNames {asked.mention.geonames}, which is {where}."
    said = f"'{asked.mention.name}'"
    how = "is the name of" if fit.main else "is another name of" if fit.full else "is like the name of"
    if not fit.full and 0 < fit.named < HEAD_NAME:
        how = f"is like '{gazetteer.names(fit.row)[fit.named]}', a name of"
    note = f"; {verdict.note}" if verdict.note and verdict.code is not Code.NAME_COUNTRY_FAR else ""
    return f"{said} {how} {where}{_beside(verdict, fit, asked)}{note}."


def _beside(verdict: Verdict, fit: Fit, asked: Asked) -> str:
    """Return what besides the name led to the decision."""
    away = f"{fit.away:.1f} km" if fit.away < 10 else f"{fit.away:.0f} km"
    match verdict.code:
        case Code.NAME_COUNTRY_NEAR | Code.NAME_NEAR | Code.SIMILAR_NEAR:
            return f", {away} from the point given"
        case Code.NAME_NEAR_OTHER_COUNTRY:
            return f", {away} from the point given; the source's country '{asked.mention.country}' has no such place"
        case Code.NAME_COUNTRY_FAR:
            return f", {away} from the point given" + (f", which is set aside: {verdict.note}" if verdict.note else "")
        case Code.NAME_COUNTRY_LARGEST | Code.NAME_LARGEST:
            return ", which has far more people than others of the name"
        case Code.PARTNERS:
            return ", which its partners in the file speak for"
        case Code.NAME_COUNTRY_REGION:
            return ", in the region given"
        case _:
            return ", the only one that fits"


def _why_not(gazetteer: Gazetteer, asked: Asked, verdict: Verdict) -> str:
    said, country = f"'{asked.mention.name}'", asked.mention.country
    match verdict.code:
        case Code.DIVISION:
            found = divisions(gazetteer, asked)
            if len(found) > 1:
                return f"{said} is the name of {len(found)} regions or districts of the country, not a town."
            if found:
                division = gazetteer.division(found[0])
                number = f" (GeoNames {division.geonames})" if division.geonames else ""
                kind = division.kind.lower() or "division"
                article = "an" if kind[0] in "aeiou" else "a"
                return f"{said} is {division.name}{number}, {article} {kind}, not a town."
            return f"{said} is {'an' if asked.kind is CityKind.ISLAND else 'a'} {asked.kind}, not a town."
        case Code.AMBIGUOUS:
            return f"{said} fits {len(verdict.refused)} places alike and nothing decides between them."
        case Code.FAR:
            nearest = min(fit.away for fit, _ in verdict.refused if fit.inside)
            return f"{said} is found in the country, but {nearest:.0f} km and more from the point given."
        case Code.SEVERAL:
            return f"{said} names several places."
        case Code.OTHER_COUNTRY:
            held = [fit for fit, _ in verdict.refused if gazetteer.country_of(fit.row) in asked.countries]
            where = asked.wording.within or (asked.regions[-1] if asked.regions else "")
            if held and where:
                return f"{said} is found elsewhere in '{country}' only, not in '{where.title()}'."
            if held:
                return f"In '{country}' only a part of {said} is found."
            return f"{said} is found in other countries only, not in '{country}'."
        case _:
            place = f"near the point given, nor in '{country}'" if asked.point else f"in '{country}'"
            return f"The gazetteer has no place with a name like {said} {place}."


def candidates(gazetteer: Gazetteer, asked: Asked, verdict: Verdict) -> tuple[Candidate, ...]:
    """Return the nearest places that were refused, at most five, with the reason."""
    refused = verdict.refused
    if not verdict.fit and asked.point and not any(fit.inside for fit, _ in refused):
        known = {fit.row for fit, _ in refused}
        nearest = [fit for fit in _nearest(gazetteer, asked) if fit.row not in known]
        nearest = nearest[: _BESIDE if refused else _SHOWN]
        refused = refused + [(fit, "bears another name") for fit in nearest]
    refused = sorted(
        refused,
        key=lambda pair: (
            -pair[0].inside, pair[0].away, -pair[0].match, -gazetteer.people[pair[0].row],
            gazetteer.geonames(pair[0].row),
        ),
    )  # fmt: skip
    return tuple(_candidate(gazetteer, asked, fit, why) for fit, why in refused[:_SHOWN])


def _nearest(gazetteer: Gazetteer, asked: Asked) -> list[Fit]:
    assert asked.point
    for km in (6, 12, 25, 50, 100, 400):
        found = sorted(gazetteer.rows_near(*asked.point, km))
        if len(found) >= _SHOWN or (found and km >= 100):
            return [Fit(row, 0.0, 0, away, 2) for away, row in found[:_SHOWN]]
    return []


def _candidate(gazetteer: Gazetteer, asked: Asked, fit: Fit, why: str) -> Candidate:
    name, country = gazetteer.name(fit.row), gazetteer.country_of(fit.row)
    away = f"{fit.away:.0f} km from the point given" if asked.point else ""
    if not why and not fit.inside:
        outside = country not in asked.countries
        why = (
            f"lies in {country}, not in {' or '.join(sorted(asked.countries))}" if outside else "lies in another region"
        )
    why = ", ".join(filter(None, (why, away))) or "fits less well"
    return Candidate(gazetteer.geonames(fit.row), name, country, round(fit.match, 3), why)
