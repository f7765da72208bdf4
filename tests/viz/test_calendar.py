"""Calendars, read back with the library that writes them and with another one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
import vobject

from graph.texts import LANGUAGES, text
from tests.viz.samples import HOSTILE
from viz.calendar import calendar, entries_of

Row = dict[str, Any]
CHANGED = datetime(2026, 11, 22, 15, 6, 54, tzinfo=UTC)
SOURCE = {"id": "s", "title": "Zeitung, Ort; Tag", "url": None}
INJECTION = "Fest\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:x,y;z\\n\rATTENDEE:mailto:a@b.example\x00\x1b\u2028"


def event(**more: Any) -> Row:
    plain = {"id": "fest", "title": "Fest", "kind": "celebration", "status": "held", "begin": "2021-01-28", "end": None}
    return plain | {"place": None, "inferred": [], "sources": [SOURCE]} | more


def anniversary(**more: Any) -> Row:
    towns = [{"id": "gn1", "name": "Anna", "country": "DE"}, {"id": "gn2", "name": "Berta", "country": "FR"}]
    plain = {"what": "link", "id": "gn1|gn2", "name": "Anna – Berta", "towns": towns, "ring": None, "years": 40}
    said = {"kind": "friendship", "since": "1988-04-13", "on": "2028-04-13", "inferred": [], "sources": [SOURCE]}
    return plain | said | more


def written(rows: list[Row], question: str = "events", public_url: str = "https://net.example/") -> bytes:
    entries = entries_of(question, rows, "en")
    return calendar("Name", entries, language="en", public_url=public_url, changed=CHANGED)


def read(rows: list[Row], question: str = "events") -> list[Any]:
    """The entries as the library's parser reads them, and no other parts."""
    parsed = icalendar.Calendar.from_ical(written(rows, question))
    assert [one.name for one in parsed.subcomponents] == ["VEVENT"] * len(parsed.subcomponents)
    assert not parsed.errors
    return list(parsed.walk("VEVENT"))


def test_a_day_is_a_whole_day() -> None:
    (one,) = read([event()])
    assert (one["DTSTART"].dt, one["DTEND"].dt) == (date(2021, 1, 28), date(2021, 1, 29))
    assert one["SUMMARY"] == "Fest"


def test_the_end_of_an_entry_is_the_day_behind_its_last() -> None:
    (one,) = read([event(begin="2022-12-30", end="2023-01-02")])
    assert (one["DTSTART"].dt, one["DTEND"].dt) == (date(2022, 12, 30), date(2023, 1, 3))


@pytest.mark.parametrize(
    ("begin", "end", "last"),
    [
        ("2024-02", None, date(2024, 3, 1)),
        ("2023-02", "2023-03", date(2023, 4, 1)),
        ("2023-12", None, date(2024, 1, 1)),
    ],
)
def test_a_month_is_the_whole_month_and_says_so(begin: str, end: str | None, last: date) -> None:
    (one,) = read([event(begin=begin, end=end)])
    assert (one["DTSTART"].dt.day, one["DTEND"].dt) == (1, last)
    assert one["SUMMARY"] == "Fest (day not known)"


def test_a_year_is_a_note_at_its_beginning_that_says_so() -> None:
    (one,) = read([event(begin="2027", end="2028")])
    assert (one["DTSTART"].dt, one["DTEND"].dt) == (date(2027, 1, 1), date(2027, 1, 2))
    assert one["SUMMARY"] == "Fest (some time in 2027; day not known)"


def test_what_has_no_date_has_no_entry() -> None:
    assert read([event(begin=None)]) == []


def test_where_only_the_end_is_known_that_is_the_day() -> None:
    (one,) = read([event(begin=None, end="2021-05-03")])
    assert one["DTSTART"].dt == date(2021, 5, 3)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("held", "CONFIRMED"),
        ("announced", "TENTATIVE"),
        ("proposed", "TENTATIVE"),
        ("replaced", "CANCELLED"),
        ("cancelled", "CANCELLED"),
        (None, None),
    ],
)
def test_the_status_is_the_one_of_the_standard(status: str | None, said: str | None) -> None:
    (one,) = read([event(status=status)])
    assert one.get("STATUS") == said


