"""Data of a small map, and how tests lead a page that was opened once from state to state."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.viz.samples import HOSTILE
from viz.pages import View, render

TOWNS = [
    ("hg", "Bad Homburg", "DE", 50.23, 8.62),
    ("exeter", "Exeter", "GB", 50.72, -3.53),
    ("chur", "Chur", "CH", 46.85, 9.53),
    ("cabourg", "Cabourg", "FR", 49.29, -0.11),
    ("suva", "Suva", "FJ", -18.14, 178.44),
    ("apia", "Apia", "WS", -13.83, -171.77),
    ("evil", HOSTILE, "DE", 52.5, 13.4),
    ("lublin", "Łódź", "PL", 51.76, 19.46),
]


def map_data(towns: list[tuple[Any, ...]] = TOWNS) -> dict[str, Any]:
    """Links: hg-exeter (1965), hg-evil, chur-cabourg (listed only, true of the ring), suva-apia, hg-lublin (ended)."""
    names = ("id", "name", "country", "lat", "lon")
    columns = {name: [town[place] for town in towns] for place, name in enumerate(names)}
    ring = {"id": "ring-hg", "name": "Partnerschaftsring", "kind": "ring", "founded": "1956"}
    club = {"id": "club", "name": "Ein Verbund", "kind": "association", "founded": None}
    return {
        "data_version": "1",
        "year": 2026,
        "towns": columns | {"population": [None] * len(towns), "region": [0, *[None] * (len(towns) - 1)]},
        "regions": [{"country": "DE", "name": "Hessen"}],
        "links": {
            "a": [0, 0, 0, 2, 4], "b": [1, 6, 7, 3, 5],
            "kind": ["partnership", "contact", "friendship", None, None],
            "since": ["1965", None, "1990-05", None, None], "until": [None, None, "2001", None, None],
            "status": ["active", None, "ended", None, None], "pair": [0, 0, 1, 0, 0],
            "sources": [0, 1, 1, 0, 0], "topics": {"0": [0]},
        },
        "rings": [ring, club],
        "members": {
            "ring": [0, 0, 0, 1, 1], "town": [0, 2, 3, 1, 4],
            **{name: [None] * 5 for name in ("since", "until", "status")}, "sources": [0] * 5,
        },
        "programmes": [{"id": "youth", "kind": "project", "title": {"de": "Jugendband"}, "towns": [0, 2]}],
        "events": [
            {"id": "fest", "kind": "meeting", "status": "held", "begin": "2021-09", "title": {"de": "Ringfest"},
             "at": [2], "towns": [0, 2]},
        ],
        "topics": [{"id": "youth", "name": {"de": "Jugend", "en": "youth"}}],
        "said_by": [[0], [0, 1]],
        "sources": [
            {"id": "one", "title": "Eine Quelle", "url": "https://example.org/1", "licence": "CC BY 4.0"},
            {"id": "two", "title": "=Zweite Quelle", "url": None, "licence": None},
        ],
    }  # fmt: skip


def put(site: Site, data: dict[str, Any] | None = None, path: str = "/map", **view: Any) -> str:
    """Serve a map page with its data; gives its address."""
    site.put("/api/search", json.dumps({"results": []}), "application/json")
    site.put("/api/questions/path", json.dumps({"rows": [{"towns": ["hg", "chur", "cabourg"]}]}), "application/json")
    site.put(f"/api{path}", json.dumps(data or map_data()), "application/json")
    page = render("map.html", lang="de", view=View(path="/map", **view), map_data=f"/api{path}", networks=["partners"])
    return site.put(path, page)


def opened(page: Page, address: str, state: str = "ready") -> None:
    """Open a map and wait until it has come to `state`."""
    page.set_viewport_size({"width": 900, "height": 600})  # software draws every pixel here
    page.goto(address)
    page.wait_for_selector(f"#map[data-state='{state}']", timeout=60_000)


def lead(page: Page, query: str) -> None:
    """Bring the page that is open to a state, as going back or forward would."""
    page.evaluate(
        "(query) => { history.pushState(null, '', `?${query}`); dispatchEvent(new PopStateEvent('popstate')); }", query
    )


def names(page: Page) -> list[str]:
    """The towns that the panel lists, in its order."""
    return page.locator("#map-panel .entries").first.locator("li > button:not(.plus)").all_text_contents()
