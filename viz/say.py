"""How values are written for people: dates, numbers, countries, texts by language. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from unicodedata import bidirectional

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent

from graph.exonyms import town_name
from graph.texts import Language, has_text, text

_NO_BREAK = "\u00a0"


@lru_cache(maxsize=4)
def locale(lang: Language) -> Locale:
    """The CLDR locale of a page language; English is British, which writes the day first."""
    return Locale.parse("de_DE" if lang == "de" else "en_GB")


def partial_date(value: str | None, lang: Language) -> str:
    """A partial ISO date in words: `1988-04-13` is '13. April 1988' or '13 April 1988'; nothing for none."""
    if not value:
        return ""
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 1:
        return value
    if len(parts) == 2:
        return str(format_skeleton("yMMMM", date(parts[0], parts[1], 1), locale=locale(lang)))
    return str(format_date(date(*parts), "long", locale=locale(lang)))


def number(value: float | None, lang: Language) -> str:
    """A number with the language's separators, at most two decimals: 17717 is '17.717' or '17,717'."""
    return "" if value is None else str(format_decimal(value, "#,##0.##", locale=locale(lang)))


def precise(value: float | None, lang: Language) -> str:
    """A measure with the language's separators, four significant digits below a thousand: 0.1724, 7.624, 17,717."""
    if value is None:
        return ""
    shape = "#,##0" if value == round(value) else "#,##0.#" if abs(value) >= 1000 else "@@##"
    return str(format_decimal(value, shape, locale=locale(lang)))


def distance(km: float | None, lang: Language) -> str:
    """A distance in kilometres, one decimal below ten."""
    if km is None:
        return ""
    return number(round(km, 1) if km < 10 else round(km), lang) + _NO_BREAK + "km"


def percent(value: float | None, lang: Language) -> str:
    """A share from 0 to 1 in per cent, at most one decimal: 0.0435 is '4,3 %' or '4.3%'."""
    return (
        ""
        if value is None
        else str(format_percent(value, "#,##0.#%" if lang == "en" else "#,##0.#\u00a0%", locale(lang)))
    )


def why(reason: Mapping[str, Any], lang: Language) -> str:
    """A reason for a suggestion in words: '2 shared partners'."""
    return counted(f"why.{reason['reason']}", int(reason["count"]), lang)


def fact_group(what: str, column: str) -> str:
    """The vocabulary of a fact's kind or status, by what the fact is about: `event_kind`, `status` …"""
    name = column.removeprefix("fact_")
    own = {"event": f"event_{name}", "programme": f"programme_{name}", "ring": "ring_kind" if name == "kind" else name}
    return own.get(what, name)


def town(row: Mapping[str, Any], lang: Language) -> str:
    """What a page calls a town (or anything else that has a name), given its `id`, if any, and its `name`."""
    return town_name(row.get("id"), str(row["name"]), lang)


def country(code: str | None, lang: Language) -> str:
    """A country's name by its ISO 3166 code; what CLDR does not know stays as it is written."""
    if not code:
        return ""
    return str(locale(lang).territories.get(code, code))


@lru_cache(maxsize=2)
def country_names(lang: Language) -> dict[str, str]:
    """The names of all countries by their ISO 3166 codes."""
    named = locale(lang).territories.items()
    return {code: str(name) for code, name in named if len(code) == 2 and code.isalpha()}


def language_name(code: str | None, lang: Language) -> str:
    """A language's name by its code; what CLDR does not know stays as it is written."""
    return str(locale(lang).languages.get(code, code)) if code else ""


def language_of(words: Mapping[str, str] | str | None, lang: Language) -> str | None:
    """The key of `words` that a page in `lang` shows: its own language, `und`, else any other."""
    if not words or isinstance(words, str):
        return None
    return next((key for key in (lang, "und") if key in words), min(words))


def words(value: Mapping[str, str] | str | None, lang: Language) -> str:
    """A text by language `{de, en, und}` as plain text for a page in `lang`; a plain text stays itself."""
    if not value:
        return ""
    if isinstance(value, str):
        return value
    return value[language_of(value, lang) or "und"]


_TURNING = frozenset({"R", "AL", "RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"})
_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def isolated(name: object) -> str:
    """A name for use inside a sentence: one that could turn the writing direction around it is closed off.

    Marks that turn the direction are left out, for one that closes what another opened would open what follows.
    """
    said = str(name)
    if not any(bidirectional(sign) in _TURNING for sign in said):
        return said
    return "\u2068" + _MARKS.sub("", said) + "\u2069"


def label(group: str, value: object, lang: Language) -> str:
    """The label of a value of a vocabulary (`label('kind', 'friendship')`); an unknown value as it is."""
    if value is None or value == "":
        return ""
    key = f"{group}.{value}"
    return text(key, lang) if has_text(key) else str(value)


def counted(key: str, count: int, lang: Language, **values: Any) -> str:
    """The text `key.one` or `key.other`, with `{count}` written for the language."""
    return text(f"{key}.{'one' if count == 1 else 'other'}", lang, count=number(count, lang), **values)


def by_year(events: Iterable[Mapping[str, Any]]) -> list[tuple[str | None, list[Mapping[str, Any]]]]:
    """Events by the year they begin in (end, where only that is known), the latest first, undated ones last."""
    years: dict[str, list[Mapping[str, Any]]] = {}
    for event in events:
        years.setdefault(str(event.get("begin") or event.get("end") or "")[:4], []).append(event)
    return [(year or None, years[year]) for year in sorted(years, reverse=True)]


def used_columns(rows: Iterable[Mapping[str, Any]], columns: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The columns of a table without those that only say of every row that nothing ended or has a role."""
    every = list(rows)
    optional = {
        "until", "end", "status", "role", "rings", "former", "mode", "people", "place", "programme", "programmes",
        "organisations", "persons", "topics", "proposed", "via_ring", "town", "office",
    }  # fmt: skip
    return [one for one in columns if one["name"] not in optional or any(row.get(one["name"]) for row in every)]