def test_what_was_not_held_says_so_in_its_title() -> None:
    (one,) = read([event(status="announced")])
    assert one["SUMMARY"] == "Fest (announced)"


def test_a_date_that_was_worked_out_is_told() -> None:
    plain, inferred = read([event(), event(id="lauf", inferred=["begin"])])
    said = text("calendar.inferred", "en")
    assert said in inferred["DESCRIPTION"]
    assert said not in plain["DESCRIPTION"]


def test_no_entry_blocks_time() -> None:
    assert {one["TRANSP"] for one in read([event(), event(id="b", begin="2020")])} == {"TRANSPARENT"}


def test_an_anniversary_tells_years_kind_and_beginning() -> None:
    (one,) = read([anniversary()], "anniversaries")
    assert one["SUMMARY"] == "40 years: Anna – Berta (friendship)"
    assert one["DESCRIPTION"].split("\n") == ["Since 13 April 1988", "According to: Zeitung, Ort; Tag"]
    assert one["URL"] == "https://net.example/ask/bilateral?city=gn1&city=gn2"


def test_a_ring_leads_to_its_page() -> None:
    ring = {"id": "kranz/ä", "name": "Kranz"}
    (one,) = read([anniversary(what="ring", ring=ring, kind="ring", name="Kranz", id="kranz/ä")], "anniversaries")
    assert one["URL"] == "https://net.example/rings/kranz%2F%C3%A4"
    assert one["SUMMARY"] == "40 years: Kranz"


def test_entries_are_told_apart_by_thing_kind_and_year() -> None:
    rows = [anniversary(), anniversary(kind="partnership"), anniversary(on="2038-04-13", years=50)]
    assert len({str(one["UID"]) for one in read(rows, "anniversaries")}) == 3


def test_an_entry_keeps_its_id_when_its_texts_change() -> None:
    (one,), (other,) = read([event()]), read([event(title="Feier", status="cancelled", begin="2021-02-01")])
    assert one["UID"] == other["UID"]


def test_the_same_data_are_the_same_bytes() -> None:
    assert written([event()]) == written([event()])
    assert read([event()])[0]["DTSTAMP"].dt == CHANGED


@pytest.mark.parametrize("words", [HOSTILE, INJECTION], ids=["markup", "lines"])
def test_hostile_words_stay_the_words_of_one_entry(words: str) -> None:
    rows = [event(title=words, place=words, sources=[SOURCE | {"title": words}])]
    (one,) = read(rows)
    other = vobject.readOne(written(rows).decode()).vevent
    assert "\n" not in one["SUMMARY"]
    assert {"SUMMARY", "LOCATION", "UID"} <= set(one)
    assert "ATTENDEE" not in one
    assert (other.summary.value, other.location.value) == (one["SUMMARY"], one["LOCATION"])
    assert len(other.contents["summary"]) == 1


def test_a_hostile_id_stays_in_its_address() -> None:
    (one,) = read([event(id="a\r\nATTENDEE:x")])
    assert one["URL"] == "https://net.example/events/a%0D%0AATTENDEE%3Ax"
    assert "ATTENDEE" not in one


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_reader_reads_the_same(language: Any) -> None:
    rows = [
        event(id=str(place), title=f"Straßenfest, „{place}“; {'lang ' * 40}", begin=f"20{place:02}-05-17")
        for place in range(10, 20)
    ]
    body = calendar("Ä", entries_of("events", rows, language), language=language, public_url="", changed=None)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    other = vobject.readOne(body.decode())
    found = [(one.summary.value, one.dtstart.value, one.uid.value) for one in other.vevent_list]
    assert found == [
        (str(e["SUMMARY"]), e["DTSTART"].dt, str(e["UID"])) for e in icalendar.Calendar.from_ical(body).walk("VEVENT")
    ]
    assert len(found) == 10
