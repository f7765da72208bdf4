"""What pages say of their thing in the words of schema.org."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.viz import samples
from viz.linked import linked
from viz.pages import View, render

VIEW = View(path="/events/e", public_url="https://netz.example")
EVENT: dict[str, Any] = {
    "id": "e", "title": {"de": "Treffen", "en": "Meeting"}, "status": "held", "begin": "2025-05-20", "end": None,
    "mode": "in person", "place": "Hildesheim", "towns": [], "organisations": [], "evidence": {},
}  # fmt: skip
PAGES = ("home.html", "about.html", "city.html", "ring.html", "event.html", "organisation.html", "person.html",
         "source.html", "country.html")  # fmt: skip


def said(template: str) -> dict[str, Any]:
    page = render(template, lang="de", view=VIEW, **samples.PAGES[template])
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    read: dict[str, Any] = json.loads(found)
    return read


@pytest.mark.parametrize("template", PAGES)
def test_a_page_says_what_it_is_about(template: str) -> None:
    assert {"@context", "@type", "name", "url"} <= said(template).keys()


def test_a_town_has_its_place_and_its_german_name() -> None:
    town = {"id": "gn3164603", "name": "Venice", "country": "IT", "lat": 45.4, "lon": 12.3, "geonames": 3164603,
            "wikidata": "Q641", "names": ["Venice", "Venezia", "Venedig"]}  # fmt: skip
    found = linked("city", town, "de", VIEW)
    assert found is not None
    assert found["name"] == "Venedig"
    assert found["geo"] == {"@type": "GeoCoordinates", "latitude": 45.4, "longitude": 12.3}
    assert found["sameAs"] == ["https://sws.geonames.org/3164603/", "https://www.wikidata.org/entity/Q641"]


def test_an_event_says_its_day_and_that_it_is_held_in_person() -> None:
    found = linked("event", EVENT, "en", VIEW)
    assert found is not None
    assert (found["name"], found["startDate"]) == ("Meeting", "2025-05-20")
    assert found["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"


def test_an_inferred_day_is_not_said() -> None:
    found = linked("event", EVENT | {"evidence": {"begin": "from the next one"}}, "en", VIEW)
    assert found is not None
    assert "startDate" not in found


def test_an_event_that_is_only_proposed_is_none_for_machines() -> None:
    assert linked("event", EVENT | {"status": "proposed"}, "en", VIEW) is None


def test_a_name_cannot_end_the_block() -> None:
    hostile = "</script><script>alert(1)</script>"
    city = samples.PAGES["city.html"]["city"] | {"name": hostile}
    page = render("city.html", lang="de", view=VIEW, **samples.PAGES["city.html"] | {"city": city})
    assert "<script>alert" not in page


def test_towns_that_left_a_ring_are_no_members_of_it() -> None:
    member = {"id": "gn1", "name": "Spa", "country": "BE", "status": None, "until": None}
    ring = {"id": "r", "name": "Ring", "founded": None, "ended": None, "evidence": {},
            "members": [member, member | {"name": "Left", "until": "2001"},
                        member | {"name": "Ended", "status": "ended"}]}  # fmt: skip
    found = linked("ring", ring, "en", VIEW)
    assert found is not None
    assert [one["name"] for one in found["member"]] == ["Spa"]
