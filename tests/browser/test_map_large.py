"""A map of more towns than it can show says what it leaves out, and asks the server for a town that it has not."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.map_samples import map_data, opened, put

pytestmark = pytest.mark.browser


@pytest.fixture
def large_map(seen: Page, site: Site) -> Page:
    """A map that has a few of a million towns; the search knows one of the others."""
    address = put(site, map_data() | {"left_out": {"towns": 999_992, "links": 9_999_995}}, "/large")
    away = {"type": "city", "id": "away", "name": "Hinterwald", "country": "AT", "region": "Tirol", "matched": None}
    site.put("/api/search", json.dumps({"results": [away]}), "application/json")
    opened(seen, address)
    return seen


def test_it_says_how_many_towns_and_links_are_left_out(large_map: Page) -> None:
    note = large_map.locator("#map-less")
    expect(note).to_contain_text("die 8 mit den meisten Partnern und 5 Verbindungen")
    expect(note).to_contain_text("999.992 Städte und 9.999.995 Verbindungen fehlen")


def test_a_town_that_is_left_out_is_asked_of_the_server(large_map: Page) -> None:
    large_map.locator("#map-find").fill("hinterw")
    expect(large_map.locator("#map-find-suggestions li")).to_contain_text(["Hinterwald"])
    with large_map.expect_request(lambda one: one.url.endswith("/api/large?city=away")):
        large_map.locator("#map-find").press("Enter")
    large_map.wait_for_selector("#map[data-state='ready']", timeout=60_000)
    assert parse_qs(urlsplit(large_map.url).query)["city"] == ["away"]
