"""Finding towns and other things by name, in any spelling: accents, case, exonyms, a typo, a country after a comma.

Written as generators that yield queries and are sent rows, so that the command's and the API's driver share them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, get_args

from babel import Locale

from graph.countries import country_code, country_name
from graph.cypher import Bound, Cypher, pieces
from graph.database import Answer, Row
from graph.errors import AmbiguousThingError, AmbiguousTownError, GoneError, NotFoundError
from graph.exonyms import town_name
from graph.names import fold
from graph.texts import Language

Asking = Generator[Bound, Answer, Any]
Thing = Literal["city", "ring", "event", "organisation", "person", "programme", "topic", "source"]
"""What a search can be for."""

THINGS: tuple[Thing, ...] = get_args(Thing)
OF_THINGS = frozenset(THINGS) - {"city"}
"""What a parameter can name beside a town."""

MOST = 50
"""Rows of a search at most."""

_SEARCH = pieces("questions/cypher/search")
_SHOWN = ("id", "name", "country", "region", "population", "partners", "kind", "lat", "lon")
_TOWNS_SHOWN = 20
_BRACKETED = re.compile(r".+\((?P<id>gn\d+|[a-z0-9]+(?:-[a-z0-9]+)+)\)\s*")
"""A town as forms show it: `Krefeld (gn2884509)`."""
_FEW, _TELLING = 5, 5
"""From so many results on nobody needs guesses; from so many letters on they are worth it beside other results."""
_OF_REGION = 2_000
_WHOLE, _BEGINS, _WORDS, _TYPO = 3, 2, 1, 0
_RANK = {4: _WHOLE, 3: _WHOLE, 2: _BEGINS, 1: _BEGINS, 0: _WORDS}
"""How well a name fits: the whole of it, its beginning, its words; a guess stands behind all of these."""


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
    rows: list[Row] = []
    for query in (_begins(folded), _typo(folded))[: 1 + fuzzy]:
        answer = yield _filled(asked, _SEARCH["towns"]).bind(**_towns(asked, folded, query))
        rows = _in_region(answer.rows, asked)
        if rows:
            break
    return rows


def _filled(asked: Wanted, towns: Cypher) -> Cypher:
    return towns.fill(country=_SEARCH["towns-country"] if asked.country else None)


def _towns(asked: Wanted, folded: str, query: str) -> dict[str, Any]:
    named = {"country": asked.country} if asked.country else {}
    return {"query": query, "folded": folded, "most": _OF_REGION if asked.region else MOST, **named}


def _in_region(rows: list[Row], asked: Wanted, *, begun: bool = False) -> list[Row]:
    """The towns of the region asked for; `begun`: its name, or that of a country, may be typed half."""
    if not asked.region:
        return rows
    region = fold(asked.region)
    if not region:
        return []
    countries = _countries_begun(region) if begun and not asked.country else frozenset()

    def fits(row: Row) -> bool:
        own = fold(row["region"] or "")
        code = fold(row["region_code"] or "")
        return region in (own, code) or row["country"] in countries or (begun and own.startswith(region))

    return [row for row in rows if fits(row)][:MOST]


@lru_cache(maxsize=1000)
def _countries_begun(folded: str) -> frozenset[str]:
    named = ((code, name) for lang in ("de", "en") for code, name in Locale(lang).territories.items())
    return frozenset(code for code, name in named if len(code) == 2 and fold(name).startswith(folded))


def _begins(folded: str) -> str:
    words = folded.split()
    return " AND ".join([*words[:-1], f"({words[-1]} OR {words[-1]}*)"])


def _typo(folded: str) -> str:
    return " AND ".join(f"{word}~{1 if len(word) < 6 else 2}" if len(word) > 3 else word for word in folded.split())


def resolve_town(text: str, parameter: str = "city") -> Generator[Bound, Answer, str]:
    """The id of the town that a text means: a name, an id, or a name with the id in brackets behind it.

    Raises `NotFoundError` with the nearest names, `GoneError` for a removed id, `AmbiguousTownError` with the towns.
    """
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed:
        row = yield from _known_id(bracketed["id"])
        text = bracketed["id"] if row["known"] or row["id"] else text
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
    answer = yield replace(_SEARCH["towns-exact-id"].bind(ids=[text]), lasting=True)
    return answer.rows[0]


def _place(town: Row) -> str:
    return f"{town['name']}, {', '.join(filter(None, (town['region'], town['country'])))} ({town['id']})"


def _shown(town: Row) -> Row:
    return {name: town[name] for name in _SHOWN}


def find_things(
    text: str, language: str = "en", *, fuzzy: bool = True, types: Collection[str] = OF_THINGS
) -> Generator[Bound, Answer, list[Row]]:
    """Rings, events, organisations, people, programmes, topics and sources for a text, best first."""
    folded = fold(text)
    if not folded:
        return []
    rows: list[Row] = []
    for query in (_begins(folded), _typo(folded))[: 1 + fuzzy]:
        answer = yield _SEARCH["things"].bind(
            things_query=query, things_folded=folded, types=sorted(types), lang=language
        )
        rows = answer.rows
        if rows:
            break
    return rows


def resolve_thing(text: str, type_: str, parameter: str, language: str = "en") -> Generator[Bound, Answer, str]:
    """The id of the thing of that type that a text means, by id or by any of its names.

    Raises `NotFoundError` with the nearest, `AmbiguousThingError` with those that it fits.
    """
    answer = yield _SEARCH[f"{type_}-id"].bind(id=text)
    if answer.rows:
        return text
    found = yield from find_things(text, language, fuzzy=False, types=[type_])
    exact = [row for row in found if row["exact"]]
    folded = fold(text)
    own = [row for row in exact if fold(row["name"] or "") == folded]
    # A person is asked for by the surname; of other things a part of the name says too little.
    fits = own or exact or (found if len(found) == 1 or type_ == "person" else [])
    if len(fits) == 1:
        return str(fits[0]["id"])
    if fits:
        which = "; ".join(_told(row) for row in fits[:10])
        raise AmbiguousThingError(
            f"'{text[:100]}' fits {len(fits)} of the kind '{type_}': {which}. Write the id.",
            candidates=[{name: row[name] for name in ("id", "name", "about", "begin")} for row in fits],
            parameter=parameter,
            given=text,
        )
    found = found or (yield from find_things(text, language, types=[type_]))
    nearest = [{"id": row["id"], "name": row["name"]} for row in found[:5]]
    hint = f". Near to it: {'; '.join(str(one['name']) for one in nearest)}" if nearest else ""
    missing = f"no {type_} '{text[:100]}' is in the knowledge base{hint}"
    raise NotFoundError(missing, nearest=nearest, parameter=parameter, given=text)


def _told(row: Row) -> str:
    """A thing by name, with what tells it from others of that name."""
    return f"{', '.join(filter(None, (row['name'], row['about'], row['begin'])))} ({row['id']})"


def search(
    text: str, language: str = "en", *, types: Sequence[Thing] = THINGS, limit: int | None = None
) -> Generator[Bound, Answer, list[Row]]:
    """What a text may mean: rows `{type, id, name, …}`, whole names before beginnings before words before typos.

    Typos are thought of where little else fits. Of one rank, towns stand before other things, those with the most
    partners first. A region or country after a comma may be typed half. Where things of one type are asked for, each
    has `written`: a text that means it and no other. A town has `called` where the language has a name of its own.
    """
    asked = wanted(text)
    folded, whole = fold(asked.name), fold(text)
    if not folded:
        return []
    rows = yield from _found(asked, language, types, (_begins(folded), _begins(whole)))
    ranked = [(_RANK[row["fits"]], row) for row in rows]
    if not rows or (len(rows) < _FEW and len(folded) >= _TELLING and not any(_says(row, folded) for row in rows)):
        guessed: Sequence[Thing] = ("city",) if rows and "city" in types else types
        near = yield from _found(asked, language, guessed, (_typo(folded), _typo(whole)))
        known = {row["id"] for row in rows}
        ranked += [(_TYPO, row) for row in near if row["id"] not in known]
    ranked.sort(key=lambda one: -one[0])
    found = [_result(row, folded, "de" if language == "de" else "en") for _, row in ranked][: limit or None]
    if set(types) == {"city"}:
        yield from _write(found, language)
    elif len(types) == 1:
        yield from _write_things(found)
    return found


def _says(row: Row, folded: str) -> bool:
    """Whether all words of a folded text stand in one name of a thing."""
    wanted_words = set(folded.split())
    return any(wanted_words <= set(fold(name).split()) for name in (row["name"] or "", *row["names"]))


def _found(
    asked: Wanted, language: str, types: Sequence[str], queries: tuple[str, str]
) -> Generator[Bound, Answer, list[Row]]:
    """Rows of these types in one round trip; `queries` for towns, and for other things."""
    of_towns, of_things = queries
    towns, things = _filled(asked, _SEARCH["towns"]), _SEARCH["things"]
    values = _towns(asked, fold(asked.name), of_towns)
    others = [one for one in types if one != "city"]
    of_others = {"things_query": of_things, "things_folded": fold(asked.text), "types": others, "lang": language}
    if not others:
        answer = yield towns.bind(**values)
    elif "city" not in types:
        answer = yield things.bind(**of_others)
    else:
        answer = yield _SEARCH["both"].fill(towns=towns, things=things).bind(**values, **of_others)
    found = _in_region([row for row in answer.rows if row["type"] == "city"], asked, begun=True)
    return found[:_TOWNS_SHOWN] + [row for row in answer.rows if row["type"] != "city"]


def _result(row: Row, folded: str, language: Language) -> Row:
    if row["type"] == "city":
        called = town_name(row["id"], row["name"], language)
        other = called if called != row["name"] else None
        return {"type": "city", **_shown(row), "called": other, "matched": _matched(row, folded)}
    return {name: row[name] for name in ("type", "id", "name", "begin", "about")}


def _matched(town: Row, folded: str) -> str | None:
    """The other name of a town that a text fits, where its own name does not."""
    names = {name: fold(name) for name in town["names"]}
    if fold(town["name"]).startswith(folded):
        return None
    found = [name for name, own in names.items() if own.startswith(folded)]
    return min(found, key=lambda name: (names[name] != folded, len(name), name), default=None)


def _write(towns: list[Row], language: str) -> Generator[Bound, Answer, None]:
    """Tell of each town a text that means it and no other: name and country, with the region between, or its id."""
    asked = [{"id": one["id"], "folded": fold(one["name"]), "query": f'"{fold(one["name"])}"'} for one in towns]
    answer = yield _SEARCH["namesakes"].bind(towns=[one for one in asked if one["folded"]])
    namesakes = {row["id"]: row["namesakes"] for row in answer.rows}
    for town in towns:
        town["written"] = _unmistakable(town, namesakes.get(town["id"], []), language)


def _write_things(found: list[Row]) -> Generator[Bound, Answer, None]:
    """Tell of each thing, all of one type, a text that means it and no other: its name, or its id."""
    asked = [{"id": one["id"], "type": one["type"], "folded": fold(one["name"] or "")} for one in found]
    asked = [one | {"query": f'"{one["folded"]}"'} for one in asked if one["folded"]]
    answer = yield _SEARCH["things-namesakes"].bind(things=asked)
    alone = {row["id"] for row in answer.rows if row["namesakes"] == 1}
    for one in found:
        one["written"] = one["name"] if one["id"] in alone else one["id"]


def _unmistakable(town: Row, namesakes: list[Row], language: str) -> str:
    name, region, code = town["name"], town["region"], town["country"]
    if not code or "," in name:
        return str(town["id"])
    there = [one for one in namesakes if one["country"] == code]
    country = country_name(code, language)
    if "," in country or country_code(country) != code:
        country = code
    if len(there) == 1:
        return f"{name}, {country}"
    if region and "," not in region and sum(fold(one["region"] or "") == fold(region) for one in there) == 1:
        return f"{name}, {region}, {country}"
    return str(town["id"])
