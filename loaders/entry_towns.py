"""Which town a person means who types one into a form: settled, or asked back with the towns that it may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from graph import entries
from graph.database import Database, run
from graph.errors import AmbiguousTownError, NotFoundError
from graph.model import IdentityContent, Mention
from graph.search import resolve_town, wanted
from graph.statements.decisions import decisions_in_force
from graph.statements.towns import PERSON
from loaders.identity.folding import compact, fold
from loaders.identity.gazetteer import Place
from loaders.load import gazetteer
from loaders.tables import text as cell
from loaders.towns import Mentions, decide

MOST = 12
"""Towns that are offered at most."""

OWN = "new"
_ID = re.compile(r"(?P<words>.*?)\s*\((?P<id>gn\d+|new|neu|[a-z0-9]+(?:-[a-z0-9]+)+)\)")
_DOUBTS = frozenset(("ambiguous", "conflict", "review"))


@dataclass(frozen=True, slots=True)
class Town:
    """A town that is meant, or may be: as the knowledge base (`id`) or the gazetteer (`geonames`) has it.

    `said` is what a row of a file says of it, by the fields of a mention.
    """

    name: str
    region: str | None
    country: str | None
    population: int | None
    id: str | None
    geonames: int | None
    lat: float | None
    lon: float | None
    said: Mapping[str, Any]

    @property
    def written(self) -> str:
        """A text that means this town and no other, for a form's field: `Reading, England, GB (gn2639577)`."""
        names = [part.replace(",", " ") for part in (self.name, self.region, self.country) if part]
        id_ = f"gn{self.geonames}" if self.geonames else self.id or OWN
        return f"{', '.join(names)} ({id_})"

    @property
    def listed(self) -> str:
        """The town in a list of towns in one cell of a file."""
        parts = [str(self.said[name]).replace(",", " ") for name in ("name", "region", "country") if name in self.said]
        return ", ".join(parts) + (f" (gn{self.geonames})" if self.geonames else "")


@dataclass(frozen=True, slots=True)
class Asked:
    """A town that must be asked back: it may be several, or none is known of that name."""

    why: Literal["ambiguous", "unknown"]
    towns: tuple[Town, ...]


def read_town(db: Database, typed: str) -> Town | Asked:
    """The town that a text means, as any mention is resolved; where that leaves a doubt, what it may be.

    Raises `RowError` for what is no text of a cell, such as a formula.
    """
    words = cell(typed)
    match = _ID.fullmatch(words)
    if match is None:
        return _named(db, words)
    mention = _mention(match["words"])
    if match["id"] in (OWN, "neu"):
        return _own(mention)
    found = _by_id(db, match["id"])
    return replace(found, said={**found.said, "name": mention.name}) if found else _unknown(db, mention)


def _mention(words: str) -> Mention:
    """Name, region and country as they are typed, apart."""
    name, *more = [part.strip() for part in words.split(",") if part.strip()] or [words.strip() or "?"]
    asked = wanted(words)
    country = more.pop() if more and asked.country else None
    return Mention(name=name, country=country, region=more[-1] if more else None)


def _named(db: Database, words: str) -> Town | Asked:
    mention = _mention(words)
    try:
        known = [run(db, resolve_town(words))]
    except AmbiguousTownError as several:
        known = [str(town["id"]) for town in several.towns]
    except NotFoundError:
        known = []
    here = [_here(row) for row in entries.towns(db, known).values()]
    if known == [words] and here:
        return here[0]
    identity = _identity(db, mention)
    meant = _decided(db, identity)
    sure = meant is not None and (identity.code == PERSON or not _DOUBTS & set(identity.flags))
    if meant and sure and (not here or identity.code == PERSON or [meant.id] == [one.id for one in here]):
        return replace(meant, said={**meant.said, "name": mention.name})
    if len(here) == 1 and meant is None and not identity.flags:
        return here[0]  # only this knowledge base knows it
    offered = _distinct([*here, *([meant] if meant else []), *_places(db, mention)])
    return Asked("ambiguous", tuple(offered[:MOST])) if offered else _unknown(db, mention)


