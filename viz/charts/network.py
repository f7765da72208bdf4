"""Charts of the network and of countries: partners by town, distances, top towns, countries. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from babel.lists import format_list

from graph.texts import text
from viz import say
from viz.charts.base import Answers, Asked, Bars, Chart, Column, Mark, Matrix, Row, empty
from viz.figures import degree_bars, distance_bars, values_of

_MOST_BARS = 20
_MOST_LANDS = 15
_FEW_PAIRS = 12
_NAMED = 3
"""Towns that share the first place and are named in a title at most."""


def degrees(answers: Answers, asked: Asked) -> Chart:
    """Towns by the number of their partners."""
    rows, lang = answers["degrees"], asked.language
    columns = (Column("partners", "text"), Column("towns"), Column("share", "share"))
    bars = degree_bars(rows, lang)
    total = sum(bar.count for bar in bars)
    if not total:
        return empty(text("chart.degrees.empty", lang), columns, asked)
    told = [text("chart.degrees.told", lang, count=asked.number(one.count), share=say.percent(one.share, lang))
            for one in bars]  # fmt: skip
    words = [text(f"chart.degrees.label_{'other' if place else 'one'}", lang, low=one.label)
             for place, one in enumerate(bars)]  # fmt: skip
    marks = tuple(
        Mark(word, one.count, said, strong=place == 0)
        for place, (one, word, said) in enumerate(zip(bars, words, told, strict=True))
    )
    most = asked.number(max(row["degree"] for row in rows))
    return Chart(
        asked.titled(text("chart.degrees.title", lang, share=say.percent(bars[0].share, lang))),
        asked.defined(text("chart.degrees.subtitle", lang, total=asked.number(total), most=most)),
        Bars(marks),
        columns,
        tuple((one.label, one.count, one.share) for one in bars),
    )


def distances(answers: Answers, asked: Asked) -> Chart:
    """Pairs of partners by how far apart they are."""
    rows, lang = answers["distances"], asked.language
    columns = (Column("distance", "text"), Column("pairs"), Column("share", "share"))
    bars, known = distance_bars(rows, lang), values_of(rows)
    total = sum(one.count for one in bars)
    if not total:
        return empty(text("chart.distances.empty", lang), columns, asked)
    best = max(one.count for one in bars)
    marks = tuple(
        Mark(one.label, one.count, text("chart.degrees.told", lang, count=asked.number(one.count),
                                        share=say.percent(one.share, lang)), strong=one.count == best)
        for one in bars
    )  # fmt: skip
    median = known.get("median")
    title = (
        text("chart.distances.title_any", lang)
        if median is None
        else text("chart.distances.title", lang, median=say.distance(median, lang))
    )
    missing = known.get("pairs_without_place", 0)
    return Chart(
        asked.titled(title),
        asked.without(text("chart.distances.subtitle", lang), place=(missing, total + missing)),
        Bars(marks),
        columns,
        tuple((one.label.replace("\u00a0", " "), one.count, one.share) for one in bars),
    )


def top_towns(answers: Answers, asked: Asked) -> Chart:
    """The towns with the most partners."""
    rows, lang = answers["towns"][:_MOST_BARS], asked.language
    columns = (Column("town", "text"), Column("country", "country"), Column("partners"))
    if not rows:
        return empty(text("chart.top-towns.empty", lang), columns, asked)
    best = rows[0]["value"]
    first = [say.town(row, lang) for row in rows if row["value"] == best]
    marks = tuple(
        Mark(_placed(row, asked), int(row["value"]), asked.number(row["value"]), strong=row["value"] == best)
        for row in rows
    )
    count = asked.number(best)
    if len(first) == 1:
        title = text("chart.top-towns.title", lang, name=first[0], count=count)
    elif len(first) <= _NAMED:
        title = text("chart.top-towns.title_tied", lang, names=format_list(first, locale=say.locale(lang)), count=count)
    else:
        title = text("chart.top-towns.title_many", lang, towns=asked.number(len(first)), count=count)
    return Chart(
        asked.titled(title),
        asked.defined(text("chart.top-towns.subtitle", lang)),
        Bars(marks),
        columns,
        tuple((say.town(row, lang), row["country"], int(row["value"])) for row in rows),
    )


def _placed(row: Row, asked: Asked) -> str:
    """A town with its country, where towns of several are shown."""
    name = say.town(row, asked.language)
    if asked.country is not None or not row["country"]:
        return name
    return f"{name}, {say.country(row['country'], asked.language)}"


def _split(counts: Iterable[tuple[str, int, int]], strong: int, asked: Asked) -> tuple[Mark, ...]:
    """Bars of (words, bilateral, via a ring); those with as many as `strong` in all stand out."""
    return tuple(
        Mark(words, bilateral + via, asked.number(bilateral + via), via, bilateral + via == strong)
        for words, bilateral, via in counts
    )


def _legend(asked: Asked, via: int) -> tuple[str, str] | None:
    if not via:
        return None
    return text("chart.town-timeline.bilateral", asked.language), text("chart.town-timeline.via", asked.language)


def _land(code: str | None, asked: Asked) -> str:
    return say.country(code, asked.language) if code else text("chart.country-partners.unknown", asked.language)


def town_countries(answers: Answers, asked: Asked) -> Chart:
    """The partners of a town by country."""
    rows, lang, town = answers["partners"], asked.language, asked.town
    columns = (Column("country", "country"), Column("partners"), Column("bilateral"), Column("via_ring"))
    if not rows:
        return empty(text("chart.town-countries.empty", lang, town=town), columns, asked)
    every = Counter(row["country"] for row in rows)
    bilateral = Counter(row["country"] for row in rows if row["bilateral"])
    lands = sorted(every, key=lambda code: (-every[code], _land(code, asked)))
    best, total, via = every[lands[0]], len(rows), len(rows) - bilateral.total()
    said = {"town": town, "total": asked.number(total), "country": _land(lands[0], asked), "count": asked.number(best)}
    if total == 1:
        title = text("chart.town-countries.title_single", lang, **said)
    elif len(lands) == 1:
        title = text("chart.town-countries.title_one", lang, **said)
    elif best > every[lands[1]]:
        title = text("chart.town-countries.title", lang, **said)
    else:
        title = text("chart.town-countries.title_even", lang, town=town, lands=asked.number(len(lands)))
    counts = [(_land(code, asked), bilateral[code], every[code] - bilateral[code]) for code in lands[:_MOST_BARS]]
    strong = best if len(lands) > 1 and best > every[lands[1]] else 0
    said = {"bilateral": asked.number(total - via), "via": asked.number(via)}
    subtitle = text(f"chart.town-countries.subtitle{'_via' if via else ''}", lang, **said)
    return Chart(
        title,
        asked.defined(subtitle),
        Bars(_split(counts, strong, asked), _legend(asked, via)),
        columns,
        tuple((code, every[code], bilateral[code], every[code] - bilateral[code]) for code in lands),
    )


def country_partners(answers: Answers, asked: Asked) -> Chart:
    """The countries in which the partners of a country's towns lie."""
    lang = asked.language
    rows = [row for row in answers["profile"] if row["part"] == "country" and row["pairs"]]
    columns = (Column("country", "country"), Column("pairs"), Column("bilateral"), Column("via_ring"))
    if not rows:
        return empty(text("chart.country-partners.empty", lang), columns, asked)
    rows.sort(key=lambda row: (-row["pairs"], _land(row["country"], asked)))
    best, total = rows[0]["pairs"], sum(row["pairs"] for row in rows)
    alone = len(rows) == 1 or best > rows[1]["pairs"]
    key = "title_within" if rows[0]["country"] == asked.country else "title"
    said = {"count": asked.number(best), "total": asked.number(total), "country": _land(rows[0]["country"], asked)}
    title = (
        text(f"chart.country-partners.{key}", lang, **said)
        if alone
        else text("chart.country-partners.title_tied", lang, count=asked.number(len(rows)))
    )
    shown = rows[:_MOST_LANDS]
    within = text("chart.country-partners.within", lang)
    counts = [
        (within if row["country"] == asked.country else _land(row["country"], asked), row["bilateral"], row["via_ring"])
        for row in shown
    ]
    said = {"shown": asked.number(len(shown)), "lands": asked.number(len(rows))}
    return Chart(
        asked.titled(title),
        asked.defined(text("chart.country-partners.subtitle", lang, **said)),
        Bars(_split(counts, best if alone else 0, asked), _legend(asked, sum(row["via_ring"] for row in shown))),
        columns,
        tuple((row["country"], row["pairs"], row["bilateral"], row["via_ring"]) for row in rows),
    )


