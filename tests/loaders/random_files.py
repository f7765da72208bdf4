"""Random files of towns, links, rings and events that overlap, contradict one another and repeat themselves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

TOWNS = st.sampled_from(["Anna,DE", "Berta,DE", "Cilli,FR", "Dora,", "Emil,GB", "anna,DE"])
DATES = st.sampled_from(["", "", "1988", "1988-04", "1988-04-13", "1990-05"])
UNTIL = st.sampled_from(["", "", "", "2001", "2001-02-03"])
FROM = st.sampled_from([",", "Gazette,", "Gazette,https://gazette.example", "Almanac,https://almanac.example"])
"""Of title and address of the source of a row; empty where the file itself is the source."""


def cells(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Rows of these cells."""
    return st.tuples(*parts).map(",".join)


def one_of(*words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *words])


ROWS = {
    "links": (
        "city_a,country_a,city_b,country_b,kind,since,until,status,source_title,source_url",
        cells(TOWNS, TOWNS, one_of("partnership", "friendship"), DATES, UNTIL, one_of("active", "ended"), FROM),
    ),
    "rings": (
        "ring,ring_kind,city,country,since,until,role",
        cells(st.sampled_from(["Kranz", "Kette"]), one_of("ring", "chain"), TOWNS, DATES, UNTIL, one_of("founder")),
    ),
    "towns": (
        "city,country,lat,lon,population,wikidata",
        cells(TOWNS, st.sampled_from([",", "50.5,8.5", "50.6,8.5"]), one_of("100", "200"), one_of("Q1", "Q2")),
    ),
    "events": (
        "event_id,title,kind,status,begin,end,people,mode,city,country",
        cells(
            st.sampled_from(["fest,Fest", "lauf,Lauf", "lauf,Großer Lauf"]),
            st.just("meeting"),
            one_of("held", "cancelled"),
            DATES,
            UNTIL,
            one_of("30", "40"),
            one_of("online"),
            TOWNS,
        ),
    ),
}
"""Headings and rows by kind of file."""


@dataclass(frozen=True)
class File:
    """A file with the source that it is."""

    kind: str
    source: str
    rows: tuple[str, ...]

    def written(self, folder: Path) -> Path:
        """The file on the disk."""
        path = folder / f"{self.kind}.csv"
        path.write_text("\n".join([ROWS[self.kind][0], *self.rows, ""]), "utf-8")
        return path


def files(*sources: str) -> st.SearchStrategy[File]:
    """Files of these sources."""

    def of(kind: str) -> st.SearchStrategy[File]:
        rows = st.lists(ROWS[kind][1], min_size=1, max_size=7).map(tuple)
        return st.builds(File, st.just(kind), st.sampled_from(sources), rows)

    return st.sampled_from(sorted(ROWS)).flatmap(of)
