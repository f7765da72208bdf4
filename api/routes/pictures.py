"""Pictures: the page of networks, and the files to take away."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.headers import cached
from api.language import language_of
from api.pages import html, public_url, unchanged, view_of
from api.printing import MEDIA, map_file, map_read
from api.routes.data import answer
from api.state import Running, State
from graph import things
from graph.errors import UsageError
from graph.export.answer import answer_json
from graph.questions import question
from graph.questions.asking import Result, asked_about
from graph.texts import Language
from viz.graphs import graph_of
from viz.network import NetworkData, network, network_html

router = APIRouter(include_in_schema=False)


async def drawn(state: State, result: Result, language: Language) -> NetworkData:
    """The network of an answer, with the licences of its sources."""
    asked = await state.read(asked_about(result))
    data = network(graph_of(answer_json(result, language), asked, language))
    licences = await state.read(things.licences(source["id"] for source in data.sources))
    return replace(data, sources=tuple(one | {"licence": licences.get(one["id"])} for one in data.sources))


async def network_file(request: Request, state: State, result: Result, etag: str) -> Response:
    """The network of an answer as one file that works offline."""
    language = language_of(request)
    view = view_of(request, data_version=result.data_version)
    body = network_html(await drawn(state, result, language), language, view, standalone=True)
    name = f"{result.question.name}.html"
    headers = cached(etag) | {"Content-Disposition": f'attachment; filename="{name}"'}
    # The file carries its scripts in itself: it runs where it is opened, not on our pages.
    headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
    )
    return Response(body, 200, headers, "text/html; charset=utf-8")


@router.get("/map.{suffix}")
async def map_for_print(request: Request, state: Running, suffix: Literal["svg", "pdf", "png"]) -> Response:
    """What the map shows with the same parameters, as a file for print: A4, 300 dots an inch."""
    if found := await unchanged(request, state):
        return found
    raw = {name: values if len(values) > 1 else values[0] for name, values in _given(request).items()}
    read = await state.read(map_read(raw), version=await state.stamp(request))
    query = f"?{request.url.query}" if request.url.query else ""
    async with state.drawing:
        made = await asyncio.to_thread(
            map_file, read, suffix, language_of(request), f"{public_url(request, state)}/map{query}"
        )
    name = f'attachment; filename="citynet-map.{suffix}"'
    return Response(made, 200, cached(await state.etag(request)) | {"Content-Disposition": name}, MEDIA[suffix])


def _given(request: Request) -> dict[str, list[str]]:
    every = request.query_params
    return {name: values for name in every if (values := [one for one in every.getlist(name) if one])}


@router.get("/network")
async def network_page(request: Request, state: Running) -> Response:
    """The network of the answer to a question: `?question=partners&city=…`."""
    name = request.query_params.get("question")
    if not name:
        raise UsageError("say which question to draw: /network?question=partners&city=Krefeld", parameter="question")
    asked = question(name)
    if found := await unchanged(request, state):
        return found
    result = await answer(state, asked, request, rows=5_000)
    language = language_of(request)
    view = view_of(request, data_version=result.data_version)
    query = urlencode(list(result.parameters.items()), doseq=True)
    body = network_html(
        await drawn(state, result, language),
        language,
        view,
        table_url=view.href(f"/ask/{name}") + ("&" if view.lang_asked else "?") + query,
        file_url=f"/api/questions/{name}.html?{query}",
    )
    return html(body, await state.etag(request))
