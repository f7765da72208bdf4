"""Calendars as a calendar program gets them from the running application."""

from __future__ import annotations

import re
from typing import Any

import icalendar
import pytest
import vobject
from httpx import Client, Response

from graph.database import Database
from tests.api.commands import citynet

FEEDS = ["/events.ics", "/events.ics?city=Krefeld", "/anniversaries.ics?round=every&from_year=2000&to_year=2060"]


def entries(answer: Response) -> list[Any]:
    assert answer.status_code == 200, answer.text
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


@pytest.mark.parametrize("feed", FEEDS)
def test_two_readers_find_the_same_entries(client: Client, feed: str) -> None:
    answer = client.get(feed)
    found = entries(answer)
    other = vobject.readOne(answer.text).vevent_list
    assert [(str(one["UID"]), str(one["SUMMARY"])) for one in found] == [
        (one.uid.value, one.summary.value) for one in other
    ]
    assert len({str(one["UID"]) for one in found}) == len(found) > 0


@pytest.mark.parametrize("feed", FEEDS)
def test_a_calendar_that_is_known_is_not_sent_again(client: Client, feed: str) -> None:
    first = client.get(feed)
    again = client.get(feed, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_calendar_says_what_it_is(client: Client) -> None:
    answer = client.get("/anniversaries.ics?city=Bad+Homburg")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Link"] == '</ask/anniversaries?city=Bad+Homburg>; rel="alternate"; type="text/html"'


def test_two_languages_are_two_versions(client: Client) -> None:
    german, english = (client.get(f"/events.ics?lang={one}") for one in ("de", "en"))
    assert german.headers["ETag"] != english.headers["ETag"]
    assert str(icalendar.Calendar.from_ical(german.content)["NAME"]) == "Veranstaltungen"
    assert {one["UID"] for one in entries(german)} == {one["UID"] for one in entries(english)}


def test_the_calendar_of_all_events_has_those_with_a_date(client: Client) -> None:
    cypher = client.get("/events").text
    ids = set(re.findall(r'href="/events/([^"?]+)', cypher))
    dated = [one for one in ids if (said := client.get(f"/api/events/{one}").json())["begin"] or said["end"]]
    assert {str(one["URL"]).rpartition("/")[2] for one in entries(client.get("/events.ics"))} == set(dated)


def test_a_calendar_has_the_rows_of_its_question(client: Client) -> None:
    asked = {"from_year": 2000, "to_year": 2060, "round": "every"}
    rows = client.get("/api/questions/anniversaries", params=asked).json()["rows"]
    found = entries(client.get("/anniversaries.ics", params=asked))
    assert len(found) == len(rows)
    assert found == entries(client.get("/api/questions/anniversaries.ics", params=asked))


def test_a_wrong_parameter_is_named(client: Client) -> None:
    answer = client.get("/anniversaries.ics?cit=Krefeld")
    assert (answer.status_code, answer.json()["parameter"]) == (422, "cit")


def test_a_question_without_dates_has_no_calendar(client: Client) -> None:
    assert client.get("/api/questions/partners.ics?city=Krefeld").status_code == 404


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        ("/events", {"/events.ics"}),
        ("/cities/gn2953436", {"/events.ics?city=gn2953436", "/anniversaries.ics?city=gn2953436"}),
        ("/ask/anniversaries?city=Bad+Homburg", {"/anniversaries.ics?city=Bad+Homburg"}),
    ],
)
def test_pages_lead_to_their_calendars(client: Client, page: str, feeds: set[str]) -> None:
    links = re.findall(r'href="webcal://[^/"]+([^"]+)"', client.get(page).text)
    found = {link.replace("&amp;", "&") for link in links}
    assert {re.sub(r"[?&]lang=\w\w$", "", one) for one in found} == feeds
    assert all(client.get(one).status_code == 200 for one in found)


def test_a_command_writes_a_calendar(sample_kb: Database, capfd: pytest.CaptureFixture[str]) -> None:
    ran = citynet(capfd, "ask", "city-events", "--city", "Krefeld", "--format", "ics")
    assert len(icalendar.Calendar.from_ical(ran.out).walk("VEVENT")) == 4
