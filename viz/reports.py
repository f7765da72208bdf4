"""Where a report of an error leads: to the page of the thing, and to the places where it is put right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from viz.pages import View

_PAGES = {"city": "cities", "ring": "rings", "event": "events", "source": "sources", "link": "cities",
          "membership": "cities"}  # fmt: skip


def thing_page(view: View, of: str, id_: str) -> str:
    """The address of the page that a report is about."""
    if of == "answer":
        return id_ if id_.startswith("/ask/") else view.href("/ask")
    return view.to(_PAGES[of], id_.partition("|")[0]) if of in _PAGES and id_ else view.href("/")


def mended_at(view: View, report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Where a curator puts right what a report is about: (key of the label, address), what fits best first."""
    a, _, b = str(report["thing"]).partition("|")
    link = ("report.to_link", view.href("/add/link", city_a=a, city_b=b or None))
    town = [("report.to_town", view.href("/review", text=str(report["about"])[:100]))]
    ways = {
        "link": [link, ("report.to_merge", view.href("/add/merge", keep=a, gone=b))],
        "membership": [("report.to_membership", view.href("/add/membership", city=a, ring=b))],
        "city": [link, ("report.to_merge", view.href("/add/merge", keep=a)), *town],
        "ring": [("report.to_membership", view.href("/add/membership", ring=a))],
        "event": [("report.to_event", view.href("/add/event", event=a))],
    }
    return ways.get(str(report["of"]), [("report.to_loads", view.href("/add/loads"))])
