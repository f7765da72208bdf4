"""Each page leads to what it shows as data, which is answered as such."""

from __future__ import annotations

import httpx
import pytest

from tests.api.pages import Page
from tests.browser.kinds import DRAWN, PAGES, answered

FORMS = {"report", "nothing found"}
"""Pages that show no data."""

SHOWN = [path for kind, path in {**PAGES, **DRAWN}.items() if kind not in FORMS]
MEDIA = ("application/json", "application/x-ndjson", "text/csv", "text/calendar", "application/vnd.oai.openapi+json")


def as_data(page: str) -> list[str]:
    """The links in the foot of a page behind 'As data'."""
    _, _, behind = page.partition('<p class="formats">')
    return list(Page(behind.partition("</p>")[0]).links)


@pytest.mark.parametrize("path", SHOWN)
def test_a_page_leads_to_its_data(client: httpx.Client, path: str) -> None:
    addresses = as_data(client.get(path).text)
    assert addresses
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    assert any(answer.headers["content-type"].startswith(MEDIA) for answer in answers)


@pytest.mark.parametrize("name", ["partners", "path", "network-figures"])
def test_an_answer_leads_to_its_data(client: httpx.Client, name: str) -> None:
    addresses = as_data(client.get(answered()[name]).text)
    assert {client.get(address).json()["question"] for address in addresses[:1]} == {name}
