"""The map: its page, and the files to take away, for print and for the screen."""

from __future__ import annotations

import asyncio
from typing import Literal

import orjson
from fastapi import APIRouter, Request, Response

from api.given import given_values
from api.headers import cached
from api.language import language_of
from api.mapdata import kept_cards, kept_map, map_credits
from api.pages import page, public_url, unchanged, view_of
from api.printing import MEDIA, map_file, map_read
from api.state import Running
from graph.questions import QUESTIONS
from viz.graphs import has_graph
from viz.mapfile import POLICY, map_page_file

router = APIRouter(include_in_schema=False)


@router.get("/map")
async def map_page(request: Request, state: Running) -> Response:
    """The map."""
    if found := await unchanged(request, state):
        return found
    sources, more = await map_credits(state, await state.version(request))
    return await page(
        request,
        state,
        "map.html",
        (("JSON", "/api/map"),),
        sources=sources,
        more_sources=more,
        map_files=True,
        networks=[name for name in QUESTIONS if has_graph(name)],
    )


@router.get("/map.html")
async def map_alone(request: Request, state: Running) -> Response:
    """The map as one file that works without a network, with all its data; it begins with the state asked for."""
    if found := await unchanged(request, state):
        return found
    version = await state.version(request)
    data = await kept_map(state, version)
    sources, more = await map_credits(state, version)
    view = view_of(request, data_version=version)
    made = await asyncio.to_thread(
        map_page_file,
        orjson.loads(data),
        language_of(request),
        view,
        query=request.url.query,
        sources=sources,
        more=more,
    )
    headers = cached(await state.etag(request)) | {"Content-Disposition": 'attachment; filename="citynet-map.html"'}
    return Response(made, 200, headers | {"Content-Security-Policy": POLICY}, "text/html; charset=utf-8")


@router.get("/map.{suffix}")
async def map_for_print(request: Request, state: Running, suffix: Literal["svg", "pdf", "png"]) -> Response:
    """What the map shows with the same parameters, as a file for print: A4, 300 dots an inch."""
    if found := await unchanged(request, state):
        return found
    read = await state.read(map_read(given_values(request)), version=await state.stamp(request))
    query = f"?{request.url.query}" if request.url.query else ""
    address = f"{public_url(request, state)}/map{query}"
    async with state.drawing.turn():
        made = await state.to_its_end(map_file, read, suffix, language_of(request), address)
    name = f'attachment; filename="citynet-map.{suffix}"'
    return Response(made, 200, cached(await state.etag(request)) | {"Content-Disposition": name}, MEDIA[suffix])


@router.get("/preview.{suffix}")
async def preview(request: Request, state: Running, suffix: Literal["png", "webp"]) -> Response:
    """The map as a small picture: as PNG with a title, for where a link is shared; as WebP without, for a page."""
    if found := await unchanged(request, state):
        return found
    asked, stamp = given_values(request), await state.stamp(request)
    (card,) = await kept_cards(state, asked, suffix, [language_of(request)], stamp)
    return Response(card, 200, cached(await state.etag(request)), f"image/{suffix}")
