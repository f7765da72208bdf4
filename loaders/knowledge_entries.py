"""The entries of a knowledge file, one function a section: an entry's fields in, statement contents out.

The first content is what the entry is about. Fields that a content class has are passed on to it as they are;
only what the file writes differently is handled here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graph.model import (
    AnyContent,
    AttendanceContent,
    DecisionContent,
    EventContent,
    LinkContent,
    MembershipContent,
    OrganisationContent,
    OrganisationRole,
    ParticipationContent,
    ProgrammeContent,
    RingContent,
    TopicContent,
    TopicSaid,
    TownContent,
)
from graph.statements.statement import event_id
from loaders.knowledge_book import Book, build
from loaders.values import RowError, at_field, check_pair, check_period, head_count, whole

Contents = tuple[AnyContent, ...]
Fields = dict[str, Any]


def town(raw: Fields, book: Book) -> Contents:
    """A town with other names, population, website."""
    mention, rest = book.town(raw, "towns")
    return (build(TownContent, {**rest, "town": mention}),)


def link(raw: Fields, book: Book) -> Contents:
    """A link of two towns; said of the two unless `stated: list`."""
    pair = raw.pop("towns", None)
    if not isinstance(pair, list) or len(pair) != 2:
        raise RowError("a link has two towns: [A, B]", "towns")
    (a, rest_a), (b, rest_b) = (book.town(one, f"towns.{place}") for place, one in enumerate(pair, start=1))
    _nothing_left({**rest_a, **rest_b}, "towns")
    topics, said = _topics(raw, book)
    made = build(LinkContent, {"stated": "pair", **raw, "a": a, "b": b, "topics": topics})
    try:
        check_pair(made)
    except RowError as exc:
        raise RowError(exc.reason, "towns") from exc
    check_period(made.since, made.until)
    return (made, *said)


def ring_content(raw: Mapping[str, Any]) -> RingContent:
    """What an entry says of the ring itself."""
    made = build(RingContent, _named(raw, "ring", without={"members"}))
    check_period(made.founded, made.ended, ("founded", "ended"))
    return made


def ring(raw: Fields, book: Book) -> Contents:
    """A ring with its members."""
    made = ring_content(raw)
    return (made, *(_member(made, item, book, f"members.{place}") for place, item in _list(raw, "members")))


def _member(ring: RingContent, raw: object, book: Book, at: str) -> MembershipContent:
    mention, rest = book.town(raw, at)
    member = build(MembershipContent, {**rest, "ring": ring.ring, "town": mention}, at)
    check_period(member.since, member.until, (f"{at}.since", f"{at}.until"))
    return member


def event(raw: Fields, book: Book) -> Contents:
    """An event with the towns, people, organisations and topics that belong to it."""
    towns, people = _list(raw, "towns"), _list(raw, "people")
    raw.pop("towns", None)
    raw.pop("people", None)
    topics, topics_said = _topics(raw, book)
    organisations, organisations_said = _organisations(raw, book)
    fields = _named(raw, "event", key="id") | _attendees(raw.get("attendees"), raw.get("evidence"))
    fields.pop("attendees", None)
    made = build(EventContent, {**fields, "topics": topics, "organisations": organisations})
    check_period(made.begin, made.end, ("begin", "end"))
    ref = event_id(made)
    belongs: list[AnyContent] = []
    if made.ring:
        belongs.append(book.ring(made.ring))
    if made.programme:
        belongs.append(book.programme(made.programme))
    parts = _parts("event", ref, towns, people, book)
    return (made, *belongs, *organisations_said, *topics_said, *parts)


def programme_content(raw: Mapping[str, Any], book: Book) -> tuple[ProgrammeContent, Contents]:
    """What an entry says of the programme itself, and the organisations and topics in it."""
    fields = _named(raw, "programme", without={"towns", "people"})
    topics, topics_said = _topics(fields, book)
    organisations, organisations_said = _organisations(fields, book)
    made = build(ProgrammeContent, {**fields, "topics": topics, "organisations": organisations})
    check_period(made.begin, made.end, ("begin", "end"))
    return made, (*organisations_said, *topics_said)


def programme(raw: Fields, book: Book) -> Contents:
    """An initiative or project with its towns and people."""
    made, said = programme_content(raw, book)
    belongs = (book.ring(made.ring),) if made.ring else ()
    parts = _parts("programme", made.programme, _list(raw, "towns"), _list(raw, "people"), book)
    return (made, *belongs, *said, *parts)


def organisation(raw: Fields, book: Book) -> Contents:
    """An organisation."""
    return (organisation_content(raw),)


def organisation_content(raw: Mapping[str, Any]) -> OrganisationContent:
    """What an entry says of an organisation."""
    return build(OrganisationContent, _named(raw, "organisation"))


def topic(raw: Fields, book: Book) -> Contents:
    """A topic of the vocabulary."""
    return (topic_content(raw),)


def topic_content(raw: Mapping[str, Any]) -> TopicContent:
    """What an entry says of a topic."""
    return build(TopicContent, _named(raw, "topic", key="id"))


def decision(raw: Fields, book: Book) -> Contents:
    """A curated decision: towns written like this mean that town."""
    mention, rest = book.town(raw.pop("mention", None), "mention")
    _nothing_left(rest, "mention")
    means = raw.get("means")
    if isinstance(means, str) and means.isascii() and means.isdigit():
        raw["means"] = at_field("means", whole, means)
    return (build(DecisionContent, {**raw, "mention": mention}),)


SECTIONS: dict[str, Callable[[Fields, Book], Contents]] = {
    "towns": town,
    "links": link,
    "rings": ring,
    "events": event,
    "programmes": programme,
    "organisations": organisation,
    "topics": topic,
    "decisions": decision,
}
"""The sections of a knowledge file."""

CALLED = {
    "events": ("event", "id"),
    "topics": ("topic", "id"),
    "rings": ("ring", "name"),
    "programmes": ("programme", "name"),
    "organisations": ("organisation", "name"),
}
"""What names a thing of a section: the content's field, and what an entry calls it."""


