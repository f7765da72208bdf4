"""Files with something wrong in them, and what must be said of each.

A case with a `row` has one row at fault: it is rejected with field and message, and `good` other rows are read.
A case without one cannot be read at all. The messages are what a person needs to mend the file.
"""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import Workbook

LINKS = "city_a,country_a,city_b,country_b,kind,since,until,status\n"
GOOD = "Krefeld,DE,Venlo,NL,partnership,1964,,\n"
PLACES = "city_a,country_a,lat_a,lon_a,city_b,country_b,lat_b,lon_b\n"
GOOD_PLACES = "Krefeld,DE,51.33,6.56,Venlo,NL,51.37,6.17\n"
RINGS = "ring,ring_kind,city,country,since,until,role\n"
GOOD_RING = "Ring R,ring,Chur,CH,1956,,member\n"
EVENTS = "event_id,title,kind,status,begin,end,people,mode,city,country\n"
GOOD_EVENT = "e1,Meeting,meeting,held,2020-10,,30,online,Chur,CH\n"
TOWNS = "city,country,lat,lon,population,website,geonames,wikidata\n"
GOOD_TOWN = "Chur,CH,46.85,9.53,37000,,,Q69216\n"
SOURCE = "source: {title: T}\n"


@dataclass(frozen=True)
class Case:
    """A file, and what must come of it."""

    name: str
    file: str
    content: bytes | Callable[[], bytes]
    message: str
    row: int | None = None
    field: str | None = None
    good: int = 0
    options: dict[str, Any] = dataclasses.field(default_factory=dict)

    def data(self) -> bytes:
        return self.content() if callable(self.content) else self.content


def _row(name: str, heading: str, good: str, bad: str, message: str, at: str | None, **more: Any) -> Case:
    """A CSV file of three rows with the second one, row 3, at fault."""
    return Case(name, "file.csv", (heading + good + bad + "\n" + good).encode(), message, 3, at, 2, **more)


def _link(name: str, bad: str, message: str, at: str | None) -> Case:
    return _row(name, LINKS, GOOD, bad, message, at)


def _place(name: str, bad: str, message: str, at: str | None) -> Case:
    return _row(name, PLACES, GOOD_PLACES, bad, message, at)


def _whole(name: str, file: str, content: str | bytes | Callable[[], bytes], message: str, **options: Any) -> Case:
    return Case(name, file, content.encode() if isinstance(content, str) else content, message, options=options)


def _entry(name: str, content: str, message: str, at: str | None, *, row: int = 1, good: int = 0) -> Case:
    """A knowledge file with one entry at fault."""
    return Case(name, "file.yaml", (SOURCE + content).encode(), message, row, at, good)


def _event(name: str, fields: str, message: str, at: str) -> Case:
    """A knowledge file with one event that has `fields` beside those it needs."""
    return _entry(name, f"events: [{{id: a, title: T, kind: visit, {fields}}}]", message, at)


def _book(fill: Callable[[Workbook], None]) -> Callable[[], bytes]:
    def made() -> bytes:
        book = Workbook()
        fill(book)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return made


def _rows_of(book: Workbook, *rows: tuple[Any, ...]) -> Any:
    for row in rows:
        book.active.append(row)
    return book.active


def _formula(book: Workbook) -> None:
    _rows_of(book, ("city_a", "city_b", "since"), ("Krefeld", "Venlo", 1964), ("Krefeld", "Leicester", "=1969+0"))


def _merged(book: Workbook) -> None:
    sheet = _rows_of(book, ("city_a", "city_b", "since"), ("Krefeld", "Venlo", 1964), ("Krefeld und Venlo", None, 1970))
    sheet.merge_cells("A3:B3")


def _sheets(book: Workbook) -> None:
    _rows_of(book, ("city_a", "city_b"), ("Krefeld", "Venlo"))
    book.create_sheet("More").append(("Krefeld", "Leicester"))


