"""Which item of Wikidata a town is: by its id there, by what the knowledge base knows of it, or by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from graph import things
from graph.database import Database, run
from graph.errors import AmbiguousTownError, NotFoundError
from graph.search import wanted
from loaders.live import queries
from loaders.live.manners import Row
from loaders.values import RowError
from loaders.wikidata import item_id

if TYPE_CHECKING:
    from loaders.live.service import Service

_SHOWN = 10


def choose(text: str, service: Service, db: Callable[[], Database]) -> str:
    """The Q-id of the town that a text means: a Q-id or its address, a town of the knowledge base, or a name.

    `db` opens the knowledge base, where it is needed. Raises `AmbiguousTownError` with the towns or items that a name
    fits, `NotFoundError` where it fits none.
    """
    try:
        if given := item_id(text):
            return given
    except RowError:
        pass
    try:
        town = run(db(), things.city(text))
    except NotFoundError:
        return _named(text, service)
    if town["wikidata"]:
        return str(town["wikidata"])
    if town["geonames"]:
        found = {_qid(row) for row in service.ask(queries.of_geonames(town["geonames"]))} - {None}
        if len(found) == 1:
            return str(found.pop())
    return _named(", ".join(filter(None, (town["name"], town["country"]))), service)


def _named(text: str, service: Service) -> str:
    """The one item that is twinned and called so, in the country that stands behind the comma if there is one."""
    asked = wanted(text)
    for other_names in (False, True):
        found: dict[str, list[Row]] = {}
        for row in service.ask(queries.named(asked.name, other_names=other_names)):
            if qid := _qid(row):
                found.setdefault(qid, []).append(row)
        if asked.country:
            found = {qid: rows for qid, rows in found.items() if asked.country in _said(rows, "code")}
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise _ambiguous(text, found)
    raise NotFoundError(
        f"Wikidata knows no town called '{text[:100]}' that is twinned. Names are matched letter by letter; "
        "say the town's Q number instead, as it stands at the top of its page on Wikidata (Q64).",
        parameter="town",
        given=text,
    )


def _ambiguous(text: str, found: dict[str, list[Row]]) -> AmbiguousTownError:
    towns = [
        {
            "id": qid,
            "name": next(iter(_said(rows, "itemLabel")), qid),
            "country": next(iter(sorted(_said(rows, "code"))), None),
            "description": next(iter(_said(rows, "itemDescription")), None),
        }
        for qid, rows in sorted(found.items(), key=lambda one: int(one[0][1:]))
    ]
    shown = "; ".join(", ".join(str(value) for value in town.values() if value) for town in towns[:_SHOWN])
    return AmbiguousTownError(
        f"'{text[:100]}' fits {len(towns)} items of Wikidata: {shown}. Say the Q number, or the country after a comma.",
        towns=towns,
        parameter="town",
        given=text,
    )


def _qid(row: Row) -> str | None:
    try:
        return item_id(row["item"]["value"])
    except (RowError, KeyError, TypeError):
        return None


def _said(rows: list[Row], name: str) -> dict[str, None]:
    return {row[name]["value"]: None for row in rows if name in row}
