"""Long answers on pages: a part at a time, the way to the others, orders over the whole of it, files of all of it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.api.conftest import MANY
from tests.api.pages import Page

FOUR = "/ask/partners?city=Bad%20Homburg&lang=en&limit=4"
"""Four at a time of the nine partners that the sources name."""


def page_of(client: httpx.Client, address: str) -> Page:
    return Page(client.get(address).raise_for_status().text)


def led_to(page: Page, label: str) -> list[str]:
    return [address for address, text in page.links.items() if text.strip() == label]


def partners(page: Page) -> list[str]:
    """Ids of the towns that the rows of the answer name."""
    return [address.partition("?")[0] for address in page.links if address.startswith("/cities/")]


def followed(client: httpx.Client, address: str, label: str) -> list[Page]:
    """The page at an address, and all that a link leads to from one to the next."""
    pages = [page_of(client, address)]
    while further := led_to(pages[-1], label):
        pages.append(page_of(client, further[0]))
    return pages


def test_the_parts_add_up_to_the_whole_in_its_order(client: httpx.Client) -> None:
    whole = partners(page_of(client, FOUR.replace("limit=4", "limit=9")))
    parts = [partners(page) for page in followed(client, FOUR, "More")]
    assert [len(one) for one in parts] == [4, 4, 1]
    assert [one for part in parts for one in part] == whole


def test_the_way_back_ends_at_the_beginning(client: httpx.Client) -> None:
    back = followed(client, f"{FOUR}&offset=8", "Back")
    assert [page.text.partition(" of 9")[0].rpartition("Rows ")[2] for page in back] == ["9 to 9", "5 to 8", "1 to 4"]


def test_all_of_it_is_one_click_away(client: httpx.Client) -> None:
    (address,) = led_to(page_of(client, f"{FOUR}&offset=4"), "All 9 on one page")
    assert len(partners(page_of(client, address))) == 9


def test_a_whole_answer_has_no_parts(client: httpx.Client) -> None:
    page = page_of(client, FOUR.replace("limit=4", "limit=9"))
    assert ("nav", {"class": "parts"}) not in [(tag, {"class": found.get("class")}) for tag, found in page.tags]
    assert "9 rows" in page.text


def test_a_heading_sorts_the_whole_answer_and_begins_at_its_beginning(client: httpx.Client) -> None:
    (address,) = led_to(page_of(client, f"{FOUR}&offset=4"), "Distance")
    asked = parse_qs(urlsplit(address).query)
    nearest = client.get("/api/questions/partners", params={"city": "Bad Homburg", "sort": "distance", "limit": 4})
    assert asked == {"city": ["Bad Homburg"], "lang": ["en"], "limit": ["4"], "sort": ["distance"]}
    assert partners(page_of(client, address)) == [f"/cities/{row['id']}" for row in nearest.json()["rows"]]


def test_a_heading_that_the_server_cannot_sort_by_is_no_link(client: httpx.Client) -> None:
    page = page_of(client, FOUR)
    assert "Sources" in page.text
    assert led_to(page, "Sources") == ["/sources?lang=en"]


def test_an_order_that_is_in_force_leads_to_the_other_way_round(client: httpx.Client) -> None:
    (address,) = led_to(page_of(client, f"{FOUR}&sort=since"), "Since")
    assert parse_qs(urlsplit(address).query)["sort"] == ["-since"]


@pytest.mark.parametrize("suffix", ["csv", "ndjson"])
def test_files_are_of_the_whole_answer_whatever_part_is_shown(many: httpx.Client, suffix: str) -> None:
    page = page_of(many, "/ask/partners?city=Mitte&lang=en&offset=200")
    (address,) = {one for one in page.links if f"partners.{suffix}?" in one}
    assert many.get(address).text.count("Rand 0") + many.get(address).text.count("Rand 1") >= MANY


def test_a_page_has_two_hundred_rows_where_nobody_asks_for_more(many: httpx.Client) -> None:
    page = page_of(many, "/ask/partners?city=Mitte&lang=en")
    assert "Rows 1 to 200 of 1,100" in page.text
    assert len(partners(page)) == 200


def events(page: Page) -> list[str]:
    return [address for address in page.links if address.startswith("/events/")]


def test_the_timeline_comes_in_parts_too(client: httpx.Client) -> None:
    whole = events(page_of(client, "/events?lang=en"))
    parts = [events(page) for page in followed(client, "/events?lang=en&limit=4", "More")]
    assert len(parts) == -(-len(whole) // 4) > 1
    assert sorted(one for part in parts for one in part) == sorted(whole)


def test_the_first_part_of_the_timeline_has_the_latest(client: httpx.Client) -> None:
    assert events(page_of(client, "/events?lang=en&limit=4")) == events(page_of(client, "/events?lang=en"))[:4]


def test_files_of_the_timeline_have_all_events_whichever_part_is_seen(client: httpx.Client) -> None:
    page = page_of(client, "/events?lang=en&limit=4&offset=4")
    assert not [address for address in page.links if address.startswith("/api/") and "offset" in address]
