"""Pictures: the page of networks, and the files to take away."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.headers import cached
from api.language import language_of
from api.pages import html, unchanged, view_of
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
