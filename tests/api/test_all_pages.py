"""All pages of the sample data over HTTP, in both languages: everything that has a page, and where its pages lead.

What a browser does with a page is looked at in `tests/browser/test_crawl.py`; here nothing may stand in a page that
would make it write on its console or ask another host.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlsplit

import httpx
import pytest
from pydantic import SecretStr

from api.app import create_app
from graph.database import Address, Database, run
from graph.settings import settings
from graph.store import Store
from graph.things.publishing import everything
from tests.api.pages import Page
from tests.api.serving import serving
from tests.browser.crawling import KEY
from tests.browser.kinds import PAGES, answered, spoken
from tests.browser.links import AT_ONCE, broken, few, own_address, tries
from viz.published import KINDS

pytestmark = [pytest.mark.long, pytest.mark.timeout(3 * 3600)]
OF_A_KIND = 30
"""Addresses asked for of a kind (a chart of a town, a question with a town) beside the pages of all things."""


@pytest.fixture(scope="module")
def site(world_kb: Database, neo4j_address: Address) -> Iterator[str]:
    config = settings().model_copy(update={"api_key": SecretStr(KEY)})
    with serving(create_app(config, store=Store(world_kb, neo4j_address, private=True))) as address:
        yield address


def things(world_kb: Database) -> list[str]:
    """The pages of all towns and of all other things."""
    found = run(world_kb, everything())
    ids = [("cities", town["id"]) for town in found.towns] + [(KINDS[one["type"]], one["id"]) for one in found.things]
    return [f"/{kind}/{quote(id_, safe='')}" for kind, id_ in ids]


def looked_at(client: httpx.Client, path: str) -> tuple[list[str], set[str]]:
    """What is wrong with a page, and the addresses of ours that it leads to."""
    for _ in tries():
        answer = client.get(path)
        if "retry-after" not in answer.headers:
            break
    if answer.status_code != httpx.codes.OK:
        return [f"answered {answer.status_code}"], set()
    page = Page(answer.text)
    faults = [f"has a script of its own: {one}" for one in (*page.inline_scripts, *page.handlers)]
    faults += [f"asks another host: {one}" for one in page.loaded if urlsplit(one).netloc]
    site = str(client.base_url).rstrip("/")
    own = {own_address(site, site + path, one) for one in page.links.keys() | page.loaded}
    return faults, {one for one in own if one}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_page_is_right_and_leads_nowhere_that_is_not_there(site: str, world_kb: Database, lang: str) -> None:
    paths = [spoken(path, lang) for path in dict.fromkeys([*things(world_kb), *PAGES.values(), *answered().values()])]
    faults, links = pages_looked_at(site, paths)
    for address, fault in broken(site, few(links, OF_A_KIND, but=paths), key=KEY):
        faults[links[address]].append(f"links to {address}: {fault}")
    assert faults == {}


def pages_looked_at(site: str, paths: list[str]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """What is wrong, by page, and the addresses that pages lead to, each with one of those pages."""
    faults: dict[str, list[str]] = defaultdict(list)
    links: dict[str, str] = {}
    limits = httpx.Limits(max_connections=AT_ONCE)
    with httpx.Client(base_url=site, timeout=240, limits=limits) as client, ThreadPoolExecutor(AT_ONCE) as pool:
        for path, (wrong, found) in zip(paths, pool.map(lambda one: looked_at(client, one), paths), strict=True):
            if wrong:
                faults[path] += wrong
            for address in found:
                links.setdefault(address, path)
    return faults, links
