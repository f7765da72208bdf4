"""Entering one fact by hand: the form of a link, a membership or an event, looked at before it is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.entry_words import worded
from api.keys import Writing, logged_in, writing_is_on
from api.language import language_of, spoken
from api.routes.review import review_view
from api.state import Running, State
from graph import entries
from graph.errors import NotFoundError
from graph.statements import loads
from graph.texts import text
from loaders.entries import KINDS, Entry, Kind, Values, look, save
from loaders.entry_known import known
from loaders.entry_towns import Asked, read_town

router = APIRouter(include_in_schema=False)
SEVERAL = 4
"""Fields for the towns that take part in an event, at least."""
_LONGEST = 5_000
_KEPT = ("source_title", "source_url", "source_date", "source_publisher")
"""What stays in the form for the next entry."""
Loaded = Annotated[str, Query(max_length=40)]


@router.get("/add")
async def add_page(request: Request, state: Running, wrong: bool = False) -> Response:
    """What can be entered."""
    return await keyed_view(request, state, "add.html", of="add", wrong=wrong)


async def keyed_view(request: Request, state: State, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page behind the key: its forms for who is logged in, else how to log in (401), or that writing is off (403)."""
    answer = await review_view(request, state, template, **context)
    if not logged_in(request):
        status = 401 if writing_is_on(state.config) else 403
    answer.status_code = status
    return answer


@router.get("/add/{kind}")
async def form_page(
    request: Request, state: Running, kind: str, done: Loaded = "", wrong: bool = False
) -> Response:  # fmt: skip
    """The form of a kind, filled in from the query; `done` is the load of the entry before."""
    chosen = _kind(kind)
    values = _given(request.query_params.multi_items(), chosen)
    if logged_in(request):
        values = await asyncio.to_thread(_prefilled, state, chosen, values, request)
    if chosen.name == "link" and not set(request.query_params) & {*chosen.fields}:
        values = {**values, "bilateral": ["yes"]}
    return await _page(request, state, Entry(chosen, values), done=done, wrong=wrong)


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise NotFoundError(f"there is no form for '{name[:50]}'", given=name[:50])
    return KINDS[name]


def _given(pairs: list[tuple[str, str]], kind: Kind) -> dict[str, list[str]]:
    """The values of the form's fields, those of other names left out."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if name in kind.fields and len(found.get(name, [])) < (60 if name == "towns" else 1):
            found.setdefault(name, []).append(value[:_LONGEST])
    return found


def _prefilled(state: State, kind: Kind, values: Values, request: Request) -> dict[str, list[str]]:
    """Towns by their ids as a text that means them, a ring by its name, an event as it is known."""
    db = state.store.db
    filled = {**values}
    for name in kind.towns:
        typed = next(iter(values.get(name, [])), "")
        row = entries.towns(db, [typed]).get(typed) if typed else None
        if row and not isinstance(town := read_town(db, typed), Asked):
            filled[name] = [town.written]
    if kind.name == "membership" and (ring := entries.known_ring(db, next(iter(values.get("ring", [])), ""))):
        filled["ring"] = [str(ring["name"])]
    if kind.name == "event" and (event := request.query_params.get("event")):
        rows = entries.known_events(db, event[:300])
        for name in ("title", "kind", "status", "begin", "end", "place"):
            if rows and rows[0][name]:
                filled[name] = [str(rows[0][name])]
    return filled


@router.post("/add/{kind}")
async def enter(request: Request, state: Running, _: Writing, kind: str) -> Response:
    """Look at what was typed; where it was seen and is good, save it."""
    chosen = _kind(kind)
    async with request.form(max_files=0, max_fields=100) as form:
        pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    said = dict(pairs)
    values = _chosen(_given(pairs, chosen), said.get("choose", ""))
    if said.get("do") == "change":
        return await _page(request, state, Entry(chosen, values))
    async with request.app.state.loading:
        entry = await asyncio.to_thread(look, state.store.db, kind, values)
        good = entry.row is not None and not entry.faults
        if good and said.get("do") == "save" and said.get("seen") == entry.digest:
            found = await asyncio.to_thread(known, state.store.db, entry)
            report = await asyncio.to_thread(save, state.store.db, entry)
            kept = [(name, entry.value(name)) for name in _KEPT if entry.value(name)]
            shown = [("shown", "/".join(found.thing))] if found.thing else []
            query = urlencode([("done", report.load), *shown, *kept, *spoken(request)])
            return RedirectResponse(f"/add/{kind}?{query}", 303, headers={"Cache-Control": "no-store"})
    return await _page(request, state, entry, status=200 if good else 422)


def _chosen(values: dict[str, list[str]], choice: str) -> dict[str, list[str]]:
    """The values with the town that was chosen for a field, `city_a=Reading, GB (gn2639577)`, in its place."""
    name, sign, written = choice.partition("=")
    if not sign:
        return values
    base, _, place = name.partition(".")
    if not place:
        return values | {base: [written]}
    several = [*values.get(base, [])]
    if place.isdigit() and int(place) < len(several):
        several[int(place)] = written
    return values | {base: several}


async def _page(
    request: Request, state: State, entry: Entry, *, status: int = 200, done: str = "", wrong: bool = False
) -> Response:
    good = entry.row is not None and not entry.faults
    language = language_of(request)
    rings = await asyncio.to_thread(entries.ring_names, state.store.db) if entry.kind.name != "link" else []
    several = [*entry.values.get("towns", [])]
    faults = {name: worded(said, language) for name, said in entry.faults.items()}
    which = {name: text(f"add.which.{one.why}", language) for name, one in entry.asked.items()}
    return await keyed_view(
        request,
        state,
        "add_fact.html",
        status=status,
        of=entry.kind.name,
        wrong=wrong,
        kind=entry.kind,
        value={name: entry.value(name) for name in entry.kind.fields},
        several=several + [""] * max(1, SEVERAL - len(several)),
        faults=faults,
        asked=entry.asked,
        summary={
            name: f"{text('add.field.' + name.partition('.')[0], language)}: {said}"
            for name, said in (faults | which).items()
        },
        entry=entry if good else None,
        known=await asyncio.to_thread(known, state.store.db, entry) if good else None,
        seen=entry.digest if good else "",
        rings=rings,
        done=await listed_load(state, done),
        shown=_shown(request.query_params.get("shown", "")),
    )


def _shown(said: str) -> tuple[str, str] | None:
    """Where what was just entered shows, as kind of page and id."""
    kind, _, id_ = said.partition("/")
    return (kind, id_) if kind in ("cities", "events") and id_ else None


async def listed_load(state: State, id_: str) -> Mapping[str, Any] | None:
    """A load of the list, or None."""
    if not id_:
        return None
    found = (await asyncio.to_thread(loads.listed, state.store.db))["loads"]
    return next((one for one in found if one["load"] == id_), None)
