"""What the files in `data/sources` say, found by source number and word."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from graph.model import (
    AnyContent,
    AttendanceContent,
    EventContent,
    LinkContent,
    ParticipationContent,
    ProgrammeContent,
)
from loaders.parsing import Said, parse

FOLDER = Path(__file__).parents[2] / "data" / "sources"
FILES = {path.name[:3]: path for path in FOLDER.glob("*.yaml")}
C = TypeVar("C", bound=AnyContent)


def rows(number: str) -> list[Said]:
    found = list(parse(FILES[number]).rows)
    assert all(isinstance(row, Said) for row in found), found
    return [row for row in found if isinstance(row, Said)]


def contents(number: str, kind: type[C]) -> list[C]:
    return [one for row in rows(number) for one in row.contents if isinstance(one, kind)]


def event(number: str, word: str) -> EventContent:
    """The one event of a source with this word in its German title."""
    found = [one for one in contents(number, EventContent) if word in one.title["de"]]
    assert len(found) == 1, [one.title for one in found]
    return found[0]


def programme(number: str, word: str) -> ProgrammeContent:
    found = {one.programme: one for one in contents(number, ProgrammeContent) if word in one.programme}
    assert len(found) == 1, list(found)
    return next(iter(found.values()))


def towns(number: str, ref: str | None) -> set[tuple[str, str]]:
    return {(one.town.name, one.role) for one in contents(number, ParticipationContent) if one.ref == ref}


def people(number: str, ref: str | None) -> dict[str, AttendanceContent]:
    return {one.person: one for one in contents(number, AttendanceContent) if one.ref == ref}


def organisations(thing: EventContent | ProgrammeContent) -> set[tuple[str, str]]:
    return {(one.name, one.role) for one in thing.organisations}


def topics(thing: EventContent | ProgrammeContent | LinkContent) -> set[str]:
    return {one.topic for one in thing.topics}


def pairs(links: Iterable[LinkContent]) -> set[tuple[str, str | None, str, str | None]]:
    return {(link.a.name, link.a.country, link.b.name, link.b.country) for link in links}
