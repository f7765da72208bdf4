"""Twinned towns (P190) straight from Wikidata: what `loaders.load` does for a file, for what its service answers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.countries import country_code
from graph.database import Database
from graph.errors import UsageError
from graph.settings import Settings, settings
from graph.store import open_store
from loaders.live.choose import choose
from loaders.live.fetch import fetch
from loaders.live.manners import Manners
from loaders.live.queries import Scope
from loaders.load import Progress, load
from loaders.report import Report

if TYPE_CHECKING:
    # Its libraries take a moment to load; who reads files only does not wait for them.
    from loaders.live.service import Service

__all__ = ["Manners", "fetch_wikidata", "load_wikidata"]

FOLDER = "wikidata"
"""Below the home: answers that are kept, and the last table of each scope."""


def load_wikidata(
    *,
    town: str | None = None,
    country: str | None = None,
    everything: bool = False,
    source: str | None = None,
    resolve: bool = True,
    dry_run: bool = False,
    prune: bool = False,
    refresh: bool = False,
    db: Database | None = None,
    progress: Progress | None = None,
    manners: Manners | None = None,
) -> Report:
    """Fetch the twinnings of a `town` (Q-id or name), of a `country` (code or name) or `everything`, and load them.

    All else is as with `loaders.load`; the table that is loaded stays below the home, so that rows of the report can
    be looked up. `refresh` asks anew for what is kept. Raises `UsageError`, `NotFoundError`, `AmbiguousTownError` for
    a town that is not known or not clear, and `ServiceError` where Wikidata does not answer; nothing is loaded then.
    """
    _check(town, country, everything)
    if prune and not everything and source is None:
        raise UsageError(
            "to prune after a part was fetched would take back all else that Wikidata said: fetch all, or give the "
            "part a source of its own (--source)",
            parameter="prune",
        )
    with ExitStack() as stack:
        opened = db or stack.enter_context(open_store()).db
        file = fetch_wikidata(
            town=town, country=country, everything=everything,
            refresh=refresh, db=opened, progress=progress, manners=manners,
        )  # fmt: skip
        options: dict[str, Any] = {"source": source, "resolve": resolve, "dry_run": dry_run, "prune": prune}
        return load(file, kind="wikidata", db=opened, progress=progress, **options)


def fetch_wikidata(
    out: Path | None = None,
    *,
    town: str | None = None,
    country: str | None = None,
    everything: bool = False,
    refresh: bool = False,
    db: Database | None = None,
    progress: Progress | None = None,
    manners: Manners | None = None,
) -> Path:
    """Fetch twinnings into a CSV file that `loaders.load` reads (else one below the home), and return its path.

    `OUT.source.yaml` beside it describes the source. The knowledge base is opened only where a town is named that it
    may know. Raises as `load_wikidata` does.
    """
    _check(town, country, everything)
    config = settings()
    with ExitStack() as stack:
        qid = None
        if town is not None:
            names = stack.enter_context(_service(config, "names", manners, refresh))
            qid = choose(town, names, _lazily(stack, db))
        scope = Scope(qid, country_code(country) or country if country else None)
        path = out or config.home / FOLDER / f"{scope.name}.csv"
        service = stack.enter_context(_service(config, scope.name, manners, refresh))
        fetch(service, scope, path, progress or (lambda *_: None))
        return path


def _check(town: str | None, country: str | None, everything: bool) -> None:
    if sum((town is not None, country is not None, everything)) != 1:
        raise UsageError("say one of three: a town, a country, or all", parameter="town")


def _service(config: Settings, name: str, manners: Manners | None, refresh: bool) -> Service:
    from loaders.live.service import Service

    return Service(config, config.home / FOLDER / f"{name}.sqlite", manners=manners, refresh=refresh)


def _lazily(stack: ExitStack, db: Database | None) -> Callable[[], Database]:
    return lambda: db or stack.enter_context(open_store()).db
