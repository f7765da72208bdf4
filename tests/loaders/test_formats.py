"""The formats of files: encodings, delimiters, workbooks, JSON, NDJSON, YAML, streams."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph.model import LinkContent
from loaders.parsing import Said, parse

ROWS = [("Köln", "Lüttich", "1958-07-03"), ("Düsseldorf", "Chemnitz", "1988"), ("Fürth", "Limoges", "1992-04")]
HEADINGS = ("city_a", "city_b", "since")


def table(delimiter: str = ",", end: str = "\n") -> str:
    return end.join(delimiter.join(row) for row in [HEADINGS, *ROWS]) + end


def links(file: Path | io.BytesIO, **options: str) -> list[tuple[str, str, str | None]]:
    found = []
    for row in parse(file, **options).rows:  # type: ignore[arg-type]
        assert isinstance(row, Said), row
        link = row.contents[0]
        assert isinstance(link, LinkContent)
        found.append((link.a.name, link.b.name, link.since))
    return found


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "cp850", "mac_roman"]
)
def test_encoding_and_delimiter_are_found_out(encoding: str, delimiter: str) -> None:
    assert links(io.BytesIO(table(delimiter).encode(encoding))) == ROWS


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", ["Besançon", "Málaga", "Ålesund", "Ærø", "Göttingen"]),
        ("cp1250", ["Słupsk", "Łódź", "Mariánské Lázně", "Győr", "České Budějovice"]),
        ("cp1251", ["Москва", "Петергоф", "Минск"]),
        ("cp1253", ["Θεσσαλονίκη", "Αθήνα"]),
        ("cp1254", ["İzmir", "Şanlıurfa", "Eskişehir", "Beyoğlu"]),
    ],
)
def test_older_encodings_of_other_languages(encoding: str, names: list[str]) -> None:
    text = "city_a;city_b\n" + "".join(f"Berlin;{name}\n" for name in names)
    assert [b for _, b, _ in links(io.BytesIO(text.encode(encoding)))] == names


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    assert links(io.BytesIO(table(end=end).encode())) == ROWS


def test_excels_line_about_the_delimiter() -> None:
    assert links(io.BytesIO(b"sep=;\n" + table(";").encode())) == ROWS


def test_cells_in_quotation_marks_may_hold_anything() -> None:
    text = 'city_a,city_b,note\n"Frankfurt, Main","Lyon","said ""so""\nand more"\nA,B,c\n'
    rows = list(parse(io.BytesIO(text.encode())).rows)
    assert [row.row for row in rows] == [2, 3]
    link = rows[0].contents[0]  # type: ignore[union-attr]
    assert isinstance(link, LinkContent)
    assert (link.a.name, link.note) == ("Frankfurt, Main", {"und": 'said "so"\nand more'})


@pytest.mark.parametrize("above", ["\n" * 60, "# a remark\n\n\n" * 30])
def test_many_blank_lines_above_the_headings_take_no_time(above: str) -> None:
    assert links(io.BytesIO((above + table()).encode())) == ROWS


def test_blank_lines_and_remarks_above_a_knowledge_file_without_a_name() -> None:
    text = "\n\n# a remark\n---\n\nlinks:\n- towns: [Krefeld, Venlo]\n"
    assert links(io.BytesIO(text.encode()), source="x") == [("Krefeld", "Venlo", None)]


def test_a_line_that_is_too_long_takes_no_other_with_it() -> None:
    lines = ["city_a,city_b", '"Bonn,Oxford', "x" * 2_500_000, "Krefeld,Venlo", "Krefeld,Leicester"]
    rows = list(parse(io.BytesIO("\n".join(lines).encode())).rows)
    assert [(row.row, isinstance(row, Said)) for row in rows] == [(2, False), (3, False), (4, True), (5, True)]


def test_german_excel() -> None:
    text = "Stadt;Land;Breite;Länge;Partnerstadt;seit\r\nFürth;DE;49,48;10,99;Limoges;01.04.1992\r\n"
    (row,) = parse(io.BytesIO(text.encode("cp1252"))).rows
    assert isinstance(row, Said)
    link = row.contents[0]
    assert isinstance(link, LinkContent)
    assert (link.a.name, link.a.lat, link.a.lon, link.since) == ("Fürth", 49.48, 10.99, "1992-04-01")


def test_json_ndjson_and_yaml_rows() -> None:
    rows = [dict(zip(HEADINGS, row, strict=True)) for row in ROWS]
    rows[1]["since"] = 1988  # type: ignore[assignment]
    ndjson = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    assert links(io.BytesIO(json.dumps(rows).encode())) == ROWS
    assert links(io.BytesIO(ndjson.encode())) == ROWS
    assert links(io.BytesIO(ndjson.encode("utf-16"))) == ROWS
    yaml = "".join(f"- {{city_a: {a}, city_b: {b}, since: {since}}}\n" for a, b, since in ROWS)
    stream = io.BytesIO(yaml.encode())
    stream.name = "rows.yaml"
    assert links(stream) == ROWS


def workbook(*sheets: tuple[str, list[tuple[object, ...]]]) -> tuple[Workbook, io.BytesIO]:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return book, io.BytesIO()


def save(book: Workbook, out: io.BytesIO) -> None:
    book.save(out)
    out.seek(0)


def test_a_workbook() -> None:
    book, out = workbook(("Partner", [HEADINGS, *ROWS]))
    save(book, out)
    assert links(out) == ROWS


def test_a_sheet_by_its_name() -> None:
    book, out = workbook(("Info", [("about this file",)]), ("Partner", [HEADINGS, *ROWS]))
    save(book, out)
    assert links(out, sheet="Partner") == ROWS


def test_dates_and_numbers_of_a_workbook_are_as_precise_as_it_shows_them() -> None:
    day = datetime(1988, 4, 1)
    book, out = workbook(("S", [HEADINGS, ("A", "B", day), ("A", "C", day), ("A", "D", 1988), ("A", "E", 1988.0)]))
    book["S"]["C2"].number_format = "DD.MM.YYYY"
    book["S"]["C3"].number_format = "MM/YYYY"
    save(book, out)
    assert [since for _, _, since in links(out)] == ["1988-04-01", "1988-04", "1988", "1988"]


def test_cells_merged_downwards_hold_for_each_row() -> None:
    book, out = workbook(
        ("S", [HEADINGS, ("Krefeld", "Venlo", 1964), (None, "Leicester", 1969), ("Köln", "Lille", 1958)])
    )
    book["S"].merge_cells("A2:A3")
    save(book, out)
    assert [(a, b) for a, b, _ in links(out)] == [("Krefeld", "Venlo"), ("Krefeld", "Leicester"), ("Köln", "Lille")]


class Pipe(io.RawIOBase):
    """A stream that cannot go back, as standard input is."""

    def __init__(self, data: bytes) -> None:
        self._rest = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        return self._rest.readinto(buffer)


def test_a_stream_that_cannot_go_back() -> None:
    assert links(Pipe(table().encode())) == ROWS  # type: ignore[arg-type]


def test_a_stream_is_read_from_where_it_stands() -> None:
    stream = io.BytesIO(b"before" + table().encode())
    stream.seek(6)
    assert links(stream) == ROWS


def test_a_file_is_read_again_by_parsing_it_again(tmp_path: Path) -> None:
    path = tmp_path / "a b ü.csv"
    path.write_text(table(), encoding="utf-8")
    assert links(path) == links(path) == ROWS


def test_a_long_table_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    def lines() -> Iterator[str]:
        yield "city_a,country_a,city_b,country_b,since\n"
        for number in range(60_000):
            yield f"Town {number % 500},DE,Ville {number % 700},FR,{1950 + number % 70}\n"

    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as out:
        out.writelines(lines())
    rows = iter(parse(path).rows)
    for _ in range(5_000):
        next(rows)
    tracemalloc.start()
    try:
        count = sum(1 for _ in rows)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 55_000
    assert peak < 2_000_000
