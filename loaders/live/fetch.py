"""Fetching twinnings page by page into a table, with the description of its source beside it."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from graph.errors import NotFoundError, ServiceError
from graph.statements.voices import chunks
from loaders.live import queries
from loaders.live.manners import Row, TooLongError
from loaders.live.queries import COLUMNS, Scope
from loaders.load import Progress
from loaders.sources import SUFFIX
from loaders.wikidata import SOURCE, SOURCE_ID

if TYPE_CHECKING:
    from loaders.live.service import Service

LISTED = 20_000
"""Twinnings that are listed at once."""

TOLD = 400
"""Twinnings that are told of at once: some seconds of the service's time."""

SMALLEST = 25
"""Nothing is asked in smaller parts than this."""


def fetch(
    service: Service, scope: Scope, out: Path, progress: Progress, *, listed: int = LISTED, told: int = TOLD
) -> int:
    """Write what Wikidata says of the twinnings of a scope to a CSV file, and what the source is to
    `OUT.source.yaml`. Both are there whole or not at all. Returns the number of twinnings.

    `listed` and `told` are the sizes of pages; a page that takes the service too long is asked for in halves.
    Raises `NotFoundError` where there are none, `ServiceError` where the service does not answer.
    """
    addresses = sorted(_listed(service, scope, listed, progress))
    if not addresses:
        raise NotFoundError(f"Wikidata has no twinning of {scope.what}", parameter="town" if scope.town else "country")
    half = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with half.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            for number, rows in _told(service, addresses, told):
                writer.writerows(rows)
                progress("fetch", number, len(addresses))
        _describe(out, service.asked_on or datetime.now(UTC).date())
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)
    return len(addresses)


def _listed(service: Service, scope: Scope, size: int, progress: Progress) -> set[str]:
    """The addresses of all twinnings of the scope."""
    after = ""
    found: set[str] = set()
    while True:
        page, limit = _list_page(service, scope, after, size)
        if not found.isdisjoint(page):
            raise _strange(service, page[0])
        found.update(page)
        progress("list", len(found), None)
        if len(page) < limit:
            return found
        after = page[-1]


def _list_page(service: Service, scope: Scope, after: str, limit: int) -> tuple[list[str], int]:
    """The next addresses in the service's order, and how many there could have been."""
    try:
        rows = service.ask(queries.listing(scope, after, limit), divisible=limit > SMALLEST)
    except TooLongError:
        return _list_page(service, scope, after, limit // 2)
    page = [_value(row, "twinning") for row in rows]
    for address in page:
        if not queries.is_twinning(address):
            raise _strange(service, address)
    return page, limit


def _strange(service: Service, address: str) -> ServiceError:
    return ServiceError(
        f"{service.url} lists what was not asked for ('{address[:100]}'). Look whether CITYNET_WIKIDATA_URL is the "
        "address of a query service of Wikidata."
    )


def _told(service: Service, addresses: Sequence[str], size: int) -> Iterator[tuple[int, list[list[str]]]]:
    """The rows of the table part by part, always in the same order, and of how many twinnings they are by then."""
    number = 0
    for page in chunks(addresses, size):
        number += len(page)
        yield number, sorted(_cells(_rows_of(service, page)))


def _rows_of(service: Service, addresses: Sequence[str]) -> list[Row]:
    try:
        return service.ask(queries.twinnings(addresses), divisible=len(addresses) > SMALLEST)
    except TooLongError:
        middle = len(addresses) // 2
        return _rows_of(service, addresses[:middle]) + _rows_of(service, addresses[middle:])


def _cells(rows: Iterable[Row]) -> Iterator[list[str]]:
    return ([_value(row, column) for column in COLUMNS] for row in rows)


def _value(row: Row, name: str) -> str:
    term = row.get(name)
    return str(term.get("value", "")) if isinstance(term, dict) else ""


def _describe(out: Path, day: date) -> None:
    about = {"id": SOURCE_ID} | SOURCE.model_dump(mode="json", include={"title", "url", "publisher", "licence"})
    beside = out.with_name(out.name + SUFFIX)
    half = beside.with_name(f".{beside.name}.{os.getpid()}")
    try:
        half.write_text(yaml.safe_dump(about | {"date": day.isoformat()}, sort_keys=False, allow_unicode=True), "utf-8")
        half.replace(beside)
    finally:
        half.unlink(missing_ok=True)
