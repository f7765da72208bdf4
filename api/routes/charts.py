"""Charts as files: bare drawings for our pages, and SVG, PDF, PNG and CSV to take away."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response

from api.charting import MEDIA, Format, chart_file, chart_read
from api.headers import cached
from api.language import language_of
from api.pages import public_url, unchanged
from api.state import State, state_of
from graph.questions.parameters import this_year
from viz.charts.registry import Declared, chart
from viz.charts.shape import Screen

router = APIRouter(include_in_schema=False)
_OURS = frozenset({"lang", "screen", "embed", "theme"})


@router.get("/charts/{name}.{suffix}")
async def chart_to_take(
    request: Request, name: str, suffix: Format, screen: Annotated[Screen | None, Query()] = None
) -> Response:
    """A chart: for print with title and sources, with `screen=wide` or `narrow` the drawing alone."""
    state, declared = state_of(request), chart(name)
    if found := await unchanged(request, state):
        return found
    language, version = language_of(request), await state.version(request)
    read = await chart_answer(request, state, declared, _given(request))
    key = (await state.stamp(request), language, date.today(), "chart-file", str(request.url))
    kept = state.answers.get(key)
    if kept is None or read["data_version"] != version:
        public = public_url(request, state)
        async with state.drawing:
            made = await asyncio.to_thread(
                chart_file, declared, read, suffix, language, public=public, screen=screen if suffix == "svg" else None
            )
        kept = (made, "")
        if read["data_version"] == version:
            state.remember(key, kept)
    headers = cached(await state.etag(request)) if read["data_version"] == version else {"Cache-Control": "no-store"}
    if screen is None:
        headers["Content-Disposition"] = f'attachment; filename="citynet-{name}.{suffix}"'
    return Response(kept[0], 200, headers, MEDIA[suffix])


def _given(request: Request) -> dict[str, Any]:
    every = request.query_params
    named = {name: [one for one in every.getlist(name) if one] for name in every if name not in _OURS}
    return {name: values if len(values) > 1 else values[0] for name, values in named.items() if values}


async def chart_answer(request: Request, state: State, declared: Declared, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a chart shows, read once for each version of the data as long as there is room for it."""
    stamp, language = await state.stamp(request), language_of(request)
    asked = orjson.dumps(dict(given), option=orjson.OPT_SORT_KEYS)
    key = (stamp, language, this_year(), "chart", declared.name, asked)
    kept = state.answers.get(key)
    if kept is not None:
        found: dict[str, Any] = orjson.loads(kept[0])
        return found
    reading = chart_read(declared, given, language, measured=lambda job: state.measuring.measured(job, stamp.data))
    read = await state.read(reading, version=stamp)
    if read["data_version"] == stamp.data:
        state.remember(key, (orjson.dumps(read), ""))
    return read
