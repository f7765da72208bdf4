"""Suggested rings of a knowledge base: listed, accepted as rings of their own, or refused for good."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Sequence
from dataclasses import dataclass

import orjson

from graph.cypher import Bound, pieces
from graph.database import Answer, Database, run
from graph.database import Row as DatabaseRow
from graph.errors import NotFoundError, UsageError
from graph.measures.rings import SMALLEST, Doubt, Suggestion, find_rings
from graph.model import (
    CityKind,
    IdentityContent,
    MembershipContent,
    Mention,
    RefusalContent,
    RingContent,
    RingKind,
)
from graph.names import slug
from graph.questions.base import Row, ThingRef, link_slots
from graph.questions.parameters import Standing, this_year
from graph.statements import loads
from graph.statements.statement import CURATOR, CURATOR_SOURCE, Statement, mention_key, statement
from graph.statements.towns import PERSON

_QUERIES = pieces("suggested_rings")
_SPELT_OUT = 6


class SuggestedMember(Row):
    """A town of a suggested ring: linked to `links` others of it, of `partners` in all; `doubt`: why it is unsure."""

    id: str
    name: str
    country: str | None
    links: int
    partners: int
    sure: bool
    doubt: Doubt | None


class KnownRing(ThingRef):
    """A ring that has `shared` of the towns already."""

    shared: int


class SuggestedRing(Row):
    """A group of towns that looks like a ring taken apart into pairs; see `graph.measures.rings.Suggestion`.

    `missing` are the pairs of its towns that no list has, by id; `size` and `density` are those of all its towns.
    """

    id: str
    kind: RingKind
    size: int
    countries: list[str]
    score: float
    density: float
    inside: float
    outside: int
    members: list[SuggestedMember]
    missing: list[list[str]]
    known: list[KnownRing]

    def chosen(self, *, unsure: bool) -> list[SuggestedMember]:
        """The members that are sure, or all."""
        return [member for member in self.members if member.sure or unsure]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of an accepted suggestion: the load that says it, and the ring."""

    load: str
    ring: str
    name: str
    members: int


def suggest(*, smallest: int = SMALLEST, at_least: float = 0.0) -> Generator[Bound, Answer, list[SuggestedRing]]:
    """Groups that look like rings in the knowledge base, the best first; see `find_rings`."""
    towns = {row["id"]: row for row in (yield _QUERIES["towns"].bind()).rows}
    standing = link_slots(Standing(), members=("m",))
    linked = _QUERIES["pairs"].fill(link=standing["link"]).bind(this_year=this_year())
    pairs = [(row["a"], row["b"]) for row in (yield linked).rows]
    in_rings = _QUERIES["known"].fill(member_m=standing["member_m"]).bind(this_year=this_year())
    known = {row["id"]: row for row in (yield in_rings).rows}
    refused = [orjson.loads(row["content"])["towns"] for row in (yield _QUERIES["refused"].bind()).rows]
    found = find_rings(
        {id_: row["country"] for id_, row in towns.items()},
        pairs,
        known={id_: row["towns"] for id_, row in known.items()},
        refused=refused,
        smallest=smallest,
        at_least=at_least,
    )
    return [_row(one, towns, known) for one in found]


def _row(found: Suggestion, towns: dict[str, DatabaseRow], known: dict[str, DatabaseRow]) -> SuggestedRing:
    members = [
        SuggestedMember(
            id=one.id,
            name=towns[one.id]["name"],
            country=one.country,
            links=one.links,
            partners=one.partners,
            sure=one.sure,
            doubt=one.doubt,
        )
        for one in found.members
    ]
    members.sort(key=lambda one: (not one.sure, one.country or "~", one.name, one.id))
    return SuggestedRing(
        id=found.id,
        kind=RingKind(found.kind),
        size=len(members),
        countries=sorted({one.country for one in members if one.country}),
        score=found.score,
        density=found.density,
        inside=found.inside,
        outside=found.outside,
        members=members,
        missing=[list(pair) for pair in found.missing],
        known=[KnownRing(id=ring, name=known[ring]["name"], shared=shared) for ring, shared in found.known],
    )


