"""The HTTP application: opened with its knowledge base, closed with it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from api import openapi, problems
from api.gate import Gate
from api.givenup import GivenUp
from api.headers import HeadAsGet, Secure
from api.kept import KeptFiles
from api.limits import BodyLimit, Pace
from api.measuring import Measuring
from api.routes import (
    add,
    add_files,
    calendars,
    charts,
    data,
    docs,
    figures,
    files,
    lands,
    loads,
    maps,
    pictures,
    questions,
    reconcile,
    reports,
    review,
    review_rings,
    timeline,
    web,
    who,
)
from api.state import State
from api.warming import warm
from api.watching import Metrics, Watching
from graph.database import ReadGateway
from graph.measures.kept import Kept
from graph.settings import Settings, settings
from graph.store import Store, open_store
from graph.version import program_version

_DESCRIPTION = """City networks: town partnerships, rings, and what towns do together, each fact with its source.

Every question is declared once; its parameters and rows are listed by `/api/questions`. Dates are ISO strings as
precise as known, distances in km. Errors are `application/problem+json`.
"""


_ROUTERS = (
    data.router,
    web.router,
    questions.router,
    timeline.router,
    lands.router,
    figures.router,
    who.router,
    calendars.router,
    docs.router,
    maps.router,
    charts.router,
    pictures.router,
    review.router,
    review_rings.router,
    reports.router,
    add_files.router,
    add.router,
    loads.router,
    reconcile.router,
    files.router,
)
"""In the order in which a path is looked for."""


def create_app(config: Settings | None = None, *, store: Store | None = None, published: str | None = None) -> FastAPI:
    """The application. With `store` it uses an open knowledge base and leaves it open, else it opens its own.

    `published` is for making a site of files out of its pages: the address where that will be, or nothing.
    """
    config = config or settings()

    app = FastAPI(
        title="citynet",
        version=program_version(),
        description=_DESCRIPTION,
        lifespan=_opened(config, store),
        docs_url=None,
        redoc_url=None,
    )
    app.state.gate = Gate(config)
    app.state.metrics = metrics = Metrics()
    app.state.loading = asyncio.Lock()
    app.state.kept = KeptFiles()
    app.state.published = published
    app.state.reporting = Pace(most=5, most_of_all=100, seconds=600)
    problems.install(app)
    app.add_middleware(BodyLimit, most=config.max_body)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=4)
    app.add_middleware(GivenUp)
    app.add_middleware(Secure)
    app.add_middleware(Watching, metrics=metrics)
    app.add_middleware(HeadAsGet)
    for router in _ROUTERS:
        app.include_router(router)
    openapi.install(app)
    return app


def _opened(config: Settings, store: Store | None) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """What the application holds open for as long as it serves."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with ExitStack() as stack:
            opened = (
                store
                if store is not None
                else await asyncio.to_thread(stack.enter_context, open_store(config, keep=True))
            )
            stack.callback(app.state.kept.close)
            metrics: Metrics = app.state.metrics
            gateway = ReadGateway(
                opened.address,
                timeout=config.question_timeout,
                at_once=config.at_once,
                after=opened.db.seen,
                timed=metrics.database.observe,
            )
            measuring = Measuring(opened.db, Kept(config.home))
            app.state.citynet = State(config, opened, gateway, measuring)
            metrics.tell_of(app.state.citynet)
            warming = asyncio.create_task(warm(app.state.citynet) if app.state.published is None else asyncio.sleep(0))
            try:
                yield
            finally:
                warming.cancel()
                await asyncio.wait([warming])
                await asyncio.to_thread(measuring.close)
                await gateway.close()
                gc.unfreeze()  # what warming laid aside

    return lifespan
