"""Finding towns and other things by name, in any spelling: accents, case, exonyms, a typo, a country after a comma.

Written as generators that yield queries and are sent rows, so that the command's and the API's driver share them.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from graph.countries import country_code
from graph.cypher import Bound, Cypher, pieces
from graph.database import Answer, Row
from graph.errors import AmbiguousTownError, GoneError, NotFoundError
from graph.names import fold

Asking = Generator[Bound, Answer, Any]
_SEARCH = pieces("questions/cypher/search")
_SHOWN = ("id", "name", "country", "region", "population", "partners", "kind", "lat", "lon")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A town as asked for: name, and what stands behind its commas."""

    text: str
    name: str
    country: str | None = None
    region: str | None = None


def wanted(text: str) -> Wanted:
    """Read `Reading, GB` or `Charlotte, North Carolina, US`; what is no country is a region."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) < 2:
        return Wanted(text, text.strip())
    country = country_code(parts[-1])
    if country is None:
        return Wanted(text, parts[0], None, parts[-1])
    return Wanted(text, parts[0], country, parts[-2] if len(parts) > 2 else None)


def find_towns(text: str, *, fuzzy: bool = True) -> Generator[Bound, Answer, list[Row]]:
    """Towns for a text, best first: whole name before beginning before typo, then partners, then population."""
    asked = wanted(text)
    folded = fold(asked.name)
    if not folded:
        return []
    answer = yield _towns(asked, folded, _begins(folded))
    rows = answer.rows
    if fuzzy and not rows:
        answer = yield _towns(asked, folded, _typo(folded))
        rows = answer.rows
    return rows


def _towns(asked: Wanted, folded: str, query: str) -> Bound:
    slots: dict[str, Cypher | None] = {
        "country": _SEARCH["towns-country"] if asked.country else None,
        "region": _SEARCH["towns-region"] if asked.region else None,
    }
    return (
        _SEARCH["towns"]
        .fill(**slots)
        .bind(
            query=query,
            folded=folded,
            country=asked.country,
            region=asked.region,
            region_folded=(asked.region or "").lower(),
        )
    )


def _begins(folded: str) -> str:
    words = folded.split()
    return " AND ".join([*words[:-1], f"({words[-1]} OR {words[-1]}*)"])


def _typo(folded: str) -> str:
    return " AND ".join(f"{word}~{1 if len(word) < 6 else 2}" if len(word) > 3 else word for word in folded.split())


def resolve_town(text: str, parameter: str = "city") -> Generator[Bound, Answer, str]:
    """The id of the town that a text means.

    Raises `NotFoundError` with the nearest names, `GoneError` for a removed id, `AmbiguousTownError` with the towns.
    """
    seen = {text}
    row = yield from _known_id(text)
    while row["redirect"] and not row["id"] and row["redirect"] not in seen:
        seen.add(row["redirect"])
        row = yield from _known_id(row["redirect"])
    if row["id"]:
        return str(row["id"])
    if row["known"]:
        gone = f"the town '{text}' was here; all that was said of it has been taken back"
        raise GoneError(gone, parameter=parameter, given=text)
    found = yield from find_towns(text)
    exact = [town for town in found if town["exact"]]
    folded = fold(wanted(text).name)
    own = [town for town in exact if fold(town["name"]) == folded]
    fits = own or exact
    if len(fits) == 1:
        return str(fits[0]["id"])
    if fits:
        places = "; ".join(_place(town) for town in fits[:10])
        raise AmbiguousTownError(
            f"'{text}' fits {len(fits)} towns: {places}. Write the country or region after a comma, or the id.",
            towns=[_shown(town) for town in fits],
            parameter=parameter,
            given=text,
        )
    nearest = [_shown(town) for town in found[:5]]
    hint = f" Near to it: {'; '.join(_place(town) for town in found[:5])}." if found else ""
    missing = f"no town '{text[:100]}' is in the knowledge base.{hint}"
    raise NotFoundError(missing, nearest=nearest, parameter=parameter, given=text)


def _known_id(text: str) -> Generator[Bound, Answer, Row]:
    """What an id leads to: the town that has it, or the next id on its way to the town that it was merged into."""
    answer = yield _SEARCH["towns-exact-id"].bind(ids=[text])
    return answer.rows[0]


def _place(town: Row) -> str:
    return f"{town['name']}, {', '.join(filter(None, (town['region'], town['country'])))} ({town['id']})"


def _shown(town: Row) -> Row:
    return {name: town[name] for name in _SHOWN}


def find_things(text: str, language: str = "en", *, fuzzy: bool = True) -> Generator[Bound, Answer, list[Row]]:
    """Rings, events, organisations, people, programmes, topics and sources for a text, best first."""
    folded = fold(text)
    if not folded:
        return []
    answer = yield _SEARCH["rings"].bind(query=_begins(folded), folded=folded, lang=language)
    if fuzzy and not answer.rows:
        answer = yield _SEARCH["rings"].bind(query=_typo(folded), folded=folded, lang=language)
    return answer.rows


def resolve_thing(text: str, type_: str, parameter: str) -> Generator[Bound, Answer, str]:
    """The id of the ring or source that a text means; raises `NotFoundError` with the nearest."""
    answer = yield _SEARCH[f"{type_}-id"].bind(id=text)
    if answer.rows:
        return text
    found = [row for row in (yield from find_things(text, fuzzy=False)) if row["type"] == type_]
    exact = [row for row in found if row["exact"]] or (found if len(found) == 1 else [])
    if exact:
        return str(exact[0]["id"])
    found = found or [row for row in (yield from find_things(text)) if row["type"] == type_]
    nearest = [{"id": row["id"], "name": row["name"]} for row in found[:5]]
    missing = f"no {type_} '{text[:100]}' is in the knowledge base"
    raise NotFoundError(missing, nearest=nearest, parameter=parameter, given=text)


def _matched(town: Row, folded: str) -> str | None:
    """The other name of a town that a text fits, where its own name does not."""
    names = {name: fold(name) for name in town["names"]}
    if fold(town["name"]).startswith(folded):
        return None
    found = [name for name, own in names.items() if own.startswith(folded)]
    return min(found, key=lambda name: (names[name] != folded, len(name), name), default=None)


def search(text: str, language: str = "en") -> Generator[Bound, Answer, list[Row]]:
    """All that a text may mean, towns first: rows `{type, id, name, …}`."""
    towns = yield from find_towns(text)
    things = yield from find_things(text, language)
    folded = fold(wanted(text).name)
    return [{"type": "city", **_shown(town), "matched": _matched(town, folded)} for town in towns[:20]] + [
        {"type": row["type"], "id": row["id"], "name": row["name"]} for row in things
    ]
