"""Sending a file from a page, the list of loads, taking one back, and making two towns one: all behind the key."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse, RedirectResponse
from pydantic import ValidationError
from starlette.background import BackgroundTask
from starlette.datastructures import UploadFile

from api.commands.mending import write_rejects
from api.entry_words import worded
from api.kept import KeptFiles
from api.keys import Writing, logged_in
from api.language import language_of, spoken
from api.problems import problem_for_page, problem_of
from api.routes.add import Loaded, keyed_view, listed_load
from api.routes.loads import LoadOptions, file_name, load_file_at
from api.routes.review import Query_, Short, back
from api.state import Running, State
from graph import entries
from graph.errors import CitynetError, DatabaseError, UsageError
from graph.statements import loads
from graph.statements.merging_towns import merge_towns
from graph.texts import text
from loaders import Report
from loaders.entry_towns import Asked, Town, read_town
from loaders.headings import KINDS
from loaders.values import RowError

router = APIRouter(include_in_schema=False)
ROWS = 200
"""Rows of a report that the page shows; the list of all is in the API's answer."""
LOADS = 100
_NO_FILE = "no file"


@router.get("/add/file")
async def file_page(request: Request, state: Running, done: Loaded = "", wrong: bool = False) -> Response:
    """The form that sends a file."""
    return await _file(request, state, {}, done=done, wrong=wrong)


@router.post("/add/file")
async def send_file(request: Request, state: Running, _: Writing) -> Response:
    """Look at a file and keep it for a while, load one that was kept, or give back the rows that were rejected."""
    kept: KeptFiles = request.app.state.kept
    # The body is read here, not as a parameter: nobody without the key may fill the disk.
    async with request.form(max_files=1, max_fields=20) as form:
        said = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        sent = form.get("file")
        try:
            options = _options(said)
            token = said.get("sent", "")
            if isinstance(sent, UploadFile) and sent.filename:
                token = await asyncio.to_thread(kept.keep, sent.file, file_name(sent.filename))
            path = kept.path(token)
            if path is None:
                raise UsageError(_NO_FILE, parameter="file")
            async with request.app.state.loading:
                report = await asyncio.to_thread(load_file_at, state.store.db, path, options)
        except DatabaseError:
            raise
        except CitynetError as error:
            return await _file(request, state, said, error=error)
    if said.get("do") == "rejects":
        return await asyncio.to_thread(_rejects, report)
    return await _file(request, state, said, report=report, done=report.load, token=token)


def _options(said: dict[str, str]) -> LoadOptions:
    raw: dict[str, Any] = {name: said[name] for name in ("as", "source", "sheet") if said.get(name)}
    raw |= {"prune": said.get("prune") == "yes", "resolve": said.get("as_written") != "yes"}
    raw["map"] = [line.strip() for line in said.get("map", "").splitlines() if line.strip()]
    try:
        return LoadOptions.model_validate(raw | {"dry_run": said.get("do") != "load"})
    except ValidationError as exc:
        first = exc.errors()[0]
        raise UsageError(f"'{first['loc'][0]}': {first['msg']}", parameter=str(first["loc"][0])) from exc


def _rejects(report: Report) -> Response:
    """The rejected rows as CSV, to be mended and sent again."""
    with ExitStack() as stack:
        path = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="citynet-")), "mend.csv")
        write_rejects([report], path)
        away = BackgroundTask(stack.pop_all().close)
    name = f"{Path(report.file).stem}-mend.csv"
    return FileResponse(path, media_type="text/csv; charset=utf-8", filename=name, background=away)


async def _file(
    request: Request,
    state: State,
    said: dict[str, str],
    *,
    report: Report | None = None,
    error: CitynetError | None = None,
    done: str = "",
    token: str = "",
    wrong: bool = False,
) -> Response:
    language = language_of(request)
    problem = problem_for_page(problem_of(error), request) if error else None
    if problem and str(error) == _NO_FILE:
        problem |= {"title": text("add.wrong.no_file", language), "detail": None, "advice": None}
    rows = [row for place, row in zip(range(ROWS), _worth_seeing(report), strict=False)] if report else []
    return await keyed_view(
        request,
        state,
        "add_file.html",
        status=error.status if error else 200,
        of="file",
        wrong=wrong,
        kinds=KINDS,
        said={name: said.get(name, "") for name in ("as", "source", "sheet", "map", "prune", "as_written")},
        token=token,
        report=report,
        rows=[row.line() | {"said": worded(row.reason, language)} for row in rows],
        problem=problem,
        done=await listed_load(state, done),
    )


