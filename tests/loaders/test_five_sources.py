"""What holds for all five sources in `data/sources`."""

from __future__ import annotations

import re

import pytest

from graph.model import AttendanceContent, EventContent, ParticipationContent, ProgrammeContent
from tests.loaders.said import FILES, contents, rows


def test_there_are_five_files() -> None:
    assert sorted(FILES) == ["000", "001", "002", "003", "004"]


@pytest.mark.parametrize("number", ["001", "002", "003"])
def test_sources_without_a_date_have_none(number: str) -> None:
    source = rows(number)[0].source
    assert (source.date, source.url) == (None, None)


def test_no_person_is_stored_but_those_of_the_table() -> None:
    named = {one.person for number in FILES for one in contents(number, AttendanceContent)}
    assert named == {
        "Alexander Hetjes", "Eileen Keller", "Bénédicte King", "Frank Meyer", "Stephan Keller", "Sven Schulze",
        "Mischa Kuball", "Franz-Josef Lersch-Mense", "Ullrich Sierau", "Marc Jan Eumann",
    }  # fmt: skip
    for path in FILES.values():
        text = path.read_text(encoding="utf-8")
        assert "@" not in text
        assert not re.search(r"\+\d|\d{3,}[ /-]\d{3,}", text)


def test_everything_referred_to_is_said_too() -> None:
    for number in FILES:
        events = {one.event for one in contents(number, EventContent)}
        programmes = {one.programme for one in contents(number, ProgrammeContent)}
        for part in [*contents(number, ParticipationContent), *contents(number, AttendanceContent)]:
            assert part.ref in (events if part.of == "event" else programmes)
        for one in contents(number, EventContent):
            assert {*one.replaces, *one.follows, *([one.part_of] if one.part_of else [])} <= events
