"""Pictures of networks: the page, its data for expanding, and the files to take away."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.asdata import answer_formats
from api.forms import fields_of
from api.given import given_lists
from api.language import asked_language, language_of
from api.pages import html, keep, page, public_url, unchanged, view_of
from api.printing import MEDIA, network_print
from api.routes.data import answer, fresh, json
from api.state import Running, State
from graph import things
from graph.errors import UsageError
from graph.export.answer import answer_json
from graph.questions import question
from graph.questions.asking import Result, asked_about
from graph.texts import text
from graph.things.networks import with_ties
from viz.graphs import graph_of, has_graph
from viz.network import MOST_NODES, NetworkData, network, with_licences
from viz.network_page import POLICY, network_block, network_html

router = APIRouter(include_in_schema=False)

MOST_ROWS = 5_000
CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "town": {
        "ego-network": ("city", "steps"),
        "partners": ("city",),
        "communities": ("city",),
        "meets-with": ("city",),
        "city-events": ("city",),
        "similar-cities": ("city",),
        "cousin-cities": ("city",),
        "suggest-partners": ("city",),
        "near": ("city", "km", "partner_country"),
    },
    "towns": {"path": ("from", "to"), "shared-partners": ("city",), "bilateral": ("city",)},
    "groups": {
        "ring-members": ("ring",),
        "rings-overlap": ("ring",),
        "rings": ("country",),
        "country-pair": ("country", "partner_country"),
        "links": ("country", "source"),
    },
    "doings": {"programmes": ("programme",), "organisations": ("organisation",), "events": ("city", "year")},
}
"""What can be drawn, by what it is about, each with the fields that the page of networks asks for."""


async def drawn(request: Request, state: State, result: Result) -> NetworkData:
    """The network of an answer, with the licences of its sources."""
    language, stamp = language_of(request), await state.stamp(request)
    asked = await state.read(asked_about(result), version=stamp)
    result = await state.read(with_ties(result, MOST_NODES), version=stamp)
    data = await asyncio.to_thread(lambda: network(graph_of(answer_json(result, language), asked, language)))
    licences = things.licences(source["id"] for source in data.sources)
    return with_licences(data, await state.read(licences, version=stamp))


async def network_file(request: Request, state: State, result: Result, etag: str) -> Response:
    """The network of an answer as one file that works offline."""
    language = language_of(request)
    view = view_of(request, data_version=result.data_version)
    view = replace(view, path="/network", query=(("question", result.question.name), *view.query))
    body = network_html(await drawn(request, state, result), language, view, standalone=True)
    name = f"{result.question.name}.html"
    headers = fresh(result, etag, await state.version(request))
    headers |= {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": POLICY}
    # The file carries its scripts in itself: it runs where it is opened, not on our pages.
    return Response(body, 200, headers, "text/html; charset=utf-8")


async def _asked(request: Request, state: State) -> Result:
    name = request.query_params.get("question") or ""
    if not name:
        raise UsageError("say which question to draw: /network?question=partners&city=Krefeld", parameter="question")
    asked = question(name)
    if not has_graph(name):
        raise UsageError(text("network.no_picture", language_of(request), question=name), parameter="question")
    return await answer(state, asked, request, rows=MOST_ROWS)


@router.get("/network")
async def network_page(request: Request, state: Running) -> Response:
    """The network of the answer to a question: `?question=partners&city=…`; without one, what can be drawn."""
    if found := await unchanged(request, state):
        return found
    if not request.query_params.get("question"):
        formats = (("JSON", "/api/questions"),)
        return await page(request, state, "network_choose.html", formats, groups=_groups(request))
    result = await _asked(request, state)
    language = language_of(request)
    query = urlencode(list(result.parameters.items()), doseq=True)
    name = result.question.name
    spoken = f"&lang={language}" if asked_language(request) else ""
    view = view_of(request, data_version=result.data_version, formats=answer_formats(result.question, query + spoken))
    body = network_html(
        await drawn(request, state, result),
        language,
        view,
        table_url=view.href(f"/ask/{name}") + ("&" if view.lang_asked else "?") + query,
        file_url=f"/api/questions/{name}.html?{query}{spoken}",
        print_url=f"/network.pdf?question={name}&{query}{spoken}",
        choose_url=view.href("/network"),
    )
    etag = await state.etag(request)
    headers = fresh(result, etag, await state.version(request))
    if "ETag" in headers:
        await keep(request, state, body)
    return html(body, etag, headers=headers)


def _groups(request: Request) -> list[dict[str, Any]]:
    """What can be drawn, with the fields to fill in for each."""
    language = language_of(request)
    given = given_lists(request)
    groups = []
    for group, questions in CHOICES.items():
        forms = []
        for name, wanted in questions.items():
            fields = {field["name"]: field for field in fields_of(question(name), given, language)}
            forms.append(
                {
                    "name": name,
                    "title": text(f"question.{name}.title", language),
                    "description": text(f"question.{name}.description", language),
                    "fields": [fields[one] for one in wanted],
                }
            )
        groups.append({"name": group, "forms": forms})
    return groups


@router.get("/network.{suffix}")
async def network_taken(request: Request, state: Running, suffix: Literal["json", "svg", "pdf", "png"]) -> Response:
    """The same network as data, for the picture on screen, or for print: A4, 300 dots an inch."""
    if found := await unchanged(request, state):
        return found
    result = await _asked(request, state)
    language, etag = language_of(request), await state.etag(request)
    data = await drawn(request, state, result)
    view = view_of(request, data_version=result.data_version)
    headers = fresh(result, etag, await state.version(request))
    if suffix == "json":
        return json(network_block(data, language, view), **headers)
    address = f"{public_url(request, state)}/network?{request.url.query}"
    async with state.drawing.turn():
        made = await state.to_its_end(network_print, data, suffix, language, result.data_version, address)
    name = f'attachment; filename="{result.question.name}.{suffix}"'
    return Response(made, 200, headers | {"Content-Disposition": name}, MEDIA[suffix])
