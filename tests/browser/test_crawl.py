"""Every kind of page and towns drawn by lot in a real Chromium, on all the sample data.

`./test` opens each in one of the two languages, by turns; `./test --all` in both, and asks for what they lead to.

Each page is answered, has nothing on its console, asks no other host, leads nowhere that is not there, reads well in
light and dark, and is no wider than a phone or a screen on a desk.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import cycle

import httpx
import pytest
from playwright.sync_api import Browser
from pydantic import SecretStr

from api.app import create_app
from graph.database import Address, Database, run
from graph.settings import settings
from graph.store import Store
from graph.things.publishing import everything
from tests.api.serving import serving
from tests.browser.crawling import KEY, Crawl
from tests.browser.kinds import CURATED, DRAWN, EMBEDDED, MISTAKEN, PAGES, PRINTED, answered, measured

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1200)]
LANGUAGES = ["de", "en"]
SEED, FEW, MANY = 11, 30, 300
MANY_OF_A_KIND = 40


@pytest.fixture(scope="module")
def site(world_kb: Database, neo4j_address: Address) -> Iterator[str]:
    """Where the application over all the sample data is served, in which a key allows to write.

    All figures are asked for at once: one process computes them one after the other, where each alone has its own.
    """
    config = settings().model_copy(update={"api_key": SecretStr(KEY)})
    with serving(create_app(config, store=Store(world_kb, neo4j_address, private=True))) as address:
        for path in measured():
            httpx.get(address + path, timeout=120)
        yield address


@pytest.fixture
def crawl(chromium: Browser, site: str) -> Iterator[Crawl]:
    made = Crawl(chromium, site)
    yield made
    made.close()


def drawn_by_lot(world_kb: Database, count: int) -> list[str]:
    """The pages of so many towns."""
    towns = sorted(town["id"] for town in run(world_kb, everything()).towns)
    return [f"/cities/{id_}" for id_ in random.Random(SEED).sample(towns, count)]


def visit_every_kind(crawl: Crawl, world_kb: Database, *languages: str) -> None:
    """Open every kind of page and some towns, one after the other in the languages by turns."""
    turn = cycle(languages)
    for path in [*PAGES.values(), *answered().values(), *drawn_by_lot(world_kb, FEW)]:
        crawl.visit(path, next(turn))
    for path in DRAWN.values():
        crawl.visit(path, next(turn), drawn=True)
    for path, status in MISTAKEN.values():
        crawl.visit(path, next(turn), status)
    crawl.log_in()
    for path in CURATED.values():
        crawl.visit(path, next(turn))


def test_every_kind_of_page_and_towns_drawn_by_lot_are_right(crawl: Crawl, world_kb: Database) -> None:
    visit_every_kind(crawl, world_kb, *LANGUAGES)
    assert crawl.faults == {}


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGUAGES)
def test_they_are_in_each_language_and_lead_to_what_is_there(crawl: Crawl, world_kb: Database, lang: str) -> None:
    visit_every_kind(crawl, world_kb, lang)
    crawl.check_links(1, but=PRINTED)
    assert crawl.faults == {}


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_many_towns_drawn_by_lot_are_right(crawl: Crawl, world_kb: Database, lang: str) -> None:
    for path in drawn_by_lot(world_kb, MANY):
        crawl.visit(path, lang)
    crawl.check_links(MANY_OF_A_KIND)
    assert crawl.faults == {}


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_stands_in_other_pages_is_right(crawl: Crawl, lang: str) -> None:
    for path in EMBEDDED.values():
        crawl.visit(path, lang, drawn=True)
    assert crawl.faults == {}
