"""One statement: what one source says about one thing, with an id that follows from source and content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from graph.model import (
    AnyContent,
    AttendanceContent,
    Content,
    DecisionContent,
    EventContent,
    IdentityContent,
    LinkContent,
    MembershipContent,
    Mention,
    MergeContent,
    OrganisationContent,
    ParticipationContent,
    ProgrammeContent,
    RefusalContent,
    RingContent,
    SourceContent,
    TopicContent,
    TownContent,
)
from graph.names import fold, short_hash, slug

CityOf = Callable[[str], str]
"""From a mention's key to the key of the city it means."""

GAZETTEER = "geonames"
"""Source id of what GeoNames says of its own records."""

CURATOR = "citynet-curator"
"""Source of what a person decided: which town is meant, `merge`, `split`, rings accepted or refused."""

_MASK = (1 << 128) - 1

CURATOR_SOURCE = SourceContent(title="Decisions of the people who run this knowledge base")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement ready to be written. `a` and `b` are the keys of the mentions in it."""

    id: str
    source: str
    content: AnyContent
    json: bytes
    a: str | None = None
    b: str | None = None


def statement(source: str, content: AnyContent) -> Statement:
    """The statement that `source` makes with `content`; a link's two towns are put in a fixed order."""
    keys = [mention_key(source, mention) for mention in mentions_of(content)]
    if isinstance(content, LinkContent) and keys[0] > keys[1]:
        keys.reverse()
        content = content.model_copy(update={"a": content.b, "b": content.a})
    json = canonical(content)
    return Statement(statement_id(source, json), source, content, json, *keys)


def statement_id(source: str, json: bytes) -> str:
    """The id that follows from a source and its content as canonical JSON."""
    return hashlib.blake2b(source.encode() + b"\0" + json, digest_size=16).hexdigest()


def version_of(total: int) -> str:
    """The data version: the sum of the ids, as numbers, of all statements in force; their order does not matter."""
    return f"{total & _MASK:x}"


def canonical(content: AnyContent | Mention) -> bytes:
    """The content as JSON with sorted keys and without empty fields: equal contents give equal bytes."""
    said = content.model_dump(mode="json", exclude_defaults=True)
    if not isinstance(content, Mention):
        said["type"] = content.type
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


@lru_cache(maxsize=65_536)
def mention_key(source: str, mention: Mention) -> str:
    """The key of a mention: the same writing in the same source is the same mention."""
    return hashlib.blake2b(source.encode() + b"\0" + canonical(mention), digest_size=12).hexdigest()


def mentions_of(content: AnyContent) -> tuple[Mention, ...]:
    """The towns that a statement mentions, in the order of its fields. An identity is about a mention, it has none."""
    # By type and not by class, which pydantic's classes are slow to tell: it is asked for each mention of each row.
    if content.type == "link":
        return (content.a, content.b)
    if content.type in ("town", "membership", "participation"):
        return (content.town,)
    if content.type == "attendance":
        return (content.town,) if content.town else ()
    if content.type == "source":
        return (content.speaks_for,) if content.speaks_for else ()
    return ()


def subject_of(made: Statement, city_of: CityOf) -> str:
    """The thing a statement is about: `type:key`, with the cities that its mentions mean now."""
    content = made.content
    match content:
        case LinkContent():
            first, second = sorted((city_of(made.a or ""), city_of(made.b or "")))
            return f"link:{first}|{second}"
        case TownContent():
            key = f"gn{content.town.geonames}" if made.source == GAZETTEER else city_of(made.a or "")
            return f"city:{key}"
        case MembershipContent():
            return f"member:{slug(content.ring)}|{city_of(made.a or '')}"
        case ParticipationContent():
            return f"part:{content.of}:{slug(content.ref)}|{city_of(made.a or '')}|{content.role}"
        case AttendanceContent():
            return f"attend:{content.of}:{slug(content.ref)}|{person_id(content, city_of(made.a) if made.a else '')}"
        case IdentityContent():
            return f"mention:{mention_key(made.source, content.mention)}"
        case SourceContent():
            return f"source:{made.source}"
        case DecisionContent():
            return f"decision:{short_hash(canonical(content.mention).decode() + (content.of_source or ''), 24)}"
        case MergeContent():
            return f"merge:{content.gone}"
        case RefusalContent():
            return f"refusal:{short_hash('|'.join(sorted(content.towns)), 24)}"
        case _:
            return _thing(content)


def _thing(content: Content) -> str:
    match content:
        case RingContent():
            return f"ring:{slug(content.ring)}"
        case EventContent():
            return f"event:{event_id(content)}"
        case ProgrammeContent():
            return f"programme:{slug(content.programme)}"
        case OrganisationContent():
            return f"organisation:{slug(content.organisation)}"
        case TopicContent():
            return f"topic:{slug(content.topic)}"
    raise TypeError(f"no subject for {type(content).__name__}")


def event_id(content: EventContent) -> str:
    """An event's id: the one its file gives, else from folded title, begin and place.

    Both are made the same way as whatever refers to the event is read.
    """
    if content.event:
        return slug(content.event)
    title = content.title.get("und") or content.title.get("de") or content.title.get("en") or ""
    return slug(" ".join(filter(None, (title, content.begin, content.place))))


def person_id(content: AttendanceContent, city: str) -> str:
    """A person's id: by name, office and town."""
    office: Mapping[Any, str] = content.office or {}
    said = office.get("de") or office.get("und") or office.get("en") or ""
    return f"{slug(content.person)}-{short_hash(f'{fold(said)}|{city}')}"