def _identity(db: Database, mention: Mention) -> IdentityContent:
    found = Mentions()
    found.add("by-hand", mention)
    made = decide(found, decisions_in_force(db), gazetteer=gazetteer())
    return next(one.content for one in made.statements if isinstance(one.content, IdentityContent))


def _decided(db: Database, identity: IdentityContent) -> Town | None:
    """The town that was decided on, where there is one in the gazetteer or in the knowledge base."""
    place = gazetteer().place(identity.geonames) if identity.geonames else None
    id_ = entries.id_of_key(db, identity.city)
    if id_ and (place or identity.code == PERSON):
        return _here(entries.towns(db, [id_])[id_])
    return _there(place) if place else None


def _by_id(db: Database, id_: str) -> Town | None:
    try:
        known = run(db, resolve_town(id_))
    except (AmbiguousTownError, NotFoundError):
        known = None
    row = entries.towns(db, [known]).get(known) if known else None
    if row:
        return _here(row)
    place = gazetteer().place(int(id_[2:])) if re.fullmatch(r"gn\d{1,9}", id_) else None
    return _there(place) if place else None


def _here(row: Mapping[str, Any]) -> Town:
    """A town of the knowledge base."""
    said: dict[str, Any] = {"name": row["name"], "country": row["country"], "geonames": row["geonames"]}
    if not row["geonames"]:
        said = dict(row["mention"])  # as its sources write it, so that it is understood as it was then
    facts = {name: row[name] for name in ("name", "region", "country", "population", "id", "geonames", "lat", "lon")}
    return Town(**facts, said={name: value for name, value in said.items() if value is not None})


def _there(place: Place) -> Town:
    """A town that only the gazetteer knows so far."""
    said = {"name": place.name, "country": place.country, "geonames": place.geonames}
    return Town(place.name, place.region, place.country, place.population or None, None, place.geonames,
                place.lat, place.lon, said)  # fmt: skip


def _own(mention: Mention) -> Town:
    """A town that neither knows, as it is typed."""
    said = mention.model_dump(exclude_none=True)
    return Town(mention.name, mention.region, mention.country, None, None, None, None, None, said)


def _unknown(db: Database, mention: Mention) -> Asked:
    try:
        run(db, resolve_town(", ".join(filter(None, (mention.name, mention.region, mention.country)))))
        near = []
    except (AmbiguousTownError, NotFoundError) as error:
        rows = error.towns if isinstance(error, AmbiguousTownError) else error.nearest
        near = [_here(row) for row in entries.towns(db, [str(one["id"]) for one in rows]).values()]
    return Asked("unknown", (*near[:5], _own(mention)))


def _places(db: Database, mention: Mention) -> list[Town]:
    """The places of the gazetteer that bear the name, in the country and region typed, the largest first."""
    places = gazetteer()
    codes = places.countries(mention.country)[0] if mention.country else frozenset()
    rows = dict.fromkeys(places.canonical(row) for row, _ in places.rows_named(compact(fold(mention.name))))
    fits = [row for row in rows if not codes or places.country_of(row) in codes]
    if mention.region:
        region = compact(fold(mention.region))
        fits = [row for row in fits if region in places.region_keys(row)] or fits
    own = compact(fold(mention.name))
    fits.sort(key=lambda row: (compact(fold(places.name(row))) != own, -places.people[row]))
    found = [_there(places.place_at(row)) for row in fits[:MOST]]
    known = {f"gn{town.geonames}": entries.id_of_key(db, f"gn{town.geonames}") for town in found}
    return [replace(town, id=known[f"gn{town.geonames}"]) for town in found]


def _distinct(towns: Iterable[Town]) -> list[Town]:
    found: dict[int | str | None, Town] = {}
    for town in towns:
        found.setdefault(town.geonames or town.id, town)
    return list(found.values())
