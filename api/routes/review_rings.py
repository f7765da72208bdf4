"""The page `/review/rings`: groups of towns that look like rings, and the forms by which a curator decides them."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response

from api.keys import Writing
from api.routes.review import Query_, Short, back, decided, review_view
from api.state import Running, State
from graph.database import run
from graph.suggested_rings import SuggestedRing, accept, refuse, suggest

router = APIRouter(include_in_schema=False)
SHOWN = 10
_SECONDS = 60
Id = Annotated[str, Query(max_length=300)]


@router.get("/review/rings")
async def review_rings_page(
    request: Request,
    state: Running,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    done: Annotated[str, Query(max_length=40)] = "",
    ring: Id = "",
    wrong: bool = False,
) -> Response:
    """Suggested rings, the surest first; `done` is the load of the last decision, `ring` what was accepted by it."""
    found = await _kept(request, state)
    return await review_view(
        request,
        state,
        "review_rings.html",
        rings=[_told(one) for one in found[offset : offset + SHOWN]],
        total=len(found),
        offset=offset,
        shown=SHOWN,
        done=await decided(state, done),
        ring=ring,
        wrong=wrong,
    )


async def _kept(request: Request, state: State) -> list[dict[str, Any]]:
    """All suggestions, computed once for each version of the data."""
    found: list[dict[str, Any]] = orjson.loads(
        await state.keep("suggested", lambda: _suggested(state), await state.version(request))
    )
    return found


async def _chosen(request: Request, state: State, id_: str) -> SuggestedRing | str:
    """The suggestion of an id as the page showed it; the id itself where it is not among those."""
    found = (one for one in await _kept(request, state) if one["id"] == id_)
    return next((SuggestedRing.model_validate(one) for one in found), id_)


async def _suggested(state: State) -> list[dict[str, Any]]:
    """In a thread of its own, for it computes for seconds on many towns."""
    found = await asyncio.to_thread(run, state.store.db, suggest(), timeout=_SECONDS)
    return [one.model_dump(mode="json") for one in found]


def _told(one: dict[str, Any]) -> dict[str, Any]:
    """A suggestion with its missing pairs as towns, and how many pairs it could have."""
    towns = {member["id"]: member for member in one["members"]}
    missing = [[towns[id_] for id_ in pair] for pair in one["missing"]]
    return one | {"missing": missing, "pairs": one["size"] * (one["size"] - 1) // 2}


@router.post("/review/rings/accept")
async def accept_ring(
    request: Request,
    state: Running,
    _: Writing,
    suggestion: Short,
    name: Short = "",
    unsure: Short = "",
    query: Query_ = "",
) -> Response:
    """Make a suggested ring a ring; `unsure` takes the unsure towns too."""
    ring = await _chosen(request, state, suggestion)
    made = await asyncio.to_thread(accept, state.store.db, ring, name=name or None, unsure=bool(unsure))
    return back(query, of="rings", done=made.load, ring=made.ring)


@router.post("/review/rings/refuse")
async def refuse_ring(
    request: Request, state: Running, _: Writing, suggestion: Short, why: Short = "", query: Query_ = ""
) -> Response:
    """Never suggest this group again."""
    ring = await _chosen(request, state, suggestion)
    load = await asyncio.to_thread(refuse, state.store.db, ring, why=why or None)
    return back(query, of="rings", done=load)