def _named(
    raw: Mapping[str, Any], own: str, *, key: str = "name", without: frozenset[str] | set[str] = frozenset()
) -> Fields:
    """The entry's fields with its `key` under the content's own name for it."""
    fields = {field: value for field, value in raw.items() if field not in without and value is not None}
    if own in fields:
        raise RowError(f"write '{key}' for '{own}'", own)
    if key in fields:
        fields[own] = fields.pop(key)
    return fields


def _list(raw: Mapping[str, Any], field: str) -> list[tuple[int, Any]]:
    value = raw.get(field)
    if value is None:
        return []
    if not isinstance(value, list):
        raise RowError("is a list: one '- …' a line", field)
    return list(enumerate(value, start=1))


def _nothing_left(rest: Mapping[str, Any], at: str) -> None:
    if rest:
        raise RowError(f"there is no field '{next(iter(rest))}' of a town here", at)


def _topics(raw: Fields, book: Book) -> tuple[list[TopicSaid], Contents]:
    """Topics are `id: the source's words` or a list of ids."""
    value = raw.pop("topics", None)
    if value is None:
        return [], ()
    if isinstance(value, list):
        value = dict.fromkeys(map(str, value))
    if not isinstance(value, Mapping):
        raise RowError("topics are 'id: the words of the source' or a list of ids", "topics")
    said = [
        build(TopicSaid, {"topic": topic, "said": _in_language(words, book)}, f"topics.{topic}")
        for topic, words in value.items()
    ]
    return said, tuple(book.topic(one.topic, f"topics.{one.topic}") for one in said)


def _in_language(words: object, book: Book) -> object:
    return {book.language: words} if isinstance(words, str) and book.language else words


def _organisations(raw: Fields, book: Book) -> tuple[list[OrganisationRole], Contents]:
    roles = [build(OrganisationRole, _fields(item, f"organisations.{place}"), f"organisations.{place}")
             for place, item in _list(raw, "organisations")]  # fmt: skip
    raw.pop("organisations", None)
    return roles, tuple(book.organisation(role.name) for role in roles)


def _fields(raw: object, at: str) -> Fields:
    if not isinstance(raw, Mapping):
        raise RowError("has fields, such as name and role", at)
    return dict(raw)


def _attendees(raw: object, evidence: object) -> Fields:
    """`40`, `about 40` or `{number, about, said}` as the event's number of people."""
    fields: Fields = {}
    if raw is not None:
        given = dict(raw) if isinstance(raw, Mapping) else {"number": raw}
        written = given.pop("number", None)
        number, roughly = (None, False) if written is None else at_field("attendees", head_count, str(written).strip())
        about = given.pop("about", None)
        fields["people"] = number
        fields["people_about"] = about if about is not None else roughly
        fields["people_said"] = given.pop("said", None)
        if given:
            raise RowError(f"there is no field '{next(iter(given))}'; write number, about, said", "attendees")
    if isinstance(evidence, Mapping):
        fields["evidence"] = {"people" if name == "attendees" else name: why for name, why in evidence.items()}
    return fields


def _parts(
    of: str, ref: str, towns: list[tuple[int, Any]], people: list[tuple[int, Any]], book: Book
) -> list[AnyContent]:
    parts: list[AnyContent] = []
    for place, item in towns:
        mention, rest = book.town(item, f"towns.{place}")
        fields = {"role": "participant", **rest, "of": of, "ref": ref, "town": mention}
        parts.append(build(ParticipationContent, fields, f"towns.{place}"))
    for place, item in people:
        parts.extend(_attendance(of, ref, _fields(item, f"people.{place}"), book, f"people.{place}"))
    return parts


def _attendance(of: str, ref: str, raw: Fields, book: Book, at: str) -> list[AnyContent]:
    fields = _named(raw, "person")
    if "town" in fields:
        fields["town"], rest = book.town(fields["town"], f"{at}.town")
        _nothing_left(rest, f"{at}.town")
    made = build(AttendanceContent, {**fields, "of": of, "ref": ref}, at)
    return [made, book.organisation(made.organisation)] if made.organisation else [made]
