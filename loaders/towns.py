"""From mentions to towns: decides which town each mention of a file means, and says so as statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class Towns:
    """The towns that a file mentions: each mention's identity, by its key, and the statements that say it.

    `cities` are the keys of the cities as the knowledge base has them, after merges and persons' decisions.
    """

    identities: dict[str, IdentityContent] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    cities: dict[str, str] = field(default_factory=dict)

    def city_of(self, key: str) -> str:
        """The key of the city that a mention means."""
        return self.cities.get(key) or self.identities[key].city


@dataclass(slots=True)
class Mentions:
    """The distinct mentions of a file with the source of each, and which are linked in it."""

    by_key: dict[str, tuple[str, Mention]] = field(default_factory=dict)
    pairs: set[tuple[str, str]] = field(default_factory=set)

    def take(self, source: str, contents: Iterable[AnyContent]) -> None:
        """Note the mentions of a row's statements."""
        for content in contents:
            keys = []
            for mention in mentions_of(content):
                key = mention_key(source, mention)
                self.by_key.setdefault(key, (source, mention))
                keys.append(key)
            if isinstance(content, LinkContent):
                self.pairs.add((keys[0], keys[1]))


def decide(
    found: Mentions,
    decisions: Sequence[DecisionContent],
    *,
    gazetteer: Gazetteer | None,
) -> Towns:
    """Decide all mentions of a file together; without a gazetteer names are taken as they are written."""
    keys = list(found.by_key)
    persons = _by_writing(decisions)
    if gazetteer is None:
        made = {key: _as_written(mention) for key, (_, mention) in found.by_key.items()}
        return _said(found, made, None)
    place = {key: number for number, key in enumerate(keys)}
    pairs = sorted((place[a], place[b]) for a, b in found.pairs)
    resolutions = Resolver(gazetteer).resolve([found.by_key[key][1] for key in keys], pairs)
    made = {}
    for key, resolution in zip(keys, resolutions, strict=True):
        source, mention = found.by_key[key]
        person = persons.get((source, *_writing(mention))) or persons.get((None, *_writing(mention)))
        made[key] = _decided(mention, person, gazetteer) if person else _resolved(mention, resolution)
    return _said(found, made, gazetteer)


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


def _said(found: Mentions, made: dict[str, IdentityContent], gazetteer: Gazetteer | None) -> Towns:
    towns = Towns(made)
    if gazetteer is not None and (numbers := sorted({one.geonames for one in made.values() if one.geonames})):
        towns.statements.append(statement(GAZETTEER, GAZETTEER_SOURCE))
        towns.statements += [statement(GAZETTEER, _record(gazetteer, number)) for number in numbers]
    # After the gazetteer's records: a town is projected when a mention means it, and then finds all of them there.
    towns.statements += [statement(found.by_key[key][0], identity) for key, identity in made.items()]
    return towns


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
