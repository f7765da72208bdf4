"""Charts as files: bare drawings for our pages, and SVG, PDF, PNG and CSV to take away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response

from api.charting import MEDIA, Format, chart_file, chart_of, chart_read
from api.given import given_values
from api.headers import cached
from api.language import language_of
from api.pages import public_url, unchanged
from api.state import State, state_of
from graph.errors import NotReadyError
from graph.questions.parameters import this_year
from graph.texts import Language
from viz.charts.base import Answers
from viz.charts.onpage import shown
from viz.charts.registry import Declared, chart
from viz.charts.shape import Screen

router = APIRouter(include_in_schema=False)


@router.get("/charts/{name}.{suffix}")
async def chart_to_take(
    request: Request, name: str, suffix: Format, screen: Annotated[Screen | None, Query()] = None
) -> Response:
    """A chart: for print with title and sources, with `screen=wide` or `narrow` the drawing alone."""
    state, declared = state_of(request), chart(name)
    if found := await unchanged(request, state):
        return found
    language, version = language_of(request), await state.version(request)
    asked = given_values(request, but=("screen",))
    read = await chart_answer(request, state, declared, asked, cited=screen is None and suffix != "csv")
    key = (await state.stamp(request), language, date.today(), "chart-file", str(request.url))
    kept = state.recall(key)
    if kept is None or read["data_version"] != version:
        public = public_url(request, state)
        async with state.drawing.turn():
            made = await state.to_its_end(
                chart_file, declared, read, suffix, language, public=public, screen=screen if suffix == "svg" else None
            )
        kept = (made, "")
        if read["data_version"] == version:
            state.remember(key, kept)
    headers = cached(await state.etag(request)) if read["data_version"] == version else {"Cache-Control": "no-store"}
    if screen is None:
        headers["Content-Disposition"] = f'attachment; filename="citynet-{name}.{suffix}"'
    return Response(kept[0], 200, headers, MEDIA[suffix])


async def chart_answer(
    request: Request, state: State, declared: Declared, given: Mapping[str, Any], *, cited: bool = False
) -> dict[str, Any]:
    """What a chart shows, read once for each version of the data as long as there is room for it.

    Raises as `ask` does, `NotReadyError` where a figure of the whole network is being computed.
    """
    stamp, language = await state.stamp(request), language_of(request)
    asked = orjson.dumps(dict(given), option=orjson.OPT_SORT_KEYS)
    key = (stamp, language, this_year(), "chart", declared.name, asked, cited)
    kept = state.recall(key)
    if kept is not None:
        found: dict[str, Any] = orjson.loads(kept[0])
        return found
    reading = chart_read(
        declared, given, language, measured=lambda job: state.measuring.measured(job, stamp.data), cited=cited
    )
    read = await state.read(reading, version=stamp)
    if read["data_version"] == stamp.data:
        state.remember(key, (orjson.dumps(read), ""))
    return read


def on_page(
    name: str,
    answers: Answers,
    language: Language,
    *,
    town: Mapping[str, Any] | None = None,
    country: str | None = None,
) -> dict[str, Any] | None:
    """A chart for a page that has read its rows already; None where there is nothing to draw."""
    declared = chart(name)
    parameters = {"city": town["id"]} if town else {"country": country} if country else {}
    read = {"answers": answers, "parameters": parameters, "town": town["name"] if town else ""}
    made = chart_of(declared, read, language)
    return shown(declared, made, parameters, language) if made.plot else None


async def charts_on_page(
    request: Request, state: State, names: Iterable[str], given: Mapping[str, Any]
) -> dict[str, dict[str, Any] | None]:
    """Charts for a page by name; None for those whose figures are being computed."""
    found: dict[str, dict[str, Any] | None] = {}
    language = language_of(request)
    for name in names:
        declared = chart(name)
        try:
            read = await chart_answer(request, state, declared, given)
        except NotReadyError:
            found[name] = None
        else:
            found[name] = shown(declared, chart_of(declared, read, language), read["parameters"], language)
    return found
