"""Networks of the samples as pages, and what a person does with them."""

from typing import Any

from playwright.sync_api import Page

from tests.viz.samples import ANSWER, HOMBURG
from viz.graphs import graph_of
from viz.network import network
from viz.network_page import network_html
from viz.pages import View


def picture(answer: dict[str, Any] = ANSWER, town: dict[str, Any] = HOMBURG, **how: Any) -> str:
    return network_html(network(graph_of(answer, [town], "de")), "de", View(), **how)


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("#network[data-ready]")


def find(page: Page, name: str) -> None:
    page.get_by_label("Im Netz finden").fill(name)
    page.get_by_label("Im Netz finden").press("Enter")
