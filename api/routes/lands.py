"""The pages of countries, and the same as JSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from api.pages import read_page
from api.routes.data import read_json
from api.state import Running
from graph.countries import country_code
from graph.things.lands import countries, country

router = APIRouter()
Code = Annotated[str, Path(alias="code", max_length=100, examples=["DE"])]


@router.get("/countries", include_in_schema=False)
async def countries_page(request: Request, state: Running) -> Response:
    """All countries with what is known of their towns."""
    return await read_page(request, state, "countries.html", countries=countries())


@router.get("/countries/{code}", include_in_schema=False)
async def country_page(request: Request, state: Running, code: str) -> Response:
    """A country."""
    known = country_code(code)
    if known and known != code:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/countries/{known}{query}", 301)
    formats = (("JSON", f"/api/countries/{code}"),)
    return await read_page(request, state, "country.html", formats, land=country(code))


@router.get("/api/countries/{code}", tags=["things"])
async def api_country(request: Request, state: Running, code: Code) -> Response:
    """A country: partner countries, towns with the most links, rings, events, and how complete all this is."""
    return await read_json(request, state, country(code))
