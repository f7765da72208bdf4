"""The page `/review/rings`: suggested rings with their evidence, accepted, refused, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations

import httpx
import pytest

from graph.database import Address, Database
from graph.model import AnyContent, LinkContent, Mention, TownContent
from graph.statements.facts import facts
from tests.api.pages import Page
from tests.api.serving import KEY, serving_with_key
from tests.conftest import Filled
from tests.graph.statements.writing import load

TOWNS = {"Arles": "FR", "Bern": "CH", "Cork": "IE", "Dessau": "DE", "Evora": "PT", "Faro": "ES"}
MISSING = ("Arles", "Bern")


def six_towns(db: Database) -> None:
    """A flat list of six towns of six countries, all linked to each other but for two."""
    mentions = {name: Mention(name=name, country=country) for name, country in TOWNS.items()}
    said: list[AnyContent] = [TownContent(town=mention) for mention in mentions.values()]
    pairs = [pair for pair in combinations(TOWNS, 2) if pair != MISSING]
    load(db, "list", [*said, *(LinkContent(a=mentions[a], b=mentions[b]) for a, b in pairs)])


@pytest.fixture
def flat_ring(kb: Database) -> Database:
    """The six towns, to be made a ring."""
    six_towns(kb)
    return kb


@pytest.fixture
def undecided(filled: Filled, database: Database) -> Database:
    """The same for tests that decide nothing."""
    filled(six_towns)
    return database


@contextmanager
def logged_in(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60, follow_redirects=True) as opened:
        opened.headers["Origin"] = address
        opened.post("/review/login", data={"key": KEY, "of": "rings"})
        yield opened


@pytest.fixture
def curated(flat_ring: Database, neo4j_address: Address) -> Iterator[httpx.Client]:
    """Asks an application in which a key allows to write, logged in."""
    with serving_with_key(flat_ring, neo4j_address) as address, logged_in(address) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(database: Database, neo4j_address: Address) -> Iterator[str]:
    """Where such an application is for all tests that decide nothing."""
    with serving_with_key(database, neo4j_address) as found:
        yield found


@pytest.fixture
def refusing(undecided: Database, address: str) -> Iterator[httpx.Client]:
    """Asks it what changes nothing, logged in."""
    with logged_in(address) as opened:
        yield opened


def hidden(page: Page, name: str) -> str:
    return next(str(found["value"]) for tag, found in page.tags if tag == "input" and found.get("name") == name)


def listed(client: httpx.Client) -> Page:
    return Page(client.get("/review/rings?lang=en").text)


def test_a_group_is_shown_with_its_towns_and_what_speaks_for_it(undecided: Database, readable: httpx.Client) -> None:
    page = listed(readable)
    assert all(town in page.text for town in TOWNS)
    assert "14 of 15 pairs are listed" in page.text
    assert "Missing pairs Arles – Bern" in page.text
    assert not [found for tag, found in page.tags if tag == "form" and found.get("method") == "post"]
    assert "CITYNET_API_KEY" in page.text


def test_the_list_is_one_click_from_the_towns_to_review(refusing: httpx.Client) -> None:
    assert "/review/rings" in Page(refusing.get("/review").text).links
    assert "/review?lang=en" in Page(refusing.get("/about?lang=en").text).links


def test_an_accepted_group_is_a_ring_and_can_be_taken_back(flat_ring: Database, curated: httpx.Client) -> None:
    before = list(facts(flat_ring))
    form = {"suggestion": hidden(listed(curated), "suggestion"), "name": "Kranz", "query": "lang=en"}
    page = Page(curated.post("/review/rings/accept", data=form).text)
    assert ("Accepted as a ring" in page.text, "/rings/kranz?lang=en" in page.links) == (True, True)
    assert {one["name"] for one in curated.get("/api/rings/kranz").json()["members"]} == set(TOWNS)
    assert "No group of towns" in page.text
    undone = Page(
        curated.post("/review/undo", data={"load": hidden(page, "load"), "of": "rings", "query": "lang=en"}).text
    )
    assert ("Taken back" in undone.text, "14 of 15 pairs" in undone.text) == (True, True)
    assert list(facts(flat_ring)) == before


def test_a_refused_group_is_not_suggested_again(curated: httpx.Client) -> None:
    form = {"suggestion": hidden(listed(curated), "suggestion"), "why": "only friends", "query": "lang=en"}
    page = Page(curated.post("/review/rings/refuse", data=form).text)
    assert ("Turned down" in page.text, "No group of towns" in page.text) == (True, True)


@pytest.mark.parametrize("path", ["/review/rings/accept", "/review/rings/refuse"])
def test_nobody_decides_without_the_key(undecided: Database, refusing: httpx.Client, path: str) -> None:
    form = {"suggestion": hidden(listed(refusing), "suggestion")}
    before = list(facts(undecided))
    refusing.cookies.clear()
    assert (refusing.post(path, data=form).status_code, list(facts(undecided)) == before) == (401, True)


@pytest.mark.parametrize("path", ["/review/rings/accept", "/review/rings/refuse"])
def test_a_group_that_is_not_suggested_is_told(refusing: httpx.Client, path: str) -> None:
    assert refusing.post(path, data={"suggestion": "ring-0"}).status_code == 404
