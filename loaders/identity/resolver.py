"""Which town each mention of a file means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from graph.model import CityKind, Mention

from .codes import Candidate, Code, Resolution
from .decide import Doubt, Verdict, decide
from .fits import Asked, Fit, ask
from .folding import compact, fold
from .gazetteer import Gazetteer
from .geometry import distance_km
from .kinds import kind_of

_SAME_POINT_KM = 1.0
_SHARED_BY = 3
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Key:
    """What makes two mentions one: everything that they say."""

    name: str
    country: str | None
    region: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    kind: CityKind | None


class Resolver:
    """Resolves mentions by what they and their file say, never by what is in the knowledge base."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def resolve(
        self, mentions: Sequence[Mention], pairs: Sequence[tuple[int, int]] = ()
    ) -> list[Resolution]:
        """Return a resolution for each mention, in the order of `mentions`.

        `pairs` are positions of mentions that the file links. The order of mentions and pairs has no
        influence, and equal mentions get equal resolutions.
        """
        keys = [_key(mention) for mention in mentions]
        asked = {key: ask(self._gazetteer, mention) for key, mention in zip(keys, mentions, strict=True)}
        partners: dict[_Key, set[_Key]] = defaultdict(set)
        for one, other in pairs:
            if keys[one] != keys[other]:
                partners[keys[one]].add(keys[other])
                partners[keys[other]].add(keys[one])
        shared = _shared_points(asked)
        doubts = {key: _doubt(key, partners[key], shared) for key in asked}
        verdicts = {key: self._decide(asked[key], doubts[key], frozenset()) for key in asked}
        for key in [key for key, verdict in verdicts.items() if verdict.code is Code.AMBIGUOUS]:
            liked = _liked(asked, verdicts, partners, key)
            if liked:
                verdicts[key] = self._decide(asked[key], doubts[key], liked)
        done = {key: self._resolution(asked[key], verdicts[key], doubts[key]) for key in asked}
        return [done[key] for key in keys]

    def _decide(self, asked: Asked, doubt: Doubt, liked: frozenset[int]) -> Verdict:
        given = asked.mention.geonames
        if given is not None:
            row = self._gazetteer.row(given)
            if row is not None:
                return Verdict(Fit(row, 1.0, 0, None, True), Code.GIVEN, 1.0)
        return decide(self._gazetteer, asked, doubt, liked)

    def _resolution(self, asked: Asked, verdict: Verdict, doubt: Doubt) -> Resolution:
        gazetteer = self._gazetteer
        fit = verdict.fit
        if fit:
            country: str | None = gazetteer.country_of(fit.row)
        else:
            country = next(iter(asked.countries)) if len(asked.countries) == 1 else None
        return Resolution(
            geonames=gazetteer.geonames(fit.row) if fit else None,
            country=country,
            kind=kind_of(gazetteer, asked, fit),
            score=round(verdict.score, 3),
            code=verdict.code.value,
            reason=self._reason(asked, verdict, doubt),
            flags=tuple(sorted(verdict.flags)),
            candidates=self._candidates(asked, verdict),
        )

    def _reason(self, asked: Asked, verdict: Verdict, doubt: Doubt) -> str:
        fit = verdict.fit
        if not fit:
            return f"{verdict.code.value}: no place decided for '{asked.mention.name}'"
        place = self._gazetteer.place_at(fit.row)
        text = f"'{asked.mention.name}' is {place.name} ({place.country})"
        return text + (f", {fit.away:.1f} km from the point given" if fit.away is not None else "")

    def _candidates(self, asked: Asked, verdict: Verdict) -> tuple[Candidate, ...]:
        gazetteer = self._gazetteer
        ranked = sorted(
            verdict.refused,
            key=lambda pair: (
                not pair[0].in_country, pair[0].away or 0, -gazetteer.people[pair[0].row],
                gazetteer.geonames(pair[0].row),
            ),
        )  # fmt: skip
        return tuple(self._candidate(asked, fit, why) for fit, why in ranked[:_SHOWN])

    def _candidate(self, asked: Asked, fit: Fit, why: str) -> Candidate:
        place = self._gazetteer.place_at(fit.row)
        if not why and not fit.in_country:
            why = f"lies in {place.country}, not in {', '.join(sorted(asked.countries))}"
        if not why and fit.away is not None:
            why = f"{fit.away:.0f} km from the point given"
        return Candidate(
            place.geonames, place.name, place.country, round(fit.match, 3), why or "another fits better"
        )


def _key(mention: Mention) -> _Key:
    return _Key(
        mention.name, mention.country, mention.region, mention.lat, mention.lon, mention.geonames, mention.kind
    )


def _shared_points(asked: dict[_Key, Asked]) -> dict[tuple[float, float], int]:
    names: dict[tuple[float, float], set[str]] = defaultdict(set)
    for entry in asked.values():
        if entry.point:
            names[entry.point].add(entry.wording.folded)
    return {point: len(bearers) for point, bearers in names.items() if len(bearers) >= _SHARED_BY}


def _doubt(key: _Key, partners: set[_Key], shared: dict[tuple[float, float], int]) -> Doubt:
    if key.lat is None or key.lon is None:
        return Doubt()
    on = [
        other.name
        for other in partners
        if other.lat is not None and other.lon is not None
        and (other.name, other.country) != (key.name, key.country)
        and distance_km(key.lat, key.lon, other.lat, other.lon) <= _SAME_POINT_KM
    ]  # fmt: skip
    return Doubt(min(on, default=None), shared.get((key.lat, key.lon), 0))


def _liked(
    asked: dict[_Key, Asked], verdicts: dict[_Key, Verdict], partners: dict[_Key, set[_Key]], key: _Key
) -> frozenset[int]:
    """Return the rows that a mention may mean and that its partners' other partners are known to mean."""
    mine = {fit.row for fit in asked[key].fits}
    rows: set[int] = set()
    for partner in partners[key]:
        for other in partners[partner]:
            fit = verdicts[other].fit
            if other != key and fit and fit.row in mine and not verdicts[other].flags:
                rows.add(fit.row)
    return frozenset(rows)


def same_name(one: str, other: str) -> bool:
    """Tell whether two names are one once folded."""
    return compact(fold(one)) == compact(fold(other))
