"""The page `/review`: what a person should look at, and the forms by which a curator decides it."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from api.keys import Writing, is_key, log_in, log_out, logged_in, refuse_foreign, writing_is_on
from api.pages import page
from api.state import Running, State
from graph.database import Row
from graph.errors import UsageError
from graph.model import CityKind
from graph.review import Flag, ReviewParameters, decision_of, review
from graph.statements import loads
from loaders.deciding import decide_mention, read_means, told_more

router = APIRouter(include_in_schema=False)
SHOWN = 5
"""Names on a page: those that are decided leave the list, and the next ones come up."""
_SAID_ONCE = ("done", "wrong", "shown")
_LISTS = {
    "": "/review",
    "rings": "/review/rings",
    "reports": "/review/reports",
    "add": "/add",
    "link": "/add/link",
    "membership": "/add/membership",
    "event": "/add/event",
    "file": "/add/file",
    "loads": "/add/loads",
    "merge": "/add/merge",
}
"""Pages that stand behind the key, by what their forms call them in `of`."""
_LATER = 1.0
"""Seconds that a wrong key waits for its answer."""

Short = Annotated[str, Form(max_length=300)]
Query_ = Annotated[str, Form(max_length=1000)]
"""The query of the page that the form stood on."""


@router.get("/review")
async def review_page(
    request: Request,
    state: Running,
    country: Annotated[str, Query(max_length=100)] = "",
    flag: Flag | str | None = None,
    text: Annotated[str, Query(max_length=200)] = "",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    done: Annotated[str, Query(max_length=40)] = "",
    wrong: bool = False,
) -> Response:
    """What is up for review, what hangs most on it first."""
    asked = _asked(country, flag, text, offset)
    found = await state.read_for(request, review(asked, counts=True))
    return await review_view(
        request,
        state,
        "review.html",
        mentions=await asyncio.to_thread(told_more, found.mentions),
        total=found.total,
        offset=offset,
        shown=SHOWN,
        countries=found.countries,
        flags=found.flags,
        asked={"country": country, "flag": asked.flag or "", "text": text},
        kinds=[str(kind) for kind in CityKind],
        done=await decided(state, done),
        wrong=wrong,
    )


async def review_view(request: Request, state: State, template: str, **context: Any) -> Response:
    """A page of what is up for review, with what its forms need; nothing of it is kept by the browser."""
    answer = await page(
        request,
        state,
        template,
        writing=writing_is_on(state.config),
        curator=logged_in(request),
        query=urlencode(_kept(request)),
        **context,
    )
    del answer.headers["ETag"]
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _asked(country: str, flag: str | None, text: str, offset: int) -> ReviewParameters:
    known: tuple[Flag, ...] = ("ambiguous", "conflict", "review", "unresolved")
    chosen = next((one for one in known if one == flag), None)
    if flag and chosen is None:
        raise UsageError(f"'{flag[:50]}' is no flag; use one of: {', '.join(known)}", parameter="flag")
    return ReviewParameters(country=country or None, flag=chosen, text=text or None, limit=SHOWN, offset=offset)


def _kept(request: Request) -> list[tuple[str, str]]:
    """The query of the list, without what was just done there."""
    once = (*_SAID_ONCE, "ring") if request.url.path.startswith("/review") else _SAID_ONCE
    return [(name, value) for name, value in request.query_params.multi_items() if name not in once]


async def decided(state: State, load: str) -> Row | None:
    """What a load of a review decided, see `graph.review.decision_of`; `None` for any other."""
    return await state.read(decision_of(load)) if load else None


@router.post("/review/decide")
async def decide(
    state: Running,
    _: Writing,
    mention: Short,
    means: Short,
    number: Short = "",
    kind: Short = "",
    why: Short = "",
    only_source: Short = "",
    query: Query_ = "",
    following: Short = "",
) -> Response:
    """Decide which town a mention means: `means` is a GeoNames id, `own`, `confirm`, or `number` for that field."""
    target = read_means(number if means == "number" else means)
    chosen = next((one for one in CityKind if one == kind), None) if target == "own" else None
    done = await asyncio.to_thread(
        decide_mention, state.store.db, mention, target, kind=chosen, why=why, only_source=bool(only_source)
    )
    return back(query, following, done=done.load)


@router.post("/review/undo")
async def undo(state: Running, _: Writing, load: Short, query: Query_ = "", of: Short = "") -> Response:
    """Take a decision back; only loads of a review, and only once."""
    found = await decided(state, load)
    if found is None:
        raise HTTPException(404, f"no decision has the load '{load[:40]}'")
    if found["state"] != "undone":
        await asyncio.to_thread(loads.undo, state.store.db, load)
    return back(query, of=of, done=load)


@router.post("/review/login")
async def login(request: Request, state: Running, key: Short, query: Query_ = "", of: Short = "") -> Response:
    """Log a curator in who has the key."""
    refuse_foreign(request)
    if not is_key(state.config, key):
        await asyncio.sleep(_LATER)
        return back(query, of=of, wrong="1")
    answer = back(query, of=of)
    log_in(request, answer)
    return answer


@router.post("/review/logout")
async def logout(request: Request, query: Query_ = "", of: Short = "") -> Response:
    """Log out."""
    refuse_foreign(request)
    answer = back(query, of=of)
    log_out(answer)
    return answer


def back(query: str, following: str = "", *, of: str = "", **added: Any) -> Response:
    """Back to the list as it was, at the mention that comes next; `of` is one of `_LISTS`."""
    pairs = [part for part in (query.lstrip("?"), urlencode(added)) if part]
    anchor = f"#m-{following}" if following.isalnum() else ""
    address = _LISTS.get(of, "/review") + (f"?{'&'.join(pairs)}" if pairs else "") + anchor
    return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
