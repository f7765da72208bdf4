"""What the map counts is what the questions answer, for the same state, on all the sample data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Browser, Page

from api.app import create_app
from graph.database import Address, Database
from graph.settings import settings
from graph.store import Store
from tests.api.serving import serving
from tests.browser.map_samples import lead, opened

pytestmark = pytest.mark.browser
State = dict[str, Any]
WHEN: list[State] = [{}, {"year": 1990}, {"year": 1990, "undated": "exclude"}, {"status": "ended"}]
TOLD = """() => {
  const {choice, data} = citynetMap;
  const ids = (things, numbers) => numbers.map((number) => things[number].id).sort();
  return choice.ties.map((tie) => [
    data.towns.id[tie.town], tie.bilateral, tie.kind, tie.status, tie.since, tie.until,
    ids(data.rings, tie.rings), ids(data.sources, tie.sources),
  ]);
}"""


@pytest.fixture(scope="module")
def site(world_kb: Database, neo4j_address: Address) -> Iterator[str]:
    with serving(create_app(settings(), store=Store(world_kb, neo4j_address, private=True))) as address:
        yield address


@pytest.fixture(scope="module")
def asked(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{site}/api/questions/", timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """The map without its picture: only numbers are looked at here."""
    made = chromium.new_page()
    made.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    opened(made, f"{site}/map?lang=en", "no_webgl")
    yield made
    made.close()


def rows(asked: httpx.Client, question: str, state: State) -> list[dict[str, Any]]:
    answer = asked.get(question, params={**state, "limit": 100_000})
    answer.raise_for_status()
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


def totals(page: Page, state: State) -> tuple[int, int]:
    lead(page, urlencode(state, doseq=True))
    found = page.evaluate("() => citynetMap.filtered.totals")
    return found["pairs"], found["bilateral"]


@pytest.mark.parametrize("state", [*WHEN, {"country": "PL"}], ids=str)
@pytest.mark.parametrize("city", ["gn2953436", "gn2925533"], ids=["Bad Homburg", "Frankfurt"])
def test_partners_are_those_of_the_question(page: Page, asked: httpx.Client, city: str, state: State) -> None:
    state = {"city": city, **state}
    lead(page, urlencode(state))
    told = ("id", "bilateral", "kind", "status", "since", "until")
    wanted = [
        [*(row[name] for name in told), *(sorted(one["id"] for one in row[name]) for name in ("rings", "sources"))]
        for row in rows(asked, "partners", state)
    ]
    assert sorted(page.evaluate(TOLD), key=str) == sorted(wanted, key=str)


@pytest.mark.parametrize("state", [{}, {"year": 1990, "region": "Hessen"}, {"bilateral": "false"}], ids=str)
def test_a_pair_of_countries_has_the_links_of_the_question(page: Page, asked: httpx.Client, state: State) -> None:
    state = {"country": "DE", "partner_country": "PL", **state}
    found = rows(asked, "country-pair", state)
    assert totals(page, state) == (len(found), sum(row["bilateral"] for row in found))


@pytest.mark.parametrize("state", [{"kind": "friendship"}], ids=str)
def test_a_country_has_the_links_of_the_question(page: Page, asked: httpx.Client, state: State) -> None:
    found = [row for row in rows(asked, "country-profile", {"country": "DE", **state}) if row["part"] == "all"]
    assert totals(page, {"country": "DE", **state}) == (found[0]["pairs"], found[0]["bilateral"])


def test_all_links_are_those_between_countries_and_those_of_towns_without_one(page: Page, asked: httpx.Client) -> None:
    found = rows(asked, "country-matrix", {})
    total, _ = totals(page, {})
    homeless = page.evaluate(
        """() => {
          const {data, filtered} = citynetMap;
          const lacks = (town) => !data.towns.country[town];
          const without = (pair) => filtered.shown[pair] && (lacks(data.a[pair]) || lacks(data.b[pair]));
          return [...filtered.shown.keys()].filter(without).length;
        }"""
    )
    assert sum(row["pairs"] for row in found) == total - homeless


def test_shared_partners_are_those_of_the_question(page: Page, asked: httpx.Client) -> None:
    towns = ["gn2953436", asked.get("partners", params={"city": "Cabourg"}).json()["parameters"]["city"]]
    lead(page, urlencode({"city": towns}, doseq=True))
    shown = page.evaluate("() => citynetMap.choice.towns.map((town) => citynetMap.data.towns.id[town])")
    assert sorted(shown) == sorted(row["id"] for row in rows(asked, "shared-partners", {"city": towns}))
    assert len(shown) == 4


def test_members_of_a_ring_are_those_of_the_question(page: Page, asked: httpx.Client) -> None:
    state = {"ring": "partnerschaftsring-bad-homburg"}
    lead(page, urlencode(state))
    shown = page.evaluate("() => citynetMap.choice.towns.map((town) => citynetMap.data.towns.id[town])")
    assert sorted(shown) == sorted(row["id"] for row in rows(asked, "ring-members", state))


@pytest.mark.parametrize("undated", ["include", "exclude"])
def test_as_many_links_are_undated_as_the_question_notes(page: Page, asked: httpx.Client, undated: str) -> None:
    state = {"country": "DE", "partner_country": "PL", "year": 1990, "undated": undated}
    totals(page, state)
    (note,) = [one for one in asked.get("country-pair", params=state).json()["notes"] if "ndated" in one]
    number = page.evaluate("() => citynetMap.filtered.undated()")
    assert f" {number} " in note


@pytest.mark.parametrize(
    "state",
    ["country=DE&partner_country=PL&year=1990&kind=partnership", "country=CZ&bilateral=true", "kind=friendship"],
)
def test_a_link_leads_to_the_answer_that_it_counts(page: Page, site: str, state: str) -> None:
    lead(page, state)
    total = page.evaluate("() => citynetMap.filtered.totals.pairs")
    address = page.locator("#map-as-table").get_attribute("href")
    answer = httpx.get(
        f"{site}{address}".replace("/ask/", "/api/questions/").replace("&lang=en", "&limit=50000"), timeout=60
    )
    assert answer.json()["row_count"] == total > 0
