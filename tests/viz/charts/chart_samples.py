"""Rows as questions give them, of which charts are made."""

from __future__ import annotations

from typing import Any

from viz.charts.base import Asked, Chart
from viz.charts.registry import CHARTS

YEAR = 2026


def year(when: str | None, founded: int, ended: int = 0, standing: int | None = None) -> dict[str, Any]:
    return {"what": "link", "year": when, "last": when, "founded": founded, "ended": ended, "standing": standing}


def partner(name: str, country: str | None, since: str | None = None, *, bilateral: bool = True) -> dict[str, Any]:
    return {"id": name, "name": name, "country": country, "since": since, "until": None, "bilateral": bilateral}


def event(
    begin: str | None, status: str | None = "held", title: str = "A meeting", end: str | None = None
) -> dict[str, Any]:
    return {"id": title, "title": title, "begin": begin, "end": end, "status": status}


def cell(a: str, b: str, pairs: int, via: int = 0) -> dict[str, Any]:
    return {"country": a, "partner_country": b, "pairs": pairs, "bilateral": pairs - via, "via_ring": via}


def land(country: str | None, pairs: int, via: int = 0) -> dict[str, Any]:
    return {"part": "country", "country": country, "pairs": pairs, "bilateral": pairs - via, "via_ring": via}


def town(name: str, value: int, country: str | None = "DE") -> dict[str, Any]:
    return {"id": name, "name": name, "country": country, "value": value, "degree": value}


HISTORY = [year("1958", 2, 0, 2), year("1963", 5, 1, 6), year("1991", 3, 0, 9), year("2026", 0, 0, 9), year(None, 30)]
BANDS = [(0, 50, 4), (50, 100, 1), (100, 250, 5)]
ANSWERS: dict[str, dict[str, list[dict[str, Any]]]] = {
    "foundings": {"history": HISTORY},
    "growth": {"history": HISTORY},
    "events": {"events": [event("2021-05"), event("2022-01-09", "announced"), event("2022"), event(None)]},
    "country-matrix": {"matrix": [cell("DE", "FR", 9, 2), cell("DE", "DE", 4), cell("FR", "PL", 3)]},
    "degrees": {
        "degrees": [
            {"degree": degree, "towns": towns, "share": towns / 20, "at_least": 0, "share_at_least": 0}
            for degree, towns in ((1, 12), (2, 5), (7, 2), (31, 1))
        ]
    },
    "distances": {
        "distances": [
            {"figure": "pairs", "value": 12, "from_km": None, "to_km": None, "share": None},
            {"figure": "pairs_without_place", "value": 2, "from_km": None, "to_km": None, "share": None},
            {"figure": "median", "value": 87.4, "from_km": None, "to_km": None, "share": None},
            *({"figure": "band", "value": n, "from_km": a, "to_km": b, "share": n / 10} for a, b, n in BANDS),
        ]
    },
    "top-towns": {"towns": [town("Aa", 1200), town("Bb", 7, "FR"), town("Cc", 7, None)]},
    "country-partners": {"profile": [land("FR", 1200, 40), land("DE", 30), land(None, 2)]},
    "town-countries": {
        "partners": [partner("Chur", "CH", bilateral=False), partner("Lyon", "FR"), partner("Metz", "FR", "1960")]
    },
    "town-timeline": {
        "partners": [partner("Metz", "FR", "1960-04"), partner("Chur", "CH", "1971", bilateral=False),
                     partner("Lyon", "FR")],
        "events": [event("2022-10-17", "announced"), event(None, title="Undated")],
    },
}  # fmt: skip
"""Rows for each chart of the registry."""


def made(name: str, answers: Any = None, **asked: Any) -> Chart:
    """A chart of the rows, or of those above."""
    given = Asked(
        **({"language": "en", "this_year": YEAR, "town": "Krefeld" if name.startswith("town-") else ""} | asked)
    )
    return CHARTS[name].make(ANSWERS[name] if answers is None else answers, given)
