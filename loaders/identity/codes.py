"""What a decision can be, as short codes with their meaning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph.model import CityKind


class Code(StrEnum):
    """Why a mention was taken for a place, or for none."""

    GIVEN = "given"
    """The source gives the GeoNames id and the gazetteer has it."""
    NAME_COUNTRY_NEAR = "name-country-near"
    """Name and country fit and the coordinates are near."""
    NAME_NEAR = "name-near"
    """The name fits and the coordinates are near; no country was given."""
    NAME_COUNTRY_REGION = "name-country-region"
    """Name, country and region fit; no coordinates help."""
    NAME_COUNTRY = "name-country"
    """Name and country fit one place only; there are no coordinates."""
    NAME_COUNTRY_LARGEST = "name-country-largest"
    """Several places fit name and country; one has far more people."""
    NAME = "name"
    """No country was given; one place of the gazetteer has the name."""
    NAME_LARGEST = "name-largest"
    """No country was given; of the places so named one has far more people."""
    NAME_COUNTRY_FAR = "name-country-far"
    """Name and country fit one place (or one far larger); the coordinates lie elsewhere and are set aside."""
    NAME_NEAR_OTHER_COUNTRY = "name-near-other-country"
    """Name and coordinates fit a place of another country than the source says."""
    SIMILAR_NEAR = "similar-near"
    """A place with a similar name lies at the coordinates, in the country."""
    SIMILAR = "similar"
    """One place of the country has nearly this name; there are no coordinates."""
    PARTNERS = "partners"
    """Several places fit; the town's partners in the same file are partners of one of them."""
    AMBIGUOUS = "ambiguous"
    """Several places fit and nothing decides."""
    DIVISION = "division"
    """The mention is a county, district, region or island, not a town."""
    SEVERAL = "several-places"
    """The mention names more than one place."""
    FAR = "only-far"
    """Places so named lie too far from the coordinates to be meant."""
    OTHER_COUNTRY = "only-other-country"
    """Places so named lie in other countries only."""
    UNKNOWN = "not-in-gazetteer"
    """The gazetteer has no place of that name there."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that was thought of and refused; `refused` says why."""

    geonames: int
    name: str
    country: str
    score: float
    refused: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which place a mention means. `geonames` is None where that is open; `score` is 0 to 1.

    `country` is the code of the decided country, also where no town was found. `flags`: `ambiguous`
    (several places fit), `conflict` (what the source says disagrees), `review` (a person should look).
    `candidates` are the nearest that were refused, at most five.
    """

    geonames: int | None
    country: str | None
    kind: CityKind
    score: float
    code: str
    reason: str
    flags: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