def _late(book: Workbook) -> None:
    _rows_of(
        book, ("city_a", "city_b", "since", "until"), ("Krefeld", "Venlo", datetime(1970, 1, 2), datetime(1960, 1, 2))
    )


def _archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _bomb() -> bytes:
    """A workbook whose sheet unpacks to a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(64):
                sheet.write(bytes(16 << 20))
    return out.getvalue()


def _laughs() -> bytes:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for one, other in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{other}: &{other} [{', '.join([f'*{one}'] * 10)}]")
    return "\n".join(lines).encode()


TABLE_ROWS = [
    _link("impossible-day", "Krefeld,DE,Venlo,NL,,1964-02-30,,", "not a day of the calendar", "since"),
    _link("impossible-month", "Krefeld,DE,Venlo,NL,,13/1964,,", "not a day of the calendar", "since"),
    _link("year-19988", "Krefeld,DE,Venlo,NL,,19988,,", "'19988' is not a date like 1988", "since"),
    _link("year-too-early", "Krefeld,DE,Venlo,NL,,0300,,", "not between 800 and 2200", "since"),
    _link("two-digit-year", "Krefeld,DE,Venlo,NL,,13.04.88,,", "'13.04.88' is not a date like", "since"),
    _link("day-or-month", "Krefeld,DE,Venlo,NL,,03/04/1988,,", "can be read as two dates", "since"),
    _link("date-in-words", "Krefeld,DE,Venlo,NL,,seit langem,,", "'seit langem' is not a date like", "since"),
    _link("until-before-since", "Krefeld,DE,Venlo,NL,,1988,1987,", "until 1987 is before since 1988", "until"),
    _link("until-before-since-by-a-day", "A,DE,B,NL,,1988-04-13,1988-04-12,", "is before since 1988-04-13", "until"),
    _link("self-pair", "Krefeld,DE,Krefeld,DE,,,,", "Krefeld, DE is linked to itself", "city_b"),
    _link("self-pair-by-spelling", "KREFELD,de,Krefeld,DE,,,,", "is linked to itself", "city_b"),
    _link("self-pair-by-accent", "Córdoba,ES,Cordoba,ES,,,,", "is linked to itself", "city_b"),
    _link("no-first-town", ",DE,Venlo,NL,,,,", "no town is named", "city_a"),
    _link("no-second-town", "Krefeld,DE,  ,NL,,,,", "no town is named", "city_b"),
    _link("dash-for-a-town", "Krefeld,DE,–,NL,,,,", "no town is named", "city_b"),
    _link("number-for-a-town", "Krefeld,DE,51.37,NL,,,,", "'51.37' is not a town's name", "city_b"),
    _link("unknown-kind", "Krefeld,DE,Venlo,NL,marriage,,,", "'marriage' is not one of partnership", "kind"),
    _link("unknown-status", "Krefeld,DE,Venlo,NL,,,,vielleicht", "'vielleicht' is not one of active", "status"),
    _link("too-many-cells", "Krefeld,DE,Venlo,NL,,,,,,x", "the row has 10 cells, the heading 8", None),
    _link("too-few-cells", "Krefeld,DE,Venlo", "the row has 3 cells, the heading 8", None),
    _link("one-cell", "Partnerstädte von Krefeld", "the row has 1 cells, the heading 8", None),
    _link("formula-cell", "Krefeld,DE,=HYPERLINK(A1),NL,,,,", "is a formula", "city_b"),
    _link("formula-with-at", "Krefeld,DE,@SUM(A1),NL,,,,", "is a formula", "city_b"),
    _link("excel-error", "Krefeld,DE,#BEZUG!,NL,,,,", "#BEZUG! is an error of the spreadsheet", "city_b"),
    _link("nul-byte", "Kre\0feld,DE,Venlo,NL,,,,", "holds a NUL character", "city_a"),
    _link("control-character", "Kre\x07feld,DE,Venlo,NL,,,,", "holds a control character (U+0007)", "city_a"),
    _link("right-to-left", "Krefeld,DE,\u202eolneV,NL,,,,", "turns the direction of the text", "city_b"),
    _link("look-alike-letters", "Krefeld,DE,V\u0435nlo,NL,,,,", "mixes Cyrillic and Latin letters", "city_b"),
    _link("look-alike-greek", "Krefeld,DE,Venl\u03bf,NL,,,,", "mixes Greek and Latin letters", "city_b"),
    _link("utf8-read-as-windows", "Krefeld,DE,MÃ¼nchen,DE,,,,", "'München' is meant", "city_b"),
    _link("lost-letter", "Krefeld,DE,M\ufffdnchen,DE,,,,", "a letter that is lost", "city_b"),
    _link("escape-of-another-encoding", "Kre\u001bfeld,DE,Venlo,NL,,,,", "control character (U+001B)", "city_a"),
    _link("figures-of-another-script", "Krefeld,DE,Venlo,NL,,١٩٦٤,,", "'١٩٦٤' is not a date like 1988", "since"),
    _link("wide-figures", "Krefeld,DE,Venlo,NL,,１９６４,,", "'１９６４' is not a date like 1988", "since"),
    _link("week-for-a-date", "Krefeld,DE,Venlo,NL,,2024-W05,,", "'2024-W05' is not a date like 1988", "since"),
    _link("self-pair-by-zero-width", "Kre\u200bfeld,DE,Krefeld,DE,,,,", "Krefeld, DE is linked to itself", "city_b"),
    _link("self-pair-by-tags", "Kre\U000e0041feld,DE,Krefeld,DE,,,,", "Krefeld, DE is linked to itself", "city_b"),
    _link("line-of-a-megabyte", f"{'x' * 1_000_000},DE,Venlo,NL,,,,", "longer than 1000000 characters", None),
    _link(
        "quoted-cell-of-a-novel", f'"{"x" * 200_000}",DE,Venlo,NL,,,,', "a cell is longer than 131072 characters", None
    ),
    _link("only-invisible", "Krefeld,DE,\u200b\u200b,NL,,,,", "no town is named", "city_b"),
    _link("name-of-a-novel", f"Krefeld,DE,{'x' * 400},NL,,,,", "longer than 300 characters", "city_b"),
    _link("open-quotation-mark", '"Krefeld,DE,Venlo,NL,,,,', "a quotation mark is opened and never closed", None),
    _link("quotation-mark-inside", '"Krefeld"e,DE,Venlo,NL,,,,', "a quotation mark stands within a cell", None),
    _place("latitude-91", "A,DE,91,6,B,NL,51,6", "91 is not between -90 and 90", "lat_a"),
    _place("longitude-200", "A,DE,51,6,B,NL,51,200", "200 is not between -180 and 180", "lon_b"),
    _place("latitude-alone", "A,DE,51,,B,NL,51,6", "a latitude without the other coordinate", "lon_a"),
    _place("latitude-in-words", "A,DE,51,6,B,NL,north,6", "'north' is not a number like", "lat_b"),
    _place("latitude-nan", "A,DE,51,6,B,NL,inf,6", "'inf' is not a number like", "lat_b"),
    _place("island-of-zeros", "A,DE,0,0,B,NL,51,6", "0, 0 lies in the sea", "lat_a"),
    _row("ring-without-name", RINGS, GOOD_RING, ",ring,Cabourg,FR,,,", "no ring is named", "ring"),
    _row("ring-kind", RINGS, GOOD_RING, "Ring R,oval,Cabourg,FR,,,", "'oval' is not one of ring", "ring_kind"),
    _row("ring-without-town", RINGS, GOOD_RING, "Ring R,ring,,FR,,,", "no town is named", "city"),
    _row("ring-role", RINGS, GOOD_RING, "Ring R,ring,Cabourg,FR,,,king", "'king' is not one of founder", "role"),
    _row("ring-left-early", RINGS, GOOD_RING, "Ring R,ring,Spa,BE,1956,1955,", "until 1955 is before", "until"),
    _row("event-without-title", EVENTS, GOOD_EVENT, "e2,,meeting,held,,,,,,", "the event has no title", "title"),
    _row("event-kind", EVENTS, GOOD_EVENT, "e2,X,wedding,held,,,,,,", "'wedding' is not one of", "kind"),
    _row("event-end", EVENTS, GOOD_EVENT, "e2,X,visit,held,2020,2019,,,,", "end 2019 is before begin", "end"),
    _row("event-people", EVENTS, GOOD_EVENT, "e2,X,visit,held,,,many,,,", "'many' is not a number of people", "people"),
    _row("town-population", TOWNS, GOOD_TOWN, "A,DE,,,viele,,,", "'viele' is not a whole number", "population"),
    _row("town-website", TOWNS, GOOD_TOWN, "A,DE,,,,ftp://a,,", "begins with http://", "website"),
    _row("town-geonames", TOWNS, GOOD_TOWN, "A,DE,,,,,-5,", "'-5' is not a whole number", "geonames"),
    _row("town-wikidata", TOWNS, GOOD_TOWN, "A,DE,,,,,,1718", "like Q1718", "wikidata"),
    _row(
        "source-address", "city_a,city_b,source_url\n", "A,B,\n", "A,C,example.org", "begins with http://", "source_url"
    ),
    _row("bilateral-perhaps", "city_a,city_b,bilateral\n", "A,B,yes\n", "A,C,perhaps", "neither yes", "bilateral"),
    Case(
        "one-byte-of-windows",
        "file.csv",
        (LINKS + GOOD).encode() + "Köln,DE,Lüttich,BE,,,,\n".encode() + "Fürth,DE,B,FR,,,,\n".encode("cp1252"),
        "mixes encodings",
        4,
        "city_a",
        2,
    ),
    Case(
        "ndjson-line",
        "file.ndjson",
        b'{"city_a":"A","city_b":"B"}\n{"city_a":\n{"city_a":"A","city_b":"C"}\n',
        "the line is not JSON",
        2,
        None,
        2,
    ),
    Case(
        "ndjson-twice",
        "file.ndjson",
        b'{"city_a":"A","city_b":"B"}\n{"city_a":"A","city_a":"B","city_b":"C"}\n',
        "the field 'city_a' stands twice",
        2,
        None,
        1,
    ),
    Case(
        "ndjson-deep",
        "file.ndjson",
        b'{"city_a":"A","city_b":"B"}\n' + b"[" * 100_000 + b"\n",
        "nested too deeply",
        2,
        None,
        1,
    ),
    Case(
        "ndjson-half-a-character",
        "file.ndjson",
        b'{"city_a":"A","city_b":"B"}\n{"city_a":"A\\ud800","city_b":"C"}\n{"city_a":"A","city_b":"D"}\n',
        "holds half a character (U+D800)",
        2,
        "city_a",
        2,
    ),
    Case(
        "json-list-in-a-field",
        "file.json",
        b'[{"city_a":"A","city_b":"B"},{"city_a":"A","city_b":["B"]}]',
        "the field 'city_b' holds a list",
        2,
        None,
        1,
    ),
    Case("json-number-as-row", "file.json", b'[{"city_a":"A","city_b":"B"},7]', "a row is an object", 2, None, 1),
    Case("workbook-formula", "file.xlsx", _book(_formula), "cell C3 holds a formula without a value", 3, None, 1),
    Case("workbook-merged", "file.xlsx", _book(_merged), "the cells A3:B3 are merged into one", 3, None, 1),
    Case("workbook-dates", "file.xlsx", _book(_late), "until 1960-01-02 is before since 1970-01-02", 2, "until", 0),
]

ENTRIES = [
    _entry(
        "entry-unknown-field",
        "towns: [A]\nrings: [{name: R, fonded: 1956}]",
        "did you mean founded?",
        "fonded",
        row=2,
        good=1,
    ),
    _entry("entry-unknown-section", "event: [{id: a}]\ntowns: [A]", "did you mean events?", "event", good=1),
    _entry("entry-missing-kind", "events: [{id: a, title: T}]", "is missing", "kind"),
    _event("entry-wrong-status", "status: maybe", "'maybe' is not one of", "status"),
    _event("entry-wrong-date", "begin: 2021-13", "not a day of the calendar", "begin"),
    _entry("entry-wrong-id", "events: [{id: A B, title: T, kind: visit}]", "letters a-z, figures and hyphens", "id"),
    _entry(
        "entry-member-date",
        "rings: [{name: R, members: [{name: A, since: '19'}]}]",
        "'19' is not a date",
        "members.1.since",
    ),
    _entry(
        "entry-member-period",
        "rings: [{name: R, members: [{name: A, since: 1960, until: 1950}]}]",
        "is before",
        "members.1.until",
    ),
    _entry("entry-one-town", "links: [{towns: [A]}]", "a link has two towns", "towns"),
    _entry("entry-self-pair", "links: [{towns: [A, A]}]", "A is linked to itself", "towns"),
    _entry("entry-unknown-topic", "links: [{towns: [A, B], topics: [sprot]}]", "did you mean sport?", "topics.sprot"),
    _event("entry-unknown-programme", "programme: P", "describe it under programmes:", "programme"),
    _event("entry-role", "towns: [{name: A, role: king}]", "'king' is not one of", "towns.1.role"),
    _event("entry-evidence", "evidence: {beginn: x}", "did you mean begin?", "evidence"),
    _entry("entry-no-fields", "events: [x]", "is missing", "title"),
    _entry("entry-empty", "events: [~]", "this is empty", None),
    _event("entry-attendees", "attendees: some", "not a number of people", "attendees"),
]

WHOLE_FILES = [
    _whole("empty", "file.csv", b"", "is empty"),
    _whole("only-blanks", "file.csv", b"\xef\xbb\xbf \r\n\r\n", "is empty"),
    _whole("unknown-headings", "file.csv", "foo,bar,baz\n1,2,3\n", "the headings are not understood (foo, bar, baz)"),
    _whole("missing-column", "file.csv", "city_a,country_a,since\nA,DE,1964\n", "no column for city_b", kind="links"),
    _whole("heading-twice", "file.csv", "city_a,city_b,city_b\nA,B,C\n", "the heading 'city_b' stands twice"),
    _whole("headings-of-one-meaning", "file.csv", "city_a,city_b,lat_a,latitude a\nA,B,1,2\n", "mean the same"),
    _whole("no-headings", "file.csv", "Krefeld,DE,Venlo,NL\n", "the headings are not understood"),
    _whole("map-unknown-field", "file.csv", "a,b\n", "there is no field 'cityb'", mapping={"cityb": "b"}),
    _whole(
        "map-unknown-heading",
        "file.csv",
        "Ort,Partner\n",
        "the file has no heading 'Stadt'",
        mapping={"city_a": "Stadt"},
    ),
    _whole("unknown-kind-of-file", "file.csv", LINKS, "there is no kind 'partners'", kind="partners"),
    _whole("sheet-of-a-csv", "file.csv", LINKS + GOOD, "has no sheets", sheet="One"),
    _whole("table-as-knowledge", "file.csv", LINKS + GOOD, "a knowledge file is YAML or JSON", kind="knowledge"),
    _whole("binary", "file.csv", bytes(range(256)) * 20, "is not a text file"),
    _whole("picture", "file.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), "is a picture"),
    _whole("pdf", "file.csv", b"%PDF-1.7\n", "is a PDF"),
    _whole("old-excel", "file.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "an old Excel file"),
    _whole("gzip", "file.csv.gz", b"\x1f\x8b\x08" + bytes(20), "unpack it first"),
    _whole("web-page", "file.csv", "<!DOCTYPE html><html><table></table></html>", "is a web page"),
    _whole(
        "xml-entities", "file.xml", "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "web page or XML"
    ),
    _whole("zip-without-workbook", "file.xlsx", lambda: _archive({"a.txt": b"x"}), "an archive without a workbook"),
    _whole("open-document", "file.ods", lambda: _archive({"mimetype": b"x"}), "an OpenDocument file"),
    _whole("damaged-zip", "file.xlsx", b"PK\x03\x04" + bytes(100), "is a damaged workbook"),
    _whole("damaged-workbook", "file.xlsx", lambda: _archive({"xl/workbook.xml": b"<x"}), "is a damaged workbook"),
    _whole("workbook-bomb", "file.xlsx", _bomb, "unpacks to 1074 MB"),
    _whole(
        "workbook-of-many-parts",
        "file.xlsx",
        lambda: _archive({"xl/workbook.xml": b"x", **{f"{n}": b"" for n in range(1001)}}),
        "has 1002 parts inside",
    ),
    _whole("workbook-empty", "file.xlsx", _book(lambda book: None), "no sheet holds anything"),
    _whole("workbook-sheets", "file.xlsx", _book(_sheets), "has several sheets: say which to read, Sheet, More"),
    _whole(
        "workbook-other-sheet", "file.xlsx", _book(_sheets), "has no sheet 'Less'; it has Sheet, More", sheet="Less"
    ),
    _whole("yaml-aliases", "file.yaml", _laughs, "line 6: the aliases unfold to more than"),
    _whole("yaml-alias-of-itself", "file.yaml", "a: &a [*a]", "stands for nothing complete"),
    _whole("yaml-deep", "file.yaml", "[" * 1000, "nested more than 64 levels deep"),
    _whole("yaml-twice", "file.yaml", "source:\n  title: A\n  title: B\n", "line 3: the field 'title' stands twice"),
    _whole(
        "yaml-object", "file.yaml", "source: !!python/object/apply:os.getcwd []", "the tag tag:yaml.org,2002:python"
    ),
    _whole("yaml-syntax", "file.yaml", "source: {title: A\nlinks: []\n", "line 2: this is not YAML"),
    _whole(
        "yaml-two-documents", "file.yaml", "source: {title: A}\n---\nsource: {title: B}\n", "a second document begins"
    ),
    _whole("yaml-windows", "file.yaml", "source: {title: Köln}".encode("cp1252"), "byte 18 is not UTF-8"),
    _whole("yaml-nul", "file.yaml", b"source: {title: a\0}", "control characters are not allowed"),
    _whole("yaml-text", "file.yaml", "just a text", "a knowledge file has a field 'source'"),
    _whole("source-without-title", "file.yaml", "source: {url: 'https://example.org'}", "field title: is missing"),
    _whole("source-date", "file.yaml", "source: {title: A, date: 5.5.2020}", "field date: '5.5.2020' is not a date"),
    _whole("source-rank", "file.yaml", "source: {title: A, rank: 12}", "field rank: '12' is out of range"),
    _whole("source-field", "file.yaml", "source: {title: A, publihser: B}", "did you mean publisher?"),
    _whole("json-syntax", "file.json", '{"source": }', "line 1, column 12: this is not JSON"),
    _whole("json-twice", "file.json", '{"source": {"title": "A", "title": "B"}}', "the field 'title' stands twice"),
    _whole("json-deep", "file.json", "[" * 200_000, "is nested too deeply"),
    _whole("json-nan", "file.json", '[{"city": "A", "lat": NaN}]', "NaN is not a value of JSON"),
    _whole("json-rows-as-object", "file.json", json.dumps({"city_a": "A"}), "this is an object", kind="links"),
    _whole("json-long-number", "file.json", '[{"city": "A", "lat": ' + "9" * 5000 + "}]", "4300 digits"),
    _whole("ndjson-none", "file.ndjson", "1\n2\n", "no line is a JSON object"),
    _whole("bad-source-id", "file.csv", LINKS + GOOD, "cannot be a source's id", source="a b/c"),
]

CASES = TABLE_ROWS + ENTRIES + WHOLE_FILES