def _worth_seeing(report: Report) -> Any:
    """The rows of a report, rejected ones first, then those with a flag."""
    yield from report.rejections()
    yield from (row for row in report.rows if row.outcome != "rejected" and row.flags)
    yield from (row for row in report.rows if row.outcome != "rejected" and not row.flags)


@router.get("/add/loads")
async def loads_page(
    request: Request,
    state: Running,
    done: Loaded = "",
    wrong: bool = False,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """All loads, the newest first, each with the way back."""
    found = (await asyncio.to_thread(loads.listed, state.store.db))["loads"] if logged_in(request) else []
    return await keyed_view(
        request,
        state,
        "add_loads.html",
        of="loads",
        wrong=wrong,
        loads=found[offset : offset + LOADS],
        total=len(found),
        offset=offset,
        shown=LOADS,
        done=await listed_load(state, done),
    )


@router.post("/add/undo")
async def undo(
    request: Request, state: Running, _: Writing, load: Short, query: Query_ = "", of: Short = "loads"
) -> Response:
    """Take a load back."""
    async with request.app.state.loading:
        taken = await asyncio.to_thread(loads.undo, state.store.db, load)
    return back(query, of=of, done=taken["id"])


@router.get("/add/merge")
async def merge_page(
    request: Request,
    state: Running,
    keep: Annotated[str, Query(max_length=300)] = "",
    gone: Annotated[str, Query(max_length=300)] = "",
    done: Loaded = "",
    wrong: bool = False,
) -> Response:
    """The form that makes two towns one."""
    typed = {"keep": keep, "gone": gone}
    if logged_in(request):
        found = await asyncio.to_thread(entries.towns, state.store.db, [keep, gone])
        typed = {name: _written(state, value) if value in found else value for name, value in typed.items()}
    return await _merge(request, state, typed, {}, done=done, wrong=wrong)


def _written(state: State, id_: str) -> str:
    town = read_town(state.store.db, id_)
    return town.written if isinstance(town, Town) else id_


@router.post("/add/merge")
async def merge(
    request: Request, state: Running, _: Writing, keep: Short = "", gone: Short = "", choose: Short = ""
) -> Response:
    """Make two towns one, as a load that can be taken back."""
    typed = {"keep": keep, "gone": gone}
    name, sign, written = choose.partition("=")
    if sign and name in typed:
        typed[name] = written
    read: dict[str, Any] = {name: await asyncio.to_thread(_town, state, value) for name, value in typed.items()}
    if choose or not all(isinstance(one, Town) for one in read.values()):
        return await _merge(request, state, typed, {name: one for name, one in read.items() if one is not None})
    async with request.app.state.loading:
        change = await asyncio.to_thread(merge_towns, state.store.db, read["keep"].id, read["gone"].id)
    query = urlencode([("done", change.load), *spoken(request)])
    return RedirectResponse(f"/add/merge?{query}", 303, headers={"Cache-Control": "no-store"})


def _town(state: State, typed: str) -> Town | Asked | str | None:
    """A town of the knowledge base, what it may be, or what is wrong with the text."""
    if not typed.strip():
        return "missing"
    try:
        found = read_town(state.store.db, typed)
    except RowError as exc:
        return exc.reason
    if isinstance(found, Town):
        return found if found.id else Asked("unknown", ())
    return Asked(found.why, tuple(town for town in found.towns if town.id))


async def _merge(
    request: Request, state: State, typed: dict[str, str], read: dict[str, Any], *, done: str = "", wrong: bool = False
) -> Response:
    language = language_of(request)
    faults = {name: worded(one, language) for name, one in read.items() if isinstance(one, str)}
    asked = {name: one for name, one in read.items() if isinstance(one, Asked)}
    return await keyed_view(
        request,
        state,
        "add_merge.html",
        status=422 if faults or asked else 200,
        of="merge",
        wrong=wrong,
        value=typed,
        faults=faults,
        asked=asked,
        done=await listed_load(state, done),
    )
