"""Charts of time: foundings by decade, growth, events by year, and a town's own timeline. Pure functions."""

from __future__ import annotations

from collections import Counter
from math import ceil, floor

from graph.texts import text
from viz import say
from viz.charts.base import (
    Answers,
    Asked,
    Bars,
    Chart,
    Column,
    Columns,
    Growth,
    Mark,
    Row,
    Rows,
    Span,
    Squares,
    Timeline,
    Value,
    empty,
)
from viz.network import NOT_HELD

_MOST_SPANS = 24
_MOST_SQUARES = 14
_MOST_YEARS = 40
_CLEARLY = 1.05
"""How much more than today the peak is, to be worth telling."""

_ROOM = 0.12
"""Time before the first beginning, as a share of all, for its year to be written there."""


def _dated(rows: Rows) -> tuple[list[Row], int, int]:
    """The rows of years, how many have a known beginning, and how many there are in all."""
    links = [row for row in rows if row["what"] == "link"]
    years = [row for row in links if row["year"] is not None]
    dated = sum(row["founded"] for row in years)
    return years, dated, dated + sum(row["founded"] for row in links if row["year"] is None)


def foundings(answers: Answers, asked: Asked) -> Chart:
    """Beginnings of links by decade, out of the question `history` by year, and the share of which it is known."""
    years, dated, total = _dated(answers["history"])
    columns = (Column("decade", "year"), Column("last", "year"), Column("founded"), Column("share", "share"))
    lang = asked.language
    if not dated:
        return empty(text("chart.foundings.empty", lang, total=asked.number(total)), columns, asked)
    counts: Counter[int] = Counter()
    for row in years:
        counts[int(row["year"]) // 10 * 10] += row["founded"]
    begun = [int(row["year"]) for row in years if row["founded"]]
    last = max(asked.this_year, *begun)  # a source may announce a beginning
    decades = range(min(begun) // 10 * 10, last + 1, 10)
    best = max(counts.values())
    strong = [decade for decade in decades if counts[decade] == best]
    marks = tuple(
        Mark(f"{one}–{str(min(one + 9, last))[2:]}", counts[one], asked.number(counts[one]),
             strong=strong == [one],
             short=text("chart.foundings.decade", lang, year=one))
        for one in decades
    )  # fmt: skip
    title = (
        text("chart.foundings.title", lang, decade=strong[0], count=asked.number(best))
        if len(strong) == 1
        else text("chart.foundings.title_span", lang, count=asked.number(dated), first=decades[0], last=last)
    )
    said = {"dated": asked.number(dated), "total": asked.number(total)}
    share = say.percent(dated / total, lang)
    return Chart(
        asked.titled(title),
        asked.without(text("chart.foundings.subtitle", lang), begin=(total - dated, total)),
        Columns(marks, (dated, total, text("chart.foundings.known", lang, **said, share=share))),
        columns,
        tuple((one, min(one + 9, last), counts[one], counts[one] / dated) for one in decades),
    )


def growth(answers: Answers, asked: Asked) -> Chart:
    """Links that stood at the end of each year, as far as their beginning is known.

    Years to come, which sources announce, stand among the numbers only.
    """
    years, dated, total = _dated(answers["history"])
    columns = (Column("year", "year"), Column("founded"), Column("ended"), Column("standing"))
    lang = asked.language
    told = sorted(years, key=lambda row: int(row["year"]))
    points = tuple((int(row["year"]), int(row["standing"])) for row in told if int(row["year"]) <= asked.this_year)
    if not any(count for _, count in points):
        why = text("chart.nothing", lang) if dated else text("chart.foundings.empty", lang, total=asked.number(total))
        return empty(why, columns, asked)
    now = points[-1][1]
    peak_year, peak = max(points, key=lambda point: (point[1], -point[0]))
    if peak > now * _CLEARLY:
        noted = (peak_year, peak, text("chart.growth.at", lang, year=peak_year, count=asked.number(peak)))
        title = text("chart.growth.title_peak", lang, year=peak_year, count=asked.number(peak), now=asked.number(now))
    else:
        year, count = next(point for point in points if point[1] * 2 >= now)
        noted = (year, count, text("chart.growth.at", lang, year=year, count=asked.number(count)))
        key = "chart.growth.title_half" if now > 1 else "chart.growth.title_one"
        title = text(key, lang, year=year, now=asked.number(now))
    today = (asked.this_year, now, text("chart.growth.today", lang, count=asked.number(now)))
    return Chart(
        asked.titled(title),
        asked.without(text("chart.growth.subtitle", lang), begin=(total - dated, total)),
        Growth(points, (noted, today)),
        columns,
        tuple((int(row["year"]), row["founded"], row["ended"], row["standing"]) for row in told),
    )


def events(answers: Answers, asked: Asked) -> Chart:
    """Events by the year in which they begin, those that were held apart from those that were not (yet)."""
    rows, lang = answers["events"], asked.language
    columns = (Column("year", "year"), Column("events"), Column("open"))
    dated = [(int(when[:4]), row["status"] not in NOT_HELD) for row in rows if (when := row["begin"] or row["end"])]
    if not dated:
        return empty(text("chart.events.empty", lang), columns, asked)
    every, done = Counter(year for year, _ in dated), Counter(year for year, held in dated if held)
    first, last, best = min(every), max(every), max(every.values())
    years = tuple((year, done[year], every[year] - done[year]) for year in range(first, last + 1))
    strong = [year for year, count in every.items() if count == best]
    said = {"count": asked.number(best if len(strong) == 1 else len(dated)), "first": first, "last": last}
    if len(dated) == 1:
        title = text("chart.events.title_one", lang, first=first)
    elif len(strong) == 1 and best > 1:
        title = text("chart.events.title", lang, year=strong[0], **said)
    else:
        title = text("chart.events.title_span", lang, **said)
    squares = best <= _MOST_SQUARES and last - first < _MOST_YEARS
    legend = _present("events", asked, held=bool(done), open=done.total() < len(dated))
    return Chart(
        asked.titled(title),
        asked.without(
            text(f"chart.events.subtitle{'' if squares else '_many'}", lang), date=(len(rows) - len(dated), len(rows))
        ),
        Squares(years, legend) if squares else _many(years, strong, legend, asked),
        columns,
        tuple((year, held + not_held, not_held) for year, held, not_held in years),
    )


def _many(years: tuple[tuple[int, int, int], ...], strong: list[int], legend: tuple[str, str], asked: Asked) -> Bars:
    """Years with many events as bars, those without any left out."""
    some = [(year, held, not_held) for year, held, not_held in years if held + not_held]
    return Bars(
        tuple(
            Mark(str(year), held + not_held, asked.number(held + not_held), not_held, strong == [year])
            for year, held, not_held in some[-_MOST_YEARS:]
        ),
        legend,
    )


def at(when: str) -> float:
    """A partial date as a year with its fraction; the middle of what is not known: `1988` is 1988.5."""
    parts = [int(part) for part in when.split("-")]
    month = parts[1] - 1 if len(parts) > 1 else 6
    day = parts[2] - 1 if len(parts) > 2 else (15 if len(parts) == 2 else 0)
    return parts[0] + (month + day / 31) / 12


def town_timeline(answers: Answers, asked: Asked) -> Chart:
    """Partnerships of a town from their beginning on, the oldest first, and its events."""
    partners, happened, lang = answers["partners"], answers["events"], asked.language
    columns = (Column("what", "text"), Column("name", "text"), Column("country", "country"), Column("since", "date"),
               Column("until", "date"))  # fmt: skip
    dated = sorted((row for row in partners if row["since"]), key=lambda row: (row["since"], say.town(row, lang)))
    when = [row for row in happened if row["begin"] or row["end"]]
    if not dated and not when:
        return empty(text("chart.town-timeline.empty", lang, town=asked.town), columns, asked)
    spans = tuple(
        Span(say.town(row, lang), row["since"][:4], at(row["since"]),
             at(row["until"]) if row["until"] else asked.this_year + 1.0, not row["bilateral"])
        for row in dated[:_MOST_SPANS]
    )  # fmt: skip
    dots = tuple(sorted((at(row["begin"] or row["end"]), row["status"] not in NOT_HELD) for row in when))
    begins = [span.begin for span in spans] + [dot for dot, _ in dots]
    ends = [asked.this_year + 1.0, *(dot for dot, _ in dots)]
    more = len(dated) - len(spans)
    first, last = min(begins), ceil(max(ends))
    plot = Timeline(
        spans,
        dots,
        floor(first - max((last - first) * _ROOM, 1)),
        last,
        _present(
            "town-timeline", asked, bilateral=any(not one.second for one in spans), via=any(one.second for one in spans)
        ),
        _present("events", asked, held=any(held for _, held in dots), open=not all(held for _, held in dots)),
        text("chart.town-timeline.strip", lang),
        text("chart.town-timeline.more", lang, count=asked.number(more)) if more else "",
    )
    return Chart(
        _since(dated, len(happened), asked),
        asked.without(
            text("chart.town-timeline.subtitle", lang),
            partners=(len(partners) - len(dated), len(partners)),
            events=(len(happened) - len(when), len(happened)),
        ),
        plot,
        columns,
        _listed(dated, when, asked),
    )


def _listed(dated: Rows, happened: Rows, asked: Asked) -> tuple[tuple[Value, ...], ...]:
    """The numbers of a timeline: partnerships and events by their begin."""
    lang = asked.language
    partner, event = text("chart.town-timeline.partner", lang), text("chart.town-timeline.event", lang)
    listed = [(partner, say.town(row, lang), row["country"], row["since"], row["until"]) for row in dated]
    listed += [(event, say.words(row["title"], lang), None, row["begin"], row["end"]) for row in happened]
    return tuple(sorted(listed, key=lambda row: (row[3] or row[4], row[1])))


def _present(group: str, asked: Asked, **there: bool) -> tuple[str, str]:
    """The names of two signs, of those that are there; else nothing."""
    one, other = (text(f"chart.{group}.{name}", asked.language) if is_there else "" for name, is_there in there.items())
    return one, other


def _since(dated: Rows, number_of_events: int, asked: Asked) -> str:
    """What a town's timeline shows first of all."""
    lang, town = asked.language, asked.town
    if not dated:
        count = say.counted("chart.town-timeline.events", number_of_events, lang)
        return text("chart.town-timeline.title_events", lang, town=town, count=count)
    year = dated[0]["since"][:4]
    same = [row for row in dated if row["since"][:4] == year]
    if len(same) == 1:
        return text("chart.town-timeline.title", lang, town=town, year=year, partner=say.town(same[0], lang))
    return text("chart.town-timeline.title_several", lang, town=town, year=year, count=asked.number(len(same)))
