"""A curator at work in a real Chromium: deciding by keys, taking back, going on to the next names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr

import loaders
from api.app import create_app
from api.routes.review import SHOWN
from graph.database import Address, Database
from graph.settings import settings
from graph.store import Store
from tests.api.serving import serving
from tests.browser.crawling import DESK, KEY, PHONE, Crawl

pytestmark = pytest.mark.browser
OPEN = SHOWN + 2


@pytest.fixture
def site(kb: Database, neo4j_address: Address, tmp_path: Path) -> Iterator[str]:
    """Where an application is served in which names are open that several towns have, the first with most links."""
    names = ("Springfield", "Clinton", "Franklin", "Madison", "Georgetown", "Salem", "Greenville")
    rows = [f"{name},United States,{other},France" for at, name in enumerate(names) for other in FRENCH[at:]]
    assert len(names) == OPEN
    file = tmp_path / "links.csv"
    file.write_text("\n".join(("city_a,country_a,city_b,country_b", *rows)) + "\n", "utf-8")
    loaders.load(file, db=kb)
    config = settings().model_copy(update={"api_key": SecretStr(KEY)})
    with serving(create_app(config, store=Store(kb, neo4j_address, private=True))) as address:
        yield address


FRENCH = ("Lyon", "Dijon", "Rennes", "Nantes", "Lille", "Nancy", "Angers")


@pytest.fixture
def curator(chromium: Browser, site: str) -> Iterator[Page]:
    crawl = Crawl(chromium, site)
    crawl.page.set_viewport_size(DESK)  # type: ignore[arg-type]
    crawl.log_in()
    yield crawl.page
    crawl.close()


def test_keys_decide_take_back_and_go_on(curator: Page) -> None:
    names = curator.locator("article.review h2 q")
    expect(names).to_have_count(SHOWN)
    first, second = names.all_inner_texts()[:2]
    curator.keyboard.press("1")
    expect(curator.locator("#done")).to_contain_text(first)
    expect(names.first).to_have_text(second)
    expect(curator.locator("article.review").first).to_be_focused()
    curator.keyboard.press("u")
    expect(names.first).to_have_text(first)
    expect(curator.locator("#done").get_by_role("button")).to_have_count(0)


def test_keys_decide_nothing_while_the_focus_is_elsewhere(curator: Page) -> None:
    shown = curator.locator("article.review h2 q").all_inner_texts()
    curator.get_by_role("button", name="Log out").focus()
    curator.keyboard.press("1")
    curator.evaluate("document.activeElement.blur()")
    curator.keyboard.press("1")
    curator.reload()
    assert curator.locator("article.review h2 q").all_inner_texts() == shown


def test_the_key_for_the_next_name_leads_to_the_next_page_and_back(curator: Page) -> None:
    for _ in range(SHOWN):
        curator.keyboard.press("s")
    curator.wait_for_url(f"**offset={SHOWN}*")
    expect(curator.locator("article.review")).to_have_count(OPEN - SHOWN)
    curator.keyboard.press("p")
    curator.wait_for_url("**offset=0*")


def test_the_page_is_short(curator: Page) -> None:
    for screen, screens in ((PHONE, 10), (DESK, 5)):
        curator.set_viewport_size(screen)  # type: ignore[arg-type]
        assert curator.evaluate("document.documentElement.scrollHeight") <= screens * screen["height"], screen
