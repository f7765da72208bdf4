"""From mentions to towns: decides which town each mention of a file means, and says so as statements."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
from graph.statements.statement import GAZETTEER, Statement, canonical, mention_key, mentions_of, statement
from graph.statements.towns import PERSON
from loaders.identity import Gazetteer, Resolution, Resolver
from loaders.identity.resolver import Told

GAZETTEER_SOURCE = SourceContent(
    title="GeoNames",
    url="https://www.geonames.org/",
    publisher="GeoNames",
    licence="CC BY 4.0",
    language="en",
)
_AS_WRITTEN = "as-written"


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

    def count(self) -> int:
        """How many `statements` there are, as long as they were not taken."""
        places = {one.geonames for one in self.decided.values() if one.geonames}
        return len(self.decided) + len(places) + bool(places)

    def digest(self) -> str:
        """What was decided, in short: it may be another thing after a person decided or a gazetteer was renewed."""
        hashed = hashlib.blake2b(digest_size=16)
        for key, one in self.decided.items():
            hashed.update(f"{key}{one.city}{one.score}{one.reason}".encode())
        return hashed.hexdigest()

    def city_of(self, key: str) -> str:
        """The key of the city that a mention means."""
        return self.cities.get(key) or self.decided[key].city


class Mentions:
    """The distinct mentions of a file with the source of each, and which are linked in it.

    They are kept as JSON: a file may mention hundreds of thousands.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._sources: list[str] = []
        self._contents: list[str] = []
        self._pairs = array("I")

    def take(self, source: str, contents: Iterable[AnyContent]) -> None:
        """Note the mentions of a row's statements."""
        for content in contents:
            numbers = [self.add(source, mention) for mention in mentions_of(content)]
            if isinstance(content, LinkContent):
                self._pairs.extend(numbers)

    def add(self, source: str, mention: Mention) -> int:
        """Note a mention of a source; returns its number."""
        key = mention_key(source, mention)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._sources)
            self._sources.append(source)
            self._contents.append(canonical(mention).decode())  # orjson's bytes hold kilobytes each
        return number

    def __len__(self) -> int:
        return len(self._sources)

    def __getitem__(self, number: int) -> Mention:
        return Mention.model_validate_json(self._contents[number])

    def __iter__(self) -> Iterator[Mention]:
        return map(Mention.model_validate_json, self._contents)

    def written(self) -> Iterator[tuple[str, str, Mention]]:
        """Key, source and mention, by number."""
        return zip(self._numbers, self._sources, self, strict=True)

    def pairs(self) -> Sequence[tuple[int, int]]:
        """The different pairs of mentions that are linked, by their numbers."""
        if not self._pairs:
            return []
        both = np.frombuffer(self._pairs, dtype=np.dtype("I")).reshape(-1, 2)
        # One number a pair: sorting pairs as such takes a multiple of the memory.
        found = np.unique((both[:, 0].astype(np.uint64) << np.uint64(32)) | both[:, 1])
        pairs = np.column_stack((found >> np.uint64(32), found & np.uint64(0xFFFFFFFF))).astype(np.int64)
        return cast("Sequence[tuple[int, int]]", pairs)


def decide(
    found: Mentions,
    decisions: Sequence[DecisionContent],
    *,
    gazetteer: Gazetteer | None,
    told: Told = lambda *_: None,
) -> Towns:
    """Decide all mentions of a file together; without a gazetteer names are taken as they are written."""
    if gazetteer is None:
        decided = {key: _short(taken_as_written(mention)) for key, _, mention in found.written()}
        return Towns(decided, (statement(source, taken_as_written(mention)) for _, source, mention in found.written()))
    resolutions = Resolver(gazetteer).resolve(found, found.pairs(), told)
    decider = _Decider(gazetteer, found, _by_writing(decisions), resolutions)
    decided = {key: _short(identity) for key, _, identity in decider}
    return Towns(decided, decider.statements({one.geonames for one in decided.values()}))


@dataclass(frozen=True, slots=True)
class _Decider:
    """The mentions of a file with what was found out about them, and what persons decided."""

    gazetteer: Gazetteer
    found: Mentions
    persons: Mapping[tuple[str | None, str, str, str], DecisionContent]
    resolutions: Sequence[Resolution]

    def __iter__(self) -> Iterator[tuple[str, str, IdentityContent]]:
        """Key, source and identity of each mention."""
        for (key, source, mention), resolution in zip(self.found.written(), self.resolutions, strict=True):
            written = writing(mention)
            person = self.persons.get((source, *written)) or self.persons.get((None, *written))
            identity = _decided(mention, person, self.gazetteer) if person else _resolved(mention, resolution)
            yield key, source, identity

    def statements(self, places: Collection[int | None]) -> Iterator[Statement]:
        """The gazetteer's records of the places, and then what each mention means.

        In this order: a town is projected when a mention means it, and then finds all records there.
        """
        numbers = sorted(filter(None, places))
        if numbers:
            yield statement(GAZETTEER, GAZETTEER_SOURCE)
            yield from (statement(GAZETTEER, _record(self.gazetteer, number)) for number in numbers)
        yield from (statement(source, identity) for _, source, identity in self)


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


def writing(mention: Mention) -> tuple[str, str, str]:
    """What tells whether two mentions are written alike: folded name, country and region."""
    return (fold(mention.name), fold(mention.country or ""), fold(mention.region or ""))


def _by_writing(
    decisions: Sequence[DecisionContent],
) -> Mapping[tuple[str | None, str, str, str], DecisionContent]:
    return {(one.of_source, *writing(one.mention)): one for one in decisions}


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


def taken_as_written(mention: Mention) -> IdentityContent:
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