def accept(
    db: Database, suggestion: str | SuggestedRing, *, name: str | None = None, unsure: bool = False,
    smallest: int = SMALLEST,
) -> Accepted:  # fmt: skip
    """Make a suggested ring a ring, as a load of its own that can be undone; its listed pairs are via the ring then.

    `suggestion` is its id, or itself where it was computed of these very data, which saves computing all again.
    Without a `name` it is described by its towns. `unsure` takes the unsure members too. Raises `NotFoundError`
    where nothing of that id is suggested, `UsageError` where the name is taken or fewer than two members are sure.
    """
    found = suggestion if isinstance(suggestion, SuggestedRing) else _suggested(db, suggestion, smallest)
    chosen = found.chosen(unsure=unsure)
    if len(chosen) < 2:
        raise UsageError(f"of {found.id} fewer than two towns are sure; take the unsure ones too, or refuse it")
    towns = db.read(_QUERIES["members"].bind(ids=[member.id for member in chosen]))
    given = (name or "").strip()
    called = given or _described([town["name"] for town in towns])
    if db.read(_QUERIES["ring"].bind(id=slug(called))):
        raise UsageError(f"there is a ring '{called}' already; give this one another name", parameter="name")
    ring = RingContent(ring=called, named=bool(given), kind=found.kind, evidence={"kind": _evidence(found)})
    load = _begin(db, "ring", called, *(town["id"] for town in towns))
    cities: dict[str, str] = {}
    made = [statement(CURATOR, ring)]
    linked = {member.id: member.links for member in chosen}
    for town in towns:
        member = _member(called, town, f"linked to {linked[town['id']]} of the other {found.size - 1} towns")
        identity = _identity(member.town, town)
        cities[mention_key(CURATOR, member.town)] = identity.city
        made += [statement(CURATOR, identity), statement(CURATOR, member)]
    _write(db, load, made, cities)
    return Accepted(load.id, slug(called), called, len(towns))


def refuse(db: Database, suggestion: str | SuggestedRing, *, why: str | None = None, smallest: int = SMALLEST) -> str:
    """Remember that a suggested group is no ring, as a load of its own, whose id is returned.

    `suggestion` as in `accept`. It is not suggested again, nor is a group that is mostly in it. Raises `NotFoundError`.
    """
    found = suggestion if isinstance(suggestion, SuggestedRing) else _suggested(db, suggestion, smallest)
    content = RefusalContent(towns=tuple(sorted(member.id for member in found.members)), why=why)
    load = _begin(db, "refusal", *content.towns)
    _write(db, load, [statement(CURATOR, content)], {})
    return load.id


def _suggested(db: Database, wanted: str, smallest: int) -> SuggestedRing:
    found = run(db, suggest(smallest=smallest, at_least=float("-inf")), timeout=60)
    for one in found:
        if one.id == wanted:
            return one
    raise NotFoundError(f"no ring '{wanted[:100]}' is suggested; 'citynet suggest-rings' lists them with their ids")


def _described(names: Sequence[str]) -> str:
    if len(names) <= _SPELT_OUT:
        return "–".join(names)
    return f"{'–'.join(names[:3])} … ({len(names)})"


def _evidence(found: SuggestedRing) -> str:
    pairs = found.size * (found.size - 1) // 2
    return (
        f"read from listed pairs: {pairs - len(found.missing)} of {pairs} pairs of {found.size} towns in "
        f"{len(found.countries)} countries are linked; score {found.score}; a person accepted it"
    )


def _member(ring: str, town: DatabaseRow, evidence: str) -> MembershipContent:
    mention = Mention(
        name=town["name"],
        country=town["country"],
        lat=town["lat"],
        lon=town["lon"],
        geonames=town["geonames"],
    )
    return MembershipContent(ring=ring, town=mention, evidence={"ring": evidence})


def _identity(mention: Mention, town: DatabaseRow) -> IdentityContent:
    return IdentityContent(
        mention=mention,
        city=town["key"],
        geonames=town["geonames"],
        country=town["country"],
        kind=CityKind(town["kind"] or CityKind.TOWN),
        score=1.0,
        code=PERSON,
        reason="a person accepted a ring with this town",
    )


def _begin(db: Database, *what: str) -> loads.Load:
    fingerprint = hashlib.sha256("\0".join(("review", *what)).encode()).hexdigest()
    load = loads.begin(db, fingerprint, kind="review", file="", source=CURATOR)
    loads.name_sources(db, load, CURATOR, {CURATOR})
    return load


def _write(db: Database, load: loads.Load, made: list[Statement], cities: dict[str, str]) -> None:
    loads.write(db, [statement(CURATOR, CURATOR_SOURCE), *made], cities.__getitem__, load)
    loads.finish(db, load, prune=False, counts={"read": 1, "new": 1, "changed": 0, "same": 0, "rejected": 0})
