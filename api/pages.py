"""What pages know of their request, and how one is answered."""

from __future__ import annotations

from datetime import date

from fastapi import Request, Response

from api.headers import cached, matches, not_modified
from api.language import asked_language, language_of
from api.state import State
from graph.search import Asking
from graph.version import program_version
from viz.pages import View, render


def public_url(request: Request, state: State | None = None) -> str:
    """The address that links and embeds carry."""
    published: str | None = getattr(request.app.state, "published", None)
    if published is not None:
        return published
    config = state.config if state else getattr(getattr(request.app.state, "citynet", None), "config", None)
    said = config.public_url if config else ""
    return (said or str(request.base_url)).rstrip("/")


def view_of(request: Request, *, data_version: str, formats: tuple[tuple[str, str], ...] = ()) -> View:
    """The view of a request."""
    return View(
        path=request.url.path,
        query=tuple(request.query_params.multi_items()),
        public_url=public_url(request),
        version=program_version(),
        data_version=data_version,
        formats=formats,
        embed=request.query_params.get("embed") == "1",
        lang_asked=asked_language(request),
        date=date.today().isoformat(),
        published=getattr(request.app.state, "published", None) is not None,
    )


def html(body: str, etag: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A page with its version, or with other headers than those of a page that may be kept."""
    known = cached(etag) if status == 200 else {}
    return Response(body, status, known if headers is None else headers, "text/html; charset=utf-8")


async def page(
    request: Request, state: State, template: str, formats: tuple[tuple[str, str], ...] = (), **context: object
) -> Response:
    """Render a page for the request, and keep it."""
    view = view_of(request, data_version=await state.version(request), formats=formats)
    body = render(template, lang=language_of(request), view=view, **context)
    await keep(request, state, body)
    return html(body, await state.etag(request))


async def keep(request: Request, state: State, body: str) -> None:
    """Keep a page that only `unchanged` stood before for those who ask for it next."""
    if getattr(request.state, "the_same_for_all", False):
        state.remember(await _kept_as(request, state, await state.etag(request)), (body.encode(), ""))


async def read_page(
    request: Request, state: State, template: str, formats: tuple[tuple[str, str], ...] = (), **asked: Asking
) -> Response:
    """The page `template` with what is read for it, each by the name that the template has for it; 304 if known."""
    if found := await unchanged(request, state):
        return found
    context = {name: await state.read_for(request, asking) for name, asking in asked.items()}
    return await page(request, state, template, formats, **context)


async def unchanged(request: Request, state: State) -> Response | None:
    """304 where the caller has this version already, or the page as it was made for whoever asked before."""
    etag = await state.etag(request)
    if matches(request, etag):
        return not_modified(etag)
    request.state.the_same_for_all = True
    kept = state.recall(await _kept_as(request, state, etag))
    return html(kept[0].decode(), etag) if kept else None


async def _kept_as(request: Request, state: State, etag: str) -> tuple[str | int, ...]:
    """All that a page hangs on: its address and language, the data and acts of writing, the day, the site's address."""
    acts = (await state.stamp(request)).acts
    return ("page", str(request.url), etag, acts, public_url(request, state), date.today().isoformat())
