"""From mentions to towns: decides which town each mention of a file means, and says so as statements."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np

from graph.model import (
    AnyContent,
    CityKind,
    DecisionContent,
    IdentityContent,
    LinkContent,
    Mention,
    SourceContent,
    TownContent,
)
from graph.names import fold, short_hash, slug
from graph.statements.statement import GAZETTEER, Statement, mention_key, mentions_of, statement
from graph.statements.towns import PERSON
from loaders.identity import Gazetteer, Resolution, Resolver

GAZETTEER_SOURCE = SourceContent(
    title="GeoNames",
    url="https://www.geonames.org/",
    publisher="GeoNames",
    licence="CC BY 4.0",
    language="en",
)
_AS_WRITTEN = "as-written"
_Identity = Callable[[str], IdentityContent]


@dataclass(frozen=True, slots=True)
class Decided:
    """Which town a mention means, in short: what rows and reports need of it."""

    city: str
    country: str | None
    geonames: int | None
    name: str
    given: str
    score: float
    reason: str
    flags: tuple[str, ...]


@dataclass(slots=True)
class Towns:
    """The towns that a file mentions: what was decided of each mention, by its key.

    `statements` say it all; they are made as they are taken, once. `cities` are the keys of the cities as the
    knowledge base has them, after merges and persons' decisions.
    """

    decided: dict[str, Decided]
    statements: Iterator[Statement]
    cities: dict[str, str] = field(default_factory=dict)

    def city_of(self, key: str) -> str:
        """The key of the city that a mention means."""
        return self.cities.get(key) or self.decided[key].city


@dataclass(slots=True)
class Mentions:
    """The distinct mentions of a file with the source of each, and which are linked in it."""

    by_key: dict[str, tuple[str, Mention]] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    _pairs: array[int] = field(default_factory=lambda: array("L"))

    def take(self, source: str, contents: Iterable[AnyContent]) -> None:
        """Note the mentions of a row's statements."""
        for content in contents:
            numbers = [self._number(source, mention) for mention in mentions_of(content)]
            if isinstance(content, LinkContent):
                self._pairs.extend(numbers)

    def _number(self, source: str, mention: Mention) -> int:
        key = mention_key(source, mention)
        self.by_key.setdefault(key, (source, mention))
        return self._numbers.setdefault(key, len(self._numbers))

    def pairs(self) -> Sequence[tuple[int, int]]:
        """The different pairs of mentions that are linked, by their positions in `by_key`."""
        if not self._pairs:
            return []
        both = np.frombuffer(self._pairs, dtype=np.dtype("L")).reshape(-1, 2)
        return cast("Sequence[tuple[int, int]]", np.unique(both, axis=0))


def decide(
    found: Mentions,
    decisions: Sequence[DecisionContent],
    *,
    gazetteer: Gazetteer | None,
) -> Towns:
    """Decide all mentions of a file together; without a gazetteer names are taken as they are written."""
    if gazetteer is None:
        written = {key: _as_written(mention) for key, (_, mention) in found.by_key.items()}
        return Towns({key: _short(one) for key, one in written.items()}, _said(found, written.__getitem__))
    persons = _by_writing(decisions)
    resolutions = Resolver(gazetteer).resolve([mention for _, mention in found.by_key.values()], found.pairs())
    resolved = dict(zip(found.by_key, resolutions, strict=True))

    def identity(key: str) -> IdentityContent:
        source, mention = found.by_key[key]
        person = persons.get((source, *_writing(mention))) or persons.get((None, *_writing(mention)))
        return _decided(mention, person, gazetteer) if person else _resolved(mention, resolved[key])

    decided = {key: _short(identity(key)) for key in found.by_key}
    return Towns(decided, _said(found, identity, gazetteer, {one.geonames for one in decided.values()}))


def _short(identity: IdentityContent) -> Decided:
    mention = identity.mention
    given = ", ".join(filter(None, (mention.name, mention.region, mention.country)))
    return Decided(
        identity.city,
        identity.country,
        identity.geonames,
        mention.name,
        given,
        identity.score,
        identity.reason,
        identity.flags,
    )


def _writing(mention: Mention) -> tuple[str, str, str]:
    return (fold(mention.name), fold(mention.country or ""), fold(mention.region or ""))


def _by_writing(
    decisions: Sequence[DecisionContent],
) -> Mapping[tuple[str | None, str, str, str], DecisionContent]:
    return {(one.of_source, *_writing(one.mention)): one for one in decisions}


def _decided(mention: Mention, decision: DecisionContent, gazetteer: Gazetteer) -> IdentityContent:
    place = gazetteer.place(decision.means) if isinstance(decision.means, int) else None
    return IdentityContent(
        mention=mention,
        city=f"gn{decision.means}" if isinstance(decision.means, int) else decision.means,
        geonames=place.geonames if place else None,
        country=place.country if place else gazetteer.country(mention.country or ""),
        kind=decision.kind or mention.kind or CityKind.TOWN,
        score=1.0,
        code=PERSON,
        reason=decision.why,
    )


def _resolved(mention: Mention, said: Resolution) -> IdentityContent:
    return IdentityContent(
        mention=mention,
        city=f"gn{said.geonames}" if said.geonames else _slug_key(mention, said.country),
        geonames=said.geonames,
        country=said.country,
        kind=said.kind,
        score=round(said.score, 3),
        code=str(said.code),
        reason=said.reason,
        flags=said.flags,
        candidates=()
        if said.geonames and not said.flags
        else tuple(
            {
                "geonames": one.geonames,
                "name": one.name,
                "country": one.country,
                "score": round(one.score, 3),
                "refused": one.refused,
            }
            for one in said.candidates
        ),
    )


def _slug_key(mention: Mention, country: str | None) -> str:
    return slug(" ".join(filter(None, (mention.name, mention.region, country or mention.country))))


def _as_written(mention: Mention) -> IdentityContent:
    """A town that is exactly its name and country as written."""
    written = f"{mention.name}\0{mention.country or ''}"
    readable = slug(" ".join(filter(None, (mention.name, mention.country))), limit=50)
    return IdentityContent(
        mention=mention,
        city=f"{readable}-{short_hash(written, 10)}",
        country=None,
        score=1.0,
        code=_AS_WRITTEN,
        reason="taken as written (--no-resolve)",
    )


def _said(
    found: Mentions, identity: _Identity, gazetteer: Gazetteer | None = None, places: Collection[int | None] = ()
) -> Iterator[Statement]:
    numbers = sorted(filter(None, places))
    if gazetteer is not None and numbers:
        yield statement(GAZETTEER, GAZETTEER_SOURCE)
        yield from (statement(GAZETTEER, _record(gazetteer, number)) for number in numbers)
    # After the gazetteer's records: a town is projected when a mention means it, and then finds all of them there.
    for key, (source, _) in found.by_key.items():
        yield statement(source, identity(key))


def _record(gazetteer: Gazetteer, number: int) -> TownContent:
    place = gazetteer.place(number)
    if place is None:
        return TownContent(town=Mention(name=f"GeoNames {number}", geonames=number))
    return TownContent(
        town=Mention(
            name=place.name,
            country=place.country,
            region=place.region,
            lat=place.lat,
            lon=place.lon,
            geonames=place.geonames,
        ),
        names=tuple(place.names),
        region_code=place.region_code,
        population=place.population or None,
    )