def country_matrix(answers: Answers, asked: Asked) -> Chart:
    """How many pairs link each two countries."""
    rows, lang = answers["matrix"], asked.language
    columns = (Column("country", "country"), Column("partner_country", "country"), Column("pairs"),
               Column("bilateral"), Column("via_ring"))  # fmt: skip
    if not rows:
        return empty(text("chart.country-matrix.empty", lang), columns, asked)
    ends: Counter[str] = Counter()
    for row in rows:
        ends[row["country"]] += row["pairs"]
        ends[row["partner_country"]] += row["pairs"]
    codes = sorted(ends, key=lambda code: (-ends[code], code))[:_MOST_LANDS]
    place = {code: number for number, code in enumerate(codes)}
    cells = {}
    for row in rows:
        a, b = place.get(row["country"]), place.get(row["partner_country"])
        if a is not None and b is not None:
            cells[a, b] = cells[b, a] = (row["pairs"], asked.number(row["pairs"]))
    ranked = sorted(rows, key=lambda row: (-row["pairs"], row["country"], row["partner_country"]))
    best = ranked[0]
    marks = tuple(
        Mark(_pair(row, asked), row["pairs"], asked.number(row["pairs"]), strong=row is best)
        for row in ranked[:_FEW_PAIRS]
    )
    key = "title_within" if best["country"] == best["partner_country"] else "title"
    said = {"a": _land(best["country"], asked), "b": _land(best["partner_country"], asked)}
    title = text(f"chart.country-matrix.{key}", lang, **said, count=asked.number(best["pairs"]))
    return Chart(
        title,
        asked.defined(text("chart.country-matrix.subtitle", lang, lands=asked.number(len(codes)))),
        Matrix(tuple((code, _land(code, asked)) for code in codes), cells, Bars(marks)),
        columns,
        tuple((row["country"], row["partner_country"], row["pairs"], row["bilateral"], row["via_ring"])
              for row in ranked),
    )  # fmt: skip


def _pair(row: Row, asked: Asked) -> str:
    if row["country"] == row["partner_country"]:
        return text("chart.country-matrix.within", asked.language, a=_land(row["country"], asked))
    said = {"a": _land(row["country"], asked), "b": _land(row["partner_country"], asked)}
    return text("chart.country-matrix.pair", asked.language, **said)
