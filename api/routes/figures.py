"""The page of the network as a whole, for quoting."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.language import language_of
from api.mapdata import map_credits
from api.pages import html, unchanged, view_of
from api.problems import not_ready
from api.routes.charts import charts_on_page
from api.routes.data import fresh
from api.state import Running, State
from graph.errors import NotReadyError
from graph.questions import QUESTIONS
from graph.questions.asking import Result, ask
from viz.figures import KONECT, values_of
from viz.pages import render

router = APIRouter(include_in_schema=False)
_ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "figures": ("network-figures", {}),
    "listed": ("network-figures", {"rings": False}),
    "distances": ("distances", {}),
    "lands": ("country-assortativity", {"limit": 13}),
    "communities": ("communities", {"limit": 8}),
    "betweenness": ("top-cities", {"by": "betweenness", "limit": 10}),
}
"""The parts of the page, the slowest last: by what question and parameters."""

_CHARTS = ("degrees", "distances", "foundings", "growth", "top-towns", "country-matrix", "events")


@router.get("/figures")
async def figures(request: Request, state: Running) -> Response:
    """What the network is: its figures with definition, data version, caveats and data."""
    if found := await unchanged(request, state):
        return found
    lang, version = language_of(request), await state.version(request)
    parts = {name: await _part(request, state, *asked) for name, asked in _ASKED.items()}
    view = view_of(request, data_version=version, formats=(("CSV", "/api/questions/network-figures.csv"),))
    charts = await charts_on_page(request, state, _CHARTS, {})
    sources, more = await map_credits(state, version)
    body = render(
        "figures.html", lang=lang, view=view, konect=KONECT, charts=charts, credits=sources, more_credits=more,
        **_shown(parts),
    )  # fmt: skip
    if any(part is None for part in (*parts.values(), *charts.values())):
        return html(body, "", 503 if parts["figures"] is None else 200, not_ready(NotReadyError()))
    etag = await state.etag(request)
    old = next((part for part in parts.values() if part and part.data_version != version), parts["figures"])
    return html(body, etag, 200, fresh(old, etag, version) if old else None)


async def _part(request: Request, state: State, name: str, parameters: dict[str, Any]) -> Result | None:
    """The answer to a question; None while it is being computed."""
    stamp = await state.stamp(request)
    asking = ask(
        QUESTIONS[name],
        parameters,
        language=language_of(request),
        measured=lambda job: state.measuring.measured(job, stamp.data),
    )
    try:
        return await state.read(asking, version=stamp)
    except NotReadyError:
        return None


def _shown(parts: dict[str, Result | None]) -> dict[str, Any]:
    rows = {name: part.rows if part else None for name, part in parts.items()}
    versions = {name: part.data_version if part else None for name, part in parts.items()}
    return {
        "parts": rows,
        "versions": versions,
        "figures": values_of(rows["figures"] or []),
        "listed": values_of(rows["listed"] or []),
        "far": values_of(rows["distances"] or []),
    }
