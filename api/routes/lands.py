"""The pages of countries, and the same as JSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from api.asdata import listed
from api.language import language_of
from api.pages import html, page, read_page, unchanged
from api.routes.charts import chart_answer, charts_on_page, on_page
from api.routes.data import read_json
from api.state import Running, State
from graph.countries import country_code
from graph.database import Row
from graph.things.lands import countries, country
from viz.charts.registry import chart

router = APIRouter()
_DATED_FOR_CHARTS = 2
"""Links whose beginning is known, from which on a country's page draws when they began."""
Code = Annotated[str, Path(alias="code", max_length=100, examples=["DE"])]


@router.get("/countries", include_in_schema=False)
async def countries_page(request: Request, state: Running) -> Response:
    """All countries with what is known of their towns."""
    return await read_page(request, state, "countries.html", listed("coverage"), countries=countries())


@router.get("/countries/{code}", include_in_schema=False)
async def country_page(request: Request, state: Running, code: Code) -> Response:
    """A country."""
    known = country_code(code)
    if known and known != code:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/countries/{known}{query}", 301)
    if found := await unchanged(request, state):
        return found
    read = await state.read_for(request, country(code))
    formats = (("JSON", f"/api/countries/{code}"),)
    charts = await _charts(request, state, read)
    request.state.the_same_for_all = False  # a chart may be of data that are older, while newer are being computed
    answer = await page(request, state, "country.html", formats, land=read, charts=list(filter(None, charts)))
    if None in charts:
        # What is being computed is missing: nobody keeps this page as that of these data.
        return html(bytes(answer.body).decode(), "", headers={"Cache-Control": "no-store"})
    return answer


async def _charts(request: Request, state: State, read: Row) -> list[Row | None]:
    """The charts of a country; None for one whose figures are being computed."""
    code, language = read["id"], language_of(request)
    partners = on_page("country-partners", {"profile": read["partners"]}, language, country=code)
    history = (await chart_answer(request, state, chart("growth"), {"country": code}))["answers"]
    dated = sum(row["founded"] for row in history["history"] if row["year"])
    names = ("foundings", "growth") if dated >= _DATED_FOR_CHARTS else ()
    over_time = [on_page(name, history, language, country=code) for name in names]
    towns = await charts_on_page(request, state, ["top-towns"], {"country": code})
    drawn = [one for one in (partners, *over_time) if one]
    return [*drawn, *(one for one in towns.values() if one is None or one["sizes"])]


@router.get("/api/countries/{code}", tags=["things"])
async def api_country(request: Request, state: Running, code: Code) -> Response:
    """A country: partner countries, towns with the most links, rings, events, and how complete all this is."""
    return await read_json(request, state, country(code))
